"""People on their way: they apply, talk, wait; their hours, proofs and calendar; the activities to which they come."""

from __future__ import annotations

from types import SimpleNamespace

from convive.city.buddies.actions import activities, applying, feeds, hours, intake, proofs
from convive.city.buddies.actions import meetings as duos
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Attendance, GroupActivity, HoursEntry
from convive.city.people.facts import Facts
from convive.city.people.lists import NEEDED, CheckKind, CheckOutcome
from tests.city import making
from tests.city.buddy_actions.stages import running


def applied(cast: SimpleNamespace) -> Application:
    return making.applied(making.programme(cast.city, cast.buddies), Side.VOLUNTEER)


def waits(cast: SimpleNamespace) -> Application:
    return making.pooled(making.programme(cast.city, cast.buddies), Side.VOLUNTEER, user=cast.volunteer)


def wants_to_wait(cast: SimpleNamespace) -> Application:
    row = waits(cast)
    row.held_until = making.day(20)
    row.save()
    return row


def is_asked(cast: SimpleNamespace) -> Application:
    row = waits(cast)
    making.duo(row.programme, volunteer=row)
    return row


def newcomer(cast: SimpleNamespace) -> Application:
    return making.pooled(making.programme(cast.city, cast.buddies), Side.NEWCOMER, user=cast.newcomer)


def entry(cast: SimpleNamespace) -> HoursEntry:
    return making.hours(newcomer(cast).participant, -3)


def of_a_meeting(cast: SimpleNamespace) -> HoursEntry:
    running(cast)
    return duos.hours_of(making.met(cast.duo, -8))


def confirmed(cast: SimpleNamespace) -> HoursEntry:
    row = newcomer(cast).participant
    return making.hours(row, -3, by=cast.buddy_coordinator, organisation=cast.buddies)


def with_proof(cast: SimpleNamespace):
    return proofs.make_proof([confirmed(cast).participant], by=cast.newcomer)


def with_feed(cast: SimpleNamespace):
    row = newcomer(cast).participant
    feeds.make_feed(row, by=cast.newcomer)
    return row


def activity(cast: SimpleNamespace, number: int = 7) -> GroupActivity:
    running(cast)
    return made(cast, number)


def made(cast: SimpleNamespace, number: int = 7) -> GroupActivity:
    values = {"kind": "training", "names": {"en": "Listening"}, "on": making.day(number), "minutes": 120}
    return activities.make_activity(cast.programme, by=cast.coordinator, **values)


def signed_up(cast: SimpleNamespace, number: int = 7) -> Attendance:
    return activities.sign_up(activity(cast, number), cast.duo.newcomer, by=cast.coordinator)


def noted(cast: SimpleNamespace, row: Attendance) -> None:
    """That somebody came, and that this was a mistake."""
    for came in (True, False):
        activities.note_who_came(row.activity, {row.pk: came}, by=cast.coordinator)


def apply(cast: SimpleNamespace, programme) -> Application:
    facts = Facts(name="Nia", email="nia@example.org", adult=True)
    return applying.apply(programme, Side.NEWCOMER, facts, list(NEEDED))


ACTIONS = {
    "applying.apply": (
        lambda cast: making.programme(cast.city, cast.buddies),
        apply,
        {"application.sent"},
    ),
    "intake.plan_intake": (
        applied,
        lambda cast, row: intake.plan_intake(row, at=making.at(7), by=cast.buddy_coordinator),
        {"application.intake-planned"},
    ),
    "intake.record_intake": (
        applied,
        lambda cast, row: intake.record_intake(
            row, held_on=making.TODAY, outcome="ready", band="B2", by=cast.buddy_coordinator
        ),
        {"application.intake-held"},
    ),
    "intake.hold": (
        waits,
        lambda cast, row: intake.hold(row, until=making.day(30), by=cast.volunteer),
        {"application.held"},
    ),
    "intake.put_in_pool": (
        wants_to_wait,
        lambda cast, row: intake.put_in_pool(row, by=cast.volunteer),
        {"application.pooled"},
    ),
    "intake.take_out_of_pool": (
        waits,
        lambda cast, row: intake.take_out_of_pool(row, by=cast.buddy_coordinator),
        {"application.out-of-pool"},
    ),
    "intake.set_capacity": (
        waits,
        lambda cast, row: intake.set_capacity(row, capacity=2, by=cast.buddy_coordinator),
        {"application.capacity"},
    ),
    "intake.record_check": (
        waits,
        lambda cast, row: intake.record_check(
            row,
            kind=CheckKind.TRAINING,
            outcome=CheckOutcome.DONE,
            on=making.TODAY,
            by=cast.buddy_coordinator,
        ),
        {"application.checked"},
    ),
    "intake.withdraw": (
        is_asked,
        lambda cast, row: intake.withdraw(row, by=cast.buddy_coordinator, why="withdraw-phone"),
        {"application.withdrawn", "duo.left"},
    ),
    "hours.add_entry": (
        newcomer,
        lambda cast, row: hours.add_entry(
            row.participant, on=making.day(-3), minutes=60, doing="cook", by=cast.newcomer
        ),
        {"hours.added"},
    ),
    "hours.delete_entry": (
        entry,
        lambda cast, row: hours.delete_entry(row, by=cast.newcomer),
        {"hours.deleted"},
    ),
    "hours.confirm_entry": (
        entry,
        lambda cast, row: hours.confirm_entry(
            row, organisation_id=cast.neighbours.pk, by=cast.organisation_member
        ),
        {"hours.confirmed"},
    ),
    "hours.confirm_of_programme": (
        of_a_meeting,
        lambda cast, row: hours.confirm_of_programme(
            cast.programme, {row.pk: row.minutes}, by=cast.coordinator
        ),
        {"hours.confirmed"},
    ),
    "proofs.make_proof": (
        confirmed,
        lambda cast, row: proofs.make_proof([row.participant], by=cast.newcomer),
        {"proof.made"},
    ),
    "proofs.take_back": (
        with_proof,
        lambda cast, proof: proofs.take_back(proof, by=cast.newcomer),
        {"proof.taken-back"},
    ),
    "feeds.make_feed": (
        newcomer,
        lambda cast, row: feeds.make_feed(row.participant, by=cast.newcomer),
        {"feed.made"},
    ),
    "feeds.end_feed": (with_feed, lambda cast, row: feeds.end_feed(row, by=cast.newcomer), {"feed.ended"}),
    "activities.make_activity": (running, lambda cast, _: made(cast), {"activity.made"}),
    "activities.change_activity": (
        activity,
        lambda cast, row: activities.change_activity(row, minutes=60, by=cast.coordinator),
        {"activity.changed"},
    ),
    "activities.sign_up": (
        activity,
        lambda cast, row: activities.sign_up(row, cast.duo.newcomer, by=cast.newcomer),
        {"attendance.signed-up"},
    ),
    "activities.sign_off": (
        signed_up,
        lambda cast, row: activities.sign_off(row.activity, row.application, by=cast.newcomer),
        {"attendance.signed-off"},
    ),
    "activities.note_who_came": (lambda cast: signed_up(cast, -1), noted, {"attendance.noted"}),
}
