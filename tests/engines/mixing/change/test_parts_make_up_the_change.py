from __future__ import annotations

import doctest
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.mixing.change import (
    PARTS,
    Change,
    Left,
    NoFit,
    Parts,
    Weights,
    areas,
    change,
    decompose,
    fit_margins,
    margins,
    reference,
)
from convive.engines.mixing.counts import Counts, MixError
from tests.engines.mixing.change.strategies import dates

Dates = tuple[Counts, Counts]


def values(parts: Parts) -> list[float]:
    return [getattr(parts, name) for name in PARTS]


def mutual(matrix: np.ndarray) -> float:
    return float(reference.mutual_parts(matrix / matrix.sum()).sum())


@settings(max_examples=50)
@given(dates())
def test_the_parts_add_up_to_the_whole(both: Dates) -> None:
    result = change(*both)
    for parts in (result.M, result.H):
        assert sum(values(parts)) == pytest.approx(parts.total, abs=1e-12)
        assert parts.total == pytest.approx(parts.after - parts.before, abs=1e-15)
        assert parts.local.sum(axis=0) == pytest.approx(values(parts), abs=1e-12)
        assert parts.local.sum() == pytest.approx(parts.total, abs=1e-12)
    assert result.gap <= 1e-9
    assert result.M.before == pytest.approx(mutual(both[0].matrix), abs=1e-12)
    assert result.M.after == pytest.approx(mutual(both[1].matrix), abs=1e-12)


@settings(max_examples=25)
@given(dates())
def test_no_change_gives_zeros(both: Dates) -> None:
    result = change(both[0], both[0])
    for parts in (result.M, result.H):
        assert values(parts) == pytest.approx([0] * 5, abs=1e-12)
        assert parts.local == pytest.approx(np.zeros_like(parts.local), abs=1e-12)


@settings(max_examples=25)
@given(dates(fewest=1))
def test_swapping_the_dates_turns_the_signs(both: Dates) -> None:
    there, back = change(*both), change(both[1], both[0])
    for one, two in ((there.M, back.M), (there.H, back.H)):
        assert one.total == pytest.approx(-two.total, abs=1e-12)
        assert one.additions == pytest.approx(-two.removals, abs=1e-12)
        assert one.removals == pytest.approx(-two.additions, abs=1e-12)
        assert values(one)[2:] == pytest.approx([-value for value in values(two)[2:]], abs=1e-12)


@settings(max_examples=25)
@given(dates(fewest=1), st.randoms(use_true_random=False))
def test_the_order_of_units_and_groups_does_not_matter(both: Dates, random: object) -> None:
    before, after = both
    rows = list(range(len(after.units or ())))
    random.shuffle(rows)  # type: ignore[attr-defined]
    turned = Counts.of(
        after.matrix[rows][:, ::-1], after.groups[::-1], [(after.units or ())[row] for row in rows]
    )
    one, two = change(before, after), change(before, turned)
    assert values(one.M) == pytest.approx(values(two.M), abs=1e-8)
    assert values(one.H) == pytest.approx(values(two.H), abs=1e-8)


@settings(max_examples=20)
@given(dates(fewest=1), st.integers(2, 50))
def test_ten_times_the_people_change_nothing(both: Dates, times: int) -> None:
    before, after = both
    larger = Counts.of(after.matrix * times, after.groups, after.units)
    assert values(change(before, larger).M) == pytest.approx(values(change(before, after).M), abs=1e-9)


@settings(max_examples=25)
@given(both=dates(fewest=1, shared=True))
@pytest.mark.parametrize("moved", ["group", "unit"])
def test_a_margin_that_changes_alone_moves_its_own_part_alone(both: Dates, moved: str) -> None:
    before, other = (counts.matrix / counts.matrix.sum() for counts in both)
    rows = (other if moved == "unit" else before).sum(axis=1)
    columns = (other if moved == "group" else before).sum(axis=0)
    people = 10**12
    goal = np.rint(fit_margins(before, rows, columns, gap=1e-12).table * people)
    result = change(both[0], Counts.of(goal, both[0].groups, both[0].units)).M
    own, others = f"{moved}_margin", [name for name in PARTS if name != f"{moved}_margin"]
    assert [getattr(result, name) for name in others] == pytest.approx([0] * 4, abs=1e-8)
    assert getattr(result, own) == pytest.approx(result.total, abs=1e-8)


