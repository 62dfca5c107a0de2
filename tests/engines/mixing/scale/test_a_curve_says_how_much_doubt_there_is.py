"""The band of a curve over scales: people drawn anew, debiased, the same on any number of threads."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from convive.engines.mixing import MixError
from convive.engines.mixing.redraw import Redraw
from convive.engines.mixing.scale import (
    BandedCurve,
    curve,
    doubt,
    lattice_of,
    profile,
    profile_points,
    resampled,
    resampled_points,
)
from convive.engines.threads import on_threads

KS = [50, 200, 800]
FIGURES = ("isolation", "D", "D_group", "H")


def town(seed: int, chances: float | None = 0.6, places: int = 80, size: int = 40):
    """Coordinates and counts of three groups; apart where `chances` is a concentration, mixed where it is None."""
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 30, (2, places)) * 100.0
    shares = np.array([0.6, 0.3, 0.1])
    if chances is not None:
        shares = rng.dirichlet(shares / chances, places)
    return x, y, rng.multinomial(size, shares, places)


def bits(band: BandedCurve) -> bytes:
    return b"".join(
        getattr(getattr(band, name), part).tobytes()
        for name in FIGURES
        for part in ("estimate", "low", "high", "se")
    )


@pytest.fixture(scope="module")
def band() -> BandedCurve:
    return resampled_points(*town(1), KS, groups=["a", "b", "c"], resamples=60)


def test_the_curve_is_the_one_that_was_counted(band: BandedCurve) -> None:
    own = curve(profile_points(*town(1), KS, groups=["a", "b", "c"]))
    for name in (*FIGURES, "expected_D", "mean_distance"):
        assert getattr(band.curve, name).tobytes() == getattr(own, name).tobytes()
    assert band.curve.groups == ("a", "b", "c")


def test_the_band_holds_the_debiased_estimate(band: BandedCurve) -> None:
    for name in FIGURES:
        found, own = getattr(band, name), getattr(band.curve, name)
        assert found.estimate.shape == own.shape
        assert (found.low < found.estimate).all()
        assert (found.estimate < found.high).all()
        assert found.estimate == pytest.approx(own - found.bias)
        assert (found.around_low < own).all()
        assert (own < found.around_high).all()
    # People drawn from people drawn are farther apart.
    assert (band.H.bias > 0).all()


@pytest.mark.parametrize("ring", ["proportional", "whole"])
@pytest.mark.parametrize("most", [doubt.MOST_PAIRS, 0])
def test_a_redrawn_curve_is_the_curve_of_the_people_drawn(
    ring: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether neighbours are put in order once or each time."""
    monkeypatch.setattr(doubt, "MOST_PAIRS", most)
    x, y, counts = town(2, size=4)
    found = resampled_points(x, y, counts, [10, 60], resamples=4, seed=9, ring=ring)
    redraw = Redraw(counts, 9)
    for number in range(4):
        people = redraw.table(number)
        assert people.sum() == counts.sum()
        again = curve(profile_points(x, y, people, [10, 60], ring=ring))
        for name in FIGURES:
            assert getattr(found.drawn, name)[number] == pytest.approx(getattr(again, name), abs=1e-14), name


def test_a_lattice_gives_the_curves_of_the_people_drawn() -> None:
    at = np.arange(100)
    counts = np.random.default_rng(4).poisson(1.0, (100, 2))
    lattice = lattice_of(at % 10 * 100.0, at // 10 * 100.0, counts, cell=100)
    told: list[tuple[int, int]] = []
    found = resampled(
        lattice, [5, 40], resamples=3, seed=2, progress=lambda done, asked: told.append((done, asked))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    own = curve(profile(lattice, [5, 40]))
    assert found.curve.D.tobytes() == own.D.tobytes()
    x, y = lattice.column * 100.0, lattice.row * 100.0
    redraw = Redraw(lattice.counts, 2)
    for number in range(3):
        people = redraw.table(number)
        assert (people.sum(axis=1) == 0).any()
        again = curve(profile(lattice_of(x, y, people, cell=100), [5, 40]))
        for name in FIGURES:
            assert getattr(found.drawn, name)[number] == pytest.approx(getattr(again, name), abs=1e-12), name


def test_where_nobody_chooses_the_band_holds_what_chance_gives_about_as_often_as_it_says() -> None:
    held: dict[str, list[np.ndarray]] = {"isolation": [], "H": [], "D": [], "D_group": []}
    many, level = 60, 0.9
    for seed in range(many):
        found = resampled_points(*town(seed, None, 60, 30), [100, 400], resamples=80, seed=seed, level=level)
        line, share = found.curve, np.array([0.6, 0.3, 0.1])
        held["isolation"].append((found.isolation.low <= share) & (share <= found.isolation.high))
        held["H"].append((found.H.low <= 0) & (found.H.high >= 0))
        for name in ("D", "D_group"):
            band, chance = getattr(found, name), getattr(line, f"expected_{name}")
            held[name].append((band.around_low <= chance) & (chance <= band.around_high))
    for name, hits in held.items():
        # Over so many towns, four standard errors below the level.
        assert (np.mean(hits, axis=0) >= level - 4 * np.sqrt(level * (1 - level) / many)).all(), name
    # It does not hold everything.
    assert not all(np.all(hits) for hits in held.values())


def test_people_apart_are_told_from_chance(band: BandedCurve) -> None:
    assert (band.D.around_low > band.curve.expected_D).all()
    # A quarter of the map around everybody is hardly apart.
    assert (band.H.low[:2] > 0).all()


def test_the_same_seed_gives_the_same_bits_on_one_thread_and_two(band: BandedCurve) -> None:
    with on_threads(2):
        again = resampled_points(*town(1), KS, groups=["a", "b", "c"], resamples=60)
    assert bits(again) == bits(band)
    assert bits(resampled_points(*town(1), KS, resamples=60, seed=2)) != bits(band)


def test_more_resamples_begin_with_the_same_ones(band: BandedCurve) -> None:
    fewer = resampled_points(*town(1), KS, resamples=7)
    for name in FIGURES:
        assert getattr(band.drawn, name)[:7].tobytes() == getattr(fewer.drawn, name).tobytes()


def test_a_k_that_no_place_reaches_has_no_band() -> None:
    x, y, counts = town(3)
    found = resampled_points(x, y, counts, [50, 10**6], resamples=5)
    for name in FIGURES:
        for part in ("estimate", "se", "bias", "low", "high"):
            values = getattr(getattr(found, name), part)
            assert np.isnan(values[1]).all()
            assert np.isfinite(values[0]).all()


def test_the_example_is_true() -> None:
    tried = doctest.testmod(doubt)
    assert tried.attempted > 0
    assert tried.failed == 0


def test_what_cannot_be_drawn_is_refused() -> None:
    x, y, counts = town(3)
    with pytest.raises(MixError, match="at least one resample"):
        resampled_points(x, y, counts, KS, resamples=0)
    with pytest.raises(MixError, match="level"):
        resampled_points(x, y, counts, KS, level=95)
    with pytest.raises(MixError, match="no people"):
        resampled_points(x, y, counts * 0, KS)
    with pytest.raises(MixError, match="row 0, column “0”"):
        resampled_points(x, y, np.where(counts == counts[0, 0], -1, counts), KS)
