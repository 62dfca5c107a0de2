"""The planner, asked for once a day for a programme."""

from __future__ import annotations

import datetime as dt
import hashlib

from convive.city.buddies.models import Programme
from convive.core import worked_out

KEPT_FOR = 24 * 60 * 60


def key_of(programme: Programme, today: dt.date) -> str:
    # Other rules make another plan.
    rules = hashlib.sha256(repr(sorted(programme.criteria.items())).encode()).hexdigest()[:16]
    return f"buddy-planner:{programme.pk}:{today}:{rules}"


def ask(programme: Programme) -> worked_out.Answer:
    """The plan of today, of `queries.planner.work_out`."""
    from convive.city.buddies.jobs import planner as jobs

    return worked_out.ask(
        key_of(programme, programme.city.today),
        jobs.plan,
        f"planner:{programme.city_id}:{programme.pk}",
        city_id=programme.city_id,
        programme_id=programme.pk,
    )
