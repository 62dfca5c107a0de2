"""The page about mix: a sentence, the same figures in pictures, tables, paper and open data, and two compared."""

from __future__ import annotations

import csv
import io
import json
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from convive.core.tenancy import in_city
from convive.engines.mixing import all_indices
from convive.measures.actions import mixing
from convive.measures.models import MixResult
from tests.invented import invented

PAGE = "/cities/aldermonde/mix/"
API = "/api/v1/cities/aldermonde/mix"


@pytest.fixture(scope="module")
def demo(demo_database: str) -> SimpleNamespace:
    from convive.core.models import City

    return SimpleNamespace(cities=list(City.objects.all()), built=invented())


@pytest.fixture
def look(demo: SimpleNamespace):
    """`look(address)` is what a reader sees once a worker has been at it."""

    def read(address: str, **headers: str) -> str:
        Client(headers=headers).get(address)
        work(demo)
        answer = Client(headers=headers).get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    return read


def work(demo: SimpleNamespace) -> None:
    for city in demo.cities:
        with in_city(city):
            waiting = list(MixResult.objects.filter(done=None).values_list("pk", flat=True))
        for key in waiting:
            mixing.compute(city, key)


def heading(html: str) -> str:
    return re.search(r'<h1 class="headline">(.*?)</h1>', html, re.S)[1]  # type: ignore[index]


def people(demo: SimpleNamespace, year: int) -> list[list[int]]:
    return [[row.born_elsewhere, row.born_here] for row in demo.built.people if row.year == year]


def test_before_a_worker_was_at_it_the_page_says_how_far_it_is_and_looks_again(demo: SimpleNamespace) -> None:
    html = Client().get(f"{PAGE}?group=age_65_plus").content.decode()
    assert "worked out for the first time" in html
    assert "<progress" in html
    assert 'hx-trigger="every 1s"' in html
    assert "Look again" in html


@pytest.mark.parametrize("part", ["", "compare/"])
def test_who_asks_while_many_others_wait_looks_again_too(
    demo: SimpleNamespace, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixing, "MOST_WAITING", 0)
    address = f"{PAGE}{part}?{'a-' if part else ''}group=age_18_64"
    html = Client().get(address).content.decode()
    assert "Yours will follow" in html
    assert f'hx-get="{address}"' in html
    assert f'href="{address}">Look again' in html


def test_the_sentence_has_the_number_the_comparison_and_the_doubt(demo: SimpleNamespace, look) -> None:
    html = look(PAGE)
    now, before = all_indices(people(demo, 2025)), all_indices(people(demo, 2020))
    assert f"{100 * now.D[0]:.0f} of 100 people in the group" in heading(html)
    assert f"5 years before it was {100 * before.D[0]:.0f}." in heading(html)
    assert "Chance alone would give about" in html
    assert "95 % interval" in html
    assert "not whom they meet, and not why" in html


def test_the_map_the_table_and_open_data_say_the_same(demo: SimpleNamespace, look) -> None:
    html = look(PAGE)
    features = json.loads(Client().get(f"{PAGE}map/").content)["features"]
    rows = {
        row["area"]: row for row in csv.DictReader(io.StringIO(Client().get(f"{API}.csv").content.decode()))
    }
    assert len(features) == len(rows) == 14
    for feature in features:
        properties = feature["properties"]
        assert f'data-text="{properties["text"]}"' in html
        assert f"score {100 * float(rows[properties['code']]['score']):.1f};" in properties["text"]
    told = json.loads(Client().get(API).content)
    assert told["result"]["now"]["D"][0] == pytest.approx(
        float(all_indices(people(demo, 2025)).D[0]), abs=1e-9
    )


def test_no_part_of_a_page_shows_what_was_worked_out_under_other_rules(look, settings) -> None:
    parts = {each.replace("&amp;", "&") for each in re.findall(r'"(/cities/[^"]*/chart/[^"]*)"', look(PAGE))}
    parts.add(f"{PAGE}map/")
    assert {part.split("?")[0].removeprefix(PAGE) for part in parts} == {"chart/", "chart/picture/", "map/"}
    assert {Client().get(part).status_code for part in parts} == {200}
    settings.DISCLOSURE_THRESHOLD += 5
    assert {Client().get(part).status_code for part in parts} == {404}


def test_every_picture_has_its_table_its_source_and_what_it_does_not_show(look) -> None:
    html = look(PAGE)
    for table in re.findall(r'<a class="ds-link" href="#([\w-]+)">See the table', html):
        assert f'id="{table}"' in html
    figures = re.findall(r"<figure.*?</figure>", html, re.S)
    assert len(figures) >= 3
    for figure in figures:
        assert "Source:" in figure
        assert 'class="figure-note"' in figure
        assert "See the table" in figure


@pytest.mark.parametrize("kind", ["time", "change"])
def test_a_chart_is_a_picture_without_script_and_the_same_with(look, kind: str) -> None:
    look(PAGE)
    picture = Client().get(f"{PAGE}chart/picture/?chart={kind}")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert json.loads(Client().get(f"{PAGE}chart/?chart={kind}").content)["layer"]


