"""Either of the two tells that they met; it is written once, and the newcomer's hours follow."""

from __future__ import annotations

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import meetings
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import HoursEntry, Meeting, Pause
from convive.core import clock
from tests.city import making
from tests.city.buddies.stage import entries, running
from tests.city.making import day


@pytest.fixture
def house(cast: SimpleNamespace):
    with running(cast) as house:
        yield house


def tell(house: SimpleNamespace, number: int = 0, minutes: int = 90, by=None, **more) -> meetings.Told:
    return meetings.log_meeting(house.duo, on=day(number), minutes=minutes, by=by or house.newcomer, **more)


@pytest.mark.parametrize(
    ("who", "why"),
    [("newcomer", "buddy-met"), ("volunteer", "buddy-met"), ("coordinator", "buddy-following-up")],
)
def test_each_of_the_two_and_their_coordinator_can_tell(house: SimpleNamespace, who: str, why: str) -> None:
    by = getattr(house, who)
    row = tell(house, -1, by=by, place="cafe", doing="talk", practised=True).meeting
    assert (row.kind, row.on, row.minutes, row.place, row.practised) == ("held", day(-1), 90, "cafe", True)
    assert row.logged_by == ("organisation" if who == "coordinator" else who)
    assert entries("meeting.told") == [(by.email, why)]


