"""Who could meet: newcomers and volunteers with the few facts that criteria ask about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

BANDS = ("A1", "A2", "B1", "B2", "C1", "C2")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name: day for names in (WEEKDAYS, _FULL_NAMES) for day, name in enumerate(names)}
DAY = 24 * 60
WEEK = 7 * DAY
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?")


class MatchError(ValueError):
    """Something in the input that no duo can be proposed from.

    `row` counts from 0 in sequences; readers of files give the row of the spreadsheet instead. `person` is the
    id, `column` the field. Each is None or empty where it does not apply.
    """

    def __init__(
        self, what: str, *, row: int | None = None, column: str | None = None, person: str = ""
    ) -> None:
        self.what, self.row, self.column, self.person = what, row, column, person
        where = []
        if row is not None:
            where.append(f"row {row} ({person})" if person else f"row {row}")
        elif person:
            where.append(person)
        if column is not None:
            where.append(f"column “{column}”")
        super().__init__(f"{', '.join(where)}: {what}" if where else what)


class Hours(NamedTuple):
    """A stretch of a weekday: day 0 (Monday) to 6, start and end in minutes after midnight, start < end."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What criteria may ask about somebody. Whatever is not known is left out, and then counts as none.

    languages: pairs of a language and its CEFR band. available: stretches of the week. place: x and y in metres.
    gender, and wish (the gender the other should have). interests, goals: codes. life_stage: a code.
    age in years; ages: youngest and oldest the other should be. organisation: a code.
    """

    id: str
    languages: tuple[tuple[str, str], ...] = ()
    available: tuple[Hours, ...] = ()
    place: tuple[float, float] | None = None
    gender: str | None = None
    wish: str | None = None
    interests: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    life_stage: str | None = None
    age: int | None = None
    ages: tuple[int, int] | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer(Person):
    """waiting_since: the first day of waiting. None: not waiting yet."""

    waiting_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Person):
    """capacity: in how many duos at once, kept ones included."""

    capacity: int = 1


def languages_from(text: str) -> tuple[tuple[str, str], ...]:
    """Languages with bands from a text.

    >>> languages_from("nl:A2; ar:c2")
    (('nl', 'A2'), ('ar', 'C2'))

    Raises MatchError for a language without a band, an unknown band, and a language that is there twice.
    """
    found: dict[str, str] = {}
    for part in split_codes(text):
        language, colon, band = (piece.strip() for piece in part.partition(":"))
        language, band = language.lower(), band.upper()
        if not colon or not language:
            raise MatchError(f"“{part}” is no language with its band; write it as nl:A2")
        if band not in BANDS:
            raise MatchError(f"“{band}” is no band; the bands are {', '.join(BANDS)}")
        if language in found:
            raise MatchError(f"the language “{language}” is there twice")
        found[language] = band
    return tuple(found.items())


def hours_from(text: str) -> tuple[Hours, ...]:
    """Stretches of the week from a text. A later stretch without a weekday is on the same day.

    >>> hours_from("mon:18-21;sat:10:30-13")
    (Hours(day=0, start=1080, end=1260), Hours(day=5, start=630, end=780))

    Raises MatchError for an unknown weekday, a time that is none, and an end that is not after its start.
    """
    found = []
    for part in split_codes(text):
        name, colon, spans = (piece.strip() for piece in part.partition(":"))
        if not colon:
            raise MatchError(f"“{part}” is no day with hours; write it as mon:18-21")
        day = _DAYS.get(name.lower())
        if day is None:
            raise MatchError(f"“{name}” is no weekday; the weekdays are {', '.join(WEEKDAYS)}")
        for span in spans.split(","):
            first, dash, last = (piece.strip() for piece in span.replace("–", "-").partition("-"))
            start, end = _minutes(first), _minutes(last)
            if not dash or start is None or end is None:
                raise MatchError(f"“{part}” is no day with hours; write it as mon:18-21 or mon:18:30-21")
            if end <= start:
                raise MatchError(f"“{part}” ends before it begins")
            found.append(Hours(day, start, end))
    return tuple(found)


def ages_from(text: str) -> tuple[int, int] | None:
    """A range of ages from a text such as 25-40, None from a blank one. Raises MatchError."""
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(\d{1,3})\s*[-–]\s*(\d{1,3})\s*", text)
    if found is None or int(found[1]) > int(found[2]):
        raise MatchError(f"“{text}” is no range of ages; write it as 25-40")
    return int(found[1]), int(found[2])


def split_codes(text: str) -> list[str]:
    """What stands between semicolons, without blanks."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    minutes = 60 * int(found[1]) + int(found[2] or 0)
    return minutes if int(found[2] or 0) < 60 and minutes <= DAY else None


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the order in which it came first."""
    return tuple(dict.fromkeys(texts))
