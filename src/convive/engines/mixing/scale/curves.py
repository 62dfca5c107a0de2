"""One curve over scales: isolation, exposure, dissimilarity and information theory index, beside what chance gives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.scale.kernels_curves import BITS, add_up
from convive.engines.mixing.scale.lattice import Lattice
from convive.engines.mixing.scale.nearest import profile
from convive.engines.mixing.scale.profiles import Profile

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
# Places that a thread adds up at a time.
CHUNK = 1 << 17
# Steps of the logarithm of how many count alike, per factor e, and how many steps there are below 2³².
LOTS = 1000
MOST_LOTS = 22_200


@dataclass(frozen=True)
class Curve:
    """Measures of mix at K scales, each weighted by the people who live in the place.

    scale: "k" (nearest people) or "bandwidth" (metres). at: the K scales. groups: g names. shares: (g,), of each group
    among everybody. isolation: (K, g). exposure: (K, g, g), row a column b: the share of b around the average member of
    a. D: (K,), multigroup dissimilarity. D_group: (K, g), each group against all others. H: (K,), information
    theory index. mean_distance: (K,), metres to the k-th person, or the bandwidth.

    expected_*: the same with no segregation, everybody living where somebody lives, by lot. That of isolation is
    exact; D takes the mean deviation of De Moivre at the people who count alike, H the second-order term. NaN where
    no place reaches k, or where there is one group only.

    places, people: all of them. places_short, people_short: (K,), those that did not find k people and stand in no
    figure of that scale. empty: places of the input where nobody lives.
    """

    scale: str
    at: tuple[float, ...]
    groups: tuple[str, ...]
    shares: F64
    isolation: F64
    exposure: F64
    D: F64
    D_group: F64
    H: F64
    mean_distance: F64
    expected_isolation: F64
    expected_D: F64
    expected_D_group: F64
    expected_H: F64
    places: int
    people: int
    places_short: I64
    people_short: I64
    empty: int


@dataclass(frozen=True)
class Surroundings:
    """What is around n places at one scale: shares (n, g), people (weights added up) (n,), how many count alike (n,),
    the weight of somebody on themselves (n,), distance (n,); NaN in distance where the scale was not reached."""

    shares: F64
    people: F64
    alike: F64
    own: F64
    distance: F64


@dataclass(frozen=True)
class SimulatedCurve:
    """What chance gives: figures of S maps where people were put by lot. Shapes (S, K, g), (S, K), (S, K)."""

    isolation: F64
    D: F64
    H: F64


@dataclass(frozen=True)
class CurveSums:
    """What a curve needs to know of some of the places of a map. Sums of parts of a map added up are those of the
    map, to the last bit, in whatever order (see kernels_curves.py).

    wholes, parts: (K, g² + 2g + 5). lots: (K, b), residents by how many people count alike. places, people: all of
    them; places_short, people_short: (K,), those that do not reach the scale.
    """

    wholes: I64
    parts: I64
    lots: I64
    places: int
    people: int
    places_short: I64
    people_short: I64

    def __add__(self, other: CurveSums) -> CurveSums:
        parts = self.parts + other.parts
        return CurveSums(
            self.wholes + other.wholes + (parts >> BITS),
            parts & ((1 << BITS) - 1),
            self.lots + other.lots,
            self.places + other.places,
            self.people + other.people,
            self.places_short + other.places_short,
            self.people_short + other.people_short,
        )


def curve(found: Profile) -> Curve:
    """The curve over k of a profile. Residents weigh, not neighbourhoods.

    Source: Reardon & O'Sullivan (2004) with each place's nearest k people as its local environment; Östh, Clark &
    Malmberg (2015); De Moivre's mean deviation as in Winship (1977).
    """
    return curve_from(
        curve_sums(found, found.all_people), found.ks, found.groups, found.all_people, found.empty
    )


def curve_sums(found: Profile, all_people: I64) -> CurveSums:
    """The sums over the places of one profile, of a map (or a part of one) with `all_people` by group."""
    people = found.residents.sum(axis=1)

    def at(j: int, k: int) -> Surroundings:
        # Counted in full but where the own place holds more than k, of which everybody counts in part.
        own = np.ones(people.size) if found.ring == "whole" else np.minimum(1.0, k / np.maximum(people, 1))
        return Surroundings(
            found.shares[:, j],
            found.reached[:, j].astype(np.float64),
            found.alike[:, j].astype(np.float64),
            own,
            found.distance[:, j],
        )

    return _sums(found.residents, all_people, (at(j, k) for j, k in enumerate(found.ks)))


def curve_from(
    sums: CurveSums, ks: Sequence[int], groups: tuple[str, ...], all_people: I64, empty: int
) -> Curve:
    """The curve over k of a map from the sums over all its places. empty: places where nobody lives."""
    return _curve("k", ks, groups, sums, all_people, empty)


def curve_of(
    scale: str,
    at: Sequence[float],
    groups: tuple[str, ...],
    residents: I64,
    all_people: I64,
    surroundings: Iterable[Surroundings],
    empty: int,
) -> Curve:
    """The curve of any local environments, one scale after the other."""
    return _curve(scale, at, groups, _sums(residents, all_people, surroundings), all_people, empty)


def simulated(
    lattice: Lattice, ks: Sequence[int], simulations: int, seed: int, ring: str = "proportional"
) -> SimulatedCurve:
    """The figures over k of `simulations` maps on which the people of `lattice` were dealt to its homes by lot.

    Exact where the closed forms of `curve` are not; takes as long as so many profiles. Same seed, same bits, on any
    number of threads: each map has its own stream.
    """
    if simulations < 1:
        raise MixError("there must be at least one simulation")
    sizes = lattice.counts.sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ordered = np.repeat(np.arange(len(lattice.groups), dtype=np.int16), lattice.counts.sum(axis=0))
    figures = []
    for number in range(simulations):
        dealt = ordered.copy()
        np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, number]))).shuffle(dealt)
        counts = np.column_stack(
            [np.add.reduceat(dealt == g, starts, dtype=np.int64) for g in range(len(lattice.groups))]
        )
        shuffled = Lattice(**{**vars(lattice), "counts": counts})
        figures.append(curve(profile(shuffled, ks, ring=ring)))
    return SimulatedCurve(
        isolation=np.array([line.isolation for line in figures]),
        D=np.array([line.D for line in figures]),
        H=np.array([line.H for line in figures]),
    )


def _sums(residents: I64, all_people: I64, surroundings: Iterable[Surroundings]) -> CurveSums:
    # One type for the compiler: a table that can be written to.
    residents = np.require(residents, np.int64, ["C", "W"])
    everybody = float(all_people.sum())
    overall = all_people / everybody if everybody else np.full(all_people.size, np.nan)
    weights = residents.sum(axis=1)
    lines = []
    with ThreadPoolExecutor(max_workers=min(len(residents) // CHUNK + 1, os.cpu_count() or 1)) as pool:
        for around in surroundings:
            found = ~np.isnan(around.distance)
            shares = np.ascontiguousarray(around.shares)
            own, people, alike, distance = (
                np.ascontiguousarray(each)
                for each in (around.own, around.people, around.alike, around.distance)
            )
            some = (residents, shares, found, own, people, alike, distance)

            def part_of(begin: int, some: Any = some) -> Any:
                here, share, there, self_weight, around_it, like, away = (
                    each[begin : begin + CHUNK] for each in some
                )
                everybody_or_one = max(everybody, 1.0)
                return add_up(
                    here, share, there, overall, self_weight, around_it, like, away, everybody_or_one
                )

            pairs = list(pool.map(part_of, range(0, max(len(residents), 1), CHUNK)))
            whole, part = (np.sum([pair[place] for pair in pairs], axis=0) for place in (0, 1))
            lots = np.rint(np.log(np.maximum(around.alike[found], 1.0)) * LOTS).astype(np.int64)
            lines.append(
                (
                    whole + (part >> BITS),
                    part & ((1 << BITS) - 1),
                    # Whole numbers below 2⁵³, so nothing is rounded.
                    np.bincount(lots, weights[found], minlength=MOST_LOTS).astype(np.int64),
                    int((~found).sum()),
                    int(weights[~found].sum()),
                )
            )
    wholes, rest, by_lots, places_short, people_short = (
        np.array(column) for column in zip(*lines, strict=True)
    )
    return CurveSums(wholes, rest, by_lots, len(residents), int(weights.sum()), places_short, people_short)


def _curve(
    scale: str, at: Sequence[float], groups: tuple[str, ...], sums: CurveSums, all_people: I64, empty: int
) -> Curve:
    everybody = float(all_people.sum())
    overall = all_people / everybody if everybody else np.full(len(groups), np.nan)
    lines = [
        _figures(whole + part / (1 << BITS), lots, overall, all_people)
        for whole, part, lots in zip(sums.wholes, sums.parts, sums.lots, strict=True)
    ]
    return Curve(
        scale=scale,
        at=tuple(at),
        groups=groups,
        shares=overall,
        places=sums.places,
        people=sums.people,
        places_short=sums.places_short,
        people_short=sums.people_short,
        empty=empty,
        **{name: np.array([line[name] for line in lines]) for name in lines[0]},
    )


def _figures(sums: F64, lots: I64, overall: F64, all_people: I64) -> dict[str, Any]:
    g = overall.size
    everybody = max(float(all_people.sum()), 1.0)
    exposure = sums[: g * g].reshape(g, g)
    deviation, members = sums[g * g : g * g + g], sums[g * g + g : g * g + 2 * g]
    living, local, own, distance, rest = sums[g * g + 2 * g :]
    interaction = overall * (1 - overall)
    entropy = -float(np.sum(overall * np.log(np.where(overall > 0, overall, 1.0))))
    with np.errstate(divide="ignore", invalid="ignore"):
        exposure = exposure / members[:, None]
        # Somebody is sure to find themselves; everybody else around is one of the others, by lot.
        self_part = own / living
        by_lot = self_part + (1 - self_part) * (all_people - 1) / max(everybody - 1, 1)
        chance = _mean_deviations(lots, overall, everybody)
        steps = (np.count_nonzero(overall) - 1) / 2
        expected = steps * rest * (everybody / max(everybody - 1, 1)) / (living * entropy)
        result = {
            "isolation": np.diag(exposure).copy(),
            "exposure": exposure,
            "D": deviation.sum() / (2 * living * interaction.sum()),
            "D_group": deviation / (2 * living * interaction),
            "H": 1 - local / (living * entropy),
            "mean_distance": distance / living,
            "expected_isolation": np.where(all_people > 0, by_lot, np.nan),
            "expected_D": chance.sum() / (2 * interaction.sum()),
            "expected_D_group": chance / (2 * interaction),
            "expected_H": np.minimum(1.0, expected),
        }
    # One group alone, or no place that reaches k: nothing to say (0/0).
    return {name: np.where(np.isfinite(value), value, np.nan) for name, value in result.items()}


def _mean_deviations(lots: I64, overall: F64, everybody: float) -> F64:
    """For each group the weighted mean of |share − overall share| when n people are drawn without replacement.

    De Moivre: E|X − np| = 2 m C(n, m) p^m (1−p)^(n−m+1), m = ⌊np⌋ + 1, times √((T−n)/(T−1)). lots: residents by
    log(n) in steps of 1 / LOTS.
    """
    step = np.flatnonzero(lots)
    if not step.size:
        return np.full(overall.size, np.nan)
    weight = lots[step]
    n = np.rint(np.exp(step / LOTS))[:, None]
    p = overall[None, :]
    m = np.floor(n * p) + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = (
            np.log(2 * m) + gammaln(n + 1) - gammaln(m + 1) - gammaln(np.maximum(n - m, 0) + 1)
            + m * np.log(p) + (n - m + 1) * np.log1p(-p)
        )  # fmt: skip
        mean = np.where((p <= 0) | (p >= 1) | (m > n), 0.0, np.exp(logs)) / n
    mean *= np.sqrt(np.clip((everybody - n) / max(everybody - 1, 1), 0, None))
    result: F64 = (weight[:, None] * mean).sum(axis=0) / float(weight.sum())
    return result
