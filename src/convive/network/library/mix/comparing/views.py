"""What the page shows that compares two mixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from convive.core import charts
from convive.network.library.mix.comparing import drawings, tables, words
from convive.network.library.mix.comparing.sides import (
    FIRST,
    SECOND,
    address_of,
    cities_with_a_page,
    sides_of,
)
from convive.network.library.mix.forms import MixForm

if TYPE_CHECKING:
    from convive.network.library.models import CityPage


def compare(page: CityPage, request: HttpRequest) -> dict[str, Any]:
    """Everything that the page shows, or how far it is from being there."""
    cities = cities_with_a_page(page)
    sides = sides_of(page, request, cities, ask=True)
    if sides is None:
        return {"sides": None}
    forms = [
        MixForm(side.choice, prefix=prefix, cities=cities)
        for prefix, side in zip((FIRST, SECOND), sides, strict=True)
    ]
    context: dict[str, Any] = {
        "sides": [{"side": side, "form": form} for side, form in zip(sides, forms, strict=True)],
        "busy": any(side.busy for side in sides),
        "waiting": [side for side in sides if side.waits],
        "problem": next((side.row.problem for side in sides if side.row and side.row.problem), ""),
    }
    one, other = (side.shown for side in sides)
    if one is None or other is None:
        return context
    query = urlencode(address_of(sides))
    address = f"{page.get_url(request)}mix/compare/chart/"
    return {
        **context,
        "shown": (one, other),
        "headline": words.headline(one, other),
        "lede": words.caveats(one, other),
        "table": tables.both(one, other),
        "chart": drawings.scales(one, other),
        "picture": f"{address}picture/?{query}",
        "specification": f"{address}?{query}",
        "sources": list(dict.fromkeys([one.source, other.source])),
    }


def _chart_or_404(page: CityPage, request: HttpRequest) -> charts.Chart:
    sides = sides_of(page, request, cities_with_a_page(page), ask=False)
    if sides is None or sides[0].shown is None or sides[1].shown is None:
        raise Http404
    chart = drawings.scales(sides[0].shown, sides[1].shown)
    if chart is None:
        raise Http404
    return chart


def chart_svg(page: CityPage, request: HttpRequest) -> HttpResponse:
    return HttpResponse(_chart_or_404(page, request).svg(), content_type="image/svg+xml")


def chart_json(page: CityPage, request: HttpRequest) -> HttpResponse:
    return HttpResponse(_chart_or_404(page, request).as_json, content_type="application/json")
