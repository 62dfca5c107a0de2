"""One curve over scales: isolation, exposure, dissimilarity and information theory index, beside what chance gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.scale.kernels_curves import add_up
from convive.engines.mixing.scale.lattice import Lattice, profile
from convive.engines.mixing.scale.profiles import Profile

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


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


def curve(found: Profile) -> Curve:
    """The curve over k of a profile. Residents weigh, not neighbourhoods.

    Source: Reardon & O'Sullivan (2004) with each place's nearest k people as its local environment; Östh, Clark &
    Malmberg (2015); De Moivre's mean deviation as in Winship (1977).
    """
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

    surroundings = (at(j, k) for j, k in enumerate(found.ks))
    return curve_of("k", found.ks, found.groups, found.residents, found.all_people, surroundings, found.empty)


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
    everybody = float(all_people.sum())
    overall = all_people / everybody if everybody else np.full(len(groups), np.nan)
    lines = [_figures(residents, overall, all_people, around) for around in surroundings]
    return Curve(
        scale=scale,
        at=tuple(at),
        groups=groups,
        shares=overall,
        places=len(residents),
        people=int(residents.sum()),
        empty=empty,
        **{name: np.array([line[name] for line in lines]) for name in lines[0]},
    )


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


def _figures(residents: I64, overall: F64, all_people: I64, around: Surroundings) -> dict[str, Any]:
    found = ~np.isnan(around.distance)
    groups = overall.size
    deviation, exposure, members = np.zeros(groups), np.zeros((groups, groups)), np.zeros(groups)
    living, local = add_up(residents, around.shares, found, overall, deviation, exposure, members)
    weights = residents.sum(axis=1)
    short = {"places_short": np.int64((~found).sum()), "people_short": np.int64(weights[~found].sum())}
    own, people, alike = around.own, around.people, around.alike
    distance = around.distance
    if not found.all():
        weights, own, people, alike, distance = (
            part[found] for part in (weights, own, people, alike, distance)
        )
    everybody = max(float(all_people.sum()), 1.0)
    interaction = overall * (1 - overall)
    entropy = -float(np.sum(overall * np.log(np.where(overall > 0, overall, 1.0))))
    with np.errstate(divide="ignore", invalid="ignore"):
        exposure /= members[:, None]
        # Somebody is sure to find themselves; everybody else around is one of the others, by lot.
        self_part = weights @ (own / people) / living if living else np.nan
        by_lot = self_part + (1 - self_part) * (all_people - 1) / max(everybody - 1, 1)
        chance = _mean_deviations(weights, alike, overall, everybody)
        rest = np.clip(1 / alike - 1 / everybody, 0, None) * (everybody / max(everybody - 1, 1))
        steps = (np.count_nonzero(overall) - 1) / 2
        result = {
            "isolation": np.diag(exposure).copy(),
            "exposure": exposure,
            "D": deviation.sum() / (2 * living * interaction.sum()),
            "D_group": deviation / (2 * living * interaction),
            "H": 1 - np.float64(local) / (living * entropy),
            "mean_distance": np.float64(weights @ distance) / living,
            "expected_isolation": np.where(all_people > 0, by_lot, np.nan),
            "expected_D": chance.sum() / (2 * interaction.sum()),
            "expected_D_group": chance / (2 * interaction),
            "expected_H": np.minimum(1.0, steps * (weights @ rest) / (living * entropy)),
        }
    # One group alone, or no place that reaches k: nothing to say (0/0).
    return {name: np.where(np.isfinite(value), value, np.nan) for name, value in result.items()} | short


def _mean_deviations(weights: I64, alike: F64, overall: F64, everybody: float) -> F64:
    """For each group the weighted mean of |share − overall share| when n = alike people are drawn without replacement.

    De Moivre: E|X − np| = 2 m C(n, m) p^m (1−p)^(n−m+1), m = ⌊np⌋ + 1, times √((T−n)/(T−1)). Places are taken together
    where n differs by less than one part in 200.
    """
    if not weights.size:
        return np.full(overall.size, np.nan)
    steps = np.rint(np.log(np.maximum(alike, 1.0)) * 200).astype(np.int64)
    steps -= (lowest := int(steps.min()))
    weight = np.bincount(steps, weights)
    drawn = np.bincount(steps, weights * alike)[weight > 0] / weight[weight > 0]
    n = np.rint(drawn)[:, None]
    p = overall[None, :]
    m = np.floor(n * p) + 1
    assert lowest >= 0
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = (
            np.log(2 * m) + gammaln(n + 1) - gammaln(m + 1) - gammaln(np.maximum(n - m, 0) + 1)
            + m * np.log(p) + (n - m + 1) * np.log1p(-p)
        )  # fmt: skip
        mean = np.where((p <= 0) | (p >= 1) | (m > n), 0.0, np.exp(logs)) / n
    mean *= np.sqrt(np.clip((everybody - n) / max(everybody - 1, 1), 0, None))
    return (weight[weight > 0] @ mean) / float(weights.sum())
