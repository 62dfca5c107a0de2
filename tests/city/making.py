"""A programme and its people for tests: each function writes rows as they would stand after the acts of a phase.

Call them inside a city's scope. Days are counted from `TODAY`, or from the day given.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from convive.city.buddies.agreements import fingerprint
from convive.city.buddies.codes import AgreementKind, Answer, IntakeOutcome, MeetingKind, Side, Signer
from convive.city.buddies.models import Agreement, Application, Duo, HoursEntry, Meeting, Programme, Signature
from convive.city.people.lists import Agreed, Judge
from convive.city.people.models import Availability, Consent, Participant, SpokenLanguage
from convive.core.models import City, Membership, Organisation, User
from convive.core.roles import Role
from tests.conftest import SINCE

TODAY = dt.date(2026, 11, 2)
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
CRITERIA = {
    "hard": {
        "language": ["nl"],
        "newcomer_band": "A1",
        "volunteer_band": "B2",
        "overlap_hours": 2,
        "distance_km": 8,
    },
    "order": {"waiting_bands_weeks": [26, 12, 4], "seed": "rivertown"},
}
_numbers = itertools.count(1)


def day(number: int, today: dt.date = TODAY) -> dt.date:
    """So many days after `today`; before it, where negative."""
    return today + dt.timedelta(days=number)


def at(number: int, today: dt.date = TODAY) -> dt.datetime:
    return dt.datetime.combine(day(number, today), dt.time(9), dt.UTC)


def coordinator_of(organisation: Organisation, user: User | None = None, name: str = "Stranger") -> User:
    """Somebody who coordinates buddies for an organisation: `user`, or else a person of this name."""
    user = user or User.objects.create_user(
        f"{name.split()[0].lower()}@example.org", "correct horse battery", name=name
    )
    Membership.objects.create(
        city=organisation.city, user=user, role=Role.BUDDY_COORDINATOR, organisation=organisation, since=SINCE
    )
    return user


def programme(city: City, organisation: Organisation | None = None, **more: Any) -> Programme:
    values = {
        "slug": f"together-{city.slug}",
        "names": {"en": "Together", "nl": "Samen"},
        "texts": {"en": "Two people meet for six months.", "nl": "Twee mensen ontmoeten elkaar zes maanden."},
        "municipalities": ["Rivertown", "Hillside"],
        "languages": ["en", "nl"],
        "follow_ups": [42, 126],
        "criteria": CRITERIA,
        "contact_name": "The coordinator",
        "contact_email": "buddies@example.org",
        "since": dt.date(2025, 1, 1),
        **more,
    }
    return Programme.objects.create(city=city, organisation=organisation, **values)


def participant(programme: Programme, name: str = "", user: User | None = None, **more: Any) -> Participant:
    number = next(_numbers)
    values = {
        "name": name or f"Person {number}",
        "email": user.email if user else f"person{number}@example.org",
        "language": "en",
        "adult": True,
        "place_x": 3_950_000,
        "place_y": 3_120_000,
        "interests": ["walking", "music"],
        "goals": ["language"],
        "since": day(-100),
        "delete_on": day(600),
        "told_on": day(-100),
        **more,
    }
    row = Participant.objects.create(
        city=programme.city, organisation=programme.organisation, user=user, **values
    )
    Consent.objects.create(
        city=programme.city,
        participant=row,
        purpose=Agreed.TAKE_PART,
        text_version="2026-11",
        given_at=at(-100),
    )
    return row


def speaks(row: Participant, **bands: str) -> None:
    for language, band in bands.items():
        SpokenLanguage.objects.create(
            city=row.city,
            participant=row,
            language=language,
            band=band,
            judged_by=Judge.SELF,
            judged_on=day(-100),
        )


def free(row: Participant, *stretches: tuple[int, int, int]) -> None:
    """Weekday from 0 (Monday), first and last hour."""
    for weekday, start, end in stretches:
        Availability.objects.create(
            city=row.city, participant=row, weekday=weekday, start=60 * start, end=60 * end
        )


def applied(
    programme: Programme, side: str, *, user: User | None = None, name: str = "", **more: Any
) -> Application:
    """Somebody who applied, with languages and hours by which they could meet anybody made here."""
    facts = {key: more.pop(key) for key in list(more) if key in {f.name for f in Participant._meta.fields}}
    row = participant(programme, name, user, **facts)
    if side == Side.NEWCOMER:
        speaks(row, nl="A2", ar="C2")
    else:
        speaks(row, nl="C2", en="B2")
    free(row, (0, 18, 21), (5, 10, 13))
    values = {"municipality": "Rivertown", "applied_at": at(-60), **more}
    return Application.objects.create(
        city=programme.city, programme=programme, participant=row, side=side, **values
    )


def pooled(programme: Programme, side: str, *, since: dt.date | None = None, **more: Any) -> Application:
    """Somebody who waits for a duo."""
    values = {
        "intake_on": at(-50),
        "intake_done_on": day(-50),
        "outcome": IntakeOutcome.READY,
        "pooled_since": since or day(-40),
        **more,
    }
    return applied(programme, side, **values)


def duo(
    programme: Programme,
    newcomer: Application | None = None,
    volunteer: Application | None = None,
    **more: Any,
) -> Duo:
    """A duo that was asked."""
    newcomer = newcomer or pooled(programme, Side.NEWCOMER)
    volunteer = volunteer or pooled(programme, Side.VOLUNTEER)
    values = {"proposed_at": at(-20), **more}
    return Duo.objects.create(
        city=programme.city, programme=programme, newcomer=newcomer, volunteer=volunteer, **values
    )


def accepted(
    programme: Programme,
    newcomer: Application | None = None,
    volunteer: Application | None = None,
    **more: Any,
) -> Duo:
    values = {
        "newcomer_answer": Answer.YES,
        "newcomer_answered_at": at(-18),
        "volunteer_answer": Answer.YES,
        "volunteer_answered_at": at(-17),
        **more,
    }
    return duo(programme, newcomer, volunteer, **values)


def agreement(duo: Duo, *, signers: tuple[str, ...] = tuple(Signer), **more: Any) -> Agreement:
    texts = {"en": "We meet.", "nl": "Wij ontmoeten elkaar."}
    values = {
        "number": duo.agreements.count() + 1,
        "kind": AgreementKind.FIRST,
        "languages": ["en", "nl"],
        "starts_on": duo.starts_on or day(0),
        "ends_on": duo.ends_on or day(180),
        "days_between": duo.programme.days_between,
        "texts": texts,
        "text_hash": fingerprint(texts),
        "made_at": at(-16),
        **more,
    }
    row = Agreement.objects.create(city=duo.city, duo=duo, **values)
    for signer in signers:
        Signature.objects.create(
            city=duo.city,
            agreement=row,
            signer=signer,
            language="en",
            text_hash=row.text_hash,
            signed_at=at(-15),
        )
    return row


def active(
    programme: Programme,
    newcomer: Application | None = None,
    volunteer: Application | None = None,
    *,
    starts: int = -15,
    **more: Any,
) -> Duo:
    """A duo that signed and began so many days after TODAY (before, where negative)."""
    values = {"starts_on": day(starts), "ends_on": day(starts + 182), **more}
    row = accepted(programme, newcomer, volunteer, **values)
    agreement(row)
    Application.objects.filter(pk__in=(row.newcomer_id, row.volunteer_id)).update(pooled_since=None)
    return row


def met(duo: Duo, number: int, minutes: int = 90, **more: Any) -> Meeting:
    """The duo met so many days after TODAY."""
    values = {
        "kind": MeetingKind.HELD,
        "minutes": minutes,
        "logged_by": Side.NEWCOMER,
        "logged_at": NOW,
        **more,
    }
    if values["kind"] != MeetingKind.HELD:
        values["minutes"] = 0
    return Meeting.objects.create(city=duo.city, duo=duo, on=day(number), **values)


def hours(
    row: Participant, number: int, minutes: int = 120, *, by: User | None = None, **more: Any
) -> HoursEntry:
    """An entry of hours on that day, confirmed where `by` is given."""
    values: dict[str, Any] = {
        "doing": "talk",
        "code": f"code{next(_numbers)}",
        "asked_at": at(number),
        **more,
    }
    if by is not None:
        values |= {"confirmed_at": at(number), "confirmed_by": by}
    return HoursEntry.objects.create(
        city=row.city, participant=row, on=day(number), minutes=minutes, **values
    )
