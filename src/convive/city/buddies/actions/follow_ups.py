"""Talks that the organisation has with a duo. Answers are codes; what was said is not written down."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs
from convive.city.buddies.actions import meetings
from convive.city.buddies.codes import BuddyReason, MeetingKind, NextStep
from convive.city.buddies.models import Duo, FollowUp
from convive.city.people.lists import Channel
from convive.core import audit
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def hold_follow_up(
    duo: Duo,
    *,
    on: dt.date,
    channel: Channel | str,
    still_meeting: bool,
    satisfied: bool | None,
    next_step: NextStep | str,
    by: User,
) -> FollowUp:
    """Note a talk with a duo. It answers the follow-up that is due longest, else it is one more, due on its own day.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the duo has not begun, is over, or the day cannot be.
    """
    duo = _running(duo, by)
    if on > duo.city.today:
        raise ValidationError({"on": _("This day has not come yet.")})
    if duo.starts_on is None or on < duo.starts_on:
        raise ValidationError({"on": _("The duo had not begun on this day.")})
    waiting = duo.follow_ups.select_for_update().filter(done_on__isnull=True)
    row = waiting.filter(due_on__lte=duo.city.today).first()
    if row is None:
        row = FollowUp(city=duo.city, duo=duo, due_on=on)
    row.done_on, row.channel, row.by = on, Channel(channel), by
    row.still_meeting, row.satisfied, row.next_step = still_meeting, satisfied, NextStep(next_step)
    row.save()
    # Whoever wished for a call has been reached with it.
    duo.meetings.filter(call_wanted=True, called_on__isnull=True).update(called_on=on)
    details = {"due": row.due_on.isoformat(), "next": str(row.next_step)}
    audit.record("follow-up.held", row, by=by, why=BuddyReason.FOLLOWING_UP, details=details)
    return row


@transaction.atomic
def try_follow_up(duo: Duo, *, by: User) -> meetings.Told:
    """Note that the organisation tried, and reached nobody. It says nothing about anybody: an attempt of the duo.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the duo has not begun, or is over.
    """
    duo = _running(duo, by)
    return meetings.not_met(duo, kind=MeetingKind.ATTEMPTED, by=by)


def _running(duo: Duo, by: User) -> Duo:
    require(runs(by, duo.programme))
    row = Duo.objects.select_for_update(of=("self",)).select_related(
        "city", "programme", "newcomer__participant"
    )
    duo = row.select_related("volunteer__participant").get(pk=duo.pk)
    if duo.over_on is not None or duo.starts_on is None or duo.starts_on > duo.city.today:
        raise ValidationError(_("This duo does not meet now."))
    return duo
