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
from convive.city.people.lists import Judge
from convive.city.people.models import Availability, Check, Consent, Participant, SpokenLanguage
from convive.core import audit
from convive.core.models import User

# Words that were read on paper, of which this installation has no version.
ON_PAPER = "paper"
DAYS_A_MONTH = 365.25 / 12
NOON = dt.time(12)


def write_person(
    programme: Programme,
    participant: Participant | None,
    given: dict[str, Any],
    changed: tuple[str, ...],
    since: dt.date,
) -> Participant:
    """Write what a file says of a person into the room of personal data: fields, languages, hours, checks, agreements.

    `given` are values by column, of which only those in `changed` are written; `participant` is None for somebody new,
    who takes part `since` a day. Needs are not among them: only the person writes those.
    """
    person = participant or _new(programme, since)
    for name in changed:
        column = PEOPLE_BY_NAME[name]
        if column.of_person and column.field:
            value = given[name]
            setattr(person, column.field, list(value) if isinstance(value, tuple) else value)
    person.save()
    if "languages" in changed:
        _languages(person, dict(given["languages"]), since if participant is None else programme.city.today)
    if "judged" in given and not {"judged", "languages"}.isdisjoint(changed):
        for language, judge, day in given["judged"]:
            person.languages.filter(language=language).update(judged_by=judge, judged_on=day)
    if "available" in changed:
        person.hours.all().delete()
        Availability.objects.bulk_create(
            Availability(
                city=person.city, participant=person, weekday=each.day, start=each.start, end=each.end
            )
            for each in given["available"]
        )
    if "checks" in changed:
        Check.objects.bulk_create(
            Check(city=person.city, participant=person, kind=kind, outcome=outcome, on=on, expires=expires)
            for kind, outcome, on, expires in new_of_person(person, "checks", given["checks"])
        )
    if "agreed" in changed:
        Consent.objects.bulk_create(
            Consent(
                city=person.city, participant=person, purpose=purpose, text_version=ON_PAPER,
                given_at=_noon(programme, day),
            )
            for purpose, day in new_of_person(person, "agreed", given["agreed"])
        )  # fmt: skip
    return person


def _new(programme: Programme, since: dt.date) -> Participant:
    """Somebody new. When their data are deleted, they are still to be told: `told_on` stays empty."""
    kept = round((programme.term_months + programme.keep_months) * DAYS_A_MONTH)
    return Participant(
        city=programme.city,
        organisation=programme.organisation,
        language=programme.city.languages[0],
        since=since,
        delete_on=max(since, programme.city.today) + dt.timedelta(days=kept),
    )


def _languages(person: Participant, bands: dict[str, str], day: dt.date) -> None:
    person.languages.exclude(language__in=bands).delete()
    known = {each.language: each for each in person.languages.all().order_by()}
    for language, band in bands.items():
        row = known.get(language) or SpokenLanguage(city=person.city, participant=person, language=language)
        if row.band != band:
            row.band, row.judged_by, row.judged_on = band, Judge.SELF, day
            row.save()


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
