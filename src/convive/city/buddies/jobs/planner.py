"""Working the planner out in the background."""

from __future__ import annotations

import logging

from django.core.cache import cache
from procrastinate.contrib.django import app

from convive.city.buddies.actions.planner import KEPT_FOR, PATIENCE, key_of
from convive.city.buddies.models import Programme
from convive.city.buddies.queries import planner as queries
from convive.core.models import City
from convive.core.tenancy import in_city

logger = logging.getLogger(__name__)


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
    key = key_of(programme, today)

    def progress(percent: int) -> None:
        cache.set(key, {"progress": percent}, PATIENCE)

    try:
        with in_city(city):
            material = queries.read(programme, today)
        progress(30)
        cache.set(key, {"plan": queries.work_out(material, progress)}, KEPT_FOR)
    except Exception:
        logger.exception("the plan of programme %d of city %s failed", programme_id, city.slug)
        cache.set(key, {"failed": True}, PATIENCE)
