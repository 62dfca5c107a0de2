"""What the page about mix shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

from convive.core import charts
from convive.measures.actions.mixing import Busy, ask_mix
from convive.measures.mix import Asked, MixChoice, choose_mix
from convive.measures.queries.maps import areas_geojson as geojson_of
from convive.measures.queries.mix import found_in, kept_mix
from convive.measures.queries.offers import offer_once
from convive.network.library.figures.pictures import BAR_HEIGHT, legend_of
from convive.network.library.mix import drawings, tables, words
from convive.network.library.mix.comparing.sides import first_question
from convive.network.library.mix.forms import MixForm
from convive.network.library.mix.shown import Shown, show
from convive.network.library.paper import Paper, print_paper

if TYPE_CHECKING:
    from convive.network.library.models import CityPage

HEIGHTS = {drawings.SCALES: 290, drawings.TIME: 260}


def mix(page: CityPage, request: HttpRequest) -> dict[str, Any]:
    """Everything that the page shows, or how far it is from being there."""
    choice = chosen(page, request)
    if choice is None:
        return {"choice": None}
    context: dict[str, Any] = {"choice": choice, "form": MixForm(choice)}
    try:
        row = ask_mix(choice)
    except Busy:
        return {**context, "busy": True}
    found = found_in(row, choice)
    if found is None:
        return {**context, "waiting": row if row.waits else None, "problem": row.problem}
    return {**context, **_figures(show(found), page, request)}


def _figures(shown: Shown, page: CityPage, request: HttpRequest) -> dict[str, Any]:
    sort = request.GET.get("sort", "")
    sort = sort if sort in tables.SORTS else "figure"
    map_svg = drawings.map_svg(shown)
    address = page.get_url(request) + "mix/"
    pictures = {
        kind: _picture(shown, kind, address) for kind in (drawings.SCALES, drawings.TIME, drawings.CHANGE)
    }
    return {
        "shown": shown,
        "headline": words.headline(shown),
        "lede": words.lede(shown),
        "map": map_svg,
        "map_title": drawings.map_title(shown),
        "map_note": words.about_map(shown),
        "legend": legend_of(shown.scale),
        "bars": None if map_svg else _picture(shown, drawings.BARS, address),
        "scales_note": words.about_scales(shown) if pictures[drawings.SCALES] else "",
        "change_note": words.about_change(shown),
        "time_note": words.about_over_time(shown),
        **pictures,
        "table_head": tables.head(shown, sort),
        "table_body": tables.body(shown, sort),
        "indices": tables.indices(shown),
        "exposure": tables.exposure(shown),
        "compare": _ways_to_compare(shown, address),
        "download": f"/api/v1/cities/{page.subject.slug}/mix?{shown.query}",
        "download_areas": f"/api/v1/cities/{page.subject.slug}/mix.csv?{shown.query}",
    }


def chosen(page: CityPage, request: HttpRequest) -> MixChoice | None:
    return choose_mix(page.subject, offer_once(page.subject), Asked.of(request.GET))


def _picture(shown: Shown, kind: str, address: str) -> dict[str, Any] | None:
    chart = drawings.chart(shown, kind)
    if chart is None:
        return None
    query = f"{shown.query}&chart={kind}"
    return {
        "chart": chart,
        "picture": f"{address}chart/picture/?{query}",
        "specification": f"{address}chart/?{query}",
        "height": HEIGHTS.get(kind) or _rows_of(shown, kind, chart) + 20,
        "table": chart.table,
    }


def _rows_of(shown: Shown, kind: str, chart: charts.Chart) -> int:
    """The height of bars in pixels, as many as there are to draw."""
    if kind == drawings.BARS:
        return BAR_HEIGHT * len(chart.rows)
    return drawings.STEP_HEIGHT * len(drawings.steps(shown))


def _ways_to_compare(shown: Shown, address: str) -> list[dict[str, str]]:
    """The next step: the same question of another year, of another city, of schools instead of homes."""
    return [
        {"label": label, "url": f"{address}compare/?{query}"} for label, query in first_question(shown.choice)
    ]


def shown_or_404(page: CityPage, request: HttpRequest) -> Shown:
    """What is there already, of today's figures and rules; a part of a page never starts the work."""
    choice = chosen(page, request)
    found = found_in(kept_mix(choice)[0], choice) if choice else None
    if found is None:
        raise Http404
    return show(found)


def areas_geojson(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The areas of the map with their scores in words, for the script that draws it."""
    shown = shown_or_404(page, request)
    text = geojson_of(shown.choice.area_set, texts=shown.texts, classes=shown.classes)
    return HttpResponse(text, content_type="application/geo+json")


def _chart(page: CityPage, request: HttpRequest) -> charts.Chart:
    kind = request.GET.get("chart", "")
    if kind not in (drawings.SCALES, drawings.TIME, drawings.CHANGE, drawings.BARS):
        raise Http404
    chart = drawings.chart(shown_or_404(page, request), kind)
    if chart is None:
        raise Http404
    return chart


def chart_svg(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The picture of a chart, for readers without script."""
    return HttpResponse(_chart(page, request).svg(), content_type="image/svg+xml")


def chart_json(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The specification of the same chart, for the script that draws it."""
    return HttpResponse(_chart(page, request).as_json, content_type="application/json")


def mix_pdf(page: CityPage, request: HttpRequest) -> HttpResponse:
    """The page on paper: the same sentence, charts and table."""
    shown = shown_or_404(page, request)
    found = [drawings.chart(shown, kind) for kind in (drawings.SCALES, drawings.TIME, drawings.CHANGE)]
    paper = Paper(
        address=page.get_url(request) + "mix/",
        name=f"{page.subject.slug}-mix-{shown.choice.period.code}.pdf",
        headline=words.headline(shown),
        lede=words.lede(shown),
        table_title=drawings.map_title(shown),
        columns=tables.columns(shown),
        rows=[cells for _code, cells in tables.sorted_rows(shown, "figure")],
        source=shown.source,
        charts=[chart for chart in found if chart is not None],
        method=shown.method,
    )
    return print_paper(page, request, paper)
