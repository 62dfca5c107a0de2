"""One chart specification for the screen, the PDF and the notebook.

A chart is a Vega-Lite specification made with Altair, its table, and its source. The drawing on the
screen, the image for readers without script and the picture in the PDF come from the same specification.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import altair as alt
import vl_convert
from django.conf import settings
from django.utils.formats import get_format

# The colours of the site's light theme, which the screen swaps for those of the dark one.
INK = "#27406e"
SAND = "#b08d57"
BAND = "#c3cad7"
TEXT = "#2e2b26"
QUIET = "#635c52"
HAIRLINE = "#ddd7cb"
# From few to many; the first seven steps of the map's own ramp.
RAMP = ("#f4ecdd", "#e3d2b0", "#cdb083", "#a98c6b", "#7c6e6d", "#545772", "#27406e")
LOOK = {
    "font": "Inter, Noto Sans Arabic, sans-serif",
    "background": "transparent",
    "padding": {"left": 4, "right": 8, "top": 8, "bottom": 4},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "gridColor": HAIRLINE,
        "domainColor": HAIRLINE,
        "tickColor": HAIRLINE,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
}


def table_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A table as components/table.html takes it: a row's name first, then its numbers."""
    return {
        "columns": [{"label": head, "number": at > 0} for at, head in enumerate(heads)],
        "rows": [{"cells": list(row)} for row in rows],
    }


@dataclass(frozen=True)
class Chart:
    """A chart and what must stand beside it: its title, its source, and its numbers as a table.

    `draw` is called only where the picture itself is wanted: a page shows the title and the table at once
    and lets the picture follow.
    """

    title: str
    draw: Callable[[], alt.TopLevelMixin]
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())

    @cached_property
    def specification(self) -> dict[str, Any]:
        """The chart as Vega-Lite, with its data in it."""
        return specification(self.draw(), description=self.title)

    @property
    def table(self) -> dict[str, Any]:
        """Its numbers, as components/table.html takes them."""
        return table_of(self.columns, self.rows)

    @property
    def as_json(self) -> str:
        return json.dumps(self.specification, ensure_ascii=False, sort_keys=True)

    def svg(self) -> str:
        """The picture, as the screen and the PDF show it."""
        return _svg(self.as_json)


@lru_cache(maxsize=1)
def _use_our_fonts() -> None:
    # Texts are measured with the fonts that the screen and the PDF use.
    for folder in settings.DOCUMENT_FONTS:
        if folder.exists():
            vl_convert.register_font_directory(str(folder / "print"))


@lru_cache(maxsize=256)
def _svg(specification: str) -> str:
    _use_our_fonts()
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def specification(chart: alt.TopLevelMixin, *, description: str) -> dict[str, Any]:
    """The chart in the look of the house, without the address of any schema."""
    # Checking it against the schema takes longer than making it; the tests draw every chart.
    result = chart.to_dict(validate=False)
    result.pop("$schema", None)
    config = result["config"]
    # Altair's own ways to say this copy the chart and its data each time.
    return {
        **result,
        "description": description,
        "config": {**config, **LOOK, "locale": _locale(), "view": {**config["view"], "stroke": None}},
    }


def _locale() -> dict[str, Any]:
    """How the axes write numbers: as everything else on the page does."""
    marks = {"decimal": get_format("DECIMAL_SEPARATOR"), "thousands": get_format("THOUSAND_SEPARATOR")}
    return {"number": {**marks, "grouping": [3], "currency": ["", ""]}}
