"""Somebody's way from applying to waiting, and out of it again, by the coordinator or the person themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters, matching_letters
from convive.city.buddies.access import runs
from convive.city.buddies.actions import intake_letters, pool
from convive.city.buddies.actions.ending import end
from convive.city.buddies.codes import (
    BuddyReason,
    IntakeOutcome,
    Outcome,
    Referral,
    Side,
    Trajectory,
    other_side,
)
from convive.city.buddies.models import Application, Duo
from convive.city.buddies.reasons import WithdrawReason
from convive.city.people.actions import add_check, judge_language
from convive.city.people.lists import Band, CheckKind, CheckOutcome, Judge
from convive.city.people.models import Check
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose

MOST_DUOS = 10


def _locked(application: Application) -> Application:
    """The row as it is now, for this transaction alone, and still on its way."""
    row = pool.locked(application)
    if row.withdrawn_on:
        raise ValidationError(_("This person has withdrawn."))
    if row.outcome == IntakeOutcome.REFERRED:
        raise ValidationError(_("This person went to another offer."))
    return row


def _ready(application: Application) -> Application:
    row = _locked(application)
    if row.outcome != IntakeOutcome.READY:
        raise ValidationError(_("First comes the intake talk."))
    return row


def _open_duos(row: Application) -> int:
    return Duo.objects.filter(Q(newcomer=row) | Q(volunteer=row), over_on__isnull=True).count()


def _running(by: User, application: Application) -> None:
    require(runs(by, application.programme))


@transaction.atomic
def plan_intake(application: Application, *, at: dt.datetime, by: User) -> Application:
    """Plan the intake talk, or plan it again, and write it to the person.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the moment is past, or the talk was held.
    """
    _running(by, application)
    row = _locked(application)
    if row.outcome:
        raise ValidationError(_("The intake talk was held already."))
    if at < clock.now():
        raise ValidationError({"at": _("This moment is past.")})
    row.intake_on = at
    row.save()
    audit.record("application.intake-planned", row, by=by, why=BuddyReason.INTAKE)
    intake_letters.planned(row)
    return row


@transaction.atomic
def record_intake(
    application: Application,
    *,
    held_on: dt.date,
    outcome: IntakeOutcome | str,
    band: Band | str = "",
    referred_to: Referral | str = "",
    trajectory: Trajectory | str = "",
    by: User,
) -> Application:
    """Write down that the intake talk was held. Whoever is ready waits for a duo from that day on.

    `band` is how well the person speaks the language that is practised, as the coordinator judged in the talk.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the day is to come or before the application, there is an outcome already, or nowhere to go.
    """
    _running(by, application)
    row = _locked(application)
    if row.outcome:
        raise ValidationError(_("The intake talk was held already."))
    city = row.programme.city
    if held_on > city.today:
        raise ValidationError({"held_on": _("This day is to come.")})
    if held_on < row.programme.city.day_of(row.applied_at):
        raise ValidationError({"held_on": _("This day is before the application.")})
    outcome = IntakeOutcome(outcome)
    if (outcome == IntakeOutcome.REFERRED) != bool(referred_to):
        raise ValidationError({"referred_to": _("Say where the person goes, and only then.")})
    row.intake_done_on, row.outcome = held_on, outcome
    row.referred_to = Referral(referred_to) if referred_to else ""
    if trajectory:
        row.trajectory = Trajectory(trajectory)
    row.save()
    if band:
        judge_language(
            row.participant,
            row.programme.practised,
            str(Band(band)),
            judged_by=Judge.COORDINATOR,
            on=held_on,
            by=by,
            why=BuddyReason.INTAKE,
        )
    details = {"outcome": str(outcome)}
    audit.record("application.intake-held", row, by=by, why=BuddyReason.INTAKE, details=details)
    if outcome == IntakeOutcome.READY:
        pool.enter_pool(row, held_on, BuddyReason.INTAKE)
        intake_letters.waiting(row)
    return row


@transaction.atomic
def hold(application: Application, *, until: dt.date, by: User) -> Application:
    """No duo is proposed to the person before `until`. By the coordinator, or the person themselves.

    Raises:
        PermissionDenied: `by` does not run the programme and is not the person.
        ValidationError: the person does not wait, or the day is not to come.
    """
    why = _own_or_running(by, application)
    row = _ready(application)
    if row.pooled_since is None:
        raise ValidationError(_("This person does not wait for a duo."))
    if until <= row.programme.city.today:
        raise ValidationError({"until": _("Choose a day to come.")})
    row.held_until = until
    row.save()
    audit.record("application.held", row, by=by, why=why, details={"until": until.isoformat()})
    return row


@transaction.atomic
def put_in_pool(application: Application, *, by: User) -> Application:
    """From now on the person waits for a duo: after the end of another, after being taken out, and before a wished-for
    day has come, then with the place in line that they had.

    Raises:
        PermissionDenied: `by` does not run the programme and is not the person.
        ValidationError: the person stopped or went to another offer; or as `pool.enter_pool`.
    """
    why = _own_or_running(by, application)
    row = _locked(application)
    pool.enter_pool(row, row.pooled_since or row.programme.city.today, why)
    audit.record("application.pooled", row, by=by, why=why)
    agreement_letters.waits_again(row)
    return row


@transaction.atomic
def take_out_of_pool(application: Application, *, by: User) -> Application:
    """The person does not wait any more, until they are put back.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the person does not wait.
    """
    _running(by, application)
    row = _ready(application)
    if row.pooled_since is None:
        raise ValidationError(_("This person does not wait for a duo."))
    row.pooled_since = row.held_until = None
    row.save()
    audit.record("application.out-of-pool", row, by=by, why=BuddyReason.RUNNING)
    return row


@transaction.atomic
def set_capacity(application: Application, *, capacity: int, by: User) -> Application:
    """In how many duos at once a volunteer wants to be.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: not a volunteer, fewer than the duos they are in, or more than can be.
    """
    _running(by, application)
    row = _locked(application)
    if row.side != Side.VOLUNTEER:
        raise ValidationError(_("A newcomer is in one duo at once."))
    least = max(1, _open_duos(row))
    if not least <= capacity <= MOST_DUOS:
        raise ValidationError(
            {"capacity": _("From %(least)s to %(most)s.") % {"least": least, "most": MOST_DUOS}}
        )
    row.capacity = capacity
    row.save()
    audit.record("application.capacity", row, by=by, why=BuddyReason.RUNNING, details={"duos": capacity})
    return row


@transaction.atomic
def record_check(
    application: Application,
    *,
    kind: CheckKind | str,
    outcome: CheckOutcome | str,
    on: dt.date,
    expires: dt.date | None = None,
    by: User,
) -> Check:
    """Write down a screening, a training or the like: outcome, day and until when it holds. Never a document.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the day is to come, or it holds until a day before it.
    """
    _running(by, application)
    row = _locked(application)
    if on > row.programme.city.today:
        raise ValidationError({"on": _("This day is to come.")})
    if expires is not None and expires < on:
        raise ValidationError({"expires": _("This is before the day of the check.")})
    why = BuddyReason.RUNNING
    check = add_check(row.participant, kind, outcome, on=on, expires=expires, by=by, why=why)
    audit.record("application.checked", row, by=by, why=why, details={"check": check.kind})
    return check


@transaction.atomic
def withdraw(application: Application, *, by: User, why: WithdrawReason | Purpose | str) -> Application:
    """The person stops. A duo they were asked about is taken back; one that has begun is closed first, on its page.

    Raises:
        PermissionDenied: `by` does not run the programme and is not the person.
        ValueError: `why` is no way in which a person says it. For the person, it is always their own wish.
        ValidationError: the person has stopped already, or is in a duo that has begun.
    """
    own = _own_or_running(by, application) == Purpose.OWN_WISH
    reason = Purpose.OWN_WISH if own else WithdrawReason(why)
    row = _locked(application)
    today = row.programme.city.today
    mine = Duo.objects.filter(Q(newcomer=row) | Q(volunteer=row), over_on__isnull=True)
    people = ("programme__city", "programme__organisation", "newcomer__participant", "volunteer__participant")
    duos = list(mine.order_by("pk").select_for_update(of=("self",)).select_related(*people))
    if any(duo.starts_on for duo in duos):
        raise ValidationError(_("There is a duo that has begun. Close the duo first."))
    for duo in duos:
        stays = other_side(row.side)
        end(duo, Outcome.TAKEN_BACK, today=today, stay=[stays])
        audit.record("duo.left", duo, by=by, why=reason, details={"outcome": str(duo.outcome)})
        matching_letters.over(duo, stays)
    row.withdrawn_on = today
    row.save()
    audit.record("application.withdrawn", row, by=by, why=reason, details={"duos taken back": len(duos)})
    if not own:
        intake_letters.withdrawn(row)
    return row


def _own_or_running(by: User, application: Application) -> Any:
    """Why somebody acts: the person for themselves, else whoever runs the programme."""
    if application.participant.user_id is not None and application.participant.user_id == by.pk:
        return Purpose.OWN_WISH
    _running(by, application)
    return BuddyReason.RUNNING
