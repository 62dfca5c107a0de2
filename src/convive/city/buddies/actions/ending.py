"""How a duo is over, however it comes: before it began or after, by a no, a wish, or somebody who leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from convive.city.buddies.codes import Code, MeetingKind, Side
from convive.city.buddies.models import Duo, Pause
from convive.city.buddies.queries.agreements import pending
from convive.city.buddies.retention import SOON, keep_until
from convive.city.people.months import months_later
from convive.city.people.reasons import PeopleReason
from convive.core import clock


def end(
    duo: Duo,
    outcome: Code,
    *,
    reason: Code = "",
    today: dt.date,
    stay: Collection[Code] = tuple(Side),
) -> None:
    """Write that a duo is over, and end what hangs on it: its pauses, the agreement that waits, meetings to come.

    Whoever calls this has locked the two applications and the duo, in that order, writes the audit, and tells the two.
    `stay` are the sides of those who take part still. After a duo that began, they learn by that letter until when
    their data are kept. After one that did not begin their day stays as it is, unless it is near or past (nobody is
    deleted while they are asked, and so it can be); then they get a letter about it.
    """
    duo.over_on, duo.outcome, duo.end_reason = today, str(outcome), str(reason)
    duo.save(update_fields=["over_on", "outcome", "end_reason"])
    for pause in duo.pauses.filter(Q(until__isnull=True) | Q(until__gt=today)):
        end_pause(pause, today)
    waiting = pending(duo)
    if waiting is not None:
        waiting.taken_back_at = clock.now()
        waiting.save(update_fields=["taken_back_at"])
    duo.meetings.filter(kind=MeetingKind.PLANNED).delete()
    day = months_later(today, duo.programme.keep_months)
    people = [duo.application(side).participant for side in stay]
    for person in sorted(people, key=lambda each: each.pk):
        if duo.starts_on is not None:
            keep_until(person, day, why=PeopleReason.ENDED)
        elif person.delete_on <= today + SOON:
            keep_until(person, day, why=PeopleReason.ENDED, letter=True)


def end_pause(pause: Pause, last: dt.date) -> None:
    """Let a pause end on that day; one that would begin later never was."""
    if pause.since > last:
        pause.delete()
        return
    pause.until = last
    pause.save(update_fields=["until"])
