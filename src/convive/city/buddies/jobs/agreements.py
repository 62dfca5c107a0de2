"""Every morning: whose term ends soon is told, so that nobody's time ends by surprise."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from convive.city.buddies import agreement_letters
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Duo, Reminder
from convive.city.buddies.models.letters import ReminderKind
from convive.city.buddies.phases import duos
from convive.city.buddies.phases.duos import DuoPhase
from convive.city.buddies.queries.agreements import with_signatures
from convive.core.jobs import city_job, for_each_city
from convive.core.models import City

# Days before the end on which a letter goes out, or on the next working day.
BEFORE = (7, 30)
SATURDAY = 5


@app.periodic(cron="11 7 * * *")
@app.task(name="convive.city.buddies.jobs.agreements.tell_of_ends_everywhere", queueing_lock="tell_of_ends")
def tell_of_ends_everywhere(timestamp: int) -> int:
    """Every morning, in every city. Returns in how many."""
    return for_each_city(tell_of_ends)


@city_job()
def tell_of_ends(city: City) -> int:
    """Tell the two of every duo 30 and 7 days before its term ends, each once. Returns how many were told.

    Nobody is written to on a Saturday or Sunday, in a pause, or once somebody has asked for more time.
    """
    today = city.today
    if today.weekday() >= SATURDAY:
        return 0
    asked = with_signatures().filter(signed__lt=3, kind__in=("extended", "renewed"))
    rows = (
        duos(today)
        .filter(
            phase=DuoPhase.ACTIVE,
            ends_on__range=(today, today + dt.timedelta(days=max(BEFORE))),
        )
        .exclude(pk__in=asked.values("duo"))
        .select_related(
            "programme__organisation", "programme__city", "newcomer__participant", "volunteer__participant"
        )
        .order_by("pk")
    )
    found = list(rows)
    told = _told(found)
    made = []
    for duo in found:
        since = _since(duo, today)
        sides = [
            side
            for side in Side.values
            if duo.application(side).participant.email and told.get((duo.pk, side), dt.date.min) < since
        ]
        made += [Reminder(city=city, duo=duo, side=side, kind=ReminderKind.ENDS, on=today) for side in sides]
        if sides:
            agreement_letters.ends_soon(duo, sides)
    Reminder.objects.bulk_create(made)
    return len(made)


def _since(duo: Duo, today: dt.date) -> dt.date:
    """The day from which the present letter counts as sent: 7 days before the end, or else 30."""
    left = (duo.ends_on - today).days
    stage = next(days for days in BEFORE if left <= days)
    return duo.ends_on - dt.timedelta(days=stage)


def _told(rows: list[Duo]) -> dict[tuple[int, str], dt.date]:
    """When each of them was last told that a term ends. One query."""
    reminders = Reminder.objects.filter(duo__in=rows, kind=ReminderKind.ENDS).order_by("on")
    return {(row.duo_id, row.side): row.on for row in reminders}
