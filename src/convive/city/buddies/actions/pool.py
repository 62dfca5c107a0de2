"""Waiting for a duo: who may, from when, and what follows for their data."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convive.city.buddies.codes import IntakeOutcome
from convive.city.buddies.models import Application
from convive.city.buddies.phases import applications
from convive.city.buddies.retention import keep_longer


def locked(application: Application) -> Application:
    """The row as it is now, with person and programme; whoever else acts on it waits."""
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("participant", "programme__city", "programme__organisation").get(
        pk=application.pk
    )


def check_takes_part(application: Application) -> None:
    """Raises: ValidationError: the programme is over, or the person's data are deleted."""
    until, today = application.programme.until, application.programme.city.today
    if until is not None and until < today:
        raise ValidationError(_("This programme is over."))
    if application.participant.erased_at is not None:
        raise ValidationError(_("The personal data of this person are deleted."))


def enter_pool(row: Application, since: dt.date, why: object) -> None:
    """Let somebody wait for a duo, on a row that is locked; `since` is the day by which they stand in line. Their data
    are kept while they wait. Whoever calls this writes the audit and tells them the day.

    Raises: ValidationError: there was no intake talk, the person waits already or has no place left for a duo, or the
    programme is over.
    """
    check_takes_part(row)
    today = row.programme.city.today
    if row.outcome != IntakeOutcome.READY:
        raise ValidationError(_("First comes the intake talk."))
    if applications(today).values_list("free", flat=True).get(pk=row.pk) <= 0:
        raise ValidationError(_("This person is in a duo."))
    if row.pooled_since is not None and (row.held_until is None or row.held_until <= today):
        raise ValidationError(_("This person waits already."))
    row.pooled_since, row.held_until = since, None
    row.save(update_fields=["pooled_since", "held_until"])
    keep_longer(row, why)
