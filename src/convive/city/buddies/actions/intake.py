"""Somebody's way from applying to waiting, and out of it again, by the coordinator or the person themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs
from convive.city.buddies.actions import intake_letters
from convive.city.buddies.codes import BuddyReason, IntakeOutcome, Outcome, Referral, Side, Trajectory
from convive.city.buddies.models import Application, Duo
from convive.city.buddies.reasons import WithdrawReason
from convive.city.people.lists import Band, CheckKind, CheckOutcome, Judge
from convive.city.people.models import Check, SpokenLanguage
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose

MOST_DUOS = 10


def _locked(application: Application) -> Application:
    """The row as it is now, for this transaction alone, and still on its way."""
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("programme__city", "programme__organisation", "participant").get(
        pk=application.pk
    )
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
    if held_on < _local(row, row.applied_at).date():
        raise ValidationError({"held_on": _("This day is before the application.")})
    outcome = IntakeOutcome(outcome)
    if (outcome == IntakeOutcome.REFERRED) != bool(referred_to):
        raise ValidationError({"referred_to": _("Say where the person goes, and only then.")})
    row.intake_done_on, row.outcome = held_on, outcome
    row.referred_to = Referral(referred_to) if referred_to else ""
    if trajectory:
        row.trajectory = Trajectory(trajectory)
    if outcome == IntakeOutcome.READY:
        row.pooled_since = held_on
    row.save()
    if band:
        judged = {"band": Band(band), "judged_by": Judge.COORDINATOR, "judged_on": held_on}
        SpokenLanguage.objects.update_or_create(
            participant=row.participant,
            language=row.programme.practised,
            defaults=judged,
            create_defaults={**judged, "city": city},
        )
    details = {"outcome": str(row.get_outcome_display())}
    audit.record("application.intake-held", row, by=by, why=BuddyReason.INTAKE, details=details)
    if outcome == IntakeOutcome.READY:
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
    """From now on the person waits for a duo: after being taken out, and before a wished-for day has come.

    Raises:
        PermissionDenied: `by` does not run the programme and is not the person.
        ValidationError: the intake talk was not held, or the person waits already.
    """
    why = _own_or_running(by, application)
    row = _ready(application)
    today = row.programme.city.today
    if row.pooled_since is not None and (row.held_until is None or row.held_until <= today):
        raise ValidationError(_("This person waits already."))
    row.pooled_since, row.held_until = row.pooled_since or today, None
    row.save()
    audit.record("application.pooled", row, by=by, why=why)
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
    check = Check.objects.create(
        city=row.city,
        participant=row.participant,
        kind=CheckKind(kind),
        outcome=CheckOutcome(outcome),
        on=on,
        expires=expires,
    )
    audit.record("application.checked", row, by=by, why=BuddyReason.RUNNING, details={"check": check.kind})
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
    duos = list(mine.select_for_update(of=("self",)))
    if any(duo.starts_on for duo in duos):
        raise ValidationError(_("There is a duo that has begun. Close the duo first."))
    for duo in duos:
        duo.over_on, duo.outcome = today, Outcome.TAKEN_BACK
        duo.save()
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


def _local(row: Application, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(row.programme.city.time_zone))
