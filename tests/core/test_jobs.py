"""Background work, by a real worker: inside one city's walls, whole or not at all, and once a night by itself."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

import convive
from convive.core import audit, clock
from convive.core.jobs import TRIES, city_job, defer_once, for_each_city, retry_stalled, tidy_accounts
from convive.core.models import AuditEntry, Organisation
from convive.core.tenancy import in_city
from tests import workers
from tests.conftest import make_cast


@city_job()
def count_organisations(city) -> None:
    """A job of the tests: counts, and leaves a trace."""
    organisations = Organisation.objects.count()
    first = Organisation.objects.first()
    audit.record("organisation.added", first, by=None, why="works-here", details={"number": organisations})


@city_job()
def fail_halfway(city) -> None:
    audit.record("organisation.added", Organisation.objects.first(), by=None, why="works-here")
    raise RuntimeError("halfway")


@city_job()
def die_halfway(city, mark: str) -> None:
    """The first time, the whole process is killed in the middle, as by a power cut."""
    audit.record("organisation.added", Organisation.objects.first(), by=None, why="works-here")
    if not os.path.exists(mark):
        with open(mark, "w", encoding="utf-8"):
            os._exit(9)


def work(database: str) -> int | None:
    """Let a worker of its own do every job that waits. Returns how it ended."""
    return workers.work(database, jobs=__name__).code


@pytest.fixture
def cast(own_database: str) -> SimpleNamespace:
    return make_cast()


def test_a_worker_finds_every_job() -> None:
    """A module that nothing imports has jobs that no worker knows. So this asks in a new process."""
    package = Path(convive.__file__).parent
    named = {
        name
        for file in package.rglob("*.py")
        if "jobs" in file.relative_to(package).with_suffix("").parts or file.name == "mail.py"
        for name in re.findall(r'name="(convive\.[\w.]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    ask = "import django; django.setup(); from procrastinate.contrib.django import app; print(*app.tasks)"
    known = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    ).stdout.split()
    assert named - {*known} == set()


def status_of(job) -> str:
    return ProcrastinateJob.objects.get(task_name=job.name).status


def traces(city) -> list[dict]:
    with in_city(city):
        return list(AuditEntry.objects.values_list("details", flat=True))


def test_a_job_runs_once_for_each_city_and_sees_that_city_alone(
    cast: SimpleNamespace, own_database: str
) -> None:
    assert for_each_city(count_organisations) == 2
    assert for_each_city(count_organisations) == 0, "they wait already"
    assert work(own_database) == 0
    assert traces(cast.city) == [{"number": 2}]
    assert traces(cast.other_city) == [{"number": 1}]


def test_a_job_that_fails_leaves_nothing_half_done(cast: SimpleNamespace, own_database: str) -> None:
    fail_halfway.defer(city_id=cast.city.pk)
    work(own_database)
    assert status_of(fail_halfway) == "failed"
    assert traces(cast.city) == []


def test_a_job_whose_worker_is_killed_leaves_nothing_half_done_and_is_done_once(
    cast: SimpleNamespace, own_database: str, tmp_path
) -> None:
    die_halfway.defer(city_id=cast.city.pk, mark=str(tmp_path / "mark"))
    assert work(own_database) == 9
    assert traces(cast.city) == []
    assert status_of(die_halfway) == "doing"
    with connection.cursor() as cursor:  # a minute and more passes without a sign of life
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    # What is due every minute may wait already: the first worker began with it, if it lived for long enough.
    defer_once(retry_stalled, "retry_stalled", timestamp=0)
    assert work(own_database) == 0
    assert work(own_database) == 0
    assert traces(cast.city) == [{}]
    assert status_of(die_halfway) == "succeeded"


def test_a_job_is_given_up_after_it_has_killed_three_workers_and_not_after_other_tries(
    cast: SimpleNamespace, own_database: str
) -> None:
    """As with a letter: the mail server was down for hours, and then its worker is killed."""
    retry_stalled_now = app.with_connector(app.connector.get_worker_connector())
    die_halfway.defer(city_id=cast.city.pk, mark="absent")
    seen = []

    async def die() -> None:
        async with retry_stalled_now.open_async():
            context = SimpleNamespace(app=retry_stalled_now)
            await retry_stalled.func(context, 0)

    for _death in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', attempts = 9, worker_id = NULL WHERE task_name = %s",
                [die_halfway.name],
            )
        asyncio.run(die())
        seen.append(status_of(die_halfway))
    assert seen == ["todo", "todo", "failed"]


def test_accounts_are_tidied_every_night(cast: SimpleNamespace, own_database: str) -> None:
    past, future = clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(days=1)
    Session.objects.create(session_key="past", session_data="", expire_date=past)
    Session.objects.create(session_key="future", session_data="", expire_date=future)
    tidy_accounts.defer(timestamp=0)
    assert work(own_database) == 0
    assert list(Session.objects.values_list("session_key", flat=True)) == ["future"]
    nightly = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert {tidy_accounts.name, retry_stalled.name} <= nightly
