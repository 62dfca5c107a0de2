"""The writes of an import, a person or a duo at a time. Call them inside the transaction of the import."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from convive.city.buddies.codes import Answer, BuddyReason, IntakeOutcome
from convive.city.buddies.exchange.columns import DUOS_BY_NAME, PEOPLE_BY_NAME
from convive.city.buddies.exchange.planning import PersonStep, new_of_person
from convive.city.buddies.exchange.planning_duos import DuoStep
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.people.actions import add_check, change_facts, enrol, tell_deletion
from convive.city.people.facts import KNOWN, NO_PAPER, Facts, Paper
from convive.city.people.lists import Channel
from convive.city.people.models import Participant
from convive.core import audit
from convive.core.models import User

NOON = dt.time(12)


def write_person(
    programme: Programme,
    participant: Participant | None,
    given: dict[str, Any],
    changed: tuple[str, ...],
    since: dt.date,
    by: User,
) -> Participant:
    """Let the room of personal data write what a file says of a person: facts, languages, hours, checks, agreements.

    `given` are values by column, of which only those in `changed` are written; `participant` is None for somebody new,
    who takes part `since` a day and is told when their data are deleted, as is whoever gets another day. Needs are not
    among them: only the person writes those.
    """
    why = BuddyReason.IMPORTED
    told = {name: given[name] for name in changed}
    facts, paper = _facts(told, participant), _paper(programme, told, given, None if participant else since)
    if participant is None:
        if "email" not in facts:
            facts.setdefault("channel", str(Channel.PHONE))
        facts.setdefault("language", programme.city.languages[0])
        person = enrol(
            programme.city, programme.organisation, Facts(**facts), (), by=by, why=why,
            keep_months=programme.keep_months, paper=paper,
        )  # fmt: skip
    elif facts or paper != NO_PAPER:
        person = change_facts(participant, by=by, why=why, paper=paper, **facts)
    else:
        person = participant
    day = told.get("delete_on", person.delete_on)
    if participant is None or day != person.delete_on:
        person = tell_deletion(person, day, by=by, why=why)
    if "checks" in told:
        for kind, outcome, on, expires in new_of_person(person, "checks", told["checks"]):
            add_check(person, kind, outcome, on=on, expires=expires, by=by, why=why)
    return person


def _facts(told: dict[str, Any], participant: Participant | None) -> dict[str, Any]:
    """Columns of a file as facts of a person."""
    facts = {
        column.field: told[name]
        for name in told
        if (column := PEOPLE_BY_NAME[name]).of_person and column.field in KNOWN
    }
    if "x" in told or "y" in told:
        here = (participant.place_x, participant.place_y) if participant else (None, None)
        facts["place"] = (told.get("x", here[0]), told.get("y", here[1]))
    if "languages" in told:
        facts["languages"] = told["languages"]
    if "available" in told:
        facts["hours"] = tuple((each.day, each.start, each.end) for each in told["available"])
    return facts


def _paper(programme: Programme, told: dict[str, Any], given: dict[str, Any], since: dt.date | None) -> Paper:
    agreed = ((purpose, _noon(programme, day)) for purpose, day in told.get("agreed", ()))
    # Who judged a language is said of the band that stands in the same row.
    judged = () if {"judged", "languages"}.isdisjoint(told) else given.get("judged", ())
    return Paper(since=since, agreed=tuple(agreed), judged=tuple(judged))


def write_application(
    programme: Programme, step: PersonStep, person: Participant, since: dt.date, by: User
) -> Application:
    """Write the way of a person through the programme."""
    row = step.application or Application(
        city=programme.city,
        programme=programme,
        participant=person,
        side=step.side,
        applied_at=_noon(programme, since),
    )
    for name in step.changed:
        column = PEOPLE_BY_NAME[name]
        if column.of_person or not column.field:
            continue
        value = step.given[name]
        if name == "applied_on":
            row.applied_at = _noon(programme, value)
        elif name == "intake_on":
            row.intake_on = value.replace(tzinfo=ZoneInfo(programme.city.time_zone))
        else:
            setattr(row, column.field, value)
    if row.pooled_since and not row.outcome:
        row.outcome = IntakeOutcome.READY
    if row.outcome and not row.intake_done_on:
        planned = step.value("intake_on")
        row.intake_done_on = planned.date() if planned else row.pooled_since
    row.save()
    verb = "application.imported" if step.application is None else "application.changed-by-file"
    audit.record(verb, row, by=by, why=BuddyReason.IMPORTED, details={"columns": " ".join(step.changed)})
    return row


def write_duo(
    programme: Programme, step: DuoStep, newcomer: Application, volunteer: Application, by: User
) -> Duo:
    """Write a duo. One that begins has the yes of both."""
    today = programme.city.today
    duo = step.duo or Duo(
        city=programme.city,
        programme=programme,
        newcomer=newcomer,
        volunteer=volunteer,
        proposed_by=by,
        proposed_at=_noon(programme, min(step.given.get("starts_on") or today, today)),
    )
    duo.slot = step.slot
    for name in step.changed:
        column = DUOS_BY_NAME[name]
        value = step.given[name]
        setattr(duo, column.field, _noon(programme, value) if column.field.endswith("_at") else value)
    if duo.starts_on:
        duo.newcomer_answer = duo.volunteer_answer = Answer.YES
    duo.save()
    verb = "duo.imported" if step.duo is None else "duo.changed-by-file"
    audit.record(verb, duo, by=by, why=BuddyReason.IMPORTED, details={"columns": " ".join(step.changed)})
    return duo


def _noon(programme: Programme, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, NOON, ZoneInfo(programme.city.time_zone))
