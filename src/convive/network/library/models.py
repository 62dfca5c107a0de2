"""Pages that editors write, in every language. Figures on them come from `measures`."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.network.library import views
from convive.network.library.mix import views as mix
from convive.network.library.mix.comparing import views as comparing

FEATURES = ["bold", "italic", "link", "ol", "ul", "h2", "h3"]


class HomePage(Page):
    """The front door of the network, one in each language."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), blank=True, features=FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    template = "library/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["library.CitiesPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "cities": _city_pages(self.locale)}


class CitiesPage(Page):
    """The list of the cities of the network."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    template = "library/cities_page.html"
    max_count_per_parent = 1
    parent_page_types = ["library.HomePage"]
    subpage_types = ["library.CityPage"]

    class Meta:
        verbose_name = _("list of cities")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "cities": _city_pages(self.locale)}


class CityPage(RoutablePageMixin, Page):
    """A city's page: who lives here and where. Its text is written here, its figures are measured."""

    subject = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+", verbose_name=_("city"))
    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), blank=True, features=FEATURES)

    content_panels = [
        *Page.content_panels,
        FieldPanel("subject"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    template = "library/city_page.html"
    parent_page_types = ["library.CitiesPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of a city")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Every answer is made inside the city's walls, wherever in the tree the page stands."""
        request.city = self.subject
        with in_city(self.subject):
            response = super().serve(request, *args, **kwargs)
            if hasattr(response, "render"):
                response = response.render()
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "navigation": self._rooms(request)}

    def _rooms(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What the world sees of a city, a page each."""
        address = self.get_url(request)
        # An address may have letters that are written in signs; the path of a request has none.
        inside = request.path.removeprefix(unquote(address))
        return [
            {"label": _("Who lives where"), "url": address, "current": inside == ""},
            {"label": _("Mix"), "url": f"{address}mix/", "current": inside.startswith("mix/")},
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """What an editor sees before publishing, inside the same walls."""
        request.city = self.subject
        with in_city(self.subject):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response

    @path("")
    def figures(self, request: HttpRequest) -> HttpResponseBase:
        return self.render(request, context_overrides=views.figures(self, request))

    @path("map/", name="areas_geojson")
    def areas_geojson(self, request: HttpRequest) -> HttpResponseBase:
        return views.areas_geojson(self, request)

    @path("chart/picture/", name="chart_svg")
    def chart_svg(self, request: HttpRequest) -> HttpResponseBase:
        return views.chart_svg(self, request)

    @path("chart/", name="chart_json")
    def chart_json(self, request: HttpRequest) -> HttpResponseBase:
        return views.chart_json(self, request)

    @path("paper/", name="figures_pdf")
    def figures_pdf(self, request: HttpRequest) -> HttpResponseBase:
        return views.figures_pdf(self, request)

    @path("mix/", name="mix")
    def mix(self, request: HttpRequest) -> HttpResponseBase:
        return self.render(
            request, context_overrides=mix.mix(self, request), template="library/mix_page.html"
        )

    @path("mix/map/", name="mix_geojson")
    def mix_geojson(self, request: HttpRequest) -> HttpResponseBase:
        return mix.areas_geojson(self, request)

    @path("mix/chart/picture/", name="mix_chart_svg")
    def mix_chart_svg(self, request: HttpRequest) -> HttpResponseBase:
        return mix.chart_svg(self, request)

    @path("mix/chart/", name="mix_chart_json")
    def mix_chart_json(self, request: HttpRequest) -> HttpResponseBase:
        return mix.chart_json(self, request)

    @path("mix/paper/", name="mix_pdf")
    def mix_pdf(self, request: HttpRequest) -> HttpResponseBase:
        return mix.mix_pdf(self, request)

    @path("mix/compare/", name="mix_compare")
    def mix_compare(self, request: HttpRequest) -> HttpResponseBase:
        return self.render(
            request, context_overrides=comparing.compare(self, request), template="library/compare_page.html"
        )

    @path("mix/compare/chart/picture/", name="compare_chart_svg")
    def compare_chart_svg(self, request: HttpRequest) -> HttpResponseBase:
        return comparing.chart_svg(self, request)

    @path("mix/compare/chart/", name="compare_chart_json")
    def compare_chart_json(self, request: HttpRequest) -> HttpResponseBase:
        return comparing.chart_json(self, request)


def _city_pages(locale: Locale) -> models.QuerySet[CityPage]:
    """The published pages of cities in a language. One query."""
    return CityPage.objects.live().filter(locale=locale).select_related("subject").order_by("title")
