from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convive.city.buddies import access
from convive.city.buddies.actions.meetings import mendable, teller
from convive.city.buddies.models import Duo, Meeting
from convive.city.buddies.panels import register_panel, register_tab
from convive.city.buddies.phases import RUNNING, duos
from convive.city.buddies.queries import activities, meetings, radar
from convive.city.buddies.radar_words import reasons
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core import desk
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "meeting.told": gettext_lazy("told of a meeting"),
        "meeting.planned": gettext_lazy("planned a meeting"),
        "meeting.cancelled": gettext_lazy("told that a meeting was cancelled"),
        "meeting.attempted": gettext_lazy("told that nobody was reached"),
        "meeting.changed": gettext_lazy("changed what was told of a meeting"),
        "meeting.taken-back": gettext_lazy("took back what was told of a meeting"),
        "duo.called": gettext_lazy("called a duo that wished for it"),
        "follow-up.held": gettext_lazy("held a follow-up with a duo"),
        "activity.made": gettext_lazy("added an activity"),
        "activity.changed": gettext_lazy("changed an activity"),
        "attendance.signed-up": gettext_lazy("signed somebody up for an activity"),
        "attendance.signed-off": gettext_lazy("took somebody off the list of an activity"),
        "attendance.noted": gettext_lazy("noted who came to an activity"),
    }
)

register_tab(gettext_lazy("Duos"), "buddies:radar", 30)
register_tab(gettext_lazy("Activities"), "buddies:activities", 40)


def own_panel(request: HttpRequest, duo: Duo) -> Mapping[str, Any] | None:
    """What the two see: the next meeting, and what they told."""
    if duo.starts_on is None:
        return None
    side = access.side_of(request.user, duo)
    today = request.city.today
    rows = [_line(row, side) for row in meetings.told(duo)[: meetings.SHOWN]]
    waiting = list(meetings.planned(duo))
    return {
        "rows": rows,
        "past": [row for row in waiting if row.on < today],
        "next": [row for row in waiting if row.on >= today],
        "open": duo.over_on is None,
        "begun": duo.starts_on <= today,
        "today": today,
        "sent_as": uuid.uuid4(),
    }


def _line(row: Meeting, side: str | None) -> dict[str, Any]:
    return {"meeting": row, "mendable": mendable(row, side)}


def staff_panel(request: HttpRequest, duo: Duo) -> Mapping[str, Any] | None:
    """What the organisation sees: days, minutes and kinds. How it was for the two is theirs."""
    if duo.starts_on is None:
        return None
    told = list(meetings.told(duo)[: meetings.SHOWN])
    who = teller(request.user, duo)
    return {
        "rows": [_line(row, who) for row in told],
        "planned": list(meetings.planned(duo)),
        "call_wanted": duo.meetings.filter(call_wanted=True, called_on__isnull=True).exists(),
        "open": duo.over_on is None and duo.starts_on <= request.city.today,
        "standing": _standing(duo, request.city) if duo.phase in RUNNING else None,
        "follow_ups": list(duo.follow_ups.all()),
        "sent_as": uuid.uuid4(),
    }


def _standing(duo: Duo, city: City) -> dict[str, Any]:
    found = radar.standings([duo.programme], city.today, only=duo.pk)[0]
    return {"why": reasons(found), "group": found.group}


register_panel("buddies/meetings/own_panel.html", own_panel, 20, own=True)
register_panel("buddies/meetings/staff_panel.html", staff_panel, 20)


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """A planned meeting, a planned day that has passed, and the activities to come."""
    keys = {row.pk for row in participants}
    rows = duos(city.today).filter(
        access.with_participants(keys), over_on__isnull=True, starts_on__isnull=False
    )
    known = {row.pk: row for row in rows.select_related("newcomer__participant", "volunteer__participant")}
    for pk, planned in meetings.next_planned(known).items():
        yield _planned_card(city, known[pk], planned, known[pk].other_than(keys).name)
    coming = [activity for activity, signed in activities.coming(participants, city.today)]
    if coming:
        yield Card(
            title=_("Activities"),
            about=_("%(name)s on %(day)s") % {"name": coming[0], "day": date_format(coming[0].on, "l j F")},
            url=reverse("buddies:own-activities", args=[city.slug]),
            action=_("See what is on"),
        )


def _planned_card(city: City, duo: Duo, planned: Meeting, other: str) -> Card:
    day = date_format(planned.on, "l j F")
    url = reverse("buddies:own-meeting", args=[city.slug, duo.pk])
    if planned.on < city.today:
        return Card(
            title=_("Did you meet?"),
            about=_("You and %(name)s, %(day)s.") % {"name": other, "day": day},
            url=f"{url}?planned={planned.pk}",
            action=_("Answer"),
            urgent=True,
        )
    if planned.at is not None:
        day = _("%(day)s at %(time)s") % {"day": day, "time": date_format(planned.at, "TIME_FORMAT")}
    return Card(
        title=_("Your next meeting"),
        about=_("You and %(name)s, %(day)s.") % {"name": other, "day": day},
        url=reverse("buddies:own-duo", args=[city.slug, duo.pk]),
        action=_("Open"),
    )


register("buddies.meetings", cards)


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """For each programme that somebody runs: the duos to call, and how many."""
    if not access.coordinates(user, city):
        return
    mine = {programme.pk: programme for programme in access.programmes_once(user, city)}
    to_call: dict[int, list[radar.Standing]] = {}
    for each in radar.to_call(mine.values(), city.today):
        to_call.setdefault(each.programme, []).append(each)
    for key, found in to_call.items():
        programme = mine[key]
        title = ngettext(
            "%(name)s: %(number)d duo needs a call", "%(name)s: %(number)d duos need a call", len(found)
        ) % {"name": programme.name, "number": len(found)}
        url = reverse("buddies:radar", args=[city.slug, programme.slug])
        yield desk.Task(title, reasons(found[0])[0], f"{url}?rhythm={radar.CALL}", _("See who"))


desk.register("buddies.meetings", tasks=tasks)
