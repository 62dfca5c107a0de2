"""Status computed from dated facts and a given day, in one place. Nothing of it is stored.

`duos(today)` and `applications(today)` give rows with their phase, worked out by the database, so that a list can be
filtered by it; `cadence` says of running duos whether they meet as agreed.
"""

from convive.city.buddies.phases.applications import OPEN, ApplicationPhase, applications, takes_part
from convive.city.buddies.phases.cadence import Cadence, Rhythm, cadence, cadences
from convive.city.buddies.phases.duos import RUNNING, DuoPhase, duos

__all__ = [
    "OPEN",
    "RUNNING",
    "ApplicationPhase",
    "Cadence",
    "DuoPhase",
    "Rhythm",
    "applications",
    "cadence",
    "cadences",
    "duos",
    "takes_part",
]
