"""The address at which somebody's own calendar reads their meetings."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction

from convive.city.buddies.models import CalendarFeed
from convive.city.people.models import Participant
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose


def digest(key: str) -> str:
    """What is kept of a key: with it nobody can open the calendar."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_feed(participant: Participant, *, by: User) -> str:
    """Make the secret key of somebody's calendar. The one before ends. The key is returned once and not kept.

    Raises:
        PermissionDenied: `by` is not the person.
    """
    row = _own(participant, by)
    CalendarFeed.objects.filter(participant=row, ended_at__isnull=True).update(ended_at=clock.now())
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        city=row.city, participant=row, key_hash=digest(key), made_at=clock.now()
    )
    audit.record("feed.made", feed, by=by, why=Purpose.OWN_WISH)
    return key


@transaction.atomic
def end_feed(participant: Participant, *, by: User) -> bool:
    """End it: whoever has the address reads nothing any more. Returns whether there was one.

    Raises:
        PermissionDenied: `by` is not the person.
    """
    row = _own(participant, by)
    feed = CalendarFeed.objects.filter(participant=row, ended_at__isnull=True).first()
    if feed is None:
        return False
    feed.ended_at = clock.now()
    feed.save()
    audit.record("feed.ended", feed, by=by, why=Purpose.OWN_WISH)
    return True


def _own(participant: Participant, by: User) -> Participant:
    row = Participant.objects.select_for_update(of=("self",)).select_related("city").get(pk=participant.pk)
    require(row.user_id == by.pk and row.erased_at is None)
    return row
