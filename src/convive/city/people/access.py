"""Who sees a participant: the person, and those who coordinate for the organisation with which they take part."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from convive.core.access import View, has_role, on
from convive.core.roles import Role

if TYPE_CHECKING:
    from convive.city.people.models import Participant
    from convive.core.models import City, User


def coordinates(user: User, city: City) -> bool:
    """Coordinates buddies, for the city or for one of its organisations."""
    return has_role(user, city, Role.BUDDY_COORDINATOR)


def organisations_of(user: User, city: City) -> frozenset[int | None]:
    """The organisations for which somebody coordinates today; None among them stands for the city itself. Asked once a
    request: the answer stays on the account.
    """
    from convive.core.models import Membership

    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: dict[int, frozenset[int | None]] = user.__dict__.setdefault("_coordinates_by_city", {})
    if city.pk not in known:
        rows = Membership.objects.filter(on(city.today), city=city, user=user, role=Role.BUDDY_COORDINATOR)
        known[city.pk] = frozenset(rows.values_list("organisation_id", flat=True))
    return known[city.pk]


def run_by(user: User, city: City, field: str = "organisation") -> Q:
    """A condition on rows that belong to an organisation by `field`: those for which somebody coordinates."""
    mine = organisations_of(user, city)
    condition = Q(**{f"{field}__in": [each for each in mine if each is not None]})
    return condition | Q(**{f"{field}__isnull": True}) if None in mine else condition


def coordinates_for(user: User, city: City, organisation_id: int | None) -> bool:
    return organisation_id in organisations_of(user, city)


def changes(user: User | None, participant: Participant) -> bool:
    """May write facts about a participant: the person, or who coordinates for the organisation."""
    if user is None:
        return False
    return is_the_person(user, participant) or coordinates_for(
        user, participant.city, participant.organisation_id
    )


def is_the_person(user: User | None, participant: Participant) -> bool:
    return user is not None and user.is_active and participant.user_id == user.pk


def participants_for(user: User, city: City) -> QuerySet[Participant]:
    """The participants that a coordinator may see."""
    from convive.city.people.models import Participant

    return Participant.objects.filter(run_by(user, city), erased_at__isnull=True)


def own_participants(user: User) -> QuerySet[Participant]:
    """The person's own rows in the city whose scope is active: one for each organisation with which they take part."""
    from convive.city.people.models import Participant

    return Participant.objects.filter(user=user, erased_at__isnull=True)


def participant_door(view: Callable[..., HttpResponseBase]) -> View:
    """A view under `/me/in/<city>/`, for somebody who takes part there. Nobody: a link by letter. Anybody else: 404.

    `request.participants` are the person's own rows in the city.
    """

    @wraps(view)
    def guarded(request: HttpRequest, city: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            # Whoever takes part has no password: to them, the usual way to sign in is a closed door.
            return redirect_to_login(request.get_full_path(), reverse("people:enter"))
        if getattr(request, "city", None) is None:
            raise Http404
        request.participants = list(own_participants(request.user).select_related("organisation"))
        if not request.participants:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
