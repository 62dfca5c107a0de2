"""Reminders to duos: few, never on a Saturday or Sunday, and none where somebody has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.codes import AgreementKind, BuddyReason, MeetingKind, Side
from convive.city.buddies.models import Agreement, Duo, Meeting, Programme, Reminder
from convive.city.buddies.models.letters import ReminderKind
from convive.city.buddies.phases import DuoPhase, duos
from convive.city.buddies.queries.agreements import SIGNERS, with_signatures
from convive.city.buddies.queries.radar import Standing, standings
from convive.city.people.letters import write
from convive.core import audit, clock
from convive.core.models import City

# Letters about meeting that a duo gets in half a year, however often it falls silent.
AT_MOST = 3
HALF_A_YEAR = dt.timedelta(days=182)
SATURDAY = 5
# Hours of the city's own day at which letters go out.
FROM, UNTIL = 9, 18
# Days before the end of a term on which a letter goes out, or on the next working day.
BEFORE_THE_END = (7, 30)


@transaction.atomic
def remind(city: City) -> int:
    """Send what is to be sent now. Call it inside the city's scope. Returns how many letters."""
    here = clock.now().astimezone(ZoneInfo(city.time_zone))
    if here.weekday() >= SATURDAY or not FROM <= here.hour < UNTIL:
        return 0
    today = city.today
    made = [*_to_meet(city, today), *_to_answer(city, today), *_to_sign(city, today), *_to_end(today)]
    return sum(_send(city, duo, side, kind, today) for duo, side, kind in made)


Wanted = tuple[Duo, str, Any]


def to_remind(found: Iterable[Standing], today: dt.date) -> list[int]:
    """Of running duos those that are reminded today: late by the one rule, nothing planned, not reminded since
    they were last in touch, and not too often.
    """
    late = {each.duo: each for each in found if each.late and each.phase == DuoPhase.ACTIVE}
    planned = Meeting.objects.filter(duo__in=late, kind=MeetingKind.PLANNED, on__gte=today)
    quiet = set(planned.order_by().values_list("duo_id", flat=True))
    sent: dict[int, set[dt.date]] = {}
    rows = Reminder.objects.filter(duo__in=late, kind=ReminderKind.MEET)
    for duo, on in rows.values_list("duo_id", "on"):
        sent.setdefault(duo, set()).add(on)
    return [
        pk
        for pk, each in sorted(late.items())
        if pk not in quiet
        and not any(on > each.cadence.since for on in sent.get(pk, ()))
        and sum(on > today - HALF_A_YEAR for on in sent.get(pk, ())) < AT_MOST
    ]


def _with_people(rows: QuerySet[Duo]) -> QuerySet[Duo]:
    people = [
        f"{side}__participant__{each}" for side in Side.values for each in ("city", "organisation", "user")
    ]
    return rows.select_related("programme", *people).order_by("pk")


def _to_meet(city: City, today: dt.date) -> list[Wanted]:
    wanted = to_remind(standings(Programme.objects.filter(city=city), today), today)
    rows = _with_people(Duo.objects.filter(pk__in=wanted))
    return [(duo, side, ReminderKind.MEET) for duo in rows for side in Side.values]


def _to_answer(city: City, today: dt.date) -> list[Wanted]:
    """Once to whoever has not answered a proposal when the days for it are over."""
    rows = _with_people(duos(today).filter(phase=DuoPhase.PROPOSED))
    told = _told(ReminderKind.ANSWER, rows)
    return [
        (duo, side, ReminderKind.ANSWER)
        for duo in rows
        for side in Side.values
        if not duo.answer(side)
        and (today - city.day_of(duo.proposed_at)).days >= duo.programme.answer_days
        and (duo.pk, side) not in told
    ]


