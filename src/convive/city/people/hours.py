"""Free hours as a form asks for them: parts of a weekday, and the stretches of minutes that are kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """A part of the day."""

    MORNING = "morning", _("morning, 9–12")
    AFTERNOON = "afternoon", _("afternoon, 12–17")
    EVENING = "evening", _("evening, 17–21")


STRETCH = {
    Part.MORNING: (9 * 60, 12 * 60),
    Part.AFTERNOON: (12 * 60, 17 * 60),
    Part.EVENING: (17 * 60, 21 * 60),
}

Stretch = tuple[int, int, int]


def stretches(weekday: int, parts: Iterable[str]) -> list[Stretch]:
    """The parts of one weekday as stretches of minutes; parts that touch are one."""
    found: list[Stretch] = []
    for start, end in sorted(STRETCH[Part(part)] for part in parts):
        if found and found[-1][2] == start:
            found[-1] = (weekday, found[-1][1], end)
        else:
            found.append((weekday, start, end))
    return found


def parts(weekday: int, kept: Iterable[Stretch]) -> list[str]:
    """The parts of one weekday in which somebody has an hour at least."""
    mine = [(start, end) for day, start, end in kept if day == weekday]
    return [
        str(part)
        for part, (first, last) in STRETCH.items()
        if any(min(last, end) - max(first, start) >= 60 for start, end in mine)
    ]
