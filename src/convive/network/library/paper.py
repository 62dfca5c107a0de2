"""A city's page of figures on paper: the same sentence, charts and table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from convive.core import documents
from convive.core.charts import Chart

if TYPE_CHECKING:
    from convive.network.library.models import CityPage


@dataclass(frozen=True)
class Paper:
    """What stands on it. `address` is the page's own, `name` that of the file."""

    address: str
    name: str
    headline: str
    lede: Sequence[str]
    table_title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    source: str
    charts: Sequence[Chart] = ()
    method: Sequence[str] = field(default=())


def print_paper(page: CityPage, request: HttpRequest, paper: Paper) -> HttpResponse:
    """The PDF, to be looked at in the browser."""
    data = {
        "language": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
        "right_to_left": get_language_bidi(),
        "foot": f"Convive · {page.subject.name} · {request.build_absolute_uri(paper.address)}",
        "invented": _("This city is invented, for trying things out.") if page.subject.invented else "",
        "headline": paper.headline,
        "lede": " ".join(paper.lede),
        "charts": [
            {
                "file": f"chart{at}.svg",
                "title": chart.title,
                "source": _("Source: %(source)s") % {"source": chart.source},
                "columns": chart.columns,
                "rows": chart.rows,
            }
            for at, chart in enumerate(paper.charts)
        ],
        "table": {
            "title": paper.table_title,
            "columns": paper.columns,
            "rows": paper.rows,
            "source": _("Source: %(source)s") % {"source": paper.source},
        },
        "method": paper.method,
    }
    files = {f"chart{at}.svg": chart.svg().encode() for at, chart in enumerate(paper.charts)}
    pdf = documents.render("convive.network.library", "city.typ", data, files)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{paper.name}"'
    return answer
