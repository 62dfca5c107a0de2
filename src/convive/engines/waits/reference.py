"""The same estimates, written down plainly, one wait at a time. The tests hold the others against it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

Wait = tuple[float, bool, float]
"""How long, whether it ended as hoped, and since which day it was watched."""


def steps(rows: Sequence[Wait]) -> list[tuple[float, float, float]]:
    """Day, share still waiting, sum of Greenwood (infinite from where nobody is left)."""
    found, share, greenwood = [], 1.0, 0.0
    for day in sorted({days for days, met, _watched in rows if met}):
        waiting = sum((watched == 0 or watched < day) and days >= day for days, _met, watched in rows)
        ended = sum(met and days == day for days, met, _watched in rows)
        share *= (waiting - ended) / waiting
        greenwood += ended / (waiting * (waiting - ended)) if waiting > ended else math.inf
        found.append((day, share, greenwood))
    return found


def quantile(rows: Sequence[Wait], part: float) -> float | None:
    return next((day for day, share, _g in steps(rows) if share <= 1 - part + 1e-12), None)


def interval(rows: Sequence[Wait], part: float, sure: float = 0.95) -> tuple[float | None, float | None]:
    """The days whose interval of log(−log share) holds that of 1 − `part`: from the first to where it is left."""
    z = NormalDist().inv_cdf(0.5 + sure / 2)
    low = high = None
    for day, share, greenwood in steps(rows):
        if share > 0:
            at, spread = math.log(-math.log(share)), z * math.sqrt(greenwood) / abs(math.log(share))
            aim = math.log(-math.log(1 - part))
            reached, passed = at + spread >= aim - 1e-12, at - spread > aim + 1e-12
        else:
            reached = passed = True
        if low is None and reached:
            low = day
        if high is None and passed:
            high = day
    return low, high
