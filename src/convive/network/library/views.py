"""What the pages of the library show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.publishing import publications
from convive.measures.queries import maps as queries
from convive.network.library.figures import drawings, tables, words
from convive.network.library.figures.chosen import Chosen, choose_figures
from convive.network.library.figures.pictures import BAR_HEIGHT
from convive.network.library.forms import FiguresForm
from convive.network.library.paper import Paper, print_paper

if TYPE_CHECKING:
    from convive.network.library.models import CityPage


def figures(page: CityPage, request: HttpRequest) -> dict[str, Any]:
    """Everything that a city's page shows of its figures."""
    city = page.subject
    chosen = choose_figures(city, request.GET)
    if chosen is None:
        return {"chosen": None}
    sort = request.GET.get("sort", "")
    sort = sort if sort in tables.SORTS else "figure"
    map_svg = drawings.map_svg(chosen)
    address = page.get_url(request)
    return {
        "chosen": chosen,
        "headline": words.headline(chosen),
        "lede": words.lede(chosen),
        "form": FiguresForm(chosen),
        "map": map_svg,
        "legend": drawings.legend(chosen),
        "bars": None if map_svg else _picture(chosen, drawings.BARS, address),
        "time": _picture(chosen, drawings.TIME, address),
        "table_head": tables.head(chosen, sort),
        "table_body": tables.body(chosen, sort),
        "caption": _("%(title)s, %(when)s, by area")
        % {"title": chosen.title, "when": chosen.choice.period.label},
        "publications": publications(city),
    }


def _picture(chosen: Chosen, kind: str, address: str) -> dict[str, Any] | None:
    chart = drawings.chart(chosen, kind)
    if chart is None:
        return None
    query = f"{chosen.query}&chart={kind}"
    return {
        "chart": chart,
        "picture": f"{address}chart/picture/?{query}",
        "specification": f"{address}chart/?{query}",
        "height": 260 if kind == drawings.TIME else BAR_HEIGHT * len(chart.rows) + 20,
    }


def areas_geojson(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The areas of the map with their figures in words, for the script that draws it."""
    chosen = choose_figures(page.subject, request.GET)
    if chosen is None:
        raise Http404
    rows = chosen.found.rows
    text = queries.areas_geojson(
        chosen.choice.area_set,
        rows,
        texts={row.code: chosen.text(row) for row in rows},
        classes={row.code: chosen.class_of(row) for row in rows},
    )
    return HttpResponse(text, content_type="application/geo+json")


def _chart(page: CityPage, request: HttpRequest) -> charts.Chart:
    chosen = choose_figures(page.subject, request.GET)
    kind = drawings.BARS if request.GET.get("chart") == drawings.BARS else drawings.TIME
    chart = drawings.chart(chosen, kind) if chosen else None
    if chart is None:
        raise Http404
    return chart


def chart_svg(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The picture of a chart, for readers without script."""
    return HttpResponse(_chart(page, request).svg(), content_type="image/svg+xml")


def chart_json(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The specification of the same chart, for the script that draws it."""
    return HttpResponse(_chart(page, request).as_json, content_type="application/json")


def figures_pdf(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The page on paper: the same sentence, chart and table."""
    chosen = choose_figures(page.subject, request.GET)
    if chosen is None:
        raise Http404
    chart = drawings.chart(chosen, drawings.TIME)
    paper = Paper(
        address=page.get_url(request),
        name=f"{page.subject.slug}-{chosen.choice.period.code}.pdf",
        headline=words.headline(chosen),
        lede=words.lede(chosen),
        table_title=_("%(title)s, by area") % {"title": chosen.title},
        columns=tables.columns(chosen),
        rows=[tables.cells(chosen, row) for row in tables.sorted_rows(chosen, "figure")],
        source=chosen.source,
        charts=[chart] if chart else [],
    )
    return print_paper(page, request, paper)
