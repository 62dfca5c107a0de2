"""The interval of each part of a change: the people of both dates drawn anew."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from convive.engines.mixing.change import PARTS, VALUES, Change, NoFit, Weights, change
from convive.engines.mixing.counts import Counts, MixError
from convive.engines.mixing.redraw import Redraw

NAMES = [f"u{place}" for place in range(40)]


def town(seed: int, apart: float, size: int = 200, names: list[str] = NAMES) -> Counts:
    """Forty units of three groups; the larger `apart`, the farther."""
    shares = np.random.default_rng(0).dirichlet(np.array([0.5, 0.3, 0.2]) / apart, len(names))
    return Counts.of(np.random.default_rng(seed).multinomial(size, shares), "abc", names)


BEFORE = town(1, 0.3, names=[*NAMES[:38], "gone", "away"])
AFTER = town(2, 0.1, 300)


@pytest.fixture(scope="module")
def found() -> Change:
    return change(BEFORE, AFTER, resamples=60)


def values(result: Change, part: str) -> np.ndarray:
    assert result.interval is not None
    return np.array(
        [
            [getattr(getattr(of, part), name) for name in VALUES]
            for of in (result.interval.M, result.interval.H)
        ]
    )


def test_without_resamples_there_is_no_interval_and_with_them_the_parts_are_the_same(found: Change) -> None:
    plain = change(BEFORE, AFTER)
    assert plain.interval is None
    for name in VALUES:
        assert getattr(plain.M, name) == getattr(found.M, name)
        assert getattr(plain.H, name) == getattr(found.H, name)


def test_each_part_has_an_interval_around_its_debiased_estimate(found: Change) -> None:
    own = np.array([[getattr(of, name) for name in VALUES] for of in (found.M, found.H)])
    assert (values(found, "low") < values(found, "estimate")).all()
    assert (values(found, "estimate") < values(found, "high")).all()
    assert values(found, "estimate") == pytest.approx(own - values(found, "bias"))
    assert (values(found, "se") > 0).all()
    # Drawing people adds segregation at each date; that is taken off.
    assert (values(found, "bias")[:, :2] > 0).all()
    assert found.interval is not None
    assert (found.interval.resamples, found.interval.seed, found.interval.level) == (60, 1, 0.95)
    assert found.interval.unfitted == 0


def test_debiased_parts_add_up_too(found: Change) -> None:
    estimate = values(found, "estimate")
    places = [VALUES.index(name) for name in PARTS]
    assert estimate[:, places].sum(axis=1) == pytest.approx(estimate[:, VALUES.index("total")], abs=1e-12)


def test_the_resamples_are_changes_between_tables_of_people_drawn() -> None:
    one = change(BEFORE, AFTER, resamples=1, seed=5)
    drawn = [
        Counts.of(Redraw(counts.matrix, 5).table(number), "abc", counts.units)
        for counts, number in ((BEFORE, 0), (AFTER, 1))
    ]
    again = change(*drawn)
    assert one.interval is not None
    for name in VALUES:
        # 2 × the figure − the one drawn; fits begin elsewhere and agree to the gap.
        fair = 2 * getattr(one.M, name) - getattr(again.M, name)
        assert getattr(one.interval.M.estimate, name) == pytest.approx(fair, abs=1e-9)
    assert np.isnan(one.interval.M.se.total)


def test_the_same_seed_gives_the_same_bits_on_one_thread_and_two(found: Change) -> None:
    told: list[tuple[int, int]] = []
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    try:
        again = change(BEFORE, AFTER, resamples=60, progress=lambda done, asked: told.append((done, asked)))
    finally:
        numba.set_num_threads(threads)
    assert again.interval == found.interval
    assert told == [(number + 1, 60) for number in range(60)]
    assert change(BEFORE, AFTER, resamples=60, seed=2).interval != found.interval


def test_where_nothing_changed_the_interval_of_the_change_holds_nothing_about_as_often_as_it_says() -> None:
    held = []
    for seed in range(60):
        result = change(
            town(2 * seed, 0.2, 60), town(2 * seed + 1, 0.2, 60), resamples=60, seed=seed, level=0.9
        )
        low, high = values(result, "low"), values(result, "high")
        places = [VALUES.index(name) for name in ("total", "structure", "group_margin")]
        held.append(((low <= 0) & (high >= 0))[:, places])
    # Four standard errors below the level; and it does not hold everything.
    assert (np.mean(held, axis=0) >= 0.9 - 4 * np.sqrt(0.09 / 60)).all()
    assert not np.all(held)


def test_people_are_drawn_before_they_are_carried_to_other_boundaries() -> None:
    """Where boundaries only have other names, the interval is the same as without weights."""
    old = Counts.of(BEFORE.matrix, "abc", [f"old {name}" for name in NAMES])
    weights = Weights.of(list(old.units or ()), list(BEFORE.units or ()), np.ones(40))
    carried = change(old, AFTER, weights=weights, resamples=5)
    plain = change(BEFORE, AFTER, resamples=5)
    assert values(carried, "low") == pytest.approx(values(plain, "low"), abs=1e-12)
    halves = Weights.of(["x", "x", "y"], ["u0", "u1", "u2"], [0.5, 0.5, 1])
    few = Counts.of([[9, 3], [2, 8]], "ab", ["x", "y"])
    later = Counts.of([[5, 2], [4, 3], [2, 6]], "ab", ["u0", "u1", "u2"])
    split = change(few, later, weights=halves, resamples=30)
    assert (values(split, "low") < values(split, "high"))[:, 0].all()


def test_people_of_units_with_hidden_counts_are_not_drawn() -> None:
    suppressed = np.zeros((40, 3), bool)
    suppressed[3, 1] = True
    matrix = np.where(suppressed, 0, AFTER.matrix)
    hidden = Counts.of(matrix, "abc", NAMES, suppressed=suppressed)
    rows = [place for place in range(40) if place != 3]
    names = [NAMES[place] for place in rows]
    without = change(
        Counts.of(BEFORE.matrix[[*rows[:37], 38, 39]], "abc", [*names[:37], "gone", "away"]),
        Counts.of(AFTER.matrix[rows], "abc", names),
        resamples=20,
    )
    left_out = change(BEFORE, hidden, resamples=20)
    assert left_out.M.total == pytest.approx(without.M.total, abs=1e-12)
    # Other random numbers fall to other people, but of the same ones.
    assert values(left_out, "se") == pytest.approx(values(without, "se"), rel=0.8)
    assert left_out.people_before == without.people_before


def test_the_early_stop_of_r_has_intervals_too() -> None:
    result = change(BEFORE, AFTER, match_r=True, resamples=10)
    assert (values(result, "low") < values(result, "high")).all()


def test_pairs_of_tables_that_cannot_be_fitted_are_counted() -> None:
    one = Counts.of([[30, 1], [1, 30], [20, 20]], "ab", "xyz")
    two = Counts.of([[25, 2], [2, 25], [90, 2]], "ab", "xyz")
    result = change(one, two, fill=0, resamples=60)
    assert result.interval is not None
    assert 0 < result.interval.unfitted < 60
    assert change(one, two, resamples=60).interval.unfitted == 0  # type: ignore[union-attr]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(MixError, match="at least one resample"):
        change(BEFORE, AFTER, resamples=-1)
    with pytest.raises(MixError, match="level"):
        change(BEFORE, AFTER, resamples=5, level=95)
    with pytest.raises(NoFit):
        change(BEFORE, AFTER, most_rounds=1, resamples=5)