@pytest.mark.parametrize("who", ["elsewhere", "outsider", "city_administrator", "secretary"])
def test_nobody_else_can_tell_or_change(house: SimpleNamespace, who: str) -> None:
    by = getattr(house, who)
    row = making.met(house.duo, -1)
    for act in (
        lambda: tell(house, by=by),
        lambda: meetings.plan_meeting(house.duo, on=day(3), by=by),
        lambda: meetings.not_met(house.duo, kind=MeetingKind.CANCELLED, by=by),
        lambda: meetings.mend_meeting(row, on=day(-1), minutes=5, by=by),
        lambda: meetings.take_back(row, by=by),
        lambda: meetings.note_call(house.duo, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert list(Meeting.objects.values_list("minutes", flat=True)) == [90]


def test_the_same_sending_twice_is_one_meeting(house: SimpleNamespace) -> None:
    key = uuid.uuid4()
    first, again = tell(house, sent_as=key), tell(house, sent_as=key)
    assert (first.how, again.how, first.meeting.pk) == ("new", "same", again.meeting.pk)
    assert Meeting.objects.count() == HoursEntry.objects.count() == 1
    assert len(entries("meeting.told")) == 1


def test_when_the_other_tells_of_the_same_day_it_is_updated_and_not_doubled(house: SimpleNamespace) -> None:
    tell(house, minutes=60, place="cafe", mood=3)
    told = tell(house, minutes=90, doing="walk", mood=1, by=house.volunteer)
    row = Meeting.objects.get()
    assert (told.how, row.minutes, row.place, row.doing, row.logged_by) == (
        "updated", 90, "cafe", "walk", "newcomer",
    )  # fmt: skip
    assert (row.mood, row.mood_of_other) == (3, 1)
    assert HoursEntry.objects.get().minutes == 90


def test_what_the_organisation_wrote_becomes_the_duos_own_when_they_tell(house: SimpleNamespace) -> None:
    tell(house, by=house.coordinator, mood=2)
    assert Meeting.objects.get().mood is None, "how it was is told by the two alone"
    tell(house, by=house.volunteer)
    assert Meeting.objects.get().logged_by == "volunteer"


@pytest.mark.parametrize("number", [1, -61])
def test_a_meeting_is_not_in_the_future_and_not_before_the_start(house: SimpleNamespace, number: int) -> None:
    with pytest.raises(ValidationError):
        tell(house, number)
    assert not Meeting.objects.exists()
    assert not HoursEntry.objects.exists()


def test_a_meeting_is_not_after_the_end_and_can_be_told_late(house: SimpleNamespace) -> None:
    house.duo.over_on, house.duo.outcome, house.duo.end_reason = day(-5), "completed", "duo-term"
    house.duo.save()
    with pytest.raises(ValidationError, match="any more"):
        tell(house, -4)
    assert tell(house, -5).how == "new"


def test_in_a_pause_two_may_meet_all_the_same(house: SimpleNamespace) -> None:
    Pause.objects.create(city=house.city, duo=house.duo, since=day(-3), reason="pause-holiday")
    assert tell(house).how == "new"


def test_hours_of_the_newcomer_follow_the_meeting(house: SimpleNamespace) -> None:
    row = tell(house, doing="cook").meeting
    entry = HoursEntry.objects.get()
    assert entry.participant == house.duo.newcomer.participant
    assert (entry.meeting, entry.on, entry.minutes, entry.doing) == (row, day(0), 90, "cook")
    assert (entry.confirmed_at, len(entry.code)) == (None, 12)
    meetings.mend_meeting(row, on=day(-2), minutes=30, by=house.newcomer)
    changed = HoursEntry.objects.get()
    assert (changed.pk, changed.on, changed.minutes, changed.code) == (entry.pk, day(-2), 30, entry.code)
    meetings.take_back(row, by=house.newcomer)
    assert not HoursEntry.objects.exists()
    assert len(entries("meeting.changed")) == len(entries("meeting.taken-back")) == 1


def test_confirmed_hours_cannot_be_changed(house: SimpleNamespace) -> None:
    row = tell(house).meeting
    HoursEntry.objects.update(confirmed_at=making.NOW, confirmed_by=house.coordinator)
    with pytest.raises(ValidationError, match="confirmed"):
        tell(house, minutes=120, by=house.volunteer)
    with pytest.raises(ValidationError, match="cannot be changed"):
        meetings.take_back(row, by=house.newcomer)
    assert tell(house, by=house.volunteer, place="home").meeting.place == "home"
    assert (Meeting.objects.get().minutes, HoursEntry.objects.get().minutes) == (90, 90)


def test_only_ones_own_can_be_mended_and_only_for_two_weeks(house: SimpleNamespace) -> None:
    row = tell(house).meeting
    with pytest.raises(ValidationError):
        meetings.mend_meeting(row, on=day(0), minutes=30, by=house.volunteer)
    with clock.moved_to(making.NOW + dt.timedelta(days=15)), pytest.raises(ValidationError):
        meetings.take_back(row, by=house.newcomer)
    assert Meeting.objects.get().minutes == 90


def test_a_meeting_is_not_moved_onto_another(house: SimpleNamespace) -> None:
    tell(house, -2)
    row = tell(house, -1).meeting
    with pytest.raises(ValidationError, match="known already"):
        meetings.mend_meeting(row, on=day(-2), minutes=30, by=house.newcomer)


def test_a_wish_for_a_call_stays_until_somebody_called(house: SimpleNamespace) -> None:
    tell(house, call_wanted=True)
    tell(house, by=house.volunteer)
    assert Meeting.objects.get().call_wanted
    assert meetings.note_call(house.duo, by=house.coordinator) == 1
    assert Meeting.objects.get().called_on == day(0)
    with pytest.raises(ValidationError):
        meetings.note_call(house.duo, by=house.coordinator)
    assert entries("duo.called") == [(house.coordinator.email, "buddy-following-up")]


def test_a_plan_becomes_the_meeting(house: SimpleNamespace) -> None:
    plan = meetings.plan_meeting(house.duo, on=day(2), at=dt.time(14), by=house.volunteer).meeting
    assert meetings.plan_meeting(house.duo, on=day(2), at=dt.time(15), by=house.newcomer).how == "updated"
    with clock.moved_to(making.at(3)):
        told = meetings.log_meeting(house.duo, on=day(2), minutes=60, by=house.newcomer, planned=plan)
    row = Meeting.objects.get()
    assert (told.how, row.pk, row.kind, row.at, row.logged_by) == (
        "new", plan.pk, "held", dt.time(15), "newcomer",
    )  # fmt: skip


def test_a_plan_of_a_day_that_was_told_goes(house: SimpleNamespace) -> None:
    tell(house)
    plan = meetings.plan_meeting(house.duo, on=day(0), by=house.newcomer).meeting
    tell(house, by=house.volunteer, planned=plan)
    assert [row.kind for row in Meeting.objects.all()] == ["held"]


def test_a_plan_is_for_a_day_to_come(house: SimpleNamespace) -> None:
    for number in (-1, 400):
        with pytest.raises(ValidationError):
            meetings.plan_meeting(house.duo, on=day(number), by=house.newcomer)
    asked = making.duo(house.programme)
    with pytest.raises(ValidationError, match="sign"):
        meetings.plan_meeting(asked, on=day(1), by=house.coordinator)
    assert not Meeting.objects.exists()


def test_cancelling_counts_on_the_day_on_which_they_were_in_touch(house: SimpleNamespace) -> None:
    plan = meetings.plan_meeting(house.duo, on=day(4), by=house.newcomer).meeting
    meetings.not_met(house.duo, kind=MeetingKind.CANCELLED, planned=plan, by=house.volunteer)
    row = Meeting.objects.get()
    assert (row.pk, row.kind, row.on, row.minutes) == (plan.pk, "cancelled", day(0), 0)
    with pytest.raises(ValidationError, match="already"):
        meetings.not_met(house.duo, kind=MeetingKind.CANCELLED, planned=plan, by=house.newcomer)
    assert entries("meeting.cancelled") == [(house.volunteer.email, "buddy-met")]


def test_a_plan_that_goes_with_what_was_told_already_is_in_the_audit(house: SimpleNamespace) -> None:
    meetings.not_met(house.duo, kind=MeetingKind.CANCELLED, by=house.volunteer)
    plan = meetings.plan_meeting(house.duo, on=day(4), by=house.newcomer).meeting
    told = meetings.not_met(house.duo, kind=MeetingKind.CANCELLED, planned=plan, by=house.newcomer)
    assert (told.how, Meeting.objects.get()) == ("same", told.meeting)
    assert entries("meeting.cancelled") == [
        (who.email, "buddy-met") for who in (house.volunteer, house.newcomer)
    ]


def test_an_attempt_is_told_once_a_day_and_not_before_its_day(house: SimpleNamespace) -> None:
    plan = meetings.plan_meeting(house.duo, on=day(4), by=house.newcomer).meeting
    with pytest.raises(ValidationError, match="not come"):
        meetings.not_met(house.duo, kind=MeetingKind.ATTEMPTED, planned=plan, by=house.newcomer)
    found = [meetings.not_met(house.duo, kind=MeetingKind.ATTEMPTED, by=house.newcomer).how for _ in range(2)]
    assert found == ["new", "same"]
    assert Meeting.objects.filter(kind="attempted").count() == 1
