"""The promise of the engine, held against two attackers that share no code with it."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convive.engines.disclosure import Protected, protect, protect_overlapping


def hidden_with_totals(result: Protected) -> np.ndarray:
    top = np.column_stack([~result.shown, ~result.total_shown])
    bottom = np.append(~result.group_total_shown, not result.grand_total_shown)
    return np.vstack([top, bottom])


def table_with_totals(counts: np.ndarray) -> np.ndarray:
    wide = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def equations(hidden: np.ndarray) -> np.ndarray:
    """What the published table says about the hidden cells: one row per line of the table, one column per
    hidden cell.
    """
    rows, columns = hidden.shape
    cells = [tuple(cell) for cell in np.argwhere(hidden)]
    sums = np.zeros((rows + columns, len(cells)))
    for number, (row, column) in enumerate(cells):
        sums[row, number] = -1 if column == columns - 1 else 1
        sums[rows + column, number] = -1 if row == rows - 1 else 1
    return sums


def computable(hidden: np.ndarray) -> list[int]:
    """A hidden cell follows from the equations exactly if its unit vector lies in their row space."""
    sums = equations(hidden)
    rank = np.linalg.matrix_rank(sums) if sums.size else 0
    found = []
    for number in range(sums.shape[1]):
        unit = np.zeros(sums.shape[1])
        unit[number] = 1
        if np.linalg.matrix_rank(np.vstack([sums, unit])) == rank:
            found.append(number)
    return found


COUNTS = st.tuples(st.integers(1, 7), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.one_of(st.integers(0, 8), st.integers(0, 400)))
)


@settings(max_examples=300)
@given(COUNTS, st.integers(1, 12))
def test_no_hidden_cell_follows_from_the_shown_cells_and_totals(counts: np.ndarray, threshold: int) -> None:
    hidden = hidden_with_totals(protect(counts, threshold))
    assert computable(hidden) == []


@settings(max_examples=300)
@given(COUNTS, st.integers(1, 12))
def test_no_line_of_the_published_table_has_a_single_hidden_cell(counts: np.ndarray, threshold: int) -> None:
    hidden = hidden_with_totals(protect(counts, threshold))
    assert not np.any(hidden.sum(axis=0) == 1)
    assert not np.any(hidden.sum(axis=1) == 1)


@settings(max_examples=300)
@given(COUNTS, st.integers(1, 12))
def test_every_small_count_is_hidden_and_every_zero_is_shown(counts: np.ndarray, threshold: int) -> None:
    hidden = hidden_with_totals(protect(counts, threshold))
    table = table_with_totals(counts)
    assert np.all(hidden[(table > 0) & (table < threshold)])
    assert not np.any(hidden[table == 0])


def possible_values(table: np.ndarray, hidden: np.ndarray) -> dict[tuple[int, int], set[int]]:
    """Every whole number each hidden cell could be, found by trying all: hidden cells hold at least one
    person.
    """
    inner = [tuple(c) for c in np.argwhere(hidden[:-1, :-1])]
    found: dict[tuple[int, int], set[int]] = {tuple(c): set() for c in np.argwhere(hidden)}
    most = int(table[:-1, :-1].max()) + 2
    for values in itertools.product(range(1, most + 1), repeat=len(inner)):
        guess = table[:-1, :-1].copy()
        for (row, column), value in zip(inner, values, strict=True):
            guess[row, column] = value
        whole = table_with_totals(guess)
        if np.array_equal(whole[~hidden], table[~hidden]) and np.all(whole[hidden] >= 1):
            for cell in found:
                found[cell].add(int(whole[cell]))
    return found


@settings(max_examples=60)
@given(arrays(np.int64, st.sampled_from([(1, 2), (2, 2), (3, 1), (1, 4)]), elements=st.integers(0, 4)))
def test_trying_all_whole_numbers_leaves_every_hidden_cell_open(counts: np.ndarray) -> None:
    hidden = hidden_with_totals(protect(counts, 3))
    for values in possible_values(table_with_totals(counts), hidden).values():
        assert len(values) > 1


OVERLAPPING = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: st.tuples(
        arrays(np.int64, shape, elements=st.integers(0, 30)),
        arrays(np.int64, shape[0], elements=st.integers(0, 30)),
    )
)


@settings(max_examples=200)
@given(OVERLAPPING)
def test_with_overlapping_groups_neither_a_small_group_nor_few_others_can_be_computed(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    counts, more = drawn
    totals = counts.max(axis=1) + more
    result = protect_overlapping(counts, totals, 5)
    areas = counts.shape[0]
    for group in range(counts.shape[1]):
        # Unknown to the reader: first the group in each area, then everybody in each area.
        known = [np.eye(2 * areas)[i] for i in range(areas) if result.shown[i, group]]
        known += [np.eye(2 * areas)[areas + i] for i in range(areas) if result.total_shown[i]]
        if result.group_total_shown[group]:
            known.append(np.repeat([1.0, 0.0], areas))
        if result.grand_total_shown:
            known.append(np.repeat([0.0, 1.0], areas))
        sums = np.array(known).reshape(-1, 2 * areas)
        rank = np.linalg.matrix_rank(sums) if known else 0
        for area in range(areas):
            own, everybody = np.eye(2 * areas)[area], np.eye(2 * areas)[areas + area]
            count, others = counts[area, group], totals[area] - counts[area, group]
            for number, wanted in ((count, own), (others, everybody - own), (totals[area], everybody)):
                if 0 < number < 5:
                    assert np.linalg.matrix_rank(np.vstack([sums, wanted])) > rank
