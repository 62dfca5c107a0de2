"""The phase of a duo and of an application, and the one cadence rule."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convive.city.buddies.codes import MeetingKind, Side
from convive.city.buddies.models import Application, Duo, Pause, Programme
from convive.city.buddies.phases import Rhythm, applications, cadence, cadences, duos
from convive.city.buddies.phases.cadence import Facts
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import TODAY, day


@pytest.fixture
def programme(cast: SimpleNamespace):
    with in_city(cast.city):
        yield making.programme(cast.city, cast.buddies)


def phase(row: Application | Duo, today: dt.date = TODAY) -> str:
    rows = applications(today) if isinstance(row, Application) else duos(today)
    return rows.get(pk=row.pk).phase


def test_an_application_goes_from_applying_to_waiting(programme: Programme) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    assert phase(row) == "applied"
    row.intake_on = making.NOW
    row.save()
    assert phase(row) == "intake"
    row.intake_done_on, row.outcome = day(-1), "ready"
    row.save()
    assert phase(row) == "ready"
    row.pooled_since = day(0)
    row.save()
    assert (phase(row), phase(row, day(-1))) == ("pool", "ready")
    row.held_until = day(10)
    row.save()
    assert (phase(row), phase(row, day(10))) == ("held", "pool")
    row.withdrawn_on = day(0)
    row.save()
    assert phase(row) == "withdrawn"


def test_a_duo_goes_from_being_asked_to_its_end(programme: Programme) -> None:
    asked = making.duo(programme)
    assert (phase(asked), phase(asked.newcomer), phase(asked.volunteer)) == ("proposed",) * 3
    both = making.accepted(programme)
    assert (phase(both), phase(both.newcomer)) == ("accepted", "accepted")
    row = making.active(programme, starts=-15)
    assert (phase(row), phase(row.newcomer), phase(row, day(-16))) == ("active", "in_duo", "signed")
    Pause.objects.create(city=row.city, duo=row, since=day(-3), until=day(3), reason="pause-holiday")
    assert (phase(row), phase(row, day(4)), phase(row, day(200))) == ("paused", "active", "term_over")
    Duo.objects.filter(pk=row.pk).update(over_on=day(0), outcome="completed", end_reason="duo-term")
    assert (phase(row), phase(row.newcomer)) == ("completed", "finished")


def test_a_volunteer_with_room_waits_beside_a_duo(programme: Programme) -> None:
    volunteer = making.pooled(programme, Side.VOLUNTEER, capacity=2)
    making.active(programme, None, volunteer)
    Application.objects.filter(pk=volunteer.pk).update(pooled_since=day(-3))
    assert phase(volunteer) == "pool"
    making.duo(programme, None, volunteer, slot=2)
    assert phase(volunteer) == "proposed"


START = dt.date(2026, 1, 5)


def rhythm(after: int, **facts: object) -> tuple[str, int]:
    found = cadence(Facts(START, 14, 30, **facts), START + dt.timedelta(days=after))  # type: ignore[arg-type]
    return str(found.rhythm), found.days


def on(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def test_the_clock_starts_with_the_first_day_and_with_each_meeting() -> None:
    assert [rhythm(n)[0] for n in (14, 15, 30, 31)] == ["fine", "late", "late", "silent"]
    assert rhythm(31, held=(on(20),)) == ("fine", 11)


def test_the_first_cancelled_meeting_starts_the_clock_again_and_the_second_does_not() -> None:
    assert rhythm(31, cancelled=(on(20),)) == ("fine", 11)
    assert rhythm(55, cancelled=(on(20), on(50))) == ("silent", 35)


def test_two_attempts_in_vain_bring_a_duo_up_at_once() -> None:
    assert rhythm(10, attempted=(on(5),))[0] == "fine"
    assert rhythm(10, attempted=(on(5), on(8)))[0] == "silent"
    assert rhythm(10, attempted=(on(5), on(8)), held=(on(9),))[0] == "fine"


def test_days_in_a_pause_stand_still() -> None:
    assert rhythm(40, pauses=((on(5), on(34)),)) == ("fine", 10)
    assert rhythm(40, pauses=((on(5), None),))[0] == "paused"


DAYS = st.integers(0, 200)


@given(held=st.lists(DAYS, max_size=5), pause=st.tuples(DAYS, DAYS), today=DAYS)
def test_a_pause_and_a_meeting_never_make_a_duo_later(
    held: list[int], pause: tuple[int, int], today: int
) -> None:
    first, last = sorted(pause)
    bare = rhythm(today, held=tuple(map(on, held)))[1]
    assert rhythm(today, held=tuple(map(on, held)), pauses=((on(first), on(last)),))[1] <= bare
    assert rhythm(today, held=tuple(map(on, [*held, today])))[1] == 0


def test_the_rule_reads_many_duos_in_one_query(programme: Programme, django_assert_num_queries) -> None:
    rows = [making.active(programme, starts=-40) for _ in range(3)]
    making.met(rows[0], -5)
    making.met(rows[1], -20, kind=MeetingKind.CANCELLED)
    found = list(duos(TODAY).select_related("programme"))
    with django_assert_num_queries(1):
        told = cadences(found, TODAY)
    assert [told[row.pk].rhythm for row in rows] == [Rhythm.FINE, Rhythm.LATE, Rhythm.SILENT]
