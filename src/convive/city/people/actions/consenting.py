from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.people import erasing
from convive.city.people.access import is_the_person
from convive.city.people.lists import NEEDED, TEXT_VERSION, Agreed
from convive.city.people.models import Consent, Participant
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose

# After somebody no longer agrees that their data are kept; meanwhile they can delete them, or change their mind.
DAYS_TO_DELETE = 30


def write_consent(participant: Participant, purpose: str) -> bool:
    """That the person agrees, from now, to the words of today. False where they did already. For other actions."""
    purpose = str(Agreed(purpose))
    held = Consent.objects.filter(participant=participant, purpose=purpose, withdrawn_at__isnull=True)
    if held.exists():
        return False
    Consent.objects.create(
        city=participant.city,
        participant=participant,
        purpose=purpose,
        text_version=TEXT_VERSION,
        given_at=clock.now(),
    )
    return True


@transaction.atomic
def give_consent(participant: Participant, purpose: str, *, by: User) -> bool:
    """The person agrees to something. False where they did already.

    Raises: PermissionDenied: `by` is not the person. ValueError: there is no such purpose.
    """
    require(is_the_person(by, participant))
    _locked(participant)
    given = write_consent(participant, purpose)
    if given:
        details = {"purpose": str(purpose)}
        audit.record("consent.given", participant, by=by, why=Purpose.OWN_WISH, details=details)
    return given


@transaction.atomic
def withdraw_consent(participant: Participant, purpose: str, *, by: User) -> bool:
    """The person takes back what they agreed to. False where they did not agree.

    Without a needed one nobody takes part: what goes on with the person ends (applications are withdrawn, duos end),
    and their data are deleted after 30 days at the latest.

    Raises: PermissionDenied: `by` is not the person. ValueError: there is no such purpose.
    """
    require(is_the_person(by, participant))
    row, purpose = _locked(participant), str(Agreed(purpose))
    held = Consent.objects.filter(participant=row, purpose=purpose, withdrawn_at__isnull=True).first()
    if held is None:
        return False
    held.withdrawn_at = max(clock.now(), held.given_at)
    held.save(update_fields=["withdrawn_at"])
    audit.record("consent.withdrawn", row, by=by, why=Purpose.OWN_WISH, details={"purpose": purpose})
    if purpose in NEEDED:
        erasing.stop(row, by, Purpose.OWN_WISH)
        today = row.city.today
        row.delete_on = min(row.delete_on, today + dt.timedelta(days=DAYS_TO_DELETE))
        row.told_on = today
        row.save(update_fields=["delete_on", "told_on"])
    return True


def _locked(participant: Participant) -> Participant:
    row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if row.erased_at is not None:
        raise ValidationError(_("This person's data are deleted."))
    return row
