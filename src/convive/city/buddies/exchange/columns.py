"""The columns of a programme's files: what each holds, how it is read and written, and where it stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from convive.city.buddies.codes import (
    Answer,
    EndingReason,
    IntakeOutcome,
    Outcome,
    Referral,
    Side,
    Trajectory,
)
from convive.city.buddies.exchange import cells
from convive.city.buddies.models import Application, Duo
from convive.city.people.lists import (
    Agreed,
    Channel,
    CheckKind,
    CheckOutcome,
    Gender,
    Goal,
    Interest,
    Judge,
    LifeStage,
)
from convive.core.models import City
from convive.engines.matching import Hours

# Keys of rows here, as they stand in a file: a number alone could be anybody's.
PREFIX = "convive-"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Column:
    """`parse` turns a cell's text into a value, `text` a value into a cell, `of` gives the value as it stands here.

    `field` is the field of the participant or of the application; empty for what stands in tables of its own.
    """

    name: str
    parse: Callable[[str], Any]
    text: Callable[[Any], str]
    of: Callable[[Any], Any]
    field: str = ""
    of_person: bool = False


def key(row: Any) -> str:
    return f"{PREFIX}{row.pk}"


def local(moment: dt.datetime | None, row: Any) -> dt.datetime | None:
    """A moment by the clocks of the row's city, to the minute."""
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(row.programme.city.time_zone)).replace(
        second=0, microsecond=0, tzinfo=None
    )


def local_day(moment: dt.datetime | None, row: Any) -> dt.date | None:
    city: City = row.programme.city
    return city.day_of(moment) if moment else None


def _person(name: str, parse: Any, text: Any = cells.plain, field: str = "") -> Column:
    """A fact of the participant that stands in a field."""
    field = field or name

    def of(row: Application) -> Any:
        value = getattr(row.participant, field)
        return tuple(sorted(value)) if isinstance(value, list) else value

    return Column(name, parse, text, of, field, of_person=True)


def _told(name: str, parse: Any, text: Any, of: Any) -> Column:
    """A fact of the participant that stands in a table of its own."""
    return Column(name, parse, text, of, of_person=True)


def _here(name: str, parse: Any, text: Any = cells.plain, field: str = "", of: Any = None) -> Column:
    """A fact of the application, or of the duo."""
    field = field or name
    return Column(name, parse, text, of or (lambda row: getattr(row, field)), field)


def _day_of(name: str, field: str) -> Column:
    """The day of a moment."""
    return _here(name, cells.day, cells.iso, field, lambda row: local_day(getattr(row, field), row))


def _languages(row: Application) -> tuple[Any, ...]:
    return tuple(sorted((each.language, each.band) for each in row.participant.languages.all()))


def _judged(row: Application) -> tuple[Any, ...]:
    spoken = row.participant.languages.all()
    return tuple(sorted((each.language, each.judged_by, each.judged_on) for each in spoken))


def _available(row: Application) -> tuple[Hours, ...]:
    found = [Hours(each.weekday, each.start, each.end) for each in row.participant.hours.all()]
    return cells.hours(cells.hours_text(sorted(found)))


def _checks(row: Application) -> tuple[Any, ...]:
    found = {(each.kind, each.outcome, each.on, each.expires) for each in row.participant.checks.all()}
    return tuple(sorted(found, key=str))


def _agreed(row: Application) -> tuple[Any, ...]:
    held = [each for each in row.participant.consents.all() if each.withdrawn_at is None]
    return tuple(sorted((each.purpose, local_day(each.given_at, row)) for each in held))


PEOPLE: tuple[Column, ...] = (
    _here("id", cells.short(80), of=key),
    _here("side", cells.code(Side.values)),
    _person("name", cells.short(120)),
    Column(
        "email", cells.email, cells.plain, lambda row: row.participant.email.lower(), "email", of_person=True
    ),
    _person("phone", cells.short(30)),
    _person("channel", cells.code(Channel.values)),
    _person("language", cells.code(LANGUAGES)),
    _person("adult", cells.yes_no, cells.yes_no_text),
    _person("birth_year", cells.whole(1900, 2100), cells.number_text),
    _person("gender", cells.code(Gender.values)),
    _person("wish", cells.code(Gender.values), field="gender_wish"),
    _told("languages", cells.languages, cells.pairs_text, _languages),
    _told("judged", cells.dated((), Judge.values, "nl:coordinator:2026-03-31"), cells.pairs_text, _judged),
    _told("available", cells.hours, cells.hours_text, _available),
    _person("x", cells.metres, cells.number_text, "place_x"),
    _person("y", cells.metres, cells.number_text, "place_y"),
    _person("interests", cells.codes(Interest.values), cells.joined),
    _person("goals", cells.codes(Goal.values), cells.joined),
    _person("life_stage", cells.code(LifeStage.values)),
    _told("agreed", cells.dated(Agreed.values, None, "take_part:2026-03-31"), cells.pairs_text, _agreed),
    _told("checks", cells.checks(CheckKind.values, CheckOutcome.values), cells.checks_text, _checks),
    _person("delete_on", cells.day, cells.iso),
    _here("municipality", cells.short(80)),
    _here("trajectory", cells.code(Trajectory.values)),
    _here("hours_needed", cells.whole(0, 10_000), cells.number_text),
    _here("capacity", cells.whole(1, 10), cells.number_text),
    _day_of("applied_on", "applied_at"),
    _here("intake_on", cells.moment, cells.moment_text, of=lambda row: local(row.intake_on, row)),
    _here("intake_done_on", cells.day, cells.iso),
    _here("outcome", cells.code(IntakeOutcome.values)),
    _here("referred_to", cells.code(Referral.values)),
    _here("waiting_since", cells.day, cells.iso, "pooled_since"),
    _here("held_until", cells.day, cells.iso),
    _here("withdrawn_on", cells.day, cells.iso),
)

DUOS: tuple[Column, ...] = (
    _here("newcomer", cells.short(254), of=lambda row: f"{PREFIX}{row.newcomer_id}"),
    _here("volunteer", cells.short(254), of=lambda row: f"{PREFIX}{row.volunteer_id}"),
    _day_of("asked_on", "proposed_at"),
    _here("newcomer_answer", cells.code(Answer.values)),
    _day_of("newcomer_answered_on", "newcomer_answered_at"),
    _here("volunteer_answer", cells.code(Answer.values)),
    _day_of("volunteer_answered_on", "volunteer_answered_at"),
    _here("starts_on", cells.day, cells.iso),
    _here("ends_on", cells.day, cells.iso),
    _here("over_on", cells.day, cells.iso),
    _here("outcome", cells.code(Outcome.values)),
    _here("end_reason", cells.code(EndingReason.values)),
    _here("in_contact", cells.yes_no, cells.yes_no_text),
)

PEOPLE_BY_NAME = {column.name: column for column in PEOPLE}
DUOS_BY_NAME = {column.name: column for column in DUOS}


def line(row: Application | Duo, columns: tuple[Column, ...]) -> list[str]:
    """The cells of one row here."""
    return [column.text(column.of(row)) for column in columns]
