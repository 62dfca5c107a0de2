from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from convive.city.people import erasing
from convive.city.people.access import is_the_person
from convive.city.people.actions.telling import tell_deletion
from convive.city.people.actions.writing import locked
from convive.city.people.lists import NEEDED, TEXT_VERSION, Agreed
from convive.city.people.models import Consent, Participant
from convive.city.people.months import months_later
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose

# After somebody no longer agrees that their data are kept; meanwhile they can delete them, or change their mind.
DAYS_TO_DELETE = 30
# For which data are kept where a programme does not say.
MONTHS = 12


def write_consent(participant: Participant, purpose: str) -> bool:
    """That the person agrees, from now, to the words of today. False where they did already. For other actions.

    Whoever agreed to earlier words did so until now.
    """
    purpose, now = str(Agreed(purpose)), clock.now()
    held = Consent.objects.filter(participant=participant, purpose=purpose, withdrawn_at__isnull=True).first()
    if held is not None:
        if held.text_version == TEXT_VERSION:
            return False
        held.withdrawn_at = max(now, held.given_at)
        held.save(update_fields=["withdrawn_at"])
    Consent.objects.create(
        city=participant.city,
        participant=participant,
        purpose=purpose,
        text_version=TEXT_VERSION,
        given_at=now,
    )
    return True


def record_consents(
    participant: Participant, purposes: Iterable[str], *, by: User | None, why: object
) -> set[str]:
    """Write that the person agrees, each purpose with an entry in the audit where it was not held. Returns those.
    For other actions.
    """
    given = {str(purpose) for purpose in purposes if write_consent(participant, purpose)}
    for purpose in sorted(given):
        audit.record("consent.given", participant, by=by, why=why, details={"purpose": purpose})
    return given


def keep_again(participant: Participant, months: int, *, by: User | None, why: object) -> None:
    """Whoever agrees again or applies again is kept for so many months from today, if that is later, and told so.
    For other actions.
    """
    day = max(participant.delete_on, months_later(participant.city.today, months))
    if day != participant.delete_on:
        row = tell_deletion(participant, day, by=by, why=why)
        participant.delete_on, participant.told_on = row.delete_on, row.told_on


@transaction.atomic
def give_consent(participant: Participant, purpose: str, *, by: User) -> bool:
    """The person agrees to something. False where they did already. With a needed one, their data are kept again.

    Raises: PermissionDenied: `by` is not the person. ValueError: there is no such purpose.
    """
    require(is_the_person(by, participant))
    row = locked(participant)
    given = record_consents(row, [purpose], by=by, why=Purpose.OWN_WISH)
    if not given.isdisjoint(NEEDED):
        keep_again(row, MONTHS, by=by, why=Purpose.OWN_WISH)
    return bool(given)


@transaction.atomic
def withdraw_consent(participant: Participant, purpose: str, *, by: User) -> bool:
    """The person takes back what they agreed to. False where they did not agree.

    Without a needed one nobody takes part: what goes on with the person ends (applications are withdrawn, duos end),
    and their data are deleted after 30 days at the latest.

    Raises: PermissionDenied: `by` is not the person. ValueError: there is no such purpose.
    """
    require(is_the_person(by, participant))
    row, purpose = locked(participant), str(Agreed(purpose))
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
