"""What every page's shell needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convive.core import access, desk


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    key: str = ""
    """After `g`, on the keyboard of the desk."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the home in this language and the mark of the demo, for `base.html`."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "navigation": SimpleLazyObject(lambda: _rooms(request)),
        "account_links": SimpleLazyObject(lambda: _of_the_account(request)),
        "home_url": "/" if language == settings.LANGUAGE_CODE else f"/{language}/",
        "demo": settings.DEMO,
    }


def _rooms(request: HttpRequest) -> list[Link]:
    """The rooms of the city at whose desk somebody sits."""
    user, city = getattr(request, "user", None), getattr(request, "city", None)
    if city is None or not request.path.startswith("/in/") or user is None or not access.works_in(user, city):
        return []
    home = reverse("core:desk", args=[city.slug])
    rooms = desk.rooms(user, city)
    keys = _keys(["desk", *(room.url.removeprefix(home) for room in rooms)])
    return [
        Link(_("Desk"), home, request.path == home, keys[0]),
        *(
            Link(room.label, room.url, request.path.startswith(room.url), key)
            for room, key in zip(rooms, keys[1:], strict=True)
        ),
    ]


def _keys(names: list[str]) -> list[str]:
    """A letter for each: the first of its name that no earlier one has; none where all are taken."""
    given: list[str] = []
    for name in names:
        given.append(next((letter for letter in name if letter.isalpha() and letter not in given), ""))
    return given


def _of_the_account(request: HttpRequest) -> list[Link]:
    """Where somebody who has signed in can go from any page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    links = [
        Link(_("Your cities"), reverse("core:my-cities"), current=False),
        Link(_("Your account"), reverse("core:me"), current=False),
    ]
    # Rights come with groups, and few are in one: that is asked first, as it takes a third of the time.
    if user.groups.exists() and user.has_perm("wagtailadmin.access_admin"):
        links.append(Link(_("Edit pages"), reverse("wagtailadmin_home"), current=False))
    return links
