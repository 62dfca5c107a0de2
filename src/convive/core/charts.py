"""One chart specification for the screen, the PDF and the notebook.

A chart is a Vega-Lite specification made with Altair, its table, and its source. The drawing on the
screen, the image for readers without script and the picture in the PDF come from the same specification.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert

INK = "#1F3A5F"
SAND = "#A88B63"
TEXT = "#23262B"
QUIET = "#5B5E63"
HAIRLINE = "#E4DFD5"
FONT = "Inter, 'Noto Sans Arabic', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True)
class Chart:
    """A chart and what must stand beside it: its title, its source, and its numbers as a table."""

    title: str
    specification: dict[str, Any]
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def as_json(self) -> str:
        return json.dumps(self.specification, ensure_ascii=False, sort_keys=True)

    def svg(self) -> str:
        """The picture, as the screen and the PDF show it."""
        return _svg(self.as_json)


@lru_cache(maxsize=256)
def _svg(specification: str) -> str:
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def specification(chart: alt.TopLevelMixin, *, description: str) -> dict[str, Any]:
    """The chart in the look of the house, without the address of any schema."""
    styled = (
        chart.properties(description=description)
        .configure(
            font=FONT, background="transparent", padding={"left": 4, "right": 8, "top": 8, "bottom": 4}
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET,
            titleColor=QUIET,
            gridColor=HAIRLINE,
            domainColor=HAIRLINE,
            tickColor=HAIRLINE,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
        )
    )
    result = styled.to_dict()
    result.pop("$schema", None)
    return result
