"""The pictures of a page about mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.numbers import number
from convive.network.library.figures.pictures import (
    Bar,
    Dot,
    draw_bars,
    draw_map,
    draw_over_time,
    lookup,
)
from convive.network.library.mix import words
from convive.network.library.mix.shown import PARTS, Shown, hundredths

SCALES, TIME, CHANGE, BARS = "scales", "time", "change", "bars"
STEP_HEIGHT = 34
# A change smaller than this, on a scale of 100, is no bar.
NOTHING = 0.005


def map_svg(shown: Shown) -> SafeString | None:
    label = _("Map of %(city)s. %(title)s, %(when)s. The table has the same figures.") % {
        "city": shown.choice.city.name,
        "title": map_title(shown),
        "when": shown.found.now.period.label,
    }
    return draw_map(shown.choice.area_set, shown.texts, shown.classes, label)


def map_title(shown: Shown) -> str:
    if shown.of_schools:
        return _("How far the pupils of each school are from the whole city")
    return _("How far the people of each area are from the whole city")


def chart(shown: Shown, kind: str) -> charts.Chart | None:
    """One of the charts; None where there is nothing to draw."""
    return {SCALES: scales, TIME: over_time, CHANGE: change, BARS: bars}[kind](shown)


def bars(shown: Shown) -> charts.Chart | None:
    rows = [
        Bar(code, name, score, found[0])
        for code, name in shown.names.items()
        if (score := shown.score(code)) is not None and (found := shown.in_words(code))
    ]
    if not rows:
        return None
    rows.sort(key=lambda bar: (-bar.value, bar.name))
    return charts.Chart(
        title=map_title(shown),
        draw=partial(draw_bars, rows),
        source=shown.source,
        columns=(_("Area"), _("Score")),
        rows=tuple((bar.name, bar.text) for bar in rows),
    )


def over_time(shown: Shown) -> charts.Chart | None:
    points = shown.found.over_time
    if len(points) < 2:
        return None
    dots = [Dot(period.end, 100 * index, hundredths(index)) for period, index, _estimated in points]
    title = (
        _("Of 100 people in the group “%(group)s”, how many would have to move")
        if shown.found.of_one_group
        else _("How much areas differ (H, from 0 to 100)")
    )
    marks = {True: _("%(figure)s (estimated)"), False: "%(figure)s"}
    return charts.Chart(
        title=title % {"group": shown.group},
        draw=partial(draw_over_time, dots),
        source=shown.source,
        columns=(_("When"), _("Figure")),
        rows=tuple(
            (period.label, marks[estimated] % {"figure": hundredths(index)})
            for period, index, estimated in points
        ),
    )


@dataclass(frozen=True)
class Line:
    """One curve over scales, on a scale of 100: what it is called, its middle, its band, and chance."""

    name: str
    k: tuple[int, ...]
    value: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    by_chance: tuple[float | None, ...]


def line_of(shown: Shown, name: str = "") -> Line | None:
    found = shown.found.scales
    if found is None:
        return None
    one = shown.found.of_one_group

    def of(key: str) -> tuple[float | None, ...]:
        values = [row[0] for row in found["isolation" + key]] if one else found["H" + key]
        return tuple(None if value is None else 100 * value for value in values)

    return Line(name or shown.group, tuple(found["k"]), of(""), of("_low"), of("_high"), of("_by_chance"))


def scales_title(shown: Shown) -> str:
    if shown.found.of_one_group:
        return _("People of the same group among the nearest neighbours, of 100")
    return _("How much surroundings differ (H, from 0 to 100)")


def scales(shown: Shown) -> charts.Chart | None:
    line = line_of(shown, shown.choice.city.name)
    found = shown.found.scales
    if line is None or found is None:
        return None
    return charts.Chart(
        title=scales_title(shown),
        draw=partial(draw_scales, [line]),
        source=shown.source,
        columns=(
            _("Nearest people"),
            _("Figure"),
            _("Interval (95 of 100)"),
            _("By chance"),
            "D",
            "H",
        ),
        rows=tuple(
            (
                number(k),
                _one(line.value[at]),
                f"{_one(line.low[at])}–{_one(line.high[at])}",
                _one(line.by_chance[at]),
                hundredths(found["D"][at]),
                hundredths(found["H"][at]),
            )
            for at, k in enumerate(line.k)
        ),
    )


def _one(value: float | None) -> str:
    return "–" if value is None else number(value, 1)


def draw_scales(lines: Sequence[Line]) -> alt.TopLevelMixin:
    """One or two curves with their bands, and chance as a dashed line. Labels stand on the lines."""
    layers: list[Any] = []
    ks = sorted({k for line in lines for k in line.k})
    x = alt.X(
        "k:Q",
        title=None,
        scale=alt.Scale(type="log", domain=[ks[0], ks[-1]], nice=False),
        axis=alt.Axis(values=ks, format=",d", grid=False, labelOverlap="greedy"),
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=5))
    for line, colour in zip(lines, (charts.INK, charts.SAND), strict=False):
        rows: list[dict[str, Any]] = [
            {
                "k": k,
                "value": line.value[at],
                "low": line.low[at],
                "high": line.high[at],
                "chance": line.by_chance[at],
                "text": _one(line.value[at]),
            }
            for at, k in enumerate(line.k)
            if line.value[at] is not None
        ]
        base = alt.Chart(alt.Data(values=rows)).encode(x=x)
        ends = alt.Chart(alt.Data(values=[{**rows[-1], "name": line.name, "by": _("by chance")}])).encode(x=x)
        above = rows[-1]["value"] >= (rows[-1]["chance"] or 0)
        layers += [
            base.mark_area(color=charts.BAND, opacity=0.7).encode(y=alt.Y("low:Q"), y2="high:Q"),
            base.mark_line(color=charts.QUIET, strokeDash=[4, 4], strokeWidth=1.5).encode(
                y=alt.Y("chance:Q")
            ),
            base.mark_line(color=colour, strokeWidth=2.5).encode(y=y),
            base.mark_circle(color=colour, size=36, opacity=1).encode(
                y=y, tooltip=[alt.Tooltip("k:Q", format=",d", title=" "), alt.Tooltip("text:N", title="  ")]
            ),
            ends.mark_text(color=colour, align="right", dy=-14 if above else 18, fontSize=13).encode(
                y=y, text="name:N"
            ),
        ]
        if len(lines) == 1:
            layers.append(
                ends.mark_text(color=charts.QUIET, align="right", dy=-9 if above else 14, fontSize=13).encode(
                    y=alt.Y("chance:Q"), text="by:N"
                )
            )
    return alt.layer(*layers, width=440, height=260)


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall, on a scale of 100."""

    name: str
    start: float
    end: float
    text: str
    whole: bool