@settings(max_examples=20)
@given(dates(fewest=1, shared=True))
def test_structure_that_changes_alone_moves_its_own_part_alone(both: Dates) -> None:
    before, other = (counts.matrix / counts.matrix.sum() for counts in both)
    goal = fit_margins(other, before.sum(axis=1), before.sum(axis=0), gap=1e-12).table * 1e12
    result = change(both[0], Counts.of(np.rint(goal), both[0].groups, both[0].units)).M
    assert values(result)[:4] == pytest.approx([0] * 4, abs=1e-8)


@settings(max_examples=20)
@given(dates(fewest=1, shared=True))
def test_the_parts_are_those_of_a_plain_computation(both: Dates) -> None:
    tables = [counts.matrix / counts.matrix.sum() for counts in both]
    m = {}
    for s, g, u in product((0, 1), repeat=3):
        fitted = reference.fit(tables[s], tables[u].sum(axis=1), tables[g].sum(axis=0), 1e-12)
        m[s, g, u] = mutual(fitted)
    structure = (m[1, 0, 0] - m[0, 0, 0] + m[1, 1, 1] - m[0, 1, 1]) / 2
    group = sum(m[s, 1, u] - m[s, 0, u] for s in (0, 1) for u in (0, 1)) / 4
    result = change(*both, gap=1e-12).M
    assert (result.structure, result.group_margin) == pytest.approx((structure, group), abs=1e-8)
    assert result.additions == pytest.approx(0, abs=1e-12)


@settings(max_examples=25)
@given(dates())
def test_what_each_unit_adds_is_its_own_change(both: Dates) -> None:
    result = change(*both)
    adds = []
    for counts in both:
        own = dict(
            zip(counts.units or (), reference.mutual_parts(counts.matrix / counts.people), strict=True)
        )
        adds.append(np.array([own.get(unit, 0.0) for unit in result.units or ()]))
    assert result.M.local.sum(axis=1) == pytest.approx(adds[1] - adds[0], abs=1e-12)


def test_units_that_came_and_went_are_told_apart() -> None:
    before = Counts.of([[50, 50], [90, 10], [7, 1], [0, 0]], ["a", "b"], ["both", "also", "went", "empty"])
    after = Counts.of([[50, 50], [80, 20], [1, 9], [3, 3]], ["a", "b"], ["both", "also", "came", "empty"])
    result = change(before, after)
    named = [
        [unit for unit, is_in in zip(result.units or (), which, strict=True) if is_in]
        for which in (result.compared, result.came, result.went)
    ]
    assert named == [["both", "also"], ["empty", "came"], ["went"]]
    whole, common = mutual(after.matrix), mutual(after.matrix[:2])
    assert result.M.additions == pytest.approx(whole - common, abs=1e-12)
    assert result.M.removals == pytest.approx(mutual(before.matrix[:2]) - mutual(before.matrix), abs=1e-12)


def test_dates_without_a_unit_in_common_are_additions_and_removals() -> None:
    before = Counts.of([[50, 5], [9, 10]], ["a", "b"], ["p", "q"])
    after = Counts.of([[5, 50], [80, 20]], ["a", "b"], ["r", "s"])
    result = change(before, after).M
    assert values(result) == pytest.approx([result.after, -result.before, 0, 0, 0], abs=1e-15)


def test_a_group_at_one_date_only_is_left_out_of_the_comparison_and_named() -> None:
    before = Counts.of([[50, 50, 3], [90, 10, 0]], ["a", "b", "old"], ["p", "q"])
    after = Counts.of([[50, 40, 9], [70, 30, 1]], ["a", "b", "new"], ["p", "q"])
    result = change(before, after)
    assert result.groups_compared == ("a", "b")
    assert result.groups_left_out == ("old", "new")
    assert sum(values(result.M)) == pytest.approx(result.M.total, abs=1e-12)


