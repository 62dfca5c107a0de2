"""What a running duo tells of its meetings, and how it is followed up and reminded."""

from __future__ import annotations

from types import SimpleNamespace

from convive.city.buddies.actions import follow_ups, meetings, reminders
from convive.city.buddies.codes import MeetingKind, NextStep
from convive.city.buddies.models import Meeting
from convive.city.people.lists import Channel
from tests.city import making
from tests.city.buddy_actions.stages import running


def log(cast: SimpleNamespace, _: object = None, **more: object) -> Meeting:
    return meetings.log_meeting(cast.duo, on=making.day(-1), minutes=60, by=cast.newcomer, **more).meeting


def logged(cast: SimpleNamespace, **more: object) -> Meeting:
    return log(running(cast), **more)


def late(cast: SimpleNamespace) -> None:
    making.met(running(cast).duo, -20)


def not_met(cast: SimpleNamespace, _: object) -> None:
    for kind in (MeetingKind.CANCELLED, MeetingKind.ATTEMPTED):
        meetings.not_met(cast.duo, kind=kind, by=cast.volunteer)


def hold_follow_up(cast: SimpleNamespace, _: object) -> None:
    answers = {"still_meeting": True, "satisfied": True, "next_step": NextStep.NOTHING}
    follow_ups.hold_follow_up(
        cast.duo, on=making.TODAY, channel=Channel.PHONE, **answers, by=cast.coordinator
    )


ACTIONS = {
    "meetings.log_meeting": (running, log, {"meeting.told"}),
    "meetings.plan_meeting": (
        running,
        lambda cast, _: meetings.plan_meeting(cast.duo, on=making.day(3), by=cast.newcomer),
        {"meeting.planned"},
    ),
    "meetings.not_met": (running, not_met, {"meeting.cancelled", "meeting.attempted"}),
    "meetings.mend_meeting": (
        logged,
        lambda cast, row: meetings.mend_meeting(row, on=making.day(-2), minutes=90, by=cast.newcomer),
        {"meeting.changed"},
    ),
    "meetings.take_back": (
        logged,
        lambda cast, row: meetings.take_back(row, by=cast.newcomer),
        {"meeting.taken-back"},
    ),
    "meetings.note_call": (
        lambda cast: logged(cast, call_wanted=True),
        lambda cast, _: meetings.note_call(cast.duo, by=cast.coordinator),
        {"duo.called"},
    ),
    "follow_ups.hold_follow_up": (running, hold_follow_up, {"follow-up.held"}),
    "follow_ups.try_follow_up": (
        running,
        lambda cast, _: follow_ups.try_follow_up(cast.duo, by=cast.coordinator),
        {"meeting.attempted"},
    ),
    "reminders.remind": (late, lambda cast, _: reminders.remind(cast.city), {"reminder.sent"}),
}
