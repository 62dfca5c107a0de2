"""How sure a curve over scales is: the people of the map drawn anew, and the curve found again.

As many people as there are on the map are drawn with replacement from them, each into the place where the one drawn
lives. What drawing adds by itself is taken off, and the interval is that of 2 × figure − figure drawn (`redraw`;
Elbers 2021).

Where nobody chooses and only chance deals people out to places, the interval of isolation holds the group's share and
that of H holds 0, about as often as `level` says. That of D does not hold 0: chance adds to D by the root of the number
of lots, and six tenths of that stay. Hence the curve of no segregation is held against the interval around the figure
as it was counted (`around_low`, `around_high`), which holds it about that often, or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from convive.engines.mixing.counts import CountMatrix, MixError
from convive.engines.mixing.kernels import Floats
from convive.engines.mixing.redraw import Debiased, Redraw, checked_level, debiased
from convive.engines.mixing.scale.curves import Curve, curve
from convive.engines.mixing.scale.kernels_points import walk_rings
from convive.engines.mixing.scale.lattice import Lattice
from convive.engines.mixing.scale.nearest import profile
from convive.engines.mixing.scale.points import TIE, profile_points
from convive.engines.mixing.scale.profiles import Profile

Progress = Callable[[int, int], None]
# Up to so many pairs of places are kept in order of distance; beyond, each resample looks its neighbours up again.
MOST_PAIRS = 1 << 23


@dataclass(frozen=True)
class RedrawnCurve:
    """Figures of S maps of people drawn anew. isolation, D_group: (S, K, g). D, H: (S, K)."""

    isolation: Floats
    D: Floats
    D_group: Floats
    H: Floats


@dataclass(frozen=True)
class BandedCurve:
    """A curve as it was counted, and how sure it is at each of its K scales.

    isolation, D_group: of shape (K, g) each. D, H: (K,). NaN where no place reaches k, and for a group that nobody is
    in on one of the maps. level: of the intervals. drawn: the figures that they come from.
    """

    curve: Curve
    isolation: Debiased
    D: Debiased
    D_group: Debiased
    H: Debiased
    resamples: int
    seed: int
    level: float
    drawn: RedrawnCurve


def resampled_points(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    ks: Sequence[int],
    *,
    groups: Sequence[str] | None = None,
    resamples: int = 200,
    seed: int = 1,
    level: float = 0.95,
    ring: str = "proportional",
    progress: Progress | None = None,
) -> BandedCurve:
    """The curve over k of scattered places, with its band. Arguments as of `profile_points`.

    Up to about 2,900 places the neighbours are put in order once for all resamples. The same seed gives the same bits
    on any number of threads, and more resamples begin with the same ones. `progress` is called with resamples done
    and asked for. Raises MixError as `profile_points`, for less than one resample and for a level outside (0, 1).

    >>> band = resampled_points([0, 100, 200], [0, 0, 0], [[40, 10], [20, 20], [5, 45]], [50, 100], resamples=50)
    >>> bool((band.D.low < band.D.estimate).all() and (band.D.estimate < band.D.high).all())
    True
    """
    _check(resamples, level)
    found = profile_points(x, y, counts, ks, groups, ring=ring)
    places = found.source
    at = np.column_stack([np.asarray(values, dtype=np.float64)[places] for values in (x, y)])
    if len(places) ** 2 <= MOST_PAIRS:
        squares = ((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2)
        order = np.argsort(squares, axis=1, kind="stable")
        squares = np.take_along_axis(squares, order, axis=1)

        def again(people: CountMatrix) -> Profile:
            return _walked(found, people, order, squares)
    else:

        def again(people: CountMatrix) -> Profile:
            return profile_points(at[:, 0], at[:, 1], people, found.ks, found.groups, ring=ring)

    return _banded(found, again, resamples, seed, level, progress)


def resampled(
    lattice: Lattice,
    ks: Sequence[int],
    *,
    resamples: int = 200,
    seed: int = 1,
    level: float = 0.95,
    ring: str = "proportional",
    progress: Progress | None = None,
) -> BandedCurve:
    """The same for a lattice; takes as long as `resamples` profiles. Raises MixError as `profile` does."""
    _check(resamples, level)

    def again(people: CountMatrix) -> Profile:
        there = people.any(axis=1)
        places = {name: getattr(lattice, name)[there] for name in ("column", "row", "source")}
        return profile(replace(lattice, counts=people[there], **places), ks, ring=ring)

    return _banded(profile(lattice, ks, ring=ring), again, resamples, seed, level, progress)


def _check(resamples: int, level: float) -> None:
    checked_level(level)
    if resamples < 1:
        raise MixError(f"a band needs at least one resample, not {resamples}")


def _banded(
    found: Profile,
    again: Callable[[CountMatrix], Profile],
    resamples: int,
    seed: int,
    level: float,
    progress: Progress | None,
) -> BandedCurve:
    own = curve(found)
    redraw = Redraw(found.residents, seed)

    def lines() -> Iterable[Curve]:
        for number in range(resamples):
            yield curve(again(redraw.table(number)))
            if progress is not None:
                progress(number + 1, resamples)

    names = [field.name for field in fields(RedrawnCurve)]
    figures = [[getattr(line, name) for name in names] for line in lines()]
    drawn = {name: np.array([line[place] for line in figures]) for place, name in enumerate(names)}
    sure = {name: debiased(getattr(own, name), drawn[name], level) for name in names}
    return BandedCurve(
        curve=own, **sure, resamples=resamples, seed=seed, level=level, drawn=RedrawnCurve(**drawn)
    )


def _walked(found: Profile, people: CountMatrix, order: CountMatrix, squares: Floats) -> Profile:
    """The profile of other people in the same places. A place that nobody is drawn into weighs nothing."""
    shares, reached = np.empty_like(found.shares), np.empty_like(found.reached)
    distance, alike = np.empty_like(found.distance), np.empty_like(found.alike)
    done, ks = np.empty(len(people), np.bool_), np.array(found.ks, dtype=np.int64)
    whole = found.ring == "whole"
    walk_rings(squares, order, True, people, ks, whole, TIE, shares, reached, distance, alike, done)
    return replace(
        found,
        residents=people,
        all_people=people.sum(axis=0),
        shares=shares,
        reached=reached,
        distance=distance,
        alike=alike,
    )
