"""How long a queue takes at the flow that was seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from convive.engines.waits.episodes import FEWEST, WaitsError


@dataclass(frozen=True, slots=True)
class Ahead:
    """How long somebody who joins now waits if nothing changes. expected, low, high in days; None where `too_few`
    waits ended to know the flow. queue: people waiting; met: waits that ended in `days`.
    """

    queue: int
    met: int
    days: int
    too_few: bool
    sure: float
    expected: float | None
    low: float | None
    high: float | None


def ahead(queue: int, met: int, days: int, *, sure: float = 0.95, fewest: int = FEWEST) -> Ahead:
    """The queue over the flow (Little, 1961): `queue` people wait, and `met` waits ended in the last `days`.

    Waits end as a Poisson process; its rate has the gamma distribution with shape `met` + ½ and rate `days` (prior of
    Jeffreys, 1946), and the interval is that of the rate. It tells of the doubt about the flow, not of a change of it.

    Raises WaitsError for a negative number, and for no days.
    """
    for column, value in (("queue", queue), ("met", met)):
        if value < 0:
            raise WaitsError(f"{value} is negative", column=column)
    if days <= 0:
        raise WaitsError(f"{days} is no length of time", column="days")
    if not 0 < sure < 1:
        raise WaitsError(f"{sure!r} is not between 0 and 1", column="sure")
    if met < fewest:
        return Ahead(queue, met, days, True, sure, None, None, None)
    slow, fast = special.gammaincinv(met + 0.5, [0.5 - sure / 2, 0.5 + sure / 2]) / days
    low, high = queue / fast, queue / slow if slow > 0 else math.inf
    return Ahead(queue, met, days, False, sure, queue * days / met, float(low), float(high))
