"""Working a matching round out in the background, and whom else somebody of it could meet."""

from __future__ import annotations

from procrastinate.contrib.django import app

from convive.city.buddies import choices, rounds
from convive.core.models import City


@app.task(name="convive.city.buddies.jobs.matching.work_out")
def work_out(city_id: int, round_id: int) -> None:
    """Not a `city_job`, which is one transaction: people watch its progress, and no transaction stays open while the
    engine works.
    """
    rounds.work_out(City.objects.get(pk=city_id), round_id)


@app.task(name="convive.city.buddies.jobs.matching.find_choices")
def find_choices(city_id: int, round_id: int, person_id: int) -> None:
    """Safe to run again, and for the same reason not a `city_job`."""
    choices.work_out(City.objects.get(pk=city_id), round_id, person_id)
