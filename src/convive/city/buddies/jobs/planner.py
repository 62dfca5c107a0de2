"""Working the planner out in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app

from convive.city.buddies.actions.planner import KEPT_FOR, key_of
from convive.city.buddies.models import Programme
from convive.city.buddies.queries import planner as queries
from convive.core import worked_out
from convive.core.models import City
from convive.core.tenancy import in_city


@app.task(name="convive.city.buddies.jobs.planner.plan")
def plan(city_id: int, programme_id: int) -> None:
    """Work the plan of today out. Safe to run again. Not a `city_job`, which is one transaction: people watch its
    progress, and no transaction stays open while the engine works.
    """
    city = City.objects.get(pk=city_id)
    today = city.today
    with in_city(city):
        programme = Programme.objects.select_related("city").filter(pk=programme_id).first()
    if programme is None:
        return

    def work(progress: Callable[[int], None]) -> dict[str, Any]:
        with in_city(city):
            material = queries.read(programme, today)
        progress(30)
        return queries.work_out(material, progress)

    worked_out.keep(key_of(programme, today), KEPT_FOR, work)
