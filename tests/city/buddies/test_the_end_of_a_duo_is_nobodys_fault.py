"""Closing a duo, what both are told, and what can come after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.actions.intake import put_in_pool
from convive.city.buddies.codes import COMPLETES, EndingReason, MeetingKind, Side
from convive.city.buddies.models import Application, Duo, Meeting, Pause
from convive.city.buddies.phases import applications, duos
from convive.city.people.models import Participant
from convive.core import clock
from tests.city import making
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, subjects, verbs
from tests.conftest import letters


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        begun(found)
        yield found


def close(here: SimpleNamespace, reason: str = "duo-goal", by: str = "coordinator") -> Duo:
    return actions.close_duo(here.duo, reason=reason, in_contact=True, by=getattr(here, by))


def application(here: SimpleNamespace, side: str) -> Application:
    return applications(here.city.today).get(pk=getattr(here.duo, f"{side}_id"))


@pytest.mark.parametrize("reason", EndingReason.values)
def test_what_reached_its_aim_is_completed_however_early(here: SimpleNamespace, reason: str) -> None:
    close(here, reason)
    expected = "completed" if reason in COMPLETES else "ended_early"
    duo = fresh(here.duo)
    assert (duos(days(0)).get().phase, duo.over_on, duo.end_reason) == (expected, days(0), reason)
    assert duo.in_contact is True
    assert ("duo.closed", reason) in verbs()


@pytest.mark.parametrize("by", ["newcomer", "volunteer", "coordinator"])
def test_either_of_the_two_or_the_coordinator_closes_it_and_only_once(here: SimpleNamespace, by: str) -> None:
    with pytest.raises(PermissionDenied):
        close(here, by="other")
    close(here, "duo-time", by)
    with pytest.raises(ValidationError, match="over"):
        close(here, "duo-goal", by)
    assert fresh(here.duo).end_reason == "duo-time"


def test_a_duo_that_has_not_begun_is_not_closed(here: SimpleNamespace) -> None:
    asked = making.accepted(here.programme)
    with pytest.raises(ValidationError):
        actions.close_duo(asked, reason="duo-time", by=here.coordinator)
    with pytest.raises(ValueError):
        actions.close_duo(here.duo, reason="no-such-reason", by=here.coordinator)


def test_both_are_told_the_day_on_which_their_data_are_deleted_and_nobody_is_told_why(
    here: SimpleNamespace,
) -> None:
    before = len(letters())
    close(here, "duo-no-click", "volunteer")
    mine = Participant.objects.filter(user__in=(here.newcomer, here.volunteer))
    assert set(mine.values_list("delete_on", "told_on")) == {(dt.date(2027, 11, 2), days(0))}
    told = letters()[before:]
    assert {letter.to for letter in told} == {"newcomer@example.org", "volunteer@example.org"}
    assert {letter.language for letter in told} == {"ar", "nl"}
    assert all("2027" in letter.text for letter in told)
    assert all(str(EndingReason.NO_CLICK.label) not in letter.text for letter in told)
    assert application(here, "newcomer").asked_to_go_on is None


def test_whoever_is_in_another_duo_keeps_the_later_day(here: SimpleNamespace) -> None:
    volunteer = here.duo.volunteer
    Application.objects.filter(pk=volunteer.pk).update(capacity=2)
    Participant.objects.filter(pk=volunteer.participant_id).update(delete_on=dt.date(2029, 1, 1))
    making.active(here.programme, None, volunteer, slot=2)
    close(here)
    assert Participant.objects.get(pk=volunteer.participant_id).delete_on == dt.date(2029, 1, 1)


def test_what_was_still_open_is_ended_with_it(here: SimpleNamespace) -> None:
    actions.pause(here.duo, since=days(0), until=None, reason="pause-family", by=here.newcomer)
    waiting = actions.amend(here.duo, days_between=7, by=here.coordinator)
    making.met(here.duo, 5, kind=MeetingKind.PLANNED)
    close(here)
    waiting.refresh_from_db()
    assert waiting.taken_back_at is not None
    assert not Meeting.objects.exists()
    assert list(Pause.objects.values_list("until", flat=True)) == [days(0)]


@pytest.mark.parametrize("reason", ["duo-goal", "duo-moved"])
@pytest.mark.parametrize("side", ["newcomer", "volunteer"])
def test_one_step_leads_back_to_the_pool(here: SimpleNamespace, reason: str, side: str) -> None:
    close(here, reason)
    with clock.moved_to(making.at(9)):
        row = application(here, side)
        with pytest.raises(PermissionDenied):
            put_in_pool(row, by=here.other)
        put_in_pool(row, by=here.coordinator)
        assert application(here, side).phase == "pool"
        assert application(here, side).pooled_since == days(9)
        with pytest.raises(ValidationError, match="already"):
            put_in_pool(row, by=here.coordinator)
    assert verbs()[-1] == ("application.pooled", "buddy-running")
    assert Participant.objects.get(applications=row).delete_on == dt.date(2027, 11, 11)


def test_who_is_in_a_duo_or_has_left_does_not_wait_again(here: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="in a duo"):
        put_in_pool(here.duo.newcomer, by=here.coordinator)
    close(here)
    Application.objects.filter(pk=here.duo.newcomer_id).update(withdrawn_on=days(0))
    with pytest.raises(ValidationError):
        put_in_pool(here.duo.newcomer, by=here.coordinator)


def test_a_newcomer_who_completed_is_asked_to_go_on_and_says_yes_alone(here: SimpleNamespace) -> None:
    close(here, "duo-term")
    row = application(here, "newcomer")
    assert row.asked_to_go_on == days(0)
    asked = [letter for letter in letters() if f"/applications/{row.pk}/volunteer/" in unquote(letter.text)]
    assert [letter.to for letter in asked] == ["newcomer@example.org"]
    for user in (here.coordinator, here.volunteer):
        with pytest.raises(PermissionDenied):
            actions.go_on_as_volunteer(row, by=user)
    made = actions.go_on_as_volunteer(row, by=here.newcomer)
    assert (made.side, made.participant_id, made.programme) == (
        Side.VOLUNTEER, row.participant_id, here.programme
    )  # fmt: skip
    assert applications(days(0)).get(pk=made.pk).phase == "applied"
    assert verbs()[-1] == ("application.went_on", "buddy-applied")
    with pytest.raises(ValidationError, match="already"):
        actions.go_on_as_volunteer(row, by=here.newcomer)


def test_a_coordinator_asks_once_and_nobody_goes_on_unasked(here: SimpleNamespace) -> None:
    close(here, "duo-goal")
    row = application(here, "newcomer")
    with pytest.raises(ValidationError):
        actions.invite_to_go_on(row, by=here.coordinator)
    Application.objects.filter(pk=row.pk).update(asked_to_go_on=None)
    with pytest.raises(ValidationError):
        actions.go_on_as_volunteer(row, by=here.newcomer)
    with pytest.raises(PermissionDenied):
        actions.invite_to_go_on(row, by=here.other)
    before = len(subjects())
    actions.invite_to_go_on(row, by=here.coordinator)
    assert len(subjects()) == before + 1
    with pytest.raises(ValidationError):
        actions.invite_to_go_on(here.duo.volunteer, by=here.coordinator)
