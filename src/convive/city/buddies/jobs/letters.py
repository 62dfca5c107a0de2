"""Letters that go out by themselves: reminders to duos on working days, and the week's letter to coordinators.

Each runs every hour and asks the city's own clock. What went out is written down in the same transaction, so that
nothing goes out twice however often it runs.
"""

from __future__ import annotations

from procrastinate.contrib.django import app

from convive.city.buddies.actions import digests, reminders
from convive.core.jobs import city_job, for_each_city
from convive.core.models import City


@city_job()
def remind(city: City) -> int:
    """One transaction for the whole city: a worker that is killed has sent nothing."""
    return reminders.remind(city)


@app.periodic(cron="21 * * * *")
@app.task(name="convive.city.buddies.jobs.letters.remind_everywhere", queueing_lock="remind_everywhere")
def remind_everywhere(timestamp: int) -> int:
    """Every hour, in every city. Returns in how many."""
    return for_each_city(remind)


@city_job()
def send_digests(city: City) -> int:
    """On Monday from seven o'clock of the city."""
    return digests.send_digests(city)


@app.periodic(cron="1 * * * *")
@app.task(
    name="convive.city.buddies.jobs.letters.send_digests_everywhere", queueing_lock="send_digests_everywhere"
)
def send_digests_everywhere(timestamp: int) -> int:
    """Every hour, in every city. Returns in how many."""
    return for_each_city(send_digests)
