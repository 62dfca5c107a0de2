"""After the end: back in the pool, or on as a volunteer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters
from convive.city.buddies.access import runs
from convive.city.buddies.codes import BuddyReason, IntakeOutcome, Outcome, Side
from convive.city.buddies.models import Application
from convive.city.buddies.phases import applications
from convive.city.buddies.retention import keep_until
from convive.city.people.months import months_later
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("participant", "programme__city", "programme__organisation").get(
        pk=application.pk
    )


@transaction.atomic
def rematch(application: Application, *, by: User) -> Application:
    """Put somebody back in the pool, waiting from today, whatever end their last duo had.

    Raises: PermissionDenied: `by` does not run the programme. ValidationError: the person withdrew or went to another
    offer, has no place left for a duo, waits already, or the programme is over.
    """
    require(runs(by, application.programme))
    row = _locked(application)
    today = row.programme.city.today
    _check_takes_part(row)
    if row.withdrawn_on is not None or row.outcome != IntakeOutcome.READY:
        raise ValidationError(_("This person is not ready for a duo: plan an intake talk first."))
    if applications(today).values_list("free", flat=True).get(pk=row.pk) <= 0:
        raise ValidationError(_("This person is in a duo."))
    if row.pooled_since is not None and (row.held_until is None or row.held_until <= today):
        raise ValidationError(_("This person waits for a duo already."))
    row.pooled_since, row.held_until = today, None
    row.save(update_fields=["pooled_since", "held_until"])
    audit.record("application.waits_again", row, by=by, why=BuddyReason.RUNNING)
    _keep_longer(row, BuddyReason.RUNNING)
    agreement_letters.waits_again(row)
    return row


@transaction.atomic
def invite_to_go_on(application: Application, *, by: User) -> Application:
    """Ask a newcomer who was in a duo to go on as a volunteer, once.

    Raises: PermissionDenied: `by` does not run the programme. ValidationError: the person was asked before, is a
    volunteer already, or was in no duo.
    """
    require(runs(by, application.programme))
    row = _locked(application)
    _check_takes_part(row)
    if not can_be_asked(row):
        raise ValidationError(_("Only a newcomer who completed a duo is asked, and only once."))
    ask_to_go_on(row, by=by, why=BuddyReason.RUNNING)
    agreement_letters.invited(row)
    return row


def can_be_asked(application: Application) -> bool:
    """A newcomer who completed a duo, was not asked before and is no volunteer of the programme."""
    return (
        application.side == Side.NEWCOMER
        and application.asked_to_go_on is None
        and application.as_newcomer.filter(outcome=Outcome.COMPLETED).exists()
        and not _as_volunteer(application).exists()
    )


def ask_to_go_on(application: Application, *, by: User, why: object) -> None:
    application.asked_to_go_on = application.programme.city.today
    application.save(update_fields=["asked_to_go_on"])
    audit.record("application.asked_to_go_on", application, by=by, why=why)


@transaction.atomic
def go_on_as_volunteer(application: Application, *, by: User) -> Application:
    """The person says yes: an application as a volunteer, in the same programme, of the same participant.

    Raises: PermissionDenied: it is not the person's own. ValidationError: they were not asked, or applied already.
    """
    require(application.participant.user_id is not None and application.participant.user_id == by.pk)
    row = _locked(application)
    _check_takes_part(row)
    if row.asked_to_go_on is None:
        raise ValidationError(_("You were not asked to go on as a volunteer."))
    if _as_volunteer(row).exists():
        raise ValidationError(_("You have applied as a volunteer already."))
    made = Application.objects.create(
        city=row.programme.city,
        programme=row.programme,
        participant=row.participant,
        side=Side.VOLUNTEER,
        municipality=row.municipality,
        applied_at=clock.now(),
    )
    audit.record("application.went_on", made, by=by, why=BuddyReason.APPLIED)
    _keep_longer(made, BuddyReason.APPLIED)
    return made


def _as_volunteer(application: Application):
    return Application.objects.filter(
        programme=application.programme_id,
        participant=application.participant_id,
        side=Side.VOLUNTEER,
        withdrawn_on__isnull=True,
    ).exclude(outcome=IntakeOutcome.REFERRED)


def _check_takes_part(application: Application) -> None:
    until, today = application.programme.until, application.programme.city.today
    if until is not None and until < today:
        raise ValidationError(_("This programme is over."))
    if application.participant.erased_at is not None:
        raise ValidationError(_("The personal data of this person are deleted."))


def _keep_longer(application: Application, why: object) -> None:
    """Nobody's data are deleted while they wait."""
    day = months_later(application.programme.city.today, application.programme.keep_months)
    keep_until(application.participant, max(day, application.participant.delete_on), why=why)
