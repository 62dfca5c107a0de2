"""Working a matching round out in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from convive.city.buddies import rounds
from convive.core.models import City


@app.task(name="convive.city.buddies.jobs.matching.work_out")
def work_out(city_id: int, round_id: int) -> None:
    """Not a `city_job`, which is one transaction: people watch its progress, and no transaction stays open while the
    engine works.
    """
    rounds.work_out(City.objects.get(pk=city_id), round_id)
