"""Talks of the organisation with a duo: codes and dates, and nothing about who could not be reached."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import follow_ups, meetings
from convive.city.buddies.models import FollowUp, Meeting
from tests.city import making
from tests.city.buddies.stage import entries, running
from tests.city.making import day

TALK = {"channel": "phone", "still_meeting": True, "satisfied": True, "next_step": "nothing"}


@pytest.fixture
def house(cast: SimpleNamespace, signed_in):
    with running(cast) as house:
        house.client = signed_in(cast.coordinator)
        house.page = f"/in/rivertown/buddies/duos/{house.duo.pk}/"
        yield house


def due(house: SimpleNamespace, number: int) -> FollowUp:
    return FollowUp.objects.create(city=house.city, duo=house.duo, due_on=day(number))


def test_a_talk_answers_the_follow_up_that_is_due_longest(house: SimpleNamespace) -> None:
    first, second, later = due(house, -9), due(house, -2), due(house, 30)
    follow_ups.hold_follow_up(house.duo, on=day(-1), by=house.coordinator, **TALK)
    for row in (first, second, later):
        row.refresh_from_db()
    assert (first.done_on, first.channel, first.by) == (day(-1), "phone", house.coordinator)
    assert second.done_on is None
    assert later.done_on is None
    assert entries("follow-up.held") == [(house.coordinator.email, "buddy-following-up")]


def test_a_talk_that_was_not_due_is_one_more(house: SimpleNamespace) -> None:
    later = due(house, 30)
    row = follow_ups.hold_follow_up(house.duo, on=day(0), by=house.coordinator, **TALK)
    assert (row.due_on, row.done_on) == (day(0), day(0))
    later.refresh_from_db()
    assert later.done_on is None


def test_a_second_talk_of_the_same_day_stands_beside_the_first(house: SimpleNamespace) -> None:
    for satisfied in (True, False):
        talk = TALK | {"satisfied": satisfied}
        follow_ups.hold_follow_up(house.duo, on=day(0), by=house.coordinator, **talk)
    assert sorted(FollowUp.objects.values_list("due_on", "satisfied")) == [(day(0), False), (day(0), True)]


def test_whoever_wished_for_a_call_was_called_with_it(house: SimpleNamespace) -> None:
    meetings.log_meeting(house.duo, on=day(-1), minutes=60, call_wanted=True, by=house.newcomer)
    follow_ups.hold_follow_up(house.duo, on=day(0), by=house.coordinator, **TALK)
    assert Meeting.objects.get().called_on == day(0)


@pytest.mark.parametrize("who", ["elsewhere", "newcomer", "city_administrator"])
def test_only_who_runs_the_programme_notes_it(house: SimpleNamespace, who: str) -> None:
    with pytest.raises(PermissionDenied):
        follow_ups.hold_follow_up(house.duo, on=day(0), by=getattr(house, who), **TALK)
    with pytest.raises(PermissionDenied):
        follow_ups.try_follow_up(house.duo, by=getattr(house, who))
    assert not FollowUp.objects.exists()


def test_a_talk_is_not_of_a_day_to_come_or_of_a_duo_that_does_not_meet(house: SimpleNamespace) -> None:
    with pytest.raises(ValidationError):
        follow_ups.hold_follow_up(house.duo, on=day(1), by=house.coordinator, **TALK)
    with pytest.raises(ValidationError):
        follow_ups.hold_follow_up(making.duo(house.programme), on=day(0), by=house.coordinator, **TALK)
    assert not FollowUp.objects.exists()


def test_an_attempt_leaves_the_follow_up_due_and_says_nothing_of_anybody(house: SimpleNamespace) -> None:
    row = due(house, -3)
    house.client.post(f"{house.page}tried/")
    row.refresh_from_db()
    assert row.done_on is None
    told = Meeting.objects.get()
    assert (told.kind, told.logged_by, told.minutes) == ("attempted", "organisation", 0)
    assert entries("meeting.attempted") == [(house.coordinator.email, "buddy-following-up")]


def test_the_list_and_the_page(house: SimpleNamespace) -> None:
    due(house, -3)
    page = house.client.get(f"/in/rivertown/buddies/{house.programme.slug}/follow-ups/").content.decode()
    assert "Due since 30 October 2026" in page
    form = {"on": "2026-11-02", "channel": "phone", "still_meeting": "yes", "next_step": "call_again"}
    assert house.client.post(f"{house.page}follow-up/", {}).status_code == 422
    assert house.client.post(f"{house.page}follow-up/", form).status_code == 302
    row = FollowUp.objects.get()
    assert (row.still_meeting, row.satisfied, row.next_step) == (True, None, "call_again")
