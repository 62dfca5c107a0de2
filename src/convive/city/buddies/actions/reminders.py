"""Reminders to duos: few, never on a Saturday or Sunday, and none where somebody has answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convive.city.buddies.codes import BuddyReason, MeetingKind, Side
from convive.city.buddies.models import Agreement, Duo, Meeting, Programme, Reminder
from convive.city.buddies.models.letters import ReminderKind
from convive.city.buddies.phases import DuoPhase, duos
from convive.city.buddies.queries.radar import Standing, standings
from convive.core import audit, clock
from convive.core.mail import send_later
from convive.core.models import City

# Letters about meeting that a duo gets in half a year, however often it falls silent.
AT_MOST = 3
HALF_A_YEAR = dt.timedelta(days=182)
SATURDAY = 5
# Hours of the city's own day at which letters go out.
FROM, UNTIL = 9, 18


def remind(city: City) -> int:
    """Send what is to be sent now. Call it in one transaction inside the city's scope. Returns how many letters."""
    here = clock.now().astimezone(ZoneInfo(city.time_zone))
    if here.weekday() >= SATURDAY or not FROM <= here.hour < UNTIL:
        return 0
    today = city.today
    made = [*_to_meet(city, today), *_to_answer(city, today), *_to_sign(city, today)]
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
    return rows.select_related("programme", "newcomer__participant", "volunteer__participant").order_by("pk")


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
        and (today - _on(duo.proposed_at, city)).days >= duo.programme.answer_days
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
        made = _on(agreement.made_at, city)
        if (today - made).days < duo.programme.answer_days:
            continue
        signed = {signature.signer for signature in agreement.signatures.all()}
        found += [
            (duo, side, ReminderKind.SIGN)
            for side in Side.values
            if side not in signed and told.get((duo.pk, side), dt.date.min) < made
        ]
    return found


def _told(kind: object, rows: Iterable[Duo]) -> dict[tuple[int, str], dt.date]:
    """When each of them was last reminded of it."""
    sent = Reminder.objects.filter(kind=kind, duo__in=[row.pk for row in rows]).order_by("on")
    return {(row.duo_id, row.side): row.on for row in sent}


def _on(moment: dt.datetime, city: City) -> dt.date:
    """The day of a moment in the city."""
    return moment.astimezone(ZoneInfo(city.time_zone)).date()


def _send(city: City, duo: Duo, side: str, kind: object, today: dt.date) -> bool:
    participant = duo.application(side).participant
    if not participant.email:
        return False
    row = Reminder.objects.create(city=city, duo=duo, side=side, kind=kind, on=today)
    # The words of a letter: no name of the other in it, for mail is read by more eyes than a page.
    with translation.override(participant.language):
        subject, lines = _words(city, duo, kind)
        lines = [_("Hello,"), "", *lines, "", duo.programme.name]
        if duo.programme.contact_email:
            lines.append(duo.programme.contact_email)
        send_later(participant.email, subject, "\n".join(lines), participant.language)
    audit.record("reminder.sent", row, by=None, why=BuddyReason.FOLLOWING_UP, details={"kind": str(kind)})
    return True


def _words(city: City, duo: Duo, kind: object) -> tuple[str, list[str]]:
    home = settings.SITE_URL + reverse("people:own-home", args=[city.slug])
    if kind == ReminderKind.ANSWER:
        return _("We found somebody for you to meet"), [
            _("We asked you whether you want to meet somebody. Please say yes or no. A no is fine."),
            home,
        ]
    if kind == ReminderKind.SIGN:
        return _("Your agreement waits for you"), [
            _("You both said yes. Please read the agreement and sign it."),
            home,
        ]
    meeting = settings.SITE_URL + reverse("buddies:own-duo", args=[city.slug, duo.pk])
    return _("Have you met?"), [
        _("We have not heard of a meeting with your buddy for a while."),
        _("Did you meet? Tell us here. It takes ten seconds. You can also plan a new day:"),
        meeting,
        _("Can you not meet now? Tell us. You can take a pause or stop. That is fine."),
    ]
