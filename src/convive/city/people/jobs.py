"""Every night: people whose data are deleted soon are reminded, and what has come to its day is deleted."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from convive.city.people import erasing
from convive.city.people.actions import erase_participant, remind
from convive.city.people.actions.telling import REMINDED_BEFORE
from convive.city.people.models import Participant
from convive.city.people.reasons import PeopleReason
from convive.core.jobs import city_job, for_each_city
from convive.core.models import City


def retain(city: City) -> tuple[int, int]:
    """Reminds and erases as is due today, inside the city's scope. Returns how many of each; done again, none.

    Whoever was not told of the day, or is in a duo that is not over, stays.
    """
    today = city.today
    told = Participant.objects.filter(erased_at__isnull=True, told_on__isnull=False).order_by("pk")
    soon = told.filter(delete_on__gt=today, delete_on__lte=today + dt.timedelta(days=REMINDED_BEFORE))
    # Who was told less than these days before has the date fresh in mind.
    soon = soon.filter(told_on__lt=today - dt.timedelta(days=REMINDED_BEFORE))
    near = list(soon)
    due = list(told.filter(delete_on__lte=today))
    busy = erasing.busy([row.pk for row in (*near, *due)])
    reminded = sum(remind(row) for row in near if row.pk not in busy)
    gone = (erase_participant(row, by=None, why=PeopleReason.RETENTION) for row in due if row.pk not in busy)
    return reminded, sum(gone)


@city_job()
def retain_in_city(city: City) -> None:
    retain(city)


@app.periodic(cron="37 2 * * *")
@app.task(name="convive.city.people.jobs.retain_everywhere", queueing_lock="retain_everywhere")
def retain_everywhere(timestamp: int) -> int:
    return for_each_city(retain_in_city)
