"""The planner, asked for once a day for a programme.

Nothing here is a person's act: it is arithmetic on what the coordinator sees already. So it is not in the audit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from typing import Any

from django.core.cache import cache
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from convive.city.buddies.models import Programme

KEPT_FOR = 24 * 60 * 60
# After so long without a result, a worker is asked again.
PATIENCE = 10 * 60


def key_of(programme: Programme, today: dt.date) -> str:
    # Other rules make another plan.
    rules = hashlib.sha256(repr(sorted(programme.criteria.items())).encode()).hexdigest()[:16]
    return f"buddy-planner:{programme.pk}:{today}:{rules}"


def ask(programme: Programme) -> dict[str, Any]:
    """The plan of today under "plan"; until a worker has made it, how far it is under "progress", or "failed"."""
    key = key_of(programme, programme.city.today)
    known = cache.get(key)
    if known is not None:
        return known
    from convive.city.buddies.jobs import planner as jobs

    known = {"progress": 0}
    cache.set(key, known, PATIENCE)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job = jobs.plan.configure(queueing_lock=f"planner:{programme.city_id}:{programme.pk}")
        job.defer(city_id=programme.city_id, programme_id=programme.pk)
    return known