def test_the_waterfall_leads_from_the_earlier_figure_to_the_later_one(look) -> None:
    look(PAGE)
    steps = json.loads(Client().get(f"{PAGE}chart/?chart=change").content)["data"]["values"]
    assert steps[0]["whole"]
    assert steps[-1]["whole"]
    at = steps[0]["end"]
    for step in steps[1:-1]:
        assert step["start"] == pytest.approx(at, abs=0.006)
        at = step["end"]
    assert steps[-1]["end"] == pytest.approx(at, abs=0.03)


def test_areas_without_borders_stand_in_a_row(look) -> None:
    html = look(f"{PAGE}?indicator=pupils")
    assert "26 of 100 pupils" in heading(html)
    assert "change schools" in heading(html)
    assert "chart=bars" in html
    assert "no curve over scales" in html


def test_the_page_one_is_on_is_marked_in_every_script(look) -> None:
    for address in ("/cities/aldermonde/mix/", "/ar/مدن/aldermonde/mix/"):
        assert re.search(r'<a href="[^"]*/mix/" aria-current="page">', look(address)), address


def test_all_groups_of_a_dimension_can_be_seen_together(look) -> None:
    html = look(f"{PAGE}?group=all-age")
    assert "on a scale of 100" in heading(html)
    assert "0 to 17 · 18 to 64 · 65 and over" in html


def test_the_paper_says_the_same(look) -> None:
    sentence = heading(look(PAGE))
    answer = Client().get(f"{PAGE}paper/")
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split()
    )
    assert sentence[:40].replace("&quot;", '"') in text


@pytest.mark.parametrize("part", ["map/", "chart/?chart=time", "chart/picture/?chart=change", "paper/"])
def test_a_part_of_a_page_never_starts_the_work(demo: SimpleNamespace, part: str) -> None:
    sign = "&" if "?" in part else "?"
    assert Client().get(f"{PAGE}{part}{sign}period=2018-12-31").status_code == 404
    city = next(city for city in demo.cities if city.slug == "aldermonde")
    with in_city(city):
        assert not MixResult.objects.filter(key__contains="|2018-12-31|").exists()


@pytest.mark.parametrize(
    "query", ["group=x", "period=1066", "areas=%00", "since=x", "sort=up", "chart=nonsense"]
)
def test_an_address_that_asks_for_what_is_not_there_shows_what_is(look, query: str) -> None:
    assert "of 100 people" in heading(look(f"{PAGE}?{query}"))


def test_a_page_asks_as_few_questions_as_it_may(look) -> None:
    look(PAGE)
    with CaptureQueriesContext(connection) as asked:
        Client().get(PAGE)
    assert len(asked) <= 30


def test_open_data_says_that_it_is_being_worked_out(demo: SimpleNamespace) -> None:
    answer = Client().get(f"{API}?period=2017-12-31")
    assert answer.status_code == 202
    assert "ask again" in answer.json()["detail"]


def test_two_years_stand_beside_each_other_with_what_the_difference_is_worth(look) -> None:
    html = look(f"{PAGE}compare/")
    assert "31 December 2025: 21 of 100" in heading(html)
    assert "31 December 2020: 24" in heading(html)
    assert "may be chance" in heading(html)
    assert "show no cause" in html


def test_two_cities_stand_beside_each_other(look) -> None:
    html = look(f"{PAGE}compare/?b-city=bjorkasund")
    assert "Aldermonde: 21 of 100" in heading(html)
    assert "Björkasund" in heading(html)


def test_homes_stand_beside_schools_with_what_keeps_them_from_being_alike(look) -> None:
    html = look(f"{PAGE}compare/?b-indicator=pupils&b-areas=schools-2026")
    assert "Homes" in heading(html)
    assert "schools" in heading(html).lower()
    assert "Smaller areas give a higher figure" in html
    assert "Pupils are not the same people as inhabitants" in html


@pytest.mark.parametrize(
    ("problem", "told"),
    [("nobody", "too few numbers that may be shown"), ("failed", "went wrong on our side")],
)
def test_where_one_of_the_two_has_no_figures_the_page_says_why(
    demo: SimpleNamespace, look, problem: str, told: str
) -> None:
    address = f"{PAGE}compare/?b-city=bjorkasund"
    look(address)
    with in_city(next(city for city in demo.cities if city.slug == "bjorkasund")):
        MixResult.objects.update(result=None, problem=problem)
        try:
            assert told in Client().get(address).content.decode()
        finally:
            MixResult.objects.all().delete()


def test_the_page_offers_what_to_compare_with(look) -> None:
    html = look(PAGE)
    for label in ("Compare two years", "Compare with another city", "Compare homes and schools"):
        address = re.search(rf'<a class="ds-button"[^>]*href="([^"]+)">{label}</a>', html)
        assert address, label
        assert "of 100" in heading(look(address[1].replace("&amp;", "&")))


def test_the_keyboard_of_the_desk_is_no_matter_of_public_pages(demo: SimpleNamespace) -> None:
    assert "data-shortcut-list" not in Client().get(PAGE).content.decode()
