"""Until when personal data are kept after somebody has taken part."""

from __future__ import annotations

import datetime as dt

from convive.city.buddies.access import with_participants
from convive.city.buddies.models import Application, Duo
from convive.city.people.actions import tell_deletion
from convive.city.people.models import Participant
from convive.city.people.months import months_later

# A day that is as near as this is moved, when a proposal does not go on.
SOON = dt.timedelta(days=30)


def keep_until(participant: Participant, day: dt.date, *, why: object, letter: bool = False) -> dt.date:
    """Set the day on which a participant's personal data are deleted, and return it. Whoever calls this tells them, or
    has them told by a `letter` of its own; whom no letter reaches is still to be told.

    Somebody who is in another duo that is not over keeps the later of the two days. The day they were told is today.
    """
    row = Participant.objects.select_for_update(of=("self",)).select_related("city").get(pk=participant.pk)
    if Duo.objects.filter(with_participants([row.pk]), over_on__isnull=True).exists():
        day = max(day, row.delete_on)
    row = tell_deletion(row, max(day, row.city.today), by=None, why=why, letter=letter or not row.email)
    participant.delete_on, participant.told_on = row.delete_on, row.told_on
    return row.delete_on


def keep_longer(application: Application, why: object) -> dt.date:
    """Nobody's data are deleted while they wait. Whoever calls this tells them the day."""
    day = months_later(application.programme.city.today, application.programme.keep_months)
    return keep_until(application.participant, max(day, application.participant.delete_on), why=why)
