"""Properties that the indices have by their definitions, whatever the table."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convive.engines.mixing import (
    Counts,
    Indices,
    all_indices,
    analyse,
    expected,
    kernels,
    local_scores,
    nested_levels,
    nested_parts,
    reference,
)

TABLES = st.tuples(st.integers(1, 12), st.integers(1, 5)).flatmap(
    lambda shape: arrays(
        np.int64,
        shape,
        elements=st.one_of(st.integers(0, 5), st.integers(0, 400), st.integers(0, 100_000)),
    )
)
MEASURES = [
    field.name
    for field in dataclasses.fields(Indices)
    if field.name not in ("units", "people", "group_people")
]
EXACT = {"rel": 0, "abs": 1e-12, "nan_ok": True}
some = settings(max_examples=120)


def same(one: Indices, other: Indices, names: list[str] = MEASURES) -> None:
    for name in names:
        assert getattr(one, name) == pytest.approx(getattr(other, name), **EXACT), name


@some
@given(TABLES)
def test_the_kernels_say_what_plain_numpy_says(table: np.ndarray) -> None:
    assume(table.any())
    totals, groups = kernels.margins(table)
    assert totals.tolist() == table.sum(axis=1).tolist()
    assert groups.tolist() == table.sum(axis=0).tolist()
    ours, plain = kernels.sums(table, totals, groups), reference.sums(table)
    for one, other in zip(ours, plain, strict=True):
        assert one == pytest.approx(other, rel=1e-11, abs=1e-8, nan_ok=True)


@some
@given(TABLES)
def test_gini_is_that_of_all_pairs_of_units(table: np.ndarray) -> None:
    assume(table.any())
    found = all_indices(table)
    for group in range(table.shape[1]):
        if 0 < found.group_people[group] < found.people:
            plain = reference.gini(table[:, group], table.sum(axis=1))
            assert found.gini[group] == pytest.approx(plain, abs=1e-12)


@some
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_units_and_groups_does_not_matter(table: np.ndarray, random) -> None:
    assume(table.any())
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    one, other = all_indices(table), all_indices(table[rows][:, columns])
    for name in MEASURES:
        value = np.asarray(getattr(one, name))
        if value.ndim == 1:
            value = value[columns]
        elif value.ndim == 2:
            value = value[columns][:, columns]
        assert getattr(other, name) == pytest.approx(value, **EXACT), name


@some
@given(TABLES, st.integers(2, 1000))
def test_ten_times_as_many_people_are_as_segregated(table: np.ndarray, times: int) -> None:
    assume(table.any())
    same(all_indices(table), all_indices(table * times))


@some
@given(TABLES, st.integers(2, 5))
def test_a_unit_split_in_proportion_changes_nothing(table: np.ndarray, parts: int) -> None:
    assume(table.any())
    wide = table * parts
    split = np.vstack([wide[1:], np.repeat(table[:1], parts, axis=0)])
    same(all_indices(wide), all_indices(split))


@some
@given(TABLES)
def test_an_empty_unit_changes_nothing(table: np.ndarray) -> None:
    assume(table.any())
    same(all_indices(table), all_indices(np.vstack([table, np.zeros_like(table[:1])])))


@some
@given(TABLES)
def test_an_absent_group_changes_nothing_for_the_others(table: np.ndarray) -> None:
    assume(table.any())
    wide = all_indices(np.column_stack([table, np.zeros(len(table), dtype=np.int64)]))
    slim = all_indices(table)
    same(slim, wide, [name for name in MEASURES if np.ndim(getattr(slim, name)) == 0])
    assert wide.D[:-1] == pytest.approx(slim.D, **EXACT)
    assert np.isnan([wide.D[-1], wide.gini[-1], wide.isolation[-1], wide.eta2[-1]]).all()


@some
@given(TABLES)
def test_every_index_lies_between_its_bounds(table: np.ndarray) -> None:
    assume(table.any())
    found = all_indices(table)
    for name in MEASURES:
        value = np.asarray(getattr(found, name))
        value = value[~np.isnan(value)]
        assert (value >= 0).all(), name
        assert (value <= 1 + 1e-12).all() or name in ("M", "entropy", "exposure", "isolation"), name
    assert np.nansum(found.exposure, axis=1)[found.group_people > 0] == pytest.approx(1.0)
    assert found.entropy + 1e-12 >= found.M
    defined = ~np.isnan(found.D)
    assert (found.gini[defined] >= found.D[defined] - 1e-12).all()
    assert (found.isolation[defined] >= (found.group_people / found.people)[defined] - 1e-12).all()


@some
@given(TABLES)
def test_local_scores_add_up_to_the_whole(table: np.ndarray) -> None:
    assume(table.any())
    found, local = all_indices(table), local_scores(table)
    assert np.nansum(local.by_unit * local.unit_share) == pytest.approx(found.M, abs=1e-12)
    assert np.nansum(local.by_group * local.group_share) == pytest.approx(found.M, abs=1e-12)


@some
@given(TABLES, st.data())
def test_between_and_within_add_up_to_the_whole(table: np.ndarray, data: st.DataObject) -> None:
    assume(table.any())
    districts = data.draw(st.lists(st.sampled_from("abc"), min_size=len(table), max_size=len(table)))
    found, inner = all_indices(table), nested_parts(table, districts)
    assert inner.M_between + inner.M_within == pytest.approx(found.M, abs=1e-12)
    assert np.sum(inner.share * inner.M_of) == pytest.approx(inner.M_within, abs=1e-12)
    for place, name in enumerate(inner.names):
        part = table[np.array(districts) == name]
        if part.any():
            assert inner.M_of[place] == pytest.approx(all_indices(part).M, abs=1e-12)
    if not np.isnan(found.H):
        assert inner.H_between + inner.H_within == pytest.approx(found.H, abs=1e-12)
        weighted = np.nansum(inner.share * inner.entropy_ratio * inner.H_of)
        assert weighted == pytest.approx(inner.H_within, abs=1e-12)
    regions = ["north" if name == "a" else "south" for name in districts]
    assert nested_levels(table, [regions, districts]).sum() == pytest.approx(found.M, abs=1e-12)


def test_a_single_unit_is_mixed_whoever_lives_there() -> None:
    found, chance = all_indices([[3, 5, 7]]), expected([[3, 5, 7]])
    for name in ("D", "gini", "eta2", "D_multigroup", "M", "H", "relative_diversity"):
        assert np.asarray(getattr(found, name)) == pytest.approx(0.0, abs=1e-12), name
    assert chance.D_fixed == pytest.approx([0, 0, 0])
    assert pytest.approx(0, abs=1e-12) == chance.M
    assert chance.eta2 == 0


def test_units_of_one_group_each_are_wholly_apart() -> None:
    found = all_indices(np.diag([5, 50, 500]))
    for name in (
        "D",
        "gini",
        "isolation",
        "eta2",
        "D_multigroup",
        "H",
        "relative_diversity",
        "squared_variation",
    ):
        assert np.asarray(getattr(found, name)) == pytest.approx(1.0), name


def test_one_group_alone_has_nothing_to_mix_with() -> None:
    found = all_indices([[4, 0], [5, 0]])
    assert (found.M, found.entropy) == (0, 0)
    assert np.isnan([found.H, found.D_multigroup, found.gini_multigroup, *found.D, *found.gini]).all()


def test_what_is_dropped_is_counted() -> None:
    hidden = np.zeros((4, 2), dtype=bool)
    hidden[1, 0] = True
    counts = Counts.of(
        [[10, 5], [0, 7], [0, 0], [2, 8]], ["a", "b"], ["v", "w", "x", "y"], ["n", "n", "s", "s"], hidden
    )
    found = analyse(counts)
    assert found.dropped.empty_units == 1
    assert found.dropped.suppressed_units == 1
    assert found.dropped.suppressed_cells == 1
    assert found.dropped.people_in_suppressed_units == 7
    assert found.used.tolist() == [True, False, False, True]
    same(found.indices, all_indices([[10, 5], [2, 8]]))
    assert found.nested is not None
    assert found.nested.names == ("n", "s")


def test_where_nearly_everybody_is_of_one_group_no_digits_are_lost() -> None:
    everybody = all_indices([[100_000, 1]])
    assert everybody.M == 0
    assert everybody.H == 0
    assert everybody.eta2.tolist() == [0, 0]
    # By hand, for one of 200 001 people: Σ x log(xT / tG), and the entropy of all.
    information = 100_000 * (math.log1p(1 / 200_000) + math.log1p(-1 / 200_002)) + math.log(200_001 / 100_001)
    entropy = 200_000 * math.log1p(1 / 200_000) + math.log(200_001)
    assert pytest.approx(information / entropy, rel=1e-13) == all_indices([[100_000, 0], [100_000, 1]]).H
