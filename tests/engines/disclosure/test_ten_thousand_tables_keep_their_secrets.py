from __future__ import annotations

import numpy as np
import pytest

from convive.engines.disclosure import HidingRules, Protection, Threshold, attack, check, hide, protect

from .samples import mechelen, recoverable, table_of


def with_totals(counts: np.ndarray) -> np.ndarray:
    wide = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


@pytest.mark.parametrize(("shape", "tables"), [((3, 3), 4500), ((5, 3), 3000), ((4, 4), 2000), ((6, 5), 500)])
def test_no_left_out_cell_of_random_tables_follows_from_the_shown_ones(
    shape: tuple[int, int], tables: int
) -> None:
    rng = np.random.default_rng(shape[0] * 100 + shape[1])
    equations = table_of(np.ones(shape, dtype=int)).equations().toarray()
    hidden, small = [], []
    for counts in rng.poisson(rng.choice([0, 2, 8, 60], size=(tables, *shape))):
        result = protect(counts)
        right = np.column_stack([~result.shown, ~result.total_shown])
        hidden.append(np.vstack([right, np.append(~result.group_total_shown, not result.grand_total_shown)]))
        full = with_totals(counts)
        small.append((full > 0) & (full < 5))
    together = np.array(hidden).reshape(tables, -1)
    assert together[np.array(small).reshape(tables, -1)].all()
    assert not recoverable(equations, together).any()


@pytest.mark.parametrize(("shape", "tables"), [((3, 3), 25), ((5, 4), 8), ((3, 3, 2), 10)])
@pytest.mark.parametrize("method", ["exact", "fast"])
def test_hiding_as_little_as_possible_leaves_every_interval_open(
    shape: tuple[int, ...], tables: int, method: str
) -> None:
    rng = np.random.default_rng(5)
    rules = HidingRules(method=method)  # type: ignore[arg-type]
    equations = table_of(np.ones(shape, dtype=int)).equations().toarray()
    hidden = []
    for number, counts in enumerate(rng.poisson(rng.choice([0, 2, 8, 60], size=(tables, *shape)))):
        result = hide(table_of(counts), rules)
        assert not len(check(result, rules).cells)
        assert result.bound <= result.cost + 1e-9
        hidden.append(~result.shown.ravel())
        if number < 5:
            low, high = attack(result)
            assert np.all((high - low)[~result.shown] >= 1)
            assert np.all((low <= result.values) & (result.values <= high))
    assert not recoverable(equations, np.array(hidden)).any()


def test_intervals_are_as_wide_as_was_asked() -> None:
    rng = np.random.default_rng(9)
    rules = HidingRules(rules=(Threshold(10),), protection=Protection(width=6, percent=50))
    for counts in rng.poisson(rng.choice([3, 30, 300], size=(4, 5, 4))):
        result = hide(table_of(counts), rules)
        low, high = attack(result)
        sensitive = result.reason == 1
        assert np.all((high - low)[sensitive] >= np.maximum(6, 0.5 * result.values)[sensitive])


def test_knowing_that_people_are_whole_gives_nothing_away_in_small_cubes() -> None:
    rng = np.random.default_rng(2)
    for counts in rng.poisson(rng.choice([2, 20], size=(4, 3, 2, 2))):
        result = hide(table_of(counts))
        low, high = attack(result, whole=True)
        assert np.all((high > low)[~result.shown])


def test_the_residents_of_mechelen_by_age_nationality_and_sex_are_protected() -> None:
    table = mechelen()
    result = hide(table)
    full = table.with_totals(table.values)
    assert np.all(~result.shown[(full > 0) & (full < 5)])
    assert np.count_nonzero(~result.shown) > 2
    assert not len(check(result).cells)
    low, high = attack(result)
    assert np.all((high > low)[~result.shown])
    assert not recoverable(table.equations().toarray(), ~result.shown.reshape(1, -1)).any()
    # The unprotected small cells alone would have been computable.
    alone = ((full > 0) & (full < 5)).reshape(1, -1)
    assert recoverable(table.equations().toarray(), alone).any()
