"""The planner, worked out once a day for a programme, in the background.

Nothing here is a person's act: it is arithmetic on what the coordinator sees already. So it is not in the audit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import logging
from typing import Any

from django.core.cache import cache
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from convive.city.buddies.models import Programme
from convive.city.buddies.queries import planner as queries
from convive.core.models import City
from convive.core.tenancy import in_city

logger = logging.getLogger(__name__)

KEPT_FOR = 24 * 60 * 60
# After so long without a result, a worker is asked again.
PATIENCE = 10 * 60


def _key(programme: Programme, today: dt.date) -> str:
    # Other rules make another plan.
    rules = hashlib.sha256(repr(sorted(programme.criteria.items())).encode()).hexdigest()[:16]
    return f"buddy-planner:{programme.pk}:{today}:{rules}"


def ask(programme: Programme) -> dict[str, Any]:
    """The plan of today under "plan"; until a worker has made it, how far it is under "progress", or "failed"."""
    key = _key(programme, programme.city.today)
    known = cache.get(key)
    if known is not None:
        return known
    known = {"progress": 0}
    cache.set(key, known, PATIENCE)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job = plan.configure(queueing_lock=f"planner:{programme.city_id}:{programme.pk}")
        job.defer(city_id=programme.city_id, programme_id=programme.pk)
    return known


@app.task(name="convive.city.buddies.jobs.plan")
def plan(city_id: int, programme_id: int) -> None:
    """Work the plan of today out. Safe to run again; people watch its progress, so it is not one transaction."""
    city = City.objects.get(pk=city_id)
    with in_city(city):
        programme = Programme.objects.select_related("city").filter(pk=programme_id).first()
        if programme is None:
            return
        today = city.today
        key = _key(programme, today)
    try:
        with in_city(city):
            result = queries.work_out(
                programme, today, lambda percent: cache.set(key, {"progress": percent}, PATIENCE)
            )
        cache.set(key, {"plan": result}, KEPT_FOR)
    except Exception:
        logger.exception("the plan of programme %d of city %s failed", programme_id, city.slug)
        cache.set(key, {"failed": True}, PATIENCE)
