"""Walking in as one of the demo's people. On a server these addresses do not exist, and would refuse too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convive.core.languages import pick
from convive.core.models import City, User
from convive.core.roles import NetworkRole, Role
from convive.site.demo import cast

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
def walk_in(request: HttpRequest) -> HttpResponse:
    """Everybody of the cast: who they are and what they do."""
    cities = {city.slug: city.name for city in City.objects.filter(invented=True)}
    organisations = {organisation.key: organisation.name for organisation in cast.ORGANISATIONS}
    people = [
        {
            "key": person.key,
            "name": person.name,
            "role": _role_name(person.role),
            "about": pick(person.walk_in),
            "place": organisations.get(person.organisation or "") or cities.get(person.city or "", ""),
            "language": person.language,
        }
        for person in cast.CAST
    ]
    return render(request, "demo/walk_in.html", {"people": people})


@demo_only
def walk_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as somebody of the cast and go to where their work begins."""
    person = next((person for person in cast.CAST if person.key == key), None)
    if person is None:
        raise Http404
    user = User.objects.filter(email=person.email, is_active=True).first()
    if user is None:
        messages.warning(request, _("%(name)s is not here any more.") % {"name": person.name})
        return redirect("demo:walk-in")
    logout(request)
    # Past the second step too: whoever tried one out as this person must not lock the next visitor out.
    get_adapter(request).login(request, user)
    response = redirect(_desk_of(person))
    # The page opens in this person's own language.
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
    return response


def _desk_of(person: cast.Person) -> str:
    if person.is_participant:
        return reverse("people:own-home", args=[person.city])
    if person.city is None:
        return reverse("wagtailadmin_home")
    return reverse("core:desk", args=[person.city])


def _role_name(role: str) -> str:
    names = {**dict(Role.choices), **dict(NetworkRole.choices)}
    names |= {"newcomer": _("Newcomer"), "volunteer": _("Volunteer")}
    return str(names[role])
