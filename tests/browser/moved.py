"""The site at another moment: the web server and the worker of a test that moves the clock by writing it to a file.

Run as a module it is the worker; `application` is for the web server. The file is named by `MOVED_CLOCK`.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from convive.core import clock

FILE = Path(os.environ["MOVED_CLOCK"])


def moved() -> dt.datetime:
    """The day that the test wrote, at the present time of day: minutes go on, so that one act comes after another."""
    real = dt.datetime.now(dt.UTC)
    return dt.datetime.combine(dt.date.fromisoformat(FILE.read_text()), real.timetz())


clock.now = moved

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], "procrastinate", "worker"])
else:
    from convive.site.wsgi import application

    __all__ = ["application"]
