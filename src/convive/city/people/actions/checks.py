from __future__ import annotations

import datetime as dt

from django.db import transaction

from convive.city.people.access import coordinates_for
from convive.city.people.actions.writing import locked
from convive.city.people.lists import CheckKind, CheckOutcome
from convive.city.people.models import Check, Participant
from convive.city.people.reasons import PeopleReason
from convive.core import audit
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def add_check(
    participant: Participant,
    kind: str,
    outcome: str,
    *,
    on: dt.date | None = None,
    expires: dt.date | None = None,
    by: User,
    why: object = PeopleReason.CHECKED,
) -> Check:
    """Write that a screening, a training or the like took place, today or `on`: outcome and dates, no document.

    Raises:
        PermissionDenied: `by` does not coordinate for the organisation.
        ValueError: there is no such kind or outcome. ValidationError: it ends before it begins, or the data are
            deleted.
    """
    require(coordinates_for(by, participant.city, participant.organisation_id))
    person = locked(participant)
    row = Check(
        city=person.city,
        participant=person,
        kind=str(CheckKind(kind)),
        outcome=str(CheckOutcome(outcome)),
        on=on or person.city.today,
        expires=expires,
    )
    row.full_clean(exclude=["city", "participant"])
    row.save()
    audit.record("check.added", person, by=by, why=why, details={"kind": row.kind})
    return row
