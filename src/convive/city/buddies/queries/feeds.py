"""Somebody's meetings and activities as a calendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from convive.city.buddies.access import with_participants
from convive.city.buddies.actions.feeds import digest
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import Attendance, CalendarFeed, Meeting
from convive.city.buddies.words import first_name
from convive.city.people.lists import Agreed
from convive.city.people.models import Consent, Participant

# Minutes that a planned meeting takes in a diary.
LONG = 60
# Days back: what has just been stays in the diary for a while.
BACK = 30


def participant_of(key: str) -> Participant | None:
    """Whose calendar opens with a key."""
    row = (
        CalendarFeed.objects.filter(
            key_hash=digest(key), ended_at__isnull=True, participant__erased_at__isnull=True
        )
        .select_related("participant__city")
        .first()
    )
    return row.participant if row else None


def calendar_of(participant: Participant) -> bytes:
    """The planned meetings and the activities of one person, in the times of the city and the person's language."""
    city = participant.city
    zone = ZoneInfo(city.time_zone)
    since = city.today - dt.timedelta(days=BACK)
    with translation.override(participant.language):
        # A calendar without a name of its own takes a random one, and would be new at each reading.
        found = icalendar.Calendar.new(
            name=_("Meetings in %(city)s") % {"city": city.name},
            prodid="-//Convive//Calendar//EN",
            uid=_uid("calendar", participant.pk),
            subcomponents=[*_meetings(participant, zone, since), *_activities(participant, zone, since)],
        )
    found.add_missing_timezones(first_date=since, last_date=since + dt.timedelta(days=3 * 365))
    return found.to_ical()


def _meetings(participant: Participant, zone: ZoneInfo, since: dt.date) -> list[icalendar.Event]:
    mine = with_participants([participant.pk], "duo__")
    found = Meeting.objects.filter(mine, kind=MeetingKind.PLANNED, on__gte=since, duo__over_on__isnull=True)
    people = found.select_related("duo__newcomer__participant", "duo__volunteer__participant")
    rows = [(row, _other(row, participant)) for row in people.order_by("on", "at", "pk")]
    agreed = Consent.objects.filter(
        purpose=Agreed.SHARE_CONTACT,
        withdrawn_at__isnull=True,
        participant__in=[other for _row, other in rows],
    )
    shared = set(agreed.values_list("participant_id", flat=True))
    events = []
    for row, other in rows:
        known = other.pk in shared and other.name
        title = (
            _("Meeting with %(name)s") % {"name": first_name(other)}
            if known
            else _("Meeting with your buddy")
        )
        events.append(_event("meeting", row.pk, title, row.on, row.at, LONG, zone, row.logged_at))
    return events


def _other(row: Meeting, participant: Participant) -> Participant:
    return row.duo.other_than([participant.pk])


def _activities(participant: Participant, zone: ZoneInfo, since: dt.date) -> list[icalendar.Event]:
    rows = Attendance.objects.filter(
        Q(came__isnull=True) | Q(came=True), application__participant=participant, activity__on__gte=since
    )
    events = []
    for row in rows.select_related("activity").order_by("activity__on", "pk"):
        what = row.activity
        events.append(
            _event(
                "activity",
                what.pk,
                str(what),
                what.on,
                what.at,
                what.minutes,
                zone,
                row.signed_up_at,
                what.where,
            )
        )
    return events


def _event(
    kind: str,
    pk: int,
    title: str,
    on: dt.date,
    at: dt.time | None,
    minutes: int,
    zone: ZoneInfo,
    told: dt.datetime,
    where: str = "",
) -> icalendar.Event:
    """With a time, so many minutes from it; without, the whole day."""
    start: dt.date = on
    end: dt.date = on + dt.timedelta(days=1)
    if at is not None:
        start = dt.datetime.combine(on, at, zone)
        end = (start.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(zone)
    return icalendar.Event.new(
        uid=_uid(kind, pk), summary=title, start=start, end=end, stamp=told, location=where or None
    )


def _uid(kind: str, pk: int) -> str:
    return f"{kind}-{pk}@{urlsplit(settings.SITE_URL).hostname}"
