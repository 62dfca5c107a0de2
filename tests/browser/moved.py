"""The site at another moment: whoever imports this lives on the day that a test writes to a file.

The file is named by `MOVED_CLOCK`. `tests.browser.running` imports it for the web server and the worker.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from convive.core import clock

FILE = Path(os.environ["MOVED_CLOCK"])
_began = dt.datetime.now(dt.UTC)
NOON = dt.time(12, tzinfo=dt.UTC)


def moved() -> dt.datetime:
    """The day that the test wrote, as long after noon as the site runs: one act comes after another, and no day ends by
    itself, at whatever hour the test begins.
    """
    day = dt.date.fromisoformat(FILE.read_text())
    return dt.datetime.combine(day, NOON) + (dt.datetime.now(dt.UTC) - _began)


clock.now = moved
