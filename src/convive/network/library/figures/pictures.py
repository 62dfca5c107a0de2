"""Drawings that every page of figures uses: a map, ranked bars, a line over time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import altair as alt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.numbers import number
from convive.measures.models import AreaSet
from convive.measures.queries.maps import Scale, class_of, map_shapes

BAR_HEIGHT = 19


@dataclass(frozen=True)
class Bar:
    """One area in a row of bars. Two areas may bear the same name, so bars go by code."""

    code: str
    name: str
    value: float
    text: str


@dataclass(frozen=True)
class Dot:
    """One date on a line."""

    day: dt.date
    value: float
    text: str


def draw_map(
    area_set: AreaSet, texts: Mapping[str, str], classes: Mapping[str, int | None], label: str
) -> SafeString | None:
    """The map as it stands in the page, readable without script; None where the areas have no borders. One query."""
    shapes = map_shapes(area_set)
    if not shapes:
        return None
    # Everything is escaped here by hand: format_html is slow where it is called a thousand times.
    paths = mark_safe(
        "".join(
            f'<path class="map-{_class(classes.get(shape.code))}" data-area="{escape(shape.code)}"'
            f' data-name="{escape(shape.name)}" data-text="{escape(texts[shape.code])}"'
            f' d="{escape(shape.path)}"/>'
            for shape in shapes
            if shape.code in texts
        )
    )
    return format_html(
        '<svg viewBox="{}" role="img" aria-label="{}">{}</svg>', area_set.view_box, label, paths
    )


def _class(found: int | None) -> str:
    return "none" if found is None else str(found)


def legend_of(scale: Scale, *, percent: bool = False) -> list[dict[str, object]]:
    """The steps of a map's ramp, in words."""
    steps = []
    for low, high in scale.classes:
        words = {"low": _bound(low), "high": _bound(high)}
        label = _("%(low)s to %(high)s %%") % words if percent else _("%(low)s to %(high)s") % words
        steps.append({"class": class_of((low + high) / 2, scale), "label": label})
    return steps


def _bound(value: float) -> str:
    """With the digits it needs: bounds are round numbers."""
    return number(value, next(digits for digits in (0, 1, 2) if digits == 2 or value == round(value, digits)))


def draw_over_time(dots: Sequence[Dot], *, width: int = 440) -> alt.TopLevelMixin:
    """A line with its last figure written beside it."""
    data = alt.Data(
        values=[{"date": dot.day.isoformat(), "value": dot.value, "text": dot.text} for dot in dots]
    )
    lowest, highest = min(dot.value for dot in dots), max(dot.value for dot in dots)
    margin = (highest - lowest) * 0.25 or max(abs(highest) * 0.1, 1)
    floor = max(0.0, lowest - margin) if lowest >= 0 else lowest - margin
    base = alt.Chart(data).encode(
        x=alt.X(
            "date:T",
            title=None,
            axis=alt.Axis(format="%Y", grid=False, values=_last_of_each_year(dots), labelOverlap=True),
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
    circles = base.mark_circle(color=charts.INK, size=36, opacity=1)
    last = (
        base.transform_window(rank="rank()", sort=[alt.SortField("date", order="descending")])
        .transform_filter("datum.rank === 1")
        # On the side of the line where the line does not come from.
        .mark_text(
            color=charts.INK, align="right", dy=20 if dots[-1].value < dots[-2].value else -14, fontSize=13
        )
        .encode(text="text:N")
    )
    return alt.layer(line, circles, last, width=width, height=240)


def _last_of_each_year(dots: Sequence[Dot]) -> list[str]:
    """Where the axis has its marks: at figures, one a year."""
    return list({dot.day.year: dot.day.isoformat() for dot in dots}.values())


def draw_bars(bars: Sequence[Bar]) -> alt.TopLevelMixin:
    """Areas in a row, as they come."""
    data = alt.Data(
        values=[{"code": bar.code, "name": bar.name, "value": bar.value, "text": bar.text} for bar in bars]
    )
    side: Literal["left", "right"] = "right" if get_language_bidi() else "left"
    base = alt.Chart(data).encode(
        y=alt.Y(
            "code:N",
            sort=[bar.code for bar in bars],
            title=None,
            axis=alt.Axis(
                labelExpr=lookup({bar.code: bar.name for bar in bars}),
                labelLimit=190,
                labelOverlap=False,
                ticks=False,
                domain=False,
                orient=side,
            ),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(reverse=side == "right")),
    )
    drawn = base.mark_bar(color=charts.SAND, height=11)
    texts = base.mark_text(
        align=side, dx=-5 if side == "right" else 5, color=charts.QUIET, fontSize=12
    ).encode(text="text:N")
    return alt.layer(drawn, texts, width=340, height=BAR_HEIGHT * len(bars))


def lookup(names: Mapping[str, str]) -> str:
    """A Vega expression that gives the name of something from its code."""
    if get_language_bidi():
        # A name that begins with a number, such as a date, still runs from right to left.
        names = {code: f"\u200f{name}" for code, name in names.items()}
    return f"({json.dumps(names, ensure_ascii=False)})[datum.value]"