IMPOSSIBLE = (
    Counts.of([[0, 30, 20, 10], [5, 10, 15, 20], [4, 3, 2, 1]], list("1234"), list("abc")),
    Counts.of([[40, 20, 20, 15], [5, 10, 10, 0], [1, 2, 3, 4]], list("1234"), list("abd")),
)


def test_empty_cells_that_leave_no_solution_are_filled_and_counted() -> None:
    result = change(*IMPOSSIBLE)
    assert (result.filled, result.fill) == (1, 1e-10)
    assert sum(values(result.M)) == pytest.approx(result.M.total, abs=1e-12)
    smaller = change(*IMPOSSIBLE, fill=1e-13)
    assert values(smaller.M) == pytest.approx(values(result.M), abs=1e-8)


def test_empty_cells_that_leave_no_solution_are_refused_where_nothing_may_be_filled() -> None:
    with pytest.raises(NoFit, match="only people of 2, 3, 4"):
        change(*IMPOSSIBLE, fill=0)


def test_nothing_is_filled_where_the_empty_cells_leave_a_solution() -> None:
    before = Counts.of([[0, 30], [40, 10], [5, 5]], ["a", "b"])
    after = Counts.of([[1, 25], [30, 30], [5, 9]], ["a", "b"])
    assert change(before, after).filled == 0


def test_rows_without_names_are_matched_by_place() -> None:
    named = change(Counts.of([[5, 6], [9, 1]], "ab", "pq"), Counts.of([[4, 4], [8, 3]], "ab", "pq"))
    unnamed = change(Counts.of([[5, 6], [9, 1]], "ab"), Counts.of([[4, 4], [8, 3]], "ab"))
    assert values(named.M) == values(unnamed.M)
    assert unnamed.units is None


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (Counts.of([[1, 2]], "ab"), Counts.of([[1, 2], [3, 4]], "ab"), "1 units before and 2 after"),
        (Counts.of([[1, 2]], "ab", ["p"]), Counts.of([[1, 2]], "ab"), "names at one date only"),
        (Counts.of([[0, 0]], "ab"), Counts.of([[1, 2]], "ab"), "nobody is counted at the earlier date"),
        (Counts.of([[1, 2]], "ab"), Counts.of([[0, 0]], "ab"), "nobody is counted at the later date"),
    ],
)
def test_dates_that_cannot_be_compared_are_refused(before: Counts, after: Counts, what: str) -> None:
    with pytest.raises(MixError, match=what):
        change(before, after)


def test_a_unit_with_a_hidden_count_is_left_out_at_both_dates_and_counted() -> None:
    hidden = [[True, False], [False, False], [False, False]]
    before = Counts.of([[0, 6], [9, 1], [4, 4]], "ab", "pqr", suppressed=hidden)
    after = Counts.of([[4, 4], [8, 3], [5, 1]], "ab", "pqr")
    result = change(before, after)
    without = change(Counts.of([[9, 1], [4, 4]], "ab", "qr"), Counts.of([[8, 3], [5, 1]], "ab", "qr"))
    assert result.left_out == Left(suppressed_units=1, suppressed_cells=1, people_before=6, people_after=8)
    assert values(result.M) == pytest.approx(values(without.M), abs=1e-12)
    assert result.compared.tolist() == [False, True, True]


def test_a_hidden_count_hides_every_unit_it_is_carried_to() -> None:
    before = Counts.of([[0, 6], [9, 1]], "ab", "pq", suppressed=[[True, False], [False, False]])
    after = Counts.of([[4, 4], [8, 3], [5, 1]], "ab", "xyz")
    weights = Weights.of("ppqq", "xyyz", [0.5, 0.5, 0.5, 0.5])
    result = change(before, after, weights=weights)
    assert result.left_out.suppressed_units == 2
    assert result.compared.tolist() == [False, False, True]


def test_one_group_has_no_segregation_to_change() -> None:
    result: Change = change(Counts.of([[5], [6]], "a"), Counts.of([[7], [8]], "a"))
    assert values(result.M) == values(result.H) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("module", [areas, decompose, margins])
def test_the_examples_run(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
