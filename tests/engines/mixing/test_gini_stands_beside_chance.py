"""Gini and exposure in every simulation: the loops against their definition, and what chance gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom

from convive.engines.mixing import (
    Counts,
    all_indices,
    analyse,
    bootstrap,
    expected,
    indices,
    kernels_gini,
    permutation_test,
    reference,
)

APART = np.array([[400, 20, 5], [30, 300, 10], [10, 20, 60], [200, 200, 40]])


def ginis(table: np.ndarray, limit: int) -> np.ndarray:
    """With pairs (t, x) up to the limit, and larger units sorted."""
    few = np.repeat(np.arange(1, limit + 1), 1000)
    shares = kernels_gini.shares_for(few)
    assert shares.limit == limit
    bins = np.zeros((len(shares.place), table.shape[1]), np.int32)
    out = np.empty(table.shape[1])
    kernels_gini.ginis(table.astype(np.int32), shares, bins, out)
    assert not bins.any()
    return out


@given(
    arrays(np.int64, st.tuples(st.integers(1, 40), st.integers(2, 4)), elements=st.integers(0, 30)),
    st.sampled_from([1, 7, 40, 130]),
)
def test_counted_or_sorted_gini_is_that_of_all_pairs(table: np.ndarray, limit: int) -> None:
    totals, groups = table.sum(axis=1), table.sum(axis=0)
    found = ginis(table, limit)
    for group, members in enumerate(groups):
        if 0 < members < groups.sum():
            assert found[group] == pytest.approx(reference.gini(table[:, group], totals), abs=1e-12)
        else:
            assert np.isnan(found[group])


@given(
    st.lists(st.integers(0, 3), max_size=300).flatmap(
        lambda steps: st.permutations([0.5**step for step in steps] + [0.0, 1.0])
    )
)
def test_values_are_put_in_rising_order(values: list[float]) -> None:
    order = np.empty(len(values), np.int64)
    kernels_gini.rising(np.array(values), order)
    assert sorted(order.tolist()) == list(range(len(values)))
    assert np.array(values)[order].tolist() == sorted(values)


def test_crowded_values_are_put_in_rising_order() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.random(2000) * 1e-6, [1.0]])
    order = np.empty(len(values), np.int64)
    kernels_gini.rising(values, order)
    assert values[order].tolist() == np.sort(values).tolist()


@pytest.mark.parametrize("share", [0.5, 0.07, 0.001])
def test_the_mean_of_gini_is_that_over_all_pairs_of_units(share: float) -> None:
    totals = [1, 2, 2, 9, 30, 170]
    people = sum(totals)
    whole = 0.0
    for i, s in enumerate(totals):
        for j, t in enumerate(totals):
            if i != j:
                x, y = np.arange(s + 1), np.arange(t + 1)
                apart = np.abs(x[:, None] / s - y[None, :] / t)
                whole += s * t * (binom.pmf(x, s, share) @ apart @ binom.pmf(y, t, share))
    wanted = whole / (2 * people**2 * share * (1 - share))
    sizes, times = np.unique(totals, return_counts=True)
    found = kernels_gini.mean_gini(sizes, times * sizes / people, times * (sizes / people) ** 2, share)
    assert found == pytest.approx(wanted, rel=1e-10)


def test_putting_sizes_together_changes_the_mean_of_gini_by_less_than_a_thousandth() -> None:
    rng = np.random.default_rng(2)
    totals, share = rng.integers(300, 9000, 4000), np.array([0.9, 0.09, 0.01])
    assert len(np.unique(totals)) > indices.MANY_SIZES
    together = indices._fixed_gini(totals, share, int(totals.sum()))
    sizes, times = np.unique(totals, return_counts=True)
    people = totals.sum()
    each = [
        kernels_gini.mean_gini(sizes, times * sizes / people, times * (sizes / people) ** 2, p) for p in share
    ]
    assert together == pytest.approx(each, rel=1e-3)


def test_gini_of_people_by_lot_is_no_surprise_and_of_people_apart_is() -> None:
    null = permutation_test(APART, 199)
    assert (null.p.gini == 1 / 200).all()
    assert null.p.gini_multigroup == 1 / 200
    lots = [
        permutation_test(np.random.default_rng(seed).multinomial(80, [0.6, 0.3, 0.1], 30), 99).p
        for seed in range(60)
    ]
    p = np.array([found.gini for found in lots])
    # A p-value of 0.1 or less comes about one time in ten.
    assert ((p <= 0.1).mean(axis=0) < 0.25).all()
    assert (np.abs(p.mean(axis=0) - 0.5) < 0.2).all()


def test_exposure_to_others_is_a_surprise_where_it_is_low() -> None:
    p = permutation_test(APART, 199).p.exposure
    assert (np.diagonal(p) == 1 / 200).all()
    assert p[0, 1] == 1 / 200
    mixed = permutation_test([[10, 10], [10, 10]], 99).p.exposure
    assert mixed.tolist() == [[1, 1], [1, 1]]


def test_the_interval_of_gini_lies_around_its_debiased_estimate() -> None:
    sure, own = bootstrap(APART, 400), all_indices(APART)
    assert (sure.low.gini < sure.estimate.gini).all()
    assert (sure.estimate.gini < sure.high.gini).all()
    assert (sure.bias.gini > 0).all()
    assert sure.estimate.gini == pytest.approx(own.gini - sure.bias.gini)
    assert sure.estimate.exposure.sum(axis=1) == pytest.approx(np.ones(3))


def test_gini_is_not_defined_for_a_group_of_nobody() -> None:
    result = analyse(Counts.of([[9, 1, 0], [3, 5, 0]], "abc"), permutations=9, resamples=9)
    assert result.null is not None
    assert result.interval is not None
    for found in (result.expected.gini, result.null.p.gini, result.interval.low.gini):
        assert np.isnan(found).tolist() == [False, False, True]
    assert np.isnan(expected([[9, 0]]).gini).all()
