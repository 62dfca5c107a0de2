"""The one place that asks what time it is, so that a test can move the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_moved: ContextVar[dt.datetime | None] = ContextVar("moved_clock", default=None)


def now() -> dt.datetime:
    """The moment, aware, in UTC."""
    return _moved.get() or dt.datetime.now(dt.UTC)


def today(time_zone: str = "UTC") -> dt.date:
    """The date in a city's own time zone: a meeting at 23:30 in Malmö is not tomorrow's."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def moved_to(moment: dt.datetime) -> Iterator[None]:
    """Inside the block it is `moment`. For tests."""
    token = _moved.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _moved.reset(token)
