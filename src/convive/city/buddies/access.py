"""Who runs which programme, and whose duo it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from convive.city.buddies.codes import Side
from convive.city.people.access import coordinates, coordinates_for, run_by

if TYPE_CHECKING:
    from convive.city.buddies.models import Duo, Programme
    from convive.core.models import City, User

__all__ = [
    "coordinates",
    "duos_of",
    "programme_or_404",
    "programmes_of",
    "programmes_once",
    "runs",
    "side_of",
    "with_participants",
]


def runs(user: User, programme: Programme) -> bool:
    """Coordinates for the organisation (or the city) that runs the programme."""
    return coordinates_for(user, programme.city, programme.organisation_id)


def programmes_of(user: User, city: City) -> QuerySet[Programme]:
    """The programmes that somebody runs."""
    from convive.city.buddies.models import Programme

    return Programme.objects.filter(run_by(user, city)).select_related("organisation", "city")


def programmes_once(user: User, city: City) -> list[Programme]:
    """`programmes_of`, asked once a request: the answer stays on the account. For pages, which only read."""
    known: dict[int, list[Programme]] = user.__dict__.setdefault("_programmes_by_city", {})
    if city.pk not in known:
        known[city.pk] = list(programmes_of(user, city))
    return known[city.pk]


def programme_or_404(request: HttpRequest, slug: str) -> Programme:
    """The programme of an address, for whoever runs it; for everybody else it does not exist."""
    programme = programmes_of(request.user, request.city).filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def duos_of(user: User) -> Q:
    """A condition on duos: those in which the person is one of the two."""
    return Q(newcomer__participant__user=user) | Q(volunteer__participant__user=user)


def with_participants(keys: Collection[int], prefix: str = "") -> Q:
    """A condition on duos, or with `prefix` on what belongs to one: those in which one of these participants is."""
    newcomer, volunteer = (f"{prefix}{side}__participant__in" for side in ("newcomer", "volunteer"))
    return Q(**{newcomer: keys}) | Q(**{volunteer: keys})


def side_of(user: User, duo: Duo) -> str | None:
    """On which side of a duo somebody is; None where it is not theirs."""
    if duo.newcomer.participant.user_id == user.pk:
        return str(Side.NEWCOMER)
    return str(Side.VOLUNTEER) if duo.volunteer.participant.user_id == user.pk else None
