"""The share that still waits after so many days, and the quantiles of the wait with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from convive.engines.waits.episodes import FEWEST, Episodes, WaitsError

# A share that equals a quantile but for rounding has reached it.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Curve:
    """The estimate of Kaplan and Meier (1958), a row for each day on which a wait ended as hoped.

    days (k,): those days. waiting (k,): how many were still waiting and watched just before. met (k,): how many
    waits ended. share (k,): of those who wait, who still wait after it. variance (k,): of log(−log share), after
    Greenwood (1926) and Kalbfleisch and Prentice (1980); infinite where the share is 0.
    """

    days: NDArray[np.float64]
    waiting: NDArray[np.int64]
    met: NDArray[np.int64]
    share: NDArray[np.float64]
    variance: NDArray[np.float64]

    def quantile(self, part: float) -> float | None:
        """The first day by which at least `part` of all have met somebody; None where that was not seen."""
        reached = np.flatnonzero(self.share <= 1 - part + ROUNDING)
        return float(self.days[reached[0]]) if len(reached) else None

    def interval(self, part: float, sure: float = 0.95) -> tuple[float | None, float | None]:
        """The interval of Brookmeyer and Crowley (1982) around a quantile, on the scale of log(−log).

        It holds every day whose share does not differ from 1 − `part` at that level. None: not bounded on that side
        by what was seen.
        """
        z = float(special.ndtri(0.5 + sure / 2))
        aim = math.log(-math.log(1 - part))
        with np.errstate(divide="ignore", invalid="ignore"):
            at = np.log(-np.log(self.share))
            spread = z * np.sqrt(self.variance)
            # Where the share has come to 0 nobody is left to doubt it by: the quantile lies before.
            surely_before = np.where(self.share > 0, at - spread > aim + ROUNDING, True)
            not_after = np.where(self.share > 0, at + spread >= aim - ROUNDING, True)
        low, high = np.flatnonzero(not_after), np.flatnonzero(surely_before)
        return (
            float(self.days[low[0]]) if len(low) else None,
            float(self.days[high[0]]) if len(high) else None,
        )


@dataclass(frozen=True, slots=True)
class Quantile:
    """By `days`, a share `part` has met somebody. low, high: the interval. None: longer than what was seen."""

    part: float
    days: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Waited:
    """How long a group waited. people: waits that were used; events: those that ended as hoped; censored: the others.

    quantiles: empty where `events` is below the fewest that tell something (`too_few`). sure: the level of intervals.
    """

    group: str
    people: int
    events: int
    censored: int
    too_few: bool
    sure: float
    quantiles: tuple[Quantile, ...]

    @property
    def median(self) -> Quantile:
        """Half of all. Raises WaitsError where there are too few to tell, or the half was not asked for."""
        for each in self.quantiles:
            if each.part == 0.5:
                return each
        raise WaitsError(f"no median of the group “{self.group}”: {self.events} waits that ended")


def curve(episodes: Episodes) -> Curve:
    """The share that still waits. Somebody watched from a later day of their wait on counts from that day."""
    days = np.unique(episodes.days[episodes.met])
    ends = np.sort(episodes.days)
    # Whoever is watched from the very day on which others end was not yet there; from day 0 on, everybody is.
    starts = np.sort(np.where(episodes.watched > 0, episodes.watched, -1.0))
    waiting = np.searchsorted(starts, days, side="left") - np.searchsorted(ends, days, side="left")
    met = np.searchsorted(np.sort(episodes.days[episodes.met]), days, side="right")
    met = np.diff(np.concatenate([[0], met]))
    share = np.cumprod(1 - met / waiting) if len(days) else np.zeros(0)
    # All who were watched on a day ended on it: no rounding may leave a part of somebody waiting.
    share[share < ROUNDING] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(met / (waiting * (waiting - met)))
        variance = np.where(share > 0, greenwood / np.log(share) ** 2, np.inf)
    return Curve(days, waiting.astype(np.int64), met.astype(np.int64), share, variance)


def waits(
    episodes: Episodes,
    *,
    parts: Sequence[float] = (0.5,),
    sure: float = 0.95,
    fewest: int = FEWEST,
) -> tuple[Waited, ...]:
    """How long each group waited, in the order in which the groups come first.

    parts: of which quantiles, between 0 and 1. sure: the level of the intervals.

    Raises WaitsError for a part or a level that is not between 0 and 1.
    """
    for column, numbers in (("parts", tuple(parts)), ("sure", (sure,))):
        for row, value in enumerate(numbers):
            if not 0 < value < 1:
                raise WaitsError(f"{value!r} is not between 0 and 1", row=row, column=column)
    found = []
    names = np.array(episodes.group, dtype=object)
    for name in dict.fromkeys(episodes.group):
        mine = episodes.select(names == name)
        events = int(mine.met.sum())
        told: tuple[Quantile, ...] = ()
        if events >= fewest:
            line = curve(mine)
            told = tuple(Quantile(part, line.quantile(part), *line.interval(part, sure)) for part in parts)
        found.append(Waited(name, len(mine), events, len(mine) - events, events < fewest, sure, told))
    return tuple(found)
