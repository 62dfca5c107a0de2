"""What every page's shell needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from convive.core import access, desk


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation and the mark of the demo, for `base.html`."""
    return {"navigation": LazyNavigation(request), "demo": settings.DEMO}


class LazyNavigation:
    """The navigation, worked out only by a page that shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Any:
        return iter(self._links())

    def _links(self) -> list[Link]:
        path = self.request.path
        user, city = getattr(self.request, "user", None), getattr(self.request, "city", None)
        if city is not None and path.startswith("/in/") and user is not None and access.works_in(user, city):
            home = reverse("core:desk", args=[city.slug])
            links = [Link(_("Desk"), home, path == home)]
            links += [
                Link(room.label, room.url, path.startswith(room.url)) for room in desk.rooms(user, city)
            ]
            return links
        return []
