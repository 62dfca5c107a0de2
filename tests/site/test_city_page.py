"""The public page of a city: one sentence first, the same figures in the map, the chart, the table and the paper."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from convive.core.numbers import number
from convive.core.tenancy import in_city
from convive.network.library.actions import ensure_city_page
from convive.network.library.figures import words
from convive.network.library.figures.chosen import choose_figures, of_hundred, percent
from tests.invented import invented


@pytest.fixture(scope="module")
def demo(demo_database: str) -> SimpleNamespace:
    """The small demo city, in a database of this file's own."""
    from convive.core.models import City

    return SimpleNamespace(city=City.objects.get(slug="aldermonde"), built=invented())


PAGE = "/cities/aldermonde/"


def text_of(address: str, **headers: str) -> str:
    answer = Client(headers=headers).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_first_sentence_says_the_number_the_comparison_and_the_date(demo: SimpleNamespace) -> None:
    people = [row for row in demo.built.people if row.year == 2025]
    total = sum(row.inhabitants for row in people)
    abroad = sum(row.born_elsewhere for row in people)
    with in_city(demo.city), translation.override("en"):
        chosen = choose_figures(demo.city, {})
        sentence = words.headline(chosen)
    assert f"{total:,}" in sentence
    assert f"{100 * abroad / total:.0f} of 100" in sentence
    assert "31 December 2025" in sentence


def test_the_page_says_in_plain_sight_that_the_city_is_invented(demo: SimpleNamespace) -> None:
    assert "This is an invented city" in text_of(PAGE)


def test_the_table_has_every_area_with_the_figures_of_the_map(demo: SimpleNamespace) -> None:
    html = text_of(PAGE)
    map_data = json.loads(text_of(f"{PAGE}map/"))
    assert len(map_data["features"]) == 14
    for feature in map_data["features"]:
        properties = feature["properties"]
        assert f'<tr role="row" data-area="{properties["code"]}">' in html
        assert html.count(properties["text"]) >= 2, "once on the map and once in the table"


def test_another_indicator_group_and_year_can_be_chosen_in_the_address(demo: SimpleNamespace) -> None:
    html = text_of(f"{PAGE}?indicator=dwellings&group=rented&period=2020-12-31")
    assert "Dwellings: Rented" in html
    assert "31 December 2020" in html


@pytest.mark.parametrize(
    "query",
    [
        "indicator=mean_income&group=rented",
        "group=nonsense",
        "period=1066",
        "areas=x",
        "indicator=%00",
        "sort=up",
    ],
)
def test_a_choice_that_does_not_fit_falls_back_to_one_that_does(demo: SimpleNamespace, query: str) -> None:
    text_of(f"{PAGE}?{query}")


def test_sorting_by_name_stays_with_the_choice(demo: SimpleNamespace) -> None:
    html = text_of(f"{PAGE}?sort=name")
    names = [part.split("<")[0] for part in html.split('role="rowheader" data-label="Area">')[1:]]
    assert names == sorted(names)
    assert 'aria-sort="ascending"' in html


def test_the_chart_the_image_and_the_paper_have_the_same_figures(demo: SimpleNamespace) -> None:
    specification = json.loads(text_of(f"{PAGE}chart/"))
    texts = (
        [row["text"] for row in specification["layer"][0]["data"]["values"]]
        if "data" in specification["layer"][0]
        else [row["text"] for row in specification["data"]["values"]]
    )
    assert len(texts) == 10
    assert text_of(f"{PAGE}chart/picture/").startswith("<svg")
    pdf = Client().get(f"{PAGE}paper/")
    paper = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert pdf["Content-Type"] == "application/pdf"
    assert all(text in paper for text in texts)
    assert "Stationskwartier" in paper


def test_areas_without_borders_stand_in_ranked_bars(demo: SimpleNamespace) -> None:
    specification = json.loads(text_of(f"{PAGE}chart/?chart=bars"))
    assert len(json.dumps(specification).split('"code"')) > 14


@pytest.mark.parametrize(
    ("language", "start"),
    [("nl", "/nl/steden/"), ("fr", "/fr/villes/"), ("it", "/it/citta/"), ("sv", "/sv/stader/")],
)
def test_the_plain_address_leads_to_the_readers_language(
    demo: SimpleNamespace, language: str, start: str
) -> None:
    answer = Client(headers={"accept-language": language}).get(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"{start}aldermonde/")
    assert f'lang="{language}"' in text_of(answer["Location"])


def test_choosing_a_language_goes_to_the_same_page_in_it_and_stays(demo: SimpleNamespace) -> None:
    client = Client()
    answer = client.post("/language/", {"language": "sv", "next": f"{PAGE}?indicator=dwellings"})
    assert answer["Location"] == "/sv/stader/aldermonde/?indicator=dwellings"
    assert client.get("/in/")["Content-Language"] == "sv"


def test_a_language_form_leads_nowhere_else(demo: SimpleNamespace) -> None:
    answer = Client().post("/language/", {"language": "nl", "next": "https://example.com/"})
    assert answer["Location"].startswith("/")


def test_the_page_asks_the_database_a_bounded_number_of_questions(
    demo: SimpleNamespace, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(35):
        text_of(PAGE)


def test_a_city_without_figures_says_so(module_database: str) -> None:
    from convive.core.models import City

    city = City.objects.create(
        slug="empty",
        names={"en": "Emptytown"},
        country="XA",
        official_code="9",
        official_code_year=2026,
        time_zone="Europe/Brussels",
        languages=["en"],
    )
    ensure_city_page(city)
    assert "This city has no figures yet" in text_of("/cities/empty/")
    assert Client().get("/cities/empty/chart/").status_code == 404
    assert Client().get("/cities/empty/paper/").status_code == 404


def test_numbers_are_rounded_and_not_cut_off() -> None:
    with translation.override("en"):
        assert number(78.96) == "79"
        assert percent(0.12345) == "12.3 %"
        assert of_hundred(0.789) == "79"
        assert of_hundred(0.004) == "0.4"


def test_security_headers_stand_on_every_kind_of_page(demo: SimpleNamespace) -> None:
    for address in (
        PAGE,
        "/",
        "/accounts/login/",
        "/no-such-page/",
        "/api/v1/cities/aldermonde/indicators",
        "/health/",
    ):
        answer = Client().get(address)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy, address
        assert "unsafe" not in policy, address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "same-origin", address
