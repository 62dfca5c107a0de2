"""How sure the parts of a change are: the people of both dates drawn anew, and everything found again.

As many people as each date has are drawn with replacement from its table, the two dates apart. Units that came and
went, margins and structure are found again in each pair of tables, so a small unit that loses everybody in one of them
has gone there. What drawing adds by itself is taken off (`redraw`; Elbers 2021). Weights for changed boundaries are
taken as given: people are drawn in the earlier units, where they are whole, and then carried to the later ones.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields

import numpy as np

from convive.engines.mixing.change.margins import NoFit
from convive.engines.mixing.change.parts import VALUES, Parts, PartValues
from convive.engines.mixing.counts import CountMatrix, MixError
from convive.engines.mixing.inference import Progress
from convive.engines.mixing.kernels import Floats
from convive.engines.mixing.redraw import Debiased, Redraw, debiased


@dataclass(frozen=True)
class PartsInterval:
    """Of one index: debiased estimates (their parts add up too), standard errors, the bias taken off, and the ends of
    the interval of each part, and of the index at each date and its change.
    """

    estimate: PartValues
    se: PartValues
    bias: PartValues
    low: PartValues
    high: PartValues


@dataclass(frozen=True)
class ChangeInterval:
    """Intervals of `level` from `resamples` pairs of tables. unfitted: pairs whose margins could not be reached, which
    count for nothing.
    """

    resamples: int
    seed: int
    level: float
    unfitted: int
    M: PartsInterval
    H: PartsInterval


def interval_of(
    own: tuple[Parts, Parts],
    people: tuple[CountMatrix, CountMatrix],
    parts_of: Callable[[CountMatrix, CountMatrix], tuple[Parts, Parts]],
    resamples: int,
    seed: int,
    level: float,
    progress: Progress | None,
) -> ChangeInterval:
    """From the parts of M and H as counted, the people of both dates, and what finds the parts of other people.

    The same seed gives the same bits on any number of threads, and more resamples begin with the same ones. Raises
    MixError for less than one resample, and NoFit where no pair of tables could be fitted.
    """
    if resamples < 1:
        raise MixError(f"an interval needs at least one resample, not {resamples}")
    before, after = (Redraw(table, seed) for table in people)
    drawn = []
    for number in range(resamples):
        with suppress(NoFit):
            drawn.append(_values(parts_of(before.table(2 * number), after.table(2 * number + 1))))
        if progress is not None:
            progress(number + 1, resamples)
    if not drawn:
        raise NoFit(f"none of the {resamples} resamples has a table with the margins of the other date")
    sure = debiased(_values(own), np.array(drawn), level)
    of_m, of_h = (
        PartsInterval(
            **{
                part.name: PartValues(*(float(value) for value in getattr(sure, part.name)[index]))
                for part in fields(Debiased)
            }
        )
        for index in (0, 1)
    )
    return ChangeInterval(resamples, seed, level, resamples - len(drawn), of_m, of_h)


def _values(parts: tuple[Parts, Parts]) -> Floats:
    return np.array([[getattr(index, name) for name in VALUES] for index in parts])