def steps(shown: Shown) -> list[Step]:
    """From the earlier index to the later one, a step for each part that is not nothing."""
    found = shown.found.change
    earlier = shown.found.earlier
    if found is None or earlier is None:
        return []
    parts = found["H"]
    at = 100 * parts["before"]
    result = [Step(earlier.period.label, 0.0, at, number(at, 1), True)]
    for part in PARTS:
        by = 100 * parts[part]
        if abs(by) >= NOTHING:
            result.append(Step(words.part_name(part), at, at + by, signed(by), False))
        at += by
    end = 100 * parts["after"]
    result.append(Step(shown.found.now.period.label, 0.0, end, number(end, 1), True))
    return result


def signed(by: float) -> str:
    """A change with its sign; two digits, so that small parts are not all nothing."""
    return f"{'+' if by > 0 else '−' if by < 0 else ''}{number(abs(by), 2)}"


def change(shown: Shown) -> charts.Chart | None:
    found, bars_ = shown.found.change, steps(shown)
    if found is None or not bars_:
        return None
    low, high = found["H_low"], found["H_high"]

    def interval(part: str) -> str:
        if low is None or high is None or low[part] is None or high[part] is None:
            return "–"
        return _("%(low)s to %(high)s") % {"low": signed(100 * low[part]), "high": signed(100 * high[part])}

    rows = [(words.part_name(part), signed(100 * found["H"][part]), interval(part)) for part in PARTS]
    rows.append((_("Whole change"), signed(100 * found["H"]["total"]), interval("total")))
    return charts.Chart(
        title=_("What changed: the index H, from 0 to 100"),
        draw=partial(_draw_steps, bars_),
        source=shown.source,
        columns=(_("Part"), _("Change"), _("Interval (95 of 100)")),
        rows=tuple(rows),
    )


def _draw_steps(bars_: Sequence[Step]) -> alt.TopLevelMixin:
    side: Literal["left", "right"] = "right" if get_language_bidi() else "left"
    names = {str(at): step.name for at, step in enumerate(bars_)}
    data = alt.Data(
        values=[
            {
                "at": str(at),
                "start": step.start,
                "end": step.end,
                "reach": max(step.start, step.end),
                "text": step.text,
                "whole": step.whole,
            }
            for at, step in enumerate(bars_)
        ]
    )
    scale = alt.Scale(reverse=side == "right", zero=True, nice=False, padding=0)
    base = alt.Chart(data).encode(
        y=alt.Y(
            "at:N",
            sort=list(names),
            title=None,
            axis=alt.Axis(
                labelExpr=lookup(names),
                labelLimit=170,
                labelOverlap=False,
                ticks=False,
                domain=False,
                orient=side,
            ),
        )
    )
    drawn = base.mark_bar(height=16).encode(
        x=alt.X("start:Q", title=None, axis=None, scale=scale),
        x2="end:Q",
        color=alt.Color(
            "whole:N",
            scale=alt.Scale(domain=[True, False], range=[charts.INK, charts.SAND]),
            legend=None,
        ),
    )
    texts = base.mark_text(
        align=side, dx=-5 if side == "right" else 5, color=charts.QUIET, fontSize=12
    ).encode(x=alt.X("reach:Q", scale=scale), text="text:N")
    return alt.layer(drawn, texts, width=250, height=STEP_HEIGHT * len(bars_))
