"""After the end: on as a volunteer. How somebody waits for another duo stands in `actions.intake`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters
from convive.city.buddies.access import runs
from convive.city.buddies.actions.pool import check_takes_part, locked
from convive.city.buddies.codes import BuddyReason, Outcome, Side
from convive.city.buddies.models import Application
from convive.city.buddies.phases import OPEN
from convive.city.buddies.retention import keep_longer
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def invite_to_go_on(application: Application, *, by: User) -> Application:
    """Ask a newcomer who was in a duo to go on as a volunteer, once.

    Raises: PermissionDenied: `by` does not run the programme. ValidationError: the person was asked before, is a
    volunteer already, or was in no duo.
    """
    require(runs(by, application.programme))
    row = locked(application)
    check_takes_part(row)
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


@transaction.atomic
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
    row = locked(application)
    check_takes_part(row)
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
    keep_longer(made, BuddyReason.APPLIED)
    return made


def _as_volunteer(application: Application):
    return Application.objects.filter(
        OPEN,
        programme=application.programme_id,
        participant=application.participant_id,
        side=Side.VOLUNTEER,
    )
