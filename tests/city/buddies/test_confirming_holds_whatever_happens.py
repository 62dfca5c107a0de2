"""Many at once, and killed in the middle: nobody in two duos, nothing lost, nothing half-done. On real PostgreSQL."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from convive.city.buddies import engine, importing, matching_letters, rounds
from convive.city.buddies.actions import exchange, matching
from convive.city.buddies.codes import Side
from convive.city.buddies.exchange.sealing import seal
from convive.city.buddies.models import Application, Duo, Programme, Round, RoundDuo
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.models import AuditEntry, City, User
from convive.core.tenancy import in_city
from tests import databases, workers
from tests.city import making
from tests.city.buddies import matching_stage as stage
from tests.conftest import letters, make_cast
from tests.core.test_jobs import work

CONFIRMS, AT_ONCE = 200, 20
KEY = 4711


@pytest.fixture
def cast(own_database: str) -> SimpleNamespace:
    return make_cast()


def table(cast: SimpleNamespace, newcomers: int, capacities: list[int]) -> tuple[int, list[int]]:
    """An open table in which each newcomer has a line, and volunteers stand in more lines than they have places."""
    with in_city(cast.city):
        programme = making.programme(cast.city, cast.buddies)
        volunteers = [making.pooled(programme, Side.VOLUNTEER, capacity=each) for each in capacities]
        row = Round.objects.create(
            city=cast.city, programme=programme, day=cast.city.today, seed="s", criteria=making.CRITERIA,
            asked_at=clock.now(), done_at=clock.now(), progress=100, result={},
        )  # fmt: skip
        lines = [
            RoundDuo.objects.create(
                city=cast.city,
                round=row,
                newcomer=making.pooled(programme, Side.NEWCOMER),
                volunteer=volunteers[number % len(volunteers)],
            ).pk
            for number in range(newcomers)
        ]
        return row.pk, lines


def test_two_hundred_confirms_of_overlapping_lines_leave_nobody_in_two_duos_and_lose_none(cast) -> None:
    capacities = [1, 2, 1, 2, 3, 1]
    row, lines = table(cast, 24, capacities)
    draw = random.Random(7)
    wanted = [draw.sample(lines, draw.randint(1, 3)) for _each in range(CONFIRMS)]

    def confirm(keys: list[int]) -> tuple[list[int], int] | None:
        try:
            with in_city(cast.city):
                made = matching.confirm(Round.objects.get(pk=row), keys, by=cast.buddy_coordinator)
            return keys, len(made)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = [each for each in pool.map(confirm, wanted) if each is not None]
    with in_city(cast.city):
        asked = set(RoundDuo.objects.filter(duo__isnull=False).values_list("pk", flat=True))
        taken = Counter(Duo.objects.filter(over_on=None).values_list("volunteer_id", flat=True))
        places = dict(Duo.objects.values_list("volunteer_id", "volunteer__capacity"))
        newcomers = Duo.objects.values_list("newcomer_id", flat=True)
        assert len(newcomers) == len(set(newcomers)) == len(asked) == sum(made for _keys, made in done)
        assert {key for keys, _made in done for key in keys} == asked, "who was told yes was asked"
        assert all(number <= places[volunteer] for volunteer, number in taken.items())
        assert sum(taken.values()) > len(capacities)
        assert len(letters()) == 2 * len(asked) == 2 * AuditEntry.objects.filter(verb="duo.asked").count()


def stop_inside(module: Any, name: str, said: Connection) -> None:
    """From now on, whoever calls the function says so when it is done, and then waits for ever."""
    real = getattr(module, name)

    def wait(*arguments: Any) -> Any:
        found = real(*arguments)
        said.send("inside")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY])
        return found

    setattr(module, name, wait)


def work_out(said: Connection, row: int) -> None:
    stop_inside(engine, "result_of", said)
    rounds.work_out(City.objects.get(slug="rivertown"), row)


def write_file(said: Connection, key: str) -> None:
    stop_inside(exchange, "write_application", said)
    importing.work(City.objects.get(slug="rivertown"), key)


def confirm(said: Connection, row: int, lines: list[int]) -> None:
    stop_inside(matching_letters, "asked", said)
    with in_city(City.objects.get(slug="rivertown")):
        by = User.objects.get(email="buddy_coordinator@example.org")
        matching.confirm(Round.objects.get(pk=row), lines, by=by)


def killed_inside(database: str, act: Callable[..., None], *arguments: Any) -> None:
    """Run it in a process of its own until it has written, and before it commits; then kill that process."""
    with psycopg.connect(databases.addresses(database).owner, autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [KEY])
        hears, says = Pipe(duplex=False)
        process = workers.start(database, act, says, *arguments)
        says.close()
        assert hears.recv() == "inside"
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL


def test_a_confirm_that_is_killed_has_asked_nobody_and_is_done_once_after(cast, own_database: str) -> None:
    row, lines = table(cast, 3, [1, 1, 1])
    killed_inside(own_database, confirm, row, lines)
    with in_city(cast.city):
        assert (Duo.objects.count(), letters()) == (0, [])
        assert RoundDuo.objects.filter(duo__isnull=False).count() == 0
    for _try in range(2):
        with in_city(cast.city):
            matching.confirm(Round.objects.get(pk=row), lines, by=cast.buddy_coordinator)
    with in_city(cast.city):
        assert (Duo.objects.count(), len(letters())) == (3, 6)
        assert AuditEntry.objects.filter(verb="duo.asked").count() == 3


def opened(cast: SimpleNamespace) -> tuple[Programme, Round]:
    with in_city(cast.city):
        programme = making.programme(cast.city, cast.buddies)
        stage.people(programme, 3, 2)
        return programme, matching.open_round(programme, cast.city.today, by=cast.buddy_coordinator)


def test_a_round_whose_worker_is_killed_has_no_line_and_is_worked_out_once_after(cast, own_database) -> None:
    _programme, row = opened(cast)
    killed_inside(own_database, work_out, row.pk)
    with in_city(cast.city):
        assert (row.lines.count(), Round.objects.get().done_at) == (0, None)
    rounds.work_out(cast.city, row.pk)
    with in_city(cast.city):
        first = list(row.lines.values_list("pk", flat=True))
    rounds.work_out(cast.city, row.pk)
    with in_city(cast.city):
        assert list(row.lines.values_list("pk", flat=True)) == first
        assert len(first) == 2


def test_an_import_whose_worker_is_killed_has_written_nothing_and_is_written_once_after(
    cast, own_database
) -> None:
    by = cast.buddy_coordinator
    agreed = f"take_part:{clock.now().date()}"
    table = f"side,name,email,agreed\nnewcomer,Ana,ana@x.org,{agreed}\nvolunteer,Bo,bo@x.org,{agreed}\n"
    files = {"people": ("people.csv", table.encode())}
    with in_city(cast.city):
        programme = making.programme(cast.city, cast.buddies)
        plan = exchange.dry_run(programme, files, by=by)
        key = importing.start(programme, seal(files, plan.digest, programme, by), by=by)
    killed_inside(own_database, write_file, key)
    with in_city(cast.city):
        assert (Participant.objects.count(), User.objects.filter(email="ana@x.org").count()) == (0, 0)
        assert importing.how_far(programme, key, by=by) == {"progress": 0}
    for _try in range(2):
        importing.work(cast.city, key)
    with in_city(cast.city):
        assert Participant.objects.count() == Application.objects.count() == 2
        assert AuditEntry.objects.filter(verb="programme.imported").count() == 1
        assert importing.how_far(programme, key, by=by)["done"]["people_added"] == 2


def test_a_worker_finds_the_round_and_works_it_out(cast, own_database: str) -> None:
    _programme, row = opened(cast)
    assert work(own_database) == 0
    with in_city(cast.city):
        found = Round.objects.get(pk=row.pk)
        assert (found.progress, found.problem, found.lines.count()) == (100, "", 2)
