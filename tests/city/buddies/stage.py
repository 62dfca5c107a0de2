"""A running duo of the cast's newcomer and volunteer, and a coordinator of another organisation of the same city."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from convive.city.buddies.codes import Side
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making


@contextmanager
def running(cast: SimpleNamespace, starts: int = -60) -> Iterator[SimpleNamespace]:
    """Inside the city, at `making.NOW`, a Monday morning."""
    with clock.moved_to(making.NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        cast.duo = making.active(
            cast.programme,
            making.pooled(cast.programme, Side.NEWCOMER, user=cast.newcomer, name="Amira Haddad"),
            making.pooled(cast.programme, Side.VOLUNTEER, user=cast.volunteer, name="Jan Peeters"),
            starts=starts,
        )
        cast.elsewhere = making.coordinator_of(cast.neighbours, name="Els")
        cast.coordinator = cast.buddy_coordinator
        yield cast


def entries(verb: str) -> list[tuple[str, str]]:
    """Who wrote entries of a verb, and why."""
    rows = AuditEntry.objects.filter(verb=verb).order_by("pk").select_related("actor")
    return [(row.actor.email if row.actor else "", row.why) for row in rows]
