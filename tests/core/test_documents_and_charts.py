"""A document on paper, and a chart that is the same on the screen and in it."""

from __future__ import annotations

import io

import altair as alt
import pytest
from django.utils import translation
from pypdf import PdfReader

from convive.core import charts, documents


def a_chart() -> charts.Chart:
    points = alt.Data(values=[{"year": "2020", "people": 10}, {"year": "2021", "people": 12}])
    drawing = alt.Chart(points).mark_line().encode(x="year:O", y="people:Q")
    return charts.Chart(
        title="People",
        draw=lambda: drawing,
        source="A test",
        columns=("Year", "People"),
        rows=(("2020", "10"), ("2021", "12")),
    )


def test_a_chart_names_no_outside_address() -> None:
    assert "http" not in a_chart().as_json


def test_a_chart_is_drawn_from_its_specification_and_says_what_it_is() -> None:
    svg = a_chart().svg()
    assert svg.startswith("<svg")
    assert "2021" in svg


@pytest.mark.parametrize(("language", "right_to_left"), [("en", False), ("ar", True)])
def test_a_document_holds_the_sentence_the_chart_and_its_table(language: str, right_to_left: bool) -> None:
    chart = a_chart()
    pdf = documents.render(
        "convive.network.library",
        "city.typ",
        {
            "language": language,
            "right_to_left": right_to_left,
            "foot": "Convive",
            "invented": "",
            "headline": "12 people lived here in 2021",
            "lede": "Two more than the year before.",
            "charts": [
                {
                    "file": "chart.svg",
                    "title": chart.title,
                    "source": chart.source,
                    "columns": chart.columns,
                    "rows": chart.rows,
                }
            ],
            "table": {
                "title": "Areas",
                "columns": ["Area", "People"],
                "rows": [["North", "12"]],
                "source": "x",
            },
        },
        {"chart.svg": chart.svg().encode()},
    )
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "12 people lived here in 2021" in text
    assert "North" in text
    assert "A test" in text


def test_axes_write_numbers_as_the_page_does() -> None:
    points = alt.Data(values=[{"year": "2020", "people": 86_000}, {"year": "2021", "people": 90_000}])
    with translation.override("nl"):
        drawing = alt.Chart(points).mark_line().encode(x="year:O", y="people:Q")
        svg = charts.Chart("People", lambda: drawing, "A test", ("Year", "People")).svg()
    assert "80.000" in svg
    assert "80,000" not in svg
