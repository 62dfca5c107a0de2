"""Open data of a city: indicators, areas and protected figures, as JSON, GeoJSON and CSV.

Addresses stand under `/api/v1/cities/<city>/`; the middleware has found the city and raised its walls.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from convive.core.middleware import city_or_404
from convive.measures import queries
from convive.measures.importing.recipe import TOTAL
from convive.measures.queries.figures import Figures
from convive.measures.queries.offers import Choice, Unknown

router = Router(tags=["figures"])

# The columns of a table of figures, and what each means: for JSON, CSV and its description.
COLUMNS: dict[str, tuple[str, str]] = {
    "indicator": ("string", "Code of the indicator; /indicators tells what is counted and how."),
    "area_set": ("string", "Code and year of the borders; /areas lists them."),
    "area": ("string", "Code of the area within its area set."),
    "area_name": ("string", "Name of the area."),
    "group": ("string", "Code of the group of people, or total for everybody."),
    "start": ("date", "First day of the period."),
    "end": ("date", "Last day of the period; the same day for a count on a day."),
    "value": ("number", "The figure in the indicator's unit; empty where it is not shown."),
    "share": ("number", "The group's share of the area's total, from 0 to 1; only for counts."),
    "n": ("integer", "People behind the figure, where the source tells it."),
    "estimated": ("boolean", "Whether the figure was worked out for these borders and not counted in them."),
    "why_empty": (
        "string",
        "left-out: the number is small, or would let a small one be computed; "
        "no-figure: the source has none.",
    ),
    "reason": (
        "string",
        "Why it is left out. too-few: it counts fewer people than may be shown; would-give-away: it is larger, and "
        "another could be worked out from it; not-told: one of the two, and which would itself say too much.",
    ),
}


@router.get("/cities/{city}/indicators", url_name="indicators", summary="What the city's figures are about")
def indicators(request: HttpRequest, city: str) -> dict[str, Any]:
    found = queries.offer(city_or_404(request))
    return {
        "city": city,
        "indicators": [
            {
                "code": offered.code,
                "names": offered.indicator.names,
                "unit": offered.indicator.unit,
                "unit_names": offered.indicator.unit_names,
                "kind": offered.indicator.kind,
                "direction": offered.indicator.direction,
                "decimals": offered.indicator.decimals,
                "basket": offered.indicator.basket,
                "method": offered.indicator.method,
                "source": offered.indicator.source,
                "source_url": offered.indicator.source_url,
                "licence": offered.indicator.licence,
                "series": [
                    {
                        "area_set": queries.set_code(found.area_sets[pk]),
                        "periods": [period.code for period in periods],
                        "groups": [_group(group) for group in offered.groups[pk]],
                        "estimated": offered.estimated[pk],
                    }
                    for pk, periods in offered.periods.items()
                ],
            }
            for offered in found.indicators.values()
        ],
    }


def _group(group: Any) -> dict[str, Any]:
    if group is None:
        return {"code": TOTAL, "names": {"en": "Everybody"}, "dimension": None}
    dimension = group.dimension
    return {
        "code": group.code,
        "names": group.names,
        "dimension": {"code": dimension.code, "names": dimension.names, "partition": dimension.partition},
    }


@router.get(
    "/cities/{city}/areas", url_name="area-sets", summary="The city's area sets, by the year of their borders"
)
def area_sets(request: HttpRequest, city: str) -> dict[str, Any]:
    found = queries.offer(city_or_404(request))
    return {
        "city": city,
        "area_sets": [
            {
                "code": queries.set_code(row),
                "names": row.names,
                "year": row.year,
                "valid_from": row.valid_from,
                "valid_until": row.valid_until,
                "areas": found.areas[pk],
                "has_geometry": row.has_geometry,
                "outline": row.outline,
                "source": row.source,
                "source_url": row.source_url,
                "licence": row.licence,
            }
            for pk, row in found.area_sets.items()
        ],
    }


@router.get(
    "/cities/{city}/areas/{area_set}.geojson", url_name="areas", summary="The areas of a set as GeoJSON"
)
def areas(
    request: HttpRequest,
    city: str,
    area_set: str,
    indicator: str | None = None,
    group: str | None = None,
    period: str | None = None,
) -> HttpResponse:
    """With an indicator, each area carries its protected figure."""
    found = queries.offer(city_or_404(request))
    row = next((row for row in found.area_sets.values() if queries.set_code(row) == area_set), None)
    if row is None:
        raise Http404
    rows: tuple[queries.Figure, ...] = ()
    if indicator:
        rows = queries.figures(_choice(found, indicator, group, period, area_set)).rows
    return HttpResponse(queries.areas_geojson(row, rows), content_type="application/geo+json")


def _choice(
    found: queries.Offer, indicator: str | None, group: str | None, period: str | None, area_set: str | None
) -> Choice:
    try:
        return queries.choose(found, indicator=indicator, group=group, period=period, area_set=area_set)
    except Unknown as error:
        raise Http404(str(error)) from None


@router.get("/cities/{city}/values", url_name="values", summary="Figures of one indicator, group and period")
def values(
    request: HttpRequest,
    city: str,
    indicator: str | None = None,
    group: str | None = None,
    period: str | None = None,
    area_set: str | None = None,
) -> dict[str, Any]:
    """What is not named is chosen: the first indicator, everybody, the newest period, borders in which
    people were counted.
    """
    choice = _choice(queries.offer(city_or_404(request)), indicator, group or TOTAL, period, area_set)
    result = queries.figures(choice)
    return {
        "city": city,
        "source": choice.indicator.source,
        "licence": choice.indicator.licence,
        "columns": {name: {"type": kind, "meaning": meaning} for name, (kind, meaning) in COLUMNS.items()},
        "total": {"value": result.city_value, "share": result.city_share},
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(result)],
    }


@router.get("/cities/{city}/values.csv", url_name="values-csv", summary="All figures of one indicator as CSV")
def values_csv(
    request: HttpRequest, city: str, indicator: str | None = None, area_set: str | None = None
) -> HttpResponse:
    """All groups and periods. `values.csv-metadata.json` tells what the columns mean (CSV on the Web)."""
    choice = _choice(queries.offer(city_or_404(request)), indicator, None, None, area_set)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for result in queries.all_figures(choice):
        for row in _rows(result):
            writer.writerow(_csv_cell(cell) for cell in row)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{city}-{choice.indicator.code}-{queries.set_code(choice.area_set)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    metadata = request.path + "-metadata.json"
    response["Link"] = (
        f'<{metadata}?indicator={choice.indicator.code}>; rel="describedby"; type="application/csvm+json"'
    )
    return response


@router.get(
    "/cities/{city}/values.csv-metadata.json",
    url_name="values-metadata",
    summary="What the columns of the CSV mean",
)
def values_metadata(request: HttpRequest, city: str, indicator: str | None = None) -> dict[str, Any]:
    choice = _choice(queries.offer(city_or_404(request)), indicator, None, None, None)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"values.csv?indicator={choice.indicator.code}",
        "dc:title": choice.indicator.names,
        "dc:source": choice.indicator.source,
        "dc:license": choice.indicator.licence,
        "tableSchema": {
            "columns": [
                {"name": name, "titles": name, "datatype": kind, "dc:description": meaning}
                for name, (kind, meaning) in COLUMNS.items()
            ]
        },
    }


def _rows(result: Figures) -> list[tuple[Any, ...]]:
    choice = result.choice
    area_set = queries.set_code(choice.area_set)
    return [
        (
            choice.indicator.code,
            area_set,
            row.code,
            row.name,
            choice.group_code,
            choice.period.start,
            choice.period.end,
            row.value,
            None if row.share is None else round(row.share, 6),
            row.n,
            row.estimated,
            row.why,
            row.reason,
        )
        for row in result.rows
    ]


def _csv_cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    # A text that begins like a formula would be run by a spreadsheet.
    if isinstance(cell, str) and cell[:1] in "=+-@" and cell:
        return "'" + cell
    return cell
