"""The end of a duo: a reason as a code, no fault, and a date on which data are deleted."""

from __future__ import annotations

from django.db import transaction

from convive.city.buddies import agreement_letters
from convive.city.buddies.actions.agreements.common import locked_and_begun, require_one_of_them
from convive.city.buddies.actions.agreements.going_on import ask_to_go_on, can_be_asked
from convive.city.buddies.actions.ending import end
from convive.city.buddies.codes import COMPLETES, EndingReason, Outcome
from convive.city.buddies.models import Duo
from convive.core import audit
from convive.core.models import User


@transaction.atomic
def close_duo(duo: Duo, *, reason: EndingReason | str, in_contact: bool | None = None, by: User) -> Duo:
    """Close a duo that has begun, today. What reached its aim is completed, however early.

    Both get a letter with the day on which their data are deleted; a newcomer who completed is asked to go on as a
    volunteer. Nothing else is written about a person, and the reason is told to neither.

    Raises: PermissionDenied: `by` is none of the two and does not run the programme. ValueError: `reason` is none.
    ValidationError: the duo has not begun, or is over.
    """
    require_one_of_them(duo, by)
    reason = EndingReason(reason)
    row = locked_and_begun(duo)
    today = row.programme.city.today
    row.in_contact = in_contact
    row.save(update_fields=["in_contact"])
    end(row, Outcome.COMPLETED if reason in COMPLETES else Outcome.ENDED_EARLY, reason=reason, today=today)
    audit.record("duo.closed", row, by=by, why=reason, details={"outcome": str(row.outcome)})
    asked = row.outcome == Outcome.COMPLETED and can_be_asked(row.newcomer)
    if asked:
        ask_to_go_on(row.newcomer, by=by, why=reason)
    agreement_letters.closed(row, asked)
    return row
