"""What each noun of the room brings to the pages that show several: tabs of a programme, panels of a duo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from convive.city.buddies.models import Duo, Programme

Context = Callable[[HttpRequest, "Duo"], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Tab:
    """A page of a programme: its name (a lazy text), the name of its address, and its place from the left."""

    label: Any
    view: str
    place: int


@dataclass(frozen=True)
class Panel:
    """A part of a duo's page: the template, what it needs (None: it is not shown), and its place from the top."""

    template: str
    context: Context
    place: int


_tabs: list[Tab] = []
_of_staff: list[Panel] = []
_own: list[Panel] = []


def register_tab(label: Any, view: str, place: int) -> None:
    """A tab whose view takes `city` and `programme` (its slug)."""
    _tabs.append(Tab(label, view, place))


def register_panel(template: str, context: Context, place: int, *, own: bool = False) -> None:
    """A panel of the coordinator's page of a duo, or with `own` of the page of the two themselves."""
    (_own if own else _of_staff).append(Panel(template, context, place))


def tabs(request: HttpRequest, programme: Programme) -> list[dict[str, Any]]:
    """The tabs of a programme; `current` as `aria-current` has it: "page" for the present one, "true" for that of a
    page below it, else empty.
    """
    found = []
    for tab in sorted(_tabs, key=lambda each: each.place):
        url = reverse(tab.view, args=[programme.city.slug, programme.slug])
        within = "true" if request.path.startswith(url) else ""
        found.append({"label": tab.label, "url": url, "current": "page" if request.path == url else within})
    return found


def panels(request: HttpRequest, duo: Duo, *, own: bool = False) -> list[SafeString]:
    """The panels of a duo's page, rendered, from top to bottom."""
    drawn = []
    for panel in sorted(_own if own else _of_staff, key=lambda each: each.place):
        context = panel.context(request, duo)
        if context is not None:
            drawn.append(render_to_string(panel.template, {"duo": duo, **context}, request))
    return drawn
