"""Background work: inside one city's walls, whole or not at all, and once a night by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from convive.core import audit, clock
from convive.core.jobs import city_job, clear_ended_sessions, for_each_city
from convive.core.models import AuditEntry, Organisation
from convive.core.tenancy import in_city
from tests.conftest import make_cast

seen: list[tuple[str, int]] = []


@city_job()
def count_organisations(city) -> int:
    """A job of the tests: counts, and leaves a trace."""
    number = Organisation.objects.count()
    audit.record("organisation.added", Organisation.objects.first(), by=None)
    seen.append((city.slug, number))
    return number


@city_job()
def fail_halfway(city) -> None:
    audit.record("organisation.added", Organisation.objects.first(), by=None)
    raise RuntimeError("halfway")


def work() -> None:
    """Do every job that waits, as a worker does, and stop."""
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)


@pytest.fixture
def cast(own_database: str):
    seen.clear()
    return make_cast()


def test_a_job_for_each_city_sees_that_city_alone(cast) -> None:
    assert for_each_city(count_organisations) == 2
    work()
    assert sorted(seen) == [("laketown", 1), ("rivertown", 2)]


def test_a_job_that_waits_already_is_not_deferred_twice_for_a_city(cast) -> None:
    assert for_each_city(count_organisations) == 2
    assert for_each_city(count_organisations) == 0
    work()
    assert len(seen) == 2


def test_a_job_that_fails_leaves_nothing_half_done(cast) -> None:
    fail_halfway.defer(city_id=cast.city.pk)
    work()
    with in_city(cast.city):
        assert not AuditEntry.objects.exists()


def test_sessions_that_have_ended_are_cleared_every_night(cast) -> None:
    past, future = clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(days=1)
    Session.objects.create(session_key="past", session_data="", expire_date=past)
    Session.objects.create(session_key="future", session_data="", expire_date=future)
    clear_ended_sessions.defer(timestamp=0)
    work()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["future"]
    assert any(
        task.task.name == clear_ended_sessions.name for task in app.periodic_registry.periodic_tasks.values()
    )
