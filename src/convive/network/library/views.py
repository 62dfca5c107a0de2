"""What the pages of the library show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Locale

if TYPE_CHECKING:
    from convive.network.library.models import CityPage


def city_pages(locale: Locale) -> Any:
    """The published pages of cities in a language. One query."""
    from convive.network.library.models import CityPage

    return CityPage.objects.live().filter(locale=locale).select_related("subject").order_by("title")


def figures(page: CityPage, request: HttpRequest) -> dict[str, Any]:
    return {}


def chart_svg(page: CityPage, request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


chart_json = figures_pdf = chart_svg
