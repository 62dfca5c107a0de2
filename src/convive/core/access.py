"""Who may do what: predicates over a person and a city. Screens, actions and exports all ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase

from convive.core import clock
from convive.core.roles import NetworkRole, Role

if TYPE_CHECKING:
    from convive.core.models import City, User

View = Callable[..., HttpResponseBase]


def on(day: dt.date) -> Q:
    """The dated rows that hold on `day`."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def roles_in(user: User, city: City) -> frozenset[str]:
    """The roles that a person holds in a city today. Asked once a request: the answer stays on the
    account.
    """
    from convive.core.models import Membership

    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: dict[int, frozenset[str]] = user.__dict__.setdefault("_roles_by_city", {})
    if city.pk not in known:
        rows = Membership.objects.filter(on(city.today), city=city, user=user)
        known[city.pk] = frozenset(rows.values_list("role", flat=True))
    return known[city.pk]


def has_role(user: User, city: City, *roles: object) -> bool:
    return not roles_in(user, city).isdisjoint(roles)


def works_in(user: User, city: City) -> bool:
    """Anybody with a role in the city may enter its desk."""
    return bool(roles_in(user, city))


def sees_people(user: User, city: City) -> bool:
    """The list of staff and organisations: everybody who works for the city itself."""
    return has_role(
        user,
        city,
        Role.CITY_ADMINISTRATOR,
        Role.POLICY_OFFICER,
        Role.ANALYST,
        Role.SCHOOL_OFFICER,
    )


def manages_people(user: User, city: City) -> bool:
    return has_role(user, city, Role.CITY_ADMINISTRATOR)


def sees_audit(user: User, city: City) -> bool:
    return has_role(user, city, Role.CITY_ADMINISTRATOR)


def imports_figures(user: User, city: City) -> bool:
    return has_role(user, city, Role.CITY_ADMINISTRATOR, Role.POLICY_OFFICER, Role.ANALYST)


def has_network_role(user: User, *roles: object) -> bool:
    from convive.core.models import NetworkMembership

    if not user.is_authenticated or not user.is_active:
        return False
    return NetworkMembership.objects.filter(on(clock.today()), user=user, role__in=roles).exists()


def sees_network_audit(user: User) -> bool:
    return has_network_role(user, NetworkRole.SECRETARY)


def require(allowed: bool) -> None:
    """For actions: whoever may not, gets a clear refusal, whatever screen they came from."""
    if not allowed:
        raise PermissionDenied


def staff_door(predicate: Callable[[User, City], bool] = works_in) -> Callable[[View], View]:
    """A view under `/in/<city>/`. Nobody: sign in. Not of this city: 404. Of it, without the right: 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, city: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if getattr(request, "city", None) is None or not works_in(request.user, request.city):
                raise Http404
            if not predicate(request.user, request.city):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def network_door(predicate: Callable[[User], bool]) -> Callable[[View], View]:
    """A view for those who work for the network. Nobody: sign in. Without a role in it: 404. Without the right: 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_network_role(request.user, *NetworkRole):
                raise Http404
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
