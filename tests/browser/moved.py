"""The site at another moment: it lives on the day, and so many seconds later in it, that a test writes to a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from convive.core import clock

NOON = dt.time(12, tzinfo=dt.UTC)


def live_on(file: str) -> None:
    """The day that the test wrote, as long after noon as it says and the site runs: one act comes after another, and no
    day ends by itself, at whatever hour the test begins.
    """
    began = dt.datetime.now(dt.UTC)

    def moved() -> dt.datetime:
        day, seconds = Path(file).read_text().split()
        later = dt.timedelta(seconds=int(seconds)) + dt.datetime.now(dt.UTC) - began
        return dt.datetime.combine(dt.date.fromisoformat(day), NOON) + later

    clock.now = moved
