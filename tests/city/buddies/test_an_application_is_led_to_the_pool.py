"""From applying to waiting, and out of it again: each act with its access, its audit and what it refuses."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import intake as actions
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.buddies.phases import applications
from convive.city.people.lists import Judge
from convive.city.people.models import Check
from convive.core import clock
from convive.core.models import AuditEntry, User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, TODAY, day
from tests.conftest import letters


@pytest.fixture
def programme(cast: SimpleNamespace):
    with in_city(cast.city), clock.moved_to(NOW):
        cast.stranger = making.coordinator_of(cast.neighbours)
        yield making.programme(cast.city, cast.buddies)


@pytest.fixture
def by(cast: SimpleNamespace) -> User:
    return cast.buddy_coordinator


def phase(row: Application) -> str:
    return applications(TODAY).get(pk=row.pk).phase


def last_act() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk")[0]


NEXT_WEEK = NOW + dt.timedelta(days=7)
# Every act of this room on somebody's way, with values that it would take.
ACTS = {
    "plan_intake": {"at": NEXT_WEEK},
    "record_intake": {"held_on": TODAY, "outcome": "ready"},
    "hold": {"until": day(30)},
    "put_in_pool": {},
    "take_out_of_pool": {},
    "set_capacity": {"capacity": 2},
    "record_check": {"kind": "training", "outcome": "done", "on": TODAY},
    "withdraw": {"why": "withdraw-phone"},
}


def ready_for(act: str, programme: Programme) -> Application:
    """Somebody with whom the act can be done."""
    if act in ("plan_intake", "record_intake"):
        return making.applied(programme, Side.VOLUNTEER)
    held = day(20) if act == "put_in_pool" else None
    return making.pooled(programme, Side.VOLUNTEER, held_until=held)


@pytest.mark.parametrize("act", ACTS)
def test_a_coordinator_of_another_organisation_does_nothing(act: str, programme: Programme, cast) -> None:
    row = ready_for(act, programme)
    before = list(Application.objects.values())
    with pytest.raises(PermissionDenied):
        getattr(actions, act)(row, **ACTS[act], by=cast.stranger)
    assert list(Application.objects.values()) == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_every_act_says_who_and_why(act: str, programme: Programme, by: User) -> None:
    row = ready_for(act, programme)
    getattr(actions, act)(row, **ACTS[act], by=by)
    entry = AuditEntry.objects.get(object_type="buddies.application", object_key=str(row.pk))
    assert entry.actor == by
    assert entry.why in {"buddy-intake", "buddy-running", "withdraw-phone"}
    assert entry.verb_name != entry.verb


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_with_somebody_who_has_stopped(act: str, programme: Programme, by: User) -> None:
    row = making.pooled(programme, Side.VOLUNTEER, withdrawn_on=day(-1))
    with pytest.raises(ValidationError):
        getattr(actions, act)(row, **ACTS[act], by=by)
    assert not AuditEntry.objects.exists()


def test_the_person_reads_when_the_talk_is_in_their_own_language(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.NEWCOMER, language="nl")
    actions.plan_intake(row, at=NEXT_WEEK, by=by)
    assert phase(row) == "intake"
    letter = letters()[-1]
    assert (letter.to, letter.language) == (row.participant.email, "nl")
    assert "9 november" in letter.subject.lower()
    assert "10:00" in letter.text  # nine in the morning in UTC, by the clocks of the city
    assert programme.contact_email in letter.text


def test_who_has_no_address_gets_no_letter(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.NEWCOMER, email="", phone="0470")
    actions.plan_intake(row, at=NEXT_WEEK, by=by)
    assert letters() == []


def test_a_talk_is_not_planned_in_the_past(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    with pytest.raises(ValidationError):
        actions.plan_intake(row, at=NOW - dt.timedelta(hours=1), by=by)
    assert phase(row) == "applied"


def test_whoever_is_ready_waits_from_the_day_of_the_talk_with_the_judged_band(
    programme: Programme, by: User
) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    actions.record_intake(row, held_on=day(-3), outcome="ready", band="B1", trajectory="obliged", by=by)
    row.refresh_from_db()
    assert (phase(row), row.pooled_since, row.trajectory) == ("pool", day(-3), "obliged")
    spoken = row.participant.languages.get(language="nl")
    assert (spoken.band, spoken.judged_by, spoken.judged_on) == ("B1", Judge.COORDINATOR, day(-3))
    assert row.participant.languages.get(language="ar").judged_by == Judge.SELF
    assert AuditEntry.objects.get(verb="application.intake-held").details == {"outcome": "ready"}
    assert AuditEntry.objects.get(verb="language.judged").actor == by


def test_a_judged_language_that_the_person_did_not_name_is_added(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    row.participant.languages.all().delete()
    actions.record_intake(row, held_on=TODAY, outcome="ready", band="A1", by=by)
    assert row.participant.languages.get().language == "nl"


def test_whoever_goes_to_another_offer_does_not_wait(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    actions.record_intake(row, held_on=TODAY, outcome="referred", referred_to="course", by=by)
    row.refresh_from_db()
    assert (phase(row), row.pooled_since) == ("referred", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": day(1), "outcome": "ready"},
        {"held_on": day(-90), "outcome": "ready"},
        {"held_on": TODAY, "outcome": "referred"},
        {"held_on": TODAY, "outcome": "ready", "referred_to": "course"},
    ],
    ids=["to come", "before applying", "referred nowhere", "ready and referred"],
)
def test_a_talk_that_cannot_have_been_is_not_written_down(
    wrong: dict, programme: Programme, by: User
) -> None:
    row = making.applied(programme, Side.NEWCOMER)
    with pytest.raises(ValidationError):
        actions.record_intake(row, **wrong, by=by)
    row.refresh_from_db()
    assert (row.outcome, row.intake_done_on) == ("", None)
    assert not AuditEntry.objects.exists()


def test_a_talk_is_written_down_once(programme: Programme, by: User) -> None:
    row = making.pooled(programme, Side.NEWCOMER)
    for act in ("plan_intake", "record_intake"):
        with pytest.raises(ValidationError):
            getattr(actions, act)(row, **ACTS[act], by=by)


def test_the_list_can_be_left_for_a_while_and_for_longer(programme: Programme, by: User) -> None:
    row = making.pooled(programme, Side.NEWCOMER, since=day(-40))
    actions.hold(row, until=day(14), by=by)
    assert phase(row) == "held"
    actions.put_in_pool(row, by=by)
    row.refresh_from_db()
    assert (phase(row), row.pooled_since) == ("pool", day(-40)), "who waits until a day keeps their place"
    actions.take_out_of_pool(row, by=by)
    assert phase(row) == "ready"
    actions.put_in_pool(row, by=by)
    row.refresh_from_db()
    assert row.pooled_since == TODAY


def test_nobody_waits_before_the_talk_nor_twice(programme: Programme, by: User) -> None:
    with pytest.raises(ValidationError):
        actions.put_in_pool(making.applied(programme, Side.NEWCOMER), by=by)
    with pytest.raises(ValidationError):
        actions.put_in_pool(making.pooled(programme, Side.NEWCOMER), by=by)
    with pytest.raises(ValidationError):
        actions.hold(making.pooled(programme, Side.NEWCOMER), until=TODAY, by=by)


def test_a_volunteer_offers_no_fewer_places_than_they_fill(programme: Programme, by: User) -> None:
    volunteer = making.pooled(programme, Side.VOLUNTEER, capacity=3)
    making.active(programme, volunteer=volunteer)
    making.active(programme, volunteer=volunteer, slot=2)
    with pytest.raises(ValidationError):
        actions.set_capacity(volunteer, capacity=1, by=by)
    actions.set_capacity(volunteer, capacity=2, by=by)
    with pytest.raises(ValidationError):
        actions.set_capacity(making.pooled(programme, Side.NEWCOMER), capacity=2, by=by)


def test_a_check_is_an_outcome_and_days(programme: Programme, by: User) -> None:
    row = making.applied(programme, Side.VOLUNTEER)
    actions.record_check(row, kind="screening", outcome="done", on=day(-1), expires=day(700), by=by)
    assert Check.objects.filter(participant=row.participant, kind="screening", expires=day(700)).exists()
    with pytest.raises(ValidationError):
        actions.record_check(row, kind="screening", outcome="done", on=day(1), by=by)
    with pytest.raises(ValidationError):
        actions.record_check(row, kind="screening", outcome="done", on=day(-1), expires=day(-2), by=by)
    assert Check.objects.count() == 1


def test_whoever_stops_frees_the_other_whom_they_were_asked_to_meet(programme: Programme, by: User) -> None:
    duo = making.duo(programme)
    actions.withdraw(duo.newcomer, by=by, why="withdraw-written")
    duo = Duo.objects.get(pk=duo.pk)
    assert (duo.over_on, duo.outcome) == (TODAY, "taken_back")
    assert (phase(duo.newcomer), phase(duo.volunteer)) == ("withdrawn", "pool")
    assert last_act().why == "withdraw-written"


def test_a_duo_that_has_begun_is_closed_first(programme: Programme, by: User) -> None:
    duo = making.active(programme)
    with pytest.raises(ValidationError):
        actions.withdraw(duo.newcomer, by=by, why="withdraw-phone")
    assert phase(duo.newcomer) == "in_duo"


def test_a_person_stops_and_waits_by_themselves(programme: Programme, cast: SimpleNamespace) -> None:
    row = making.pooled(programme, Side.NEWCOMER, user=cast.newcomer)
    actions.hold(row, until=day(30), by=cast.newcomer)
    assert last_act().why == Purpose.OWN_WISH
    actions.withdraw(row, by=cast.newcomer, why=Purpose.OWN_WISH)
    assert (phase(row), last_act().why) == ("withdrawn", Purpose.OWN_WISH)
    other = making.pooled(programme, Side.VOLUNTEER, user=cast.volunteer)
    with pytest.raises(PermissionDenied):
        actions.withdraw(other, by=cast.newcomer, why=Purpose.OWN_WISH)
    with pytest.raises(PermissionDenied):
        actions.take_out_of_pool(other, by=cast.volunteer)
