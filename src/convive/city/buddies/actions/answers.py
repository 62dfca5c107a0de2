"""What both people say to a proposal. A no needs no reason, and none is kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies import access, matching_letters
from convive.city.buddies.actions import agreements
from convive.city.buddies.actions.agreements.common import locked
from convive.city.buddies.actions.ending import end
from convive.city.buddies.codes import Answer, BuddyReason, Outcome, Side
from convive.city.buddies.models import Duo
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def answer(duo: Duo, side: str, answer: str, *, by: User) -> Duo:
    """One of the two says yes or no; or whoever runs the programme notes what they said on the phone.

    A no ends the proposal, and both wait on as long as they waited before. With two yes the agreement is drawn up.
    """
    own = access.side_of(by, duo) == side
    require(own or access.runs(by, duo.programme))
    if side not in Side.values or answer not in Answer.values:
        raise ValueError(f"no side or no answer: {side!r}, {answer!r}")
    row = _asked(duo)
    if row.answer(side):
        if row.answer(side) == answer:
            return row
        raise ValidationError(_("There is an answer already. Ask the organisation to change it."))
    setattr(row, f"{side}_answer", answer)
    setattr(row, f"{side}_answered_at", clock.now())
    row.save(update_fields=[f"{side}_answer", f"{side}_answered_at"])
    if answer == Answer.NO:
        end(row, Outcome.DECLINED, today=row.city.today)
    why = BuddyReason.ANSWERED if own else BuddyReason.ANSWERED_FOR
    audit.record("duo.answered", row, by=by, why=why, details={"side": str(side), "answer": str(answer)})
    if answer == Answer.NO:
        matching_letters.over(row, next(each for each in Side.values if each != side))
    elif row.newcomer_answer == row.volunteer_answer == Answer.YES:
        agreements.draw_up(row, by=by)
    return row


@transaction.atomic
def take_back(duo: Duo, *, by: User) -> Duo:
    """Whoever runs the programme takes a proposal back. Both wait on as long as they waited before."""
    require(access.runs(by, duo.programme))
    row = _asked(duo)
    end(row, Outcome.TAKEN_BACK, today=row.city.today)
    audit.record("duo.taken-back", row, by=by, why=BuddyReason.MATCHING)
    for side in Side.values:
        matching_letters.over(row, side)
    return row


def _asked(duo: Duo) -> Duo:
    """The duo, locked, where it is a proposal still."""
    row = locked(duo)
    if row.over_on is not None or row.starts_on is not None:
        raise ValidationError(_("This proposal is over."))
    return row
