"""Until when personal data are kept after somebody has taken part."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from convive.city.buddies.models import Duo
from convive.city.people.actions import tell_deletion
from convive.city.people.models import Participant


def keep_until(participant: Participant, day: dt.date, *, why: object) -> dt.date:
    """Set the day on which a participant's personal data are deleted, and return it. Whoever calls this tells them;
    whom no letter reaches is still to be told.

    Somebody who is in another duo that is not over keeps the later of the two days. The day they were told is today.
    """
    row = Participant.objects.select_for_update(of=("self",)).select_related("city").get(pk=participant.pk)
    mine = Q(newcomer__participant=row) | Q(volunteer__participant=row)
    if Duo.objects.filter(mine, over_on__isnull=True).exists():
        day = max(day, row.delete_on)
    row = tell_deletion(row, max(day, row.city.today), by=None, why=why, letter=not row.email)
    participant.delete_on, participant.told_on = row.delete_on, row.told_on
    return row.delete_on
