"""People drawn anew from those of a table, and what a figure is worth once that is taken off.

A figure of a table of people drawn from a table is a little more segregated than that of the table itself, because
chance has been at it once more. The table has had that once already; so the estimate is 2 × figure − mean of the
figures drawn, and its interval that of 2 × figure − figure drawn (Elbers 2021, "A method for studying differences in
segregation across time and space", Sociological Methods & Research 52).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convive.engines.mixing import simulation
from convive.engines.mixing.counts import CountMatrix, MixError
from convive.engines.mixing.kernels import Floats, Ints, margins


@dataclass(frozen=True)
class Debiased:
    """What simulations of one figure, or of an array of them, make of it. Each has the figure's own shape.

    estimate: debiased. se: standard error, NaN after one simulation. bias: what was taken off. low, high: ends of the
    interval, around the estimate. around_low, around_high: the same as wide around the figure as it was counted; that
    is what the figure expected from chance alone can be held against, as both have in them what chance adds.
    """

    estimate: Floats
    se: Floats
    bias: Floats
    low: Floats
    high: Floats

    @property
    def around_low(self) -> Floats:
        return self.low + self.bias

    @property
    def around_high(self) -> Floats:
        return self.high + self.bias


def debiased(own: Floats, drawn: Floats, level: float) -> Debiased:
    """From a figure as counted, `own` (...), and as `drawn` in S simulations, (S, ...). NaN where one of them is."""
    fair = 2 * own - drawn
    mean, tail = fair.mean(axis=0), (1 - level) / 2
    return Debiased(
        estimate=np.asarray(mean),
        se=np.asarray(fair.std(axis=0, ddof=1) if len(fair) > 1 else fair[0] * np.nan),
        bias=np.asarray(own - mean),
        low=np.asarray(np.quantile(fair, tail, axis=0)),
        high=np.asarray(np.quantile(fair, 1 - tail, axis=0)),
    )


def checked_level(level: float) -> float:
    """Raises MixError for a level outside (0, 1)."""
    if not 0 < level < 1:
        raise MixError(f"the level of an interval lies between 0 and 1, not at {level}")
    return level


def key_of(simulations: int, seed: int) -> np.uint64:
    """Where the random numbers begin. Raises MixError for no simulation."""
    if simulations < 1:
        raise MixError(f"a test needs at least one simulation, not {simulations}")
    return np.uint64(seed % 2**64)


def checked_margins(matrix: CountMatrix) -> tuple[Ints, Ints]:
    """Totals of units and of groups. Raises MixError for nobody and for a unit of 2**31 people."""
    totals, groups = margins(matrix)
    if not groups.sum():
        raise MixError("there are no people in the table")
    if totals.max() >= 2**31:
        raise MixError("a unit has more people than can be simulated", row=int(np.argmax(totals)))
    return totals, groups


class Redraw:
    """Tables of as many people as those of `matrix`, shape (n, g), drawn from them with replacement."""

    def __init__(self, matrix: CountMatrix, seed: int) -> None:
        # One kind of array, so that the loops are compiled once.
        self.matrix, self.key = np.require(matrix, np.int64, ["C", "W"]), key_of(1, seed)
        totals, groups = checked_margins(self.matrix)
        self.ends = np.cumsum(totals)
        rate = max(0.0, 1.0 - 4.0 / np.sqrt(float(groups.sum())))
        self.starts, self.keep, self.other = simulation.poisson_tables(rate)

    def table(self, number: int) -> CountMatrix:
        """Simulation `number`, int64 (n, g): the same whichever others are drawn, and on any number of threads."""
        drawn = np.empty(self.matrix.shape, np.int32)
        stream = np.uint64(simulation.stream(self.key, number))
        simulation.drawn_table(drawn, self.matrix, self.ends, self.starts, self.keep, self.other, stream)
        return drawn.astype(np.int64)
