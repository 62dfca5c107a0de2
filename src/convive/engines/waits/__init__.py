"""How long people wait, from those who waited and those who still do.

`waits` tells, for each group, how long its people waited (Kaplan and Meier, 1958), with an interval (Brookmeyer and
Crowley, 1982). `ahead` tells how long a queue takes at the flow of the last months, with an interval.

>>> found = waits(Episodes.of([6, 6, 6, 7, 10, 13], [True, True, True, True, False, True]))[0]
>>> found.median.days, found.events, found.censored
(6.0, 5, 1)
"""

from convive.engines.waits.episodes import FEWEST, Episodes, WaitsError, between
from convive.engines.waits.flow import Ahead, ahead
from convive.engines.waits.survival import Curve, Quantile, Waited, curve, waits

__all__ = [
    "FEWEST",
    "Ahead",
    "Curve",
    "Episodes",
    "Quantile",
    "Waited",
    "WaitsError",
    "ahead",
    "between",
    "curve",
    "waits",
]
