"""Background and periodic work: Procrastinate, inside one city's walls at a time."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from convive.core import clock, mail, sessions  # noqa: F401  (the worker finds the letters' jobs here)
from convive.core.models import City
from convive.core.tenancy import in_city

logger = logging.getLogger(__name__)

# A job that has killed its worker this often would kill every worker.
TRIES = 3
# Seconds after which a worker without a sign of life is taken for dead.
SILENT_FOR = 60
# Seconds for which it is remembered how often a job has killed its worker.
REMEMBERED_FOR = 24 * 60 * 60


def city_job(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Decorator: a job whose first argument is a city. It is deferred with `city_id=…` and runs inside
    its walls.

    The whole job is one transaction: a worker that is killed leaves nothing half-done, and the job runs
    again.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        @app.task(name=f"{function.__module__}.{function.__qualname__}", **options)
        @wraps(function)
        def run(city_id: int, **arguments: Any) -> Any:
            with in_city(City.objects.get(pk=city_id)) as city:
                return function(city, **arguments)

        return run

    return decorate


def defer_once(job: Any, lock: str, **arguments: Any) -> bool:
    """Defer a job, but not where one with this lock waits already. Returns whether it was deferred."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.configure(queueing_lock=lock).defer(**arguments)
        return True
    return False


def for_each_city(job: Any, **arguments: Any) -> int:
    """Defer a city's job once for every city, but not where it waits already. Returns how many."""
    cities = City.objects.order_by("pk").values_list("pk", flat=True)
    return sum(defer_once(job, f"{job.name}:{key}", city_id=key, **arguments) for key in cities)


@app.periodic(cron="17 3 * * *")
@app.task(name="convive.core.jobs.tidy_accounts", queueing_lock="tidy_accounts", pass_context=False)
def tidy_accounts(timestamp: int) -> int:
    """Every night: delete sessions that have ended, where they were held, and old counts of tries.

    Returns how many sessions were deleted.
    """
    deleted, _by_table = Session.objects.filter(expire_date__lt=clock.now()).delete()
    places, counts = sessions.forget_over(), sessions.forget_counts()
    logger.info("%d ended sessions, %d places, %d counts deleted", deleted, places, counts)
    return deleted


@app.periodic(cron="* * * * *")
@app.task(name="convive.core.jobs.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> int:
    """Every minute: do again what a worker was at when it was killed, three times at most. Returns how many.

    Only deaths count. A letter that is tried for hours because the mail server is down has killed nobody.

    A city's job is one transaction, rolled back with its worker's connection, so it is done once all the same;
    a job that commits in steps must bear being begun again.
    """
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR))
    for job in stalled:
        key = f"deaths-of-job-{job.id}"
        deaths = await cache.aget(key, 0) + 1
        await cache.aset(key, deaths, timeout=REMEMBERED_FOR)
        if deaths < TRIES:
            await manager.retry_job(job)
        else:
            logger.error("job %s (%s) killed its worker %d times; given up", job.id, job.task_name, TRIES)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return len(stalled)
