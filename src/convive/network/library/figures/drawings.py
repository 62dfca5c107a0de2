"""The map and the charts of a city's page."""

from __future__ import annotations

from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convive.core import charts
from convive.measures.queries.figures import Point
from convive.network.library.figures.chosen import Chosen, percent
from convive.network.library.figures.pictures import Bar, Dot, draw_bars, draw_map, draw_over_time, legend_of

TIME, BARS = "time", "bars"


def map_svg(chosen: Chosen) -> SafeString | None:
    """The map as it stands in the page; None where the areas have no borders."""
    rows = chosen.found.rows
    texts = {row.code: chosen.text(row) for row in rows}
    classes = {row.code: chosen.class_of(row) for row in rows}
    return draw_map(chosen.choice.area_set, texts, classes, map_label(chosen))


def map_label(chosen: Chosen) -> str:
    return _("Map of %(city)s. %(title)s, %(when)s. The table has the same figures.") % {
        "city": chosen.city.name,
        "title": chosen.title,
        "when": chosen.choice.period.label,
    }


def legend(chosen: Chosen) -> list[dict[str, object]]:
    """The steps of the map's ramp, in words."""
    return legend_of(chosen.scale, percent=chosen.is_share)


def chart(chosen: Chosen, kind: str) -> charts.Chart | None:
    """The chart over time, or the ranked bars; None where there is nothing to draw."""
    return _over_time(chosen) if kind == TIME else _bars(chosen)


def _over_time(chosen: Chosen) -> charts.Chart | None:
    points = [
        (point, value) for point in chosen.over_time.points if (value := _middle(chosen, point)) is not None
    ]
    if len(points) < 2:
        return None
    dots = [Dot(point.period.end, value, _text(chosen, value)) for point, value in points]
    is_mean = not chosen.is_share and chosen.found.city_value is None
    title = (
        _("%(title)s, mean of the areas over time") % {"title": chosen.title}
        if is_mean
        else _("%(title)s, over time") % {"title": chosen.title}
    )
    return charts.Chart(
        title=title,
        draw=partial(draw_over_time, dots),
        source=chosen.source,
        columns=(_("When"), _("Figure")),
        rows=tuple((point.period.label, dot.text) for (point, _value), dot in zip(points, dots, strict=True)),
    )


def _middle(chosen: Chosen, point: Point) -> float | None:
    """The whole city in one period: percent, the sum, or the middle of the areas."""
    if chosen.is_share:
        return None if point.share is None else 100 * point.share
    return point.value if point.value is not None else point.mean


def _bars(chosen: Chosen) -> charts.Chart | None:
    rows = [
        Bar(row.code, row.name, value, chosen.text(row))
        for row in chosen.found.rows
        if (value := chosen.mapped(row)) is not None
    ]
    if not rows:
        return None
    rows.sort(key=lambda bar: (-bar.value, bar.name))
    return charts.Chart(
        title=_("%(title)s, by area") % {"title": chosen.title},
        draw=partial(draw_bars, rows),
        source=chosen.source,
        columns=(_("Area"), _("Figure")),
        rows=tuple((bar.name, bar.text) for bar in rows),
    )


def _text(chosen: Chosen, value: float) -> str:
    return percent(value / 100) if chosen.is_share else chosen.value_text(value)
