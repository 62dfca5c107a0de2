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
Minute = tuple[int, int]


def stretches(weekday: int, parts: Iterable[str]) -> list[Stretch]:
    """The parts of one weekday as stretches of minutes; parts that touch are one."""
    return of_minutes(minutes((weekday, *STRETCH[Part(part)]) for part in parts))


def minutes(stretches: Iterable[Stretch]) -> set[Minute]:
    """Every minute of some stretches, with its weekday."""
    return {(weekday, minute) for weekday, start, end in stretches for minute in range(start, end)}


def of_minutes(minutes: Iterable[Minute]) -> list[Stretch]:
    """Minutes as stretches, in the order of the week; those that touch are one."""
    found: list[Stretch] = []
    for weekday, minute in sorted(minutes):
        if found and found[-1][0] == weekday and found[-1][2] == minute:
            found[-1] = (weekday, found[-1][1], minute + 1)
        else:
            found.append((weekday, minute, minute + 1))
    return found


def parts(weekday: int, kept: Iterable[Stretch]) -> list[str]:
    """The parts of one weekday in which somebody has an hour at least."""
    mine = [(start, end) for day, start, end in kept if day == weekday]
    return [
        str(part)
        for part, (first, last) in STRETCH.items()
        if any(min(last, end) - max(first, start) >= 60 for start, end in mine)
    ]
