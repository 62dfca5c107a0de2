"""A day, or the days from a first to a last one, and how people call it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Period:
    """From `start` to `end`, both included. The same day twice is a date."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it begins on {self.start}")

    @classmethod
    def day(cls, day: dt.date) -> Period:
        return cls(day, day)

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @classmethod
    def from_code(cls, code: str) -> Period:
        """The period of a code as in addresses: `2020-12-31`, `2023` or `2020-01-01--2020-06-30`.

        Raises:
            ValueError: it is none of the three.
        """
        if re.fullmatch(r"\d{4}", code):
            return cls.year(int(code))
        start, _dashes, end = code.partition("--")
        first = dt.date.fromisoformat(start)
        return cls(first, dt.date.fromisoformat(end) if end else first)

    @property
    def code(self) -> str:
        if self.is_day:
            return self.start.isoformat()
        if self == Period.year(self.start.year):
            return f"{self.start.year:04d}"
        return f"{self.start.isoformat()}--{self.end.isoformat()}"

    @property
    def is_day(self) -> bool:
        return self.start == self.end

    @property
    def label(self) -> str:
        """In the active language: a date, a year, a half-year, a quarter, a month, or from … to …."""
        year = f"{self.start.year}"
        if self.is_day:
            return date_format(self.start, "DATE_FORMAT")
        if self == Period.year(self.start.year):
            return year
        last_day = calendar.monthrange(self.end.year, self.end.month)[1]
        if self.start.year == self.end.year and self.start.day == 1 and self.end.day == last_day:
            months = (self.start.month, self.end.month)
            if months in {(1, 6), (7, 12)}:
                half = _("first half of %(year)s") if months[0] == 1 else _("second half of %(year)s")
                return half % {"year": year}
            if months[1] - months[0] == 2 and months[0] in {1, 4, 7, 10}:
                return _("quarter %(number)d of %(year)s") % {"number": months[1] // 3, "year": year}
            if months[0] == months[1]:
                return date_format(self.start, "YEAR_MONTH_FORMAT")
        return _("%(first)s to %(last)s") % {
            "first": date_format(self.start, "DATE_FORMAT"),
            "last": date_format(self.end, "DATE_FORMAT"),
        }

    def __str__(self) -> str:
        return self.code
