from __future__ import annotations

from django.db.models import QuerySet

from convive.city.buddies.models import FollowUp, Programme


def open_follow_ups(programme: Programme) -> QuerySet[FollowUp]:
    """The talks with duos of a programme that are still to be held, the one due first first."""
    return (
        FollowUp.objects.filter(duo__programme=programme, duo__over_on__isnull=True, done_on__isnull=True)
        .select_related("duo__newcomer__participant", "duo__volunteer__participant")
        .order_by("due_on", "pk")
    )
