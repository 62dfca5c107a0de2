"""What stands in one cell: read from text, and written as the same text. Codes are the same in every language."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from convive.city.people.models.participant import BLUR
from convive.engines.matching import BANDS, WEEKDAYS, Hours, MatchError, hours_from, languages_from

FORMULA = re.compile(r"'*[=+\-@\t\r]")
# Metres: the grid of Europe has no place beyond.
FARTHEST = 10_000_000
ANSWERS = {"yes": True, "no": False}


class Unusable(ValueError):
    """A cell that cannot be used, and why, in words for a person."""


def guarded(text: str) -> str:
    """For a CSV file: a cell that a spreadsheet would take for a formula begins with an apostrophe instead."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def plain(text: str) -> str:
    return text


def short(most: int) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if len(text) > most:
            raise Unusable(_("this is longer than %(most)s signs") % {"most": most})
        return text

    return parse


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Unusable(_("this is no e-mail address")) from None
    return text.lower()


def code(choices: Sequence[str]) -> Callable[[str], str]:
    """One of a closed list; capitals make no difference."""
    known = {choice.casefold(): choice for choice in choices}

    def parse(text: str) -> str:
        found = known.get(text.casefold())
        if found is None:
            raise Unusable(_("this is none of: %(codes)s") % {"codes": ", ".join(choices)})
        return found

    return parse


def codes(choices: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    one = code(choices)
    return lambda text: tuple(sorted({one(part) for part in parts(text)}))


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def joined(values: Sequence[str]) -> str:
    return ";".join(values)


def day(text: str) -> dt.date:
    """A day as 2026-03-31; a spreadsheet adds midnight to it."""
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        raise Unusable(_("this is no day; write it as 2026-03-31")) from None


def iso(value: dt.date | None) -> str:
    return value.isoformat() if value else ""


def moment(text: str) -> dt.datetime:
    """A moment by the clocks of the city, as 2026-03-31 14:00; a day alone is noon of it."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Unusable(_("this is no moment; write it as 2026-03-31 14:00")) from None
    if found.tzinfo is not None:
        raise Unusable(_("write the hour of the city's clocks, without a time zone"))
    if found.time() == dt.time():
        found = found.replace(hour=12)
    return found.replace(second=0, microsecond=0)


def moment_text(value: dt.datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if value else ""


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not (number == number and number in range(least, most + 1)):
            raise Unusable(
                _("this is no whole number from %(least)s to %(most)s") % {"least": least, "most": most}
            )
        return int(number)

    return parse


def metres(text: str) -> int:
    """A coordinate, put to the corner of its square: no finer place is kept, whatever the file says."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number <= FARTHEST:
        raise Unusable(_("this is no number of metres on the grid of Europe (EPSG:3035)"))
    return BLUR * math.floor(number / BLUR)


def number_text(value: int | None) -> str:
    return "" if value is None else str(value)


def yes_no(text: str) -> bool:
    found = ANSWERS.get(text.casefold())
    if found is None:
        raise Unusable(_("this is none of: %(codes)s") % {"codes": ", ".join(ANSWERS)})
    return found


def yes_no_text(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def languages(text: str) -> tuple[tuple[str, str], ...]:
    try:
        found = languages_from(text)
    except MatchError as error:
        raise Unusable(error.what) from None
    for language, _band in found:
        if not re.fullmatch(r"[a-z]{2,3}", language):
            raise Unusable(_("“%(code)s” is no code of a language; write it as nl:A2") % {"code": language})
    return tuple(sorted(found))


def pairs_text(values: Sequence[tuple[Any, ...]]) -> str:
    """Groups of codes and days: `nl:A2;ar:C2`."""
    return ";".join(":".join(_piece(each) for each in value) for value in values)


def _piece(value: Any) -> str:
    return iso(value) if isinstance(value, dt.date) or value is None else str(value)


def hours(text: str) -> tuple[Hours, ...]:
    """Stretches of the week, those that touch made one."""
    try:
        found = sorted(hours_from(text))
    except MatchError as error:
        raise Unusable(error.what) from None
    merged: list[Hours] = []
    for each in found:
        if merged and merged[-1].day == each.day and each.start <= merged[-1].end:
            merged[-1] = Hours(each.day, merged[-1].start, max(each.end, merged[-1].end))
        else:
            merged.append(each)
    return tuple(merged)


def hours_text(values: Sequence[Hours]) -> str:
    return ";".join(f"{WEEKDAYS[each.day]}:{_time(each.start)}-{_time(each.end)}" for each in values)


def _time(minutes: int) -> str:
    full, rest = divmod(minutes, 60)
    return f"{full}:{rest:02}" if rest else str(full)


def dated(first: Sequence[str], second: Sequence[str] | None, form: str) -> Callable[[str], tuple[Any, ...]]:
    """Groups of a code (of two codes) and a day, such as `take_part:2026-03-31` or `nl:coordinator:2026-03-31`."""

    def parse(text: str) -> tuple[Any, ...]:
        found = []
        for part in parts(text):
            pieces = [piece.strip() for piece in part.split(":")]
            if len(pieces) != (2 if second is None else 3):
                raise Unusable(_("“%(part)s” is not written as %(form)s") % {"part": part, "form": form})
            head = (code(first)(pieces[0]),) if first else (pieces[0].lower(),)
            middle = () if second is None else (code(second)(pieces[1]),)
            found.append((*head, *middle, day(pieces[-1])))
        return tuple(sorted(set(found)))

    return parse


def checks(kinds: Sequence[str], outcomes: Sequence[str]) -> Callable[[str], tuple[Any, ...]]:
    """`training:done:2026-03-31`, with `:2028-03-31` behind it where it holds until a day."""

    def parse(text: str) -> tuple[Any, ...]:
        found = set()
        for part in parts(text):
            pieces = [piece.strip() for piece in part.split(":")]
            if len(pieces) not in (3, 4):
                form = "training:done:2026-03-31:2028-03-31"
                raise Unusable(_("“%(part)s” is not written as %(form)s") % {"part": part, "form": form})
            on, until = day(pieces[2]), day(pieces[3]) if len(pieces) == 4 and pieces[3] else None
            if until is not None and until < on:
                raise Unusable(_("“%(part)s” holds until a day before it") % {"part": part})
            found.add((code(kinds)(pieces[0]), code(outcomes)(pieces[1]), on, until))
        return tuple(sorted(found, key=str))

    return parse


def checks_text(values: Sequence[tuple[Any, ...]]) -> str:
    return ";".join(":".join(_piece(each) for each in value).rstrip(":") for value in values)


__all__ = ["BANDS", "Unusable"]
