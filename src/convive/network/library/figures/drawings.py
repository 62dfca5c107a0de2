"""The map and the charts of a city's page."""

from __future__ import annotations

import json
from functools import partial
from html import escape
from typing import Literal

import altair as alt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.numbers import number
from convive.measures.queries.figures import Figure, Point
from convive.measures.queries.maps import class_of, map_shapes
from convive.network.library.figures.chosen import Chosen, percent

TIME, BARS = "time", "bars"
BAR_HEIGHT = 19


def map_svg(chosen: Chosen) -> SafeString | None:
    """The map as it stands in the page, readable without script; None where the areas have no borders."""
    area_set = chosen.choice.area_set
    shapes = map_shapes(area_set)
    if not shapes:
        return None
    rows = {row.code: row for row in chosen.found.rows}
    # Everything is escaped here by hand: format_html is slow where it is called a thousand times.
    paths = mark_safe(
        "".join(
            f'<path class="map-{_class(chosen, shape.code, rows)}" data-area="{escape(shape.code)}"'
            f' data-name="{escape(shape.name)}" data-text="{escape(chosen.text(rows[shape.code]))}"'
            f' d="{escape(shape.path)}"/>'
            for shape in shapes
            if shape.code in rows
        )
    )
    return format_html(
        '<svg viewBox="{}" role="img" aria-label="{}">{}</svg>', area_set.view_box, map_label(chosen), paths
    )


def _class(chosen: Chosen, code: str, rows: dict) -> str:
    found = chosen.class_of(rows[code])
    return "none" if found is None else str(found)


def map_label(chosen: Chosen) -> str:
    return _("Map of %(city)s. %(title)s, %(when)s. The table has the same figures.") % {
        "city": chosen.city.name,
        "title": chosen.title,
        "when": chosen.choice.period.label,
    }


def legend(chosen: Chosen) -> list[dict[str, object]]:
    """The steps of the map's ramp, in words."""
    decimals = 0 if all(bound == int(bound) for bound in chosen.scale.bounds) else 2
    steps = []
    for low, high in chosen.scale.classes:
        words = {"low": number(low, decimals), "high": number(high, decimals)}
        label = _("%(low)s to %(high)s %%") % words if chosen.is_share else _("%(low)s to %(high)s") % words
        steps.append({"class": class_of((low + high) / 2, chosen.scale), "label": label})
    return steps


def chart(chosen: Chosen, kind: str) -> charts.Chart | None:
    """The chart over time, or the ranked bars; None where there is nothing to draw."""
    return _over_time(chosen) if kind == TIME else _bars(chosen)


def _over_time(chosen: Chosen) -> charts.Chart | None:
    points = [
        (point, value) for point in chosen.over_time.points if (value := _middle(chosen, point)) is not None
    ]
    if len(points) < 2:
        return None
    is_mean = not chosen.is_share and chosen.found.city_value is None
    title = (
        _("%(title)s, mean of the areas over time") % {"title": chosen.title}
        if is_mean
        else _("%(title)s, over time") % {"title": chosen.title}
    )
    return charts.Chart(
        title=title,
        draw=partial(_draw_over_time, chosen, points),
        source=chosen.source,
        columns=(_("When"), _("Figure")),
        rows=tuple((point.period.label, _text(chosen, value)) for point, value in points),
    )


def _middle(chosen: Chosen, point: Point) -> float | None:
    """The whole city in one period: percent, the sum, or the middle of the areas."""
    if chosen.is_share:
        return None if point.share is None else 100 * point.share
    return point.value if point.value is not None else point.mean


def _draw_over_time(chosen: Chosen, points: list[tuple[Point, float]]) -> alt.LayerChart:
    data = alt.Data(
        values=[
            {"date": point.period.end.isoformat(), "value": value, "text": _text(chosen, value)}
            for point, value in points
        ]
    )
    lowest = min(value for _point, value in points)
    highest = max(value for _point, value in points)
    margin = (highest - lowest) * 0.25 or max(abs(highest) * 0.1, 1)
    floor = max(0.0, lowest - margin) if lowest >= 0 else lowest - margin
    base = alt.Chart(data).encode(
        x=alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%Y", grid=False, values=_last_of_each_year(points), labelOverlap=True),
        ),
        y=alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(domain=[floor, highest + margin], nice=True),
            axis=alt.Axis(tickCount=5),
        ),
        tooltip=[alt.Tooltip("date:T", format="%Y-%m-%d", title=" "), alt.Tooltip("text:N", title="  ")],
    )
    line = base.mark_line(color=charts.INK, strokeWidth=2.5)
    dots = base.mark_circle(color=charts.INK, size=36, opacity=1)
    last = (
        base.transform_window(rank="rank()", sort=[alt.SortField("date", order="descending")])
        .transform_filter("datum.rank === 1")
        # On the side of the line where the line does not come from.
        .mark_text(
            color=charts.INK, align="right", dy=20 if points[-1][1] < points[-2][1] else -14, fontSize=13
        )
        .encode(text="text:N")
    )
    return (line + dots + last).properties(width=440, height=240)


def _last_of_each_year(points: list[tuple[Point, float]]) -> list[str]:
    """Where the axis has its marks: at figures, one a year."""
    return list({point.period.end.year: point.period.end.isoformat() for point, _value in points}.values())


def _bars(chosen: Chosen) -> charts.Chart | None:
    rows = [(row, value) for row in chosen.found.rows if (value := chosen.mapped(row)) is not None]
    if not rows:
        return None
    rows.sort(key=lambda pair: (-pair[1], pair[0].name))
    return charts.Chart(
        title=_("%(title)s, by area") % {"title": chosen.title},
        draw=partial(_draw_bars, chosen, rows),
        source=chosen.source,
        columns=(_("Area"), _("Figure")),
        rows=tuple((row.name, chosen.text(row)) for row, _value in rows),
    )


def _draw_bars(chosen: Chosen, rows: list[tuple[Figure, float]]) -> alt.LayerChart:
    # Two areas may bear the same name, and a bar is one area: so bars go by code and are labelled by name.
    data = alt.Data(
        values=[
            {"code": row.code, "name": row.name, "value": value, "text": chosen.text(row)}
            for row, value in rows
        ]
    )
    side: Literal["left", "right"] = "right" if get_language_bidi() else "left"
    base = alt.Chart(data).encode(
        y=alt.Y(
            "code:N",
            sort=[row.code for row, _value in rows],
            title=None,
            axis=alt.Axis(
                labelExpr=_lookup({row.code: row.name for row, _value in rows}),
                labelLimit=190,
                labelOverlap=False,
                ticks=False,
                domain=False,
                orient=side,
            ),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(reverse=side == "right")),
    )
    bars = base.mark_bar(color=charts.SAND, height=11)
    texts = base.mark_text(
        align=side, dx=-5 if side == "right" else 5, color=charts.QUIET, fontSize=12
    ).encode(text="text:N")
    return (bars + texts).properties(width=340, height=BAR_HEIGHT * len(rows))


def _lookup(names: dict[str, str]) -> str:
    """A Vega expression that gives the name of an area from its code."""
    return f"({json.dumps(names, ensure_ascii=False)})[datum.value]"


def _text(chosen: Chosen, value: float) -> str:
    return percent(value / 100) if chosen.is_share else chosen.value_text(value)