def _to_sign(city: City, today: dt.date) -> list[Wanted]:
    """Once for each agreement to whoever has not signed it when as many days are over."""
    waiting = DuoPhase.ACCEPTED, DuoPhase.SIGNED, DuoPhase.ACTIVE
    newest: dict[int, Agreement] = {}
    open_rows = Agreement.objects.filter(taken_back_at__isnull=True, duo__over_on__isnull=True)
    for row in open_rows.prefetch_related("signatures").order_by("duo", "number"):
        newest[row.duo_id] = row
    unsigned = {key: row for key, row in newest.items() if len(row.signatures.all()) < len(Side.values) + 1}
    rows = _with_people(duos(today).filter(pk__in=unsigned, phase__in=waiting))
    told = _told(ReminderKind.SIGN, rows)
    found = []
    for duo in rows:
        agreement = unsigned[duo.pk]
        made = city.day_of(agreement.made_at)
        if (today - made).days < duo.programme.answer_days:
            continue
        signed = {signature.signer for signature in agreement.signatures.all()}
        found += [
            (duo, side, ReminderKind.SIGN)
            for side in Side.values
            if side not in signed and told.get((duo.pk, side), dt.date.min) < made
        ]
    return found


def _to_end(today: dt.date) -> list[Wanted]:
    """30 and 7 days before the end of a term, each once, not in a pause, nor once somebody has asked for more time."""
    asked = with_signatures().filter(
        signed__lt=SIGNERS, kind__in=(AgreementKind.EXTENDED, AgreementKind.RENEWED)
    )
    soon = today, today + dt.timedelta(days=max(BEFORE_THE_END))
    ending = duos(today).filter(phase=DuoPhase.ACTIVE, ends_on__range=soon)
    rows = list(_with_people(ending.exclude(pk__in=asked.values("duo"))))
    told = _told(ReminderKind.ENDS, rows)
    return [
        (duo, side, ReminderKind.ENDS)
        for duo in rows
        for side in Side.values
        if told.get((duo.pk, side), dt.date.min) < _since(duo.ends_on, today)
    ]


def _since(ends_on: dt.date, today: dt.date) -> dt.date:
    """The day from which the present letter counts as sent: 7 days before the end, or else 30."""
    left = (ends_on - today).days
    return ends_on - dt.timedelta(days=next(days for days in BEFORE_THE_END if left <= days))


def _told(kind: object, rows: Iterable[Duo]) -> dict[tuple[int, str], dt.date]:
    """When each of them was last reminded of it."""
    sent = Reminder.objects.filter(kind=kind, duo__in=[row.pk for row in rows]).order_by("on")
    return {(row.duo_id, row.side): row.on for row in sent}


def _send(city: City, duo: Duo, side: str, kind: object, today: dt.date) -> bool:
    participant = duo.application(side).participant
    if not participant.email:
        return False
    row = Reminder.objects.create(city=city, duo=duo, side=side, kind=kind, on=today)
    own = kind in (ReminderKind.MEET, ReminderKind.ENDS)
    page = reverse("buddies:own-duo", args=[city.slug, duo.pk]) if own else ""
    write(participant, lambda: _words(duo, side, kind), page, contact=duo.programme.contact)
    audit.record("reminder.sent", row, by=None, why=BuddyReason.FOLLOWING_UP, details={"kind": str(kind)})
    return True


def _words(duo: Duo, side: str, kind: object) -> tuple[str, list[str]]:
    """No name of the other before there is an agreement, and none in a letter that comes again and again: mail is read
    by more eyes than a page.
    """
    if kind == ReminderKind.ANSWER:
        return _("We found somebody for you to meet"), [
            _("We asked you whether you want to meet somebody. Please say yes or no. A no is fine."),
        ]
    if kind == ReminderKind.SIGN:
        return _("Your agreement waits for you"), [
            _("You both said yes. Please read the agreement and sign it."),
        ]
    if kind == ReminderKind.ENDS:
        last = date_format(duo.ends_on, "DATE_FORMAT")
        told = {"name": duo.other(side).participant.name, "last": last}
        return _("You and %(name)s: your time ends on %(last)s") % told, [
            _("Your time together ends on %(last)s.") % told,
            _("Would you like to go on? Or stop? You choose it on your page:"),
        ]
    return _("Have you met?"), [
        _("We have not heard of a meeting with your buddy for a while."),
        _("Can you not meet now? Tell us. You can take a pause or stop. That is fine."),
        _("Did you meet? Tell us here. It takes ten seconds. You can also plan a new day:"),
    ]
