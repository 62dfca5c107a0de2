"""Every job of every app, killed before each of its commits: what it leaves is as if it had been done once.

What is written before a commit nobody sees, so these are all the moments at which a kill could make a difference.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from procrastinate.contrib.django import app
from psycopg import sql

from convive.city.buddies import importing
from convive.city.buddies.actions import exchange, matching
from convive.city.buddies.exchange.sealing import seal
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.tenancy import in_city
from convive.measures import queries
from convive.measures.actions import mixing
from convive.measures.mix import Asked, choose_mix
from convive.measures.models import Coverage, Import
from convive.measures.models.imports import Status
from tests import databases, workers
from tests.city import making
from tests.city.buddies import matching_stage as stage
from tests.city.buddy_actions import meetings, programmes
from tests.city.people_actions import somebody
from tests.conftest import make_cast
from tests.core.test_every_action_says_why import uploaded
from tests.measures import small

Arguments = dict[str, Any]
# Written by the job alone, or told of it while it runs.
OF_THE_WORK = {"procrastinate_events", "procrastinate_jobs", "core_shared_cache"}
# A letter is sent before it can be written down that it was: killed in between, it is sent again, as the same message
# (`accounts/test_letters.py`). The others are single statements of Procrastinate.
NOT_HERE = {
    "convive.core.mail.deliver",
    "convive.core.mail.forget_letters",
    "convive.core.jobs.retry_stalled",
}


def in_the_city(cast: SimpleNamespace) -> Arguments:
    return {"city_id": cast.city.pk}


def everywhere(cast: SimpleNamespace) -> Arguments:
    return {"timestamp": 0}


def upload(status: Status) -> Callable[[SimpleNamespace], Arguments]:
    return lambda cast: in_the_city(cast) | {"import_id": uploaded(cast, status).pk}


def old_upload(cast: SimpleNamespace) -> Arguments:
    uploaded(cast, Status.PLANNED)
    Import.objects.update(at=making.NOW - dt.timedelta(hours=25))
    return in_the_city(cast)


def with_figures(cast: SimpleNamespace) -> Arguments:
    small.fill(cast.city)
    return in_the_city(cast)


def by_another_threshold(cast: SimpleNamespace) -> Arguments:
    small.fill(cast.city)
    Coverage.objects.update(threshold=3)
    return in_the_city(cast)


def asked_mix(cast: SimpleNamespace) -> Arguments:
    small.fill(cast.city)
    choice = choose_mix(cast.city, queries.offer(cast.city), Asked())
    assert choice is not None
    return in_the_city(cast) | {"result_id": mixing.ask_mix(choice).pk}


def round_to_work_out(cast: SimpleNamespace) -> Arguments:
    programme = making.programme(cast.city, cast.buddies)
    stage.people(programme, 3, 2)
    row = matching.open_round(programme, making.TODAY, by=cast.buddy_coordinator)
    return in_the_city(cast) | {"round_id": row.pk}


def choices_to_find(cast: SimpleNamespace) -> Arguments:
    programme = making.programme(cast.city, cast.buddies)
    (newcomer,), _volunteers = stage.people(programme, 1, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    return in_the_city(cast) | {"round_id": row.pk, "person_id": newcomer.pk}


def file_of_people(cast: SimpleNamespace) -> Arguments:
    agreed = f"take_part:{making.TODAY}"
    table = f"side,name,email,agreed\nnewcomer,Ana,ana@x.org,{agreed}\nvolunteer,Bo,bo@x.org,{agreed}\n"
    files = {"people": ("people.csv", table.encode())}
    programme, by = making.programme(cast.city, cast.buddies), cast.buddy_coordinator
    plan = exchange.dry_run(programme, files, by=by)
    key = importing.start(programme, seal(files, plan.digest, programme, by), by=by)
    return in_the_city(cast) | {"key": key}


def planned(cast: SimpleNamespace) -> Arguments:
    return in_the_city(cast) | {"programme_id": making.programme(cast.city, cast.buddies).pk}


def late(cast: SimpleNamespace) -> Arguments:
    meetings.late(cast)
    return in_the_city(cast)


def on_monday(cast: SimpleNamespace) -> Arguments:
    programmes.with_an_application(cast)
    return in_the_city(cast)


def due(cast: SimpleNamespace) -> Arguments:
    somebody(cast)
    Participant.objects.update(delete_on=making.TODAY, told_on=making.day(-90))
    return in_the_city(cast)


def ended_sessions(cast: SimpleNamespace) -> Arguments:
    past = making.NOW - dt.timedelta(days=1)
    for key in ("one", "two"):
        Session.objects.create(session_key=key, session_data="", expire_date=past)
    return everywhere(cast)


BUDDIES, FIGURES = "convive.city.buddies.jobs", "convive.measures.jobs"
JOBS: dict[str, Callable[[SimpleNamespace], Arguments]] = {
    f"{BUDDIES}.exchange.write_people": file_of_people,
    f"{BUDDIES}.letters.remind": late,
    f"{BUDDIES}.letters.remind_everywhere": everywhere,
    f"{BUDDIES}.letters.send_digests": on_monday,
    f"{BUDDIES}.letters.send_digests_everywhere": everywhere,
    f"{BUDDIES}.matching.find_choices": choices_to_find,
    f"{BUDDIES}.matching.work_out": round_to_work_out,
    f"{BUDDIES}.planner.plan": planned,
    "convive.city.people.jobs.retain_everywhere": everywhere,
    "convive.city.people.jobs.retain_in_city": due,
    "convive.core.jobs.tidy_accounts": ended_sessions,
    f"{FIGURES}.clear_all_uploads": everywhere,
    f"{FIGURES}.clear_uploads": old_upload,
    f"{FIGURES}.compute_mix": asked_mix,
    f"{FIGURES}.decide_all_anew": everywhere,
    f"{FIGURES}.decide_anew": by_another_threshold,
    f"{FIGURES}.plan_upload": upload(Status.PLANNING),
    f"{FIGURES}.prepare_mix": with_figures,
    f"{FIGURES}.write_upload": upload(Status.WRITING),
    "convive.network.library.jobs.follow_all_roles": everywhere,
}


def test_the_table_holds_every_job_there_is() -> None:
    ours = {name for name in app.tasks if name.startswith("convive.")}
    assert ours == JOBS.keys() | NOT_HERE


def do(name: str, arguments: Arguments, before: int = 0) -> None:
    """Do a job at the moment of the stage. `before`: which commit it does not live to see; 0: it does."""
    commit, done = connection.commit, 0

    def or_die() -> None:
        nonlocal done
        done += 1
        if done == before:
            os.kill(os.getpid(), signal.SIGKILL)
        commit()

    connection.commit = or_die  # type: ignore[method-assign]
    with clock.moved_to(making.NOW):
        app.tasks[name](**arguments)


def done(database: str, name: str, arguments: Arguments, before: int = 0) -> int | None:
    process = workers.start(database, do, name, arguments, before)
    process.join()
    return process.exitcode


def rows(database: str) -> dict[str, int]:
    """How many rows each table has, and how many jobs of each name wait."""
    with psycopg.connect(databases.addresses(database).owner, autocommit=True) as owner:
        found = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = sorted(name for (name,) in found if name not in OF_THE_WORK)
        counts = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(each), sql.Identifier(each))
            for each in tables
        )
        waiting = owner.execute("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1").fetchall()
        return dict(owner.execute(counts).fetchall()) | dict(waiting)


@pytest.mark.parametrize("name", JOBS)
def test_a_job_that_is_killed_again_and_again_is_done_once(name: str, own_database: str) -> None:
    with clock.moved_to(making.NOW):
        cast = make_cast()
        with in_city(cast.city):
            arguments = JOBS[name](cast)
    connection.close()
    never_killed = f"whole_{own_database}"
    with databases.clone(never_killed, own_database):
        assert done(never_killed, name, arguments) == 0
        expected = rows(never_killed)
    # Each time it lives one commit longer than the time before.
    deaths = 0
    while (code := done(own_database, name, arguments, deaths + 1)) == -signal.SIGKILL:
        deaths += 1
    assert code == 0
    assert deaths, "it writes nothing, so that there is nothing to kill it at"
    assert rows(own_database) == expected
