from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from convive.core import publishing
from convive.core.tenancy import in_city
from tests.measures.small import PEOPLE, RECIPE, fill

ROOT = "/api/v1/cities/rivertown"


@pytest.fixture
def filled(city):
    fill(city, people=PEOPLE.replace("03,2020,50,30", "03,2020,50,3"))
    return city


def get(path: str):
    return Client().get(ROOT + path)


def test_indicators_tell_all_that_is_needed_to_read_a_figure(filled) -> None:
    (indicator,) = get("/indicators").json()["indicators"]
    assert indicator["code"] == "inhabitants"
    assert (indicator["unit"], indicator["kind"], indicator["source"]) == (
        "people",
        "count",
        "Office of Statistics",
    )
    (series,) = indicator["series"]
    assert series["area_set"] == "districts-2020"
    assert series["periods"] == ["2021-12-31", "2020-12-31"]
    assert [group["code"] for group in series["groups"]] == ["total", "abroad", "here"]
    assert series["groups"][1]["dimension"]["partition"] is True


def test_areas_come_as_geojson_with_or_without_a_figure(filled) -> None:
    (area_set,) = get("/areas").json()["area_sets"]
    assert (area_set["code"], area_set["areas"], area_set["licence"]) == ("districts-2020", 4, "CC0")
    answer = get("/areas/districts-2020.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    plain = json.loads(answer.content)
    assert {feature["properties"]["code"] for feature in plain["features"]} == {"01", "02", "03", "04"}
    assert "value" not in plain["features"][0]["properties"]
    figured = json.loads(get("/areas/districts-2020.geojson?indicator=inhabitants&group=total").content)
    assert figured["features"][0]["properties"]["value"] == 110


def test_figures_come_with_the_meaning_of_their_columns(filled) -> None:
    data = get("/values?indicator=inhabitants&group=abroad&period=2021-12-31").json()
    assert [row["value"] for row in data["rows"]] == [45, 25, 35, 60]
    assert data["total"] == {"value": 165, "share": 0.33}
    assert set(data["columns"]) == set(data["rows"][0])
    assert data["columns"]["value"]["type"] == "number"


def test_what_is_left_out_on_the_page_is_left_out_here(filled) -> None:
    rows = get("/values?indicator=inhabitants&group=abroad&period=2020-12-31").json()["rows"]
    hidden = [row for row in rows if row["why_empty"]]
    assert len(hidden) == 2
    assert all(row["value"] is row["share"] is row["n"] is None for row in hidden)
    table = list(csv.DictReader(io.StringIO(get("/values.csv?indicator=inhabitants").content.decode())))
    mine = [
        row
        for row in table
        if row["area"] == "03" and row["start"] == "2020-12-31" and row["group"] == "abroad"
    ]
    assert [(row["value"], row["why_empty"]) for row in mine] == [("", "left-out")]


def test_the_csv_holds_all_periods_and_groups_and_is_described(filled) -> None:
    answer = get("/values.csv?indicator=inhabitants")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 4 * 2 * 3
    assert answer["Content-Disposition"] == 'attachment; filename="rivertown-inhabitants-districts-2020.csv"'
    assert "csvm+json" in answer["Link"]
    described = get("/values.csv-metadata.json?indicator=inhabitants").json()
    assert [column["name"] for column in described["tableSchema"]["columns"]] == list(rows[0])


def test_a_name_that_looks_like_a_formula_is_not_run_by_a_spreadsheet(city) -> None:
    fill(city, RECIPE, map=json.dumps(json.loads(json.dumps(_formula_map()))))
    assert "'=HYPERLINK" in get("/values.csv").content.decode()


def _formula_map() -> dict:
    from tests.measures.small import FEATURES

    evil = {**FEATURES[0], "properties": {"id": "01", "name": "=HYPERLINK(1)"}}
    return {"type": "FeatureCollection", "features": [evil, *FEATURES[1:]]}


@pytest.mark.parametrize(
    "path",
    [
        "/values?indicator=nothing",
        "/values?indicator=inhabitants&group=nobody",
        "/areas/quarters-2020.geojson",
    ],
)
def test_what_the_city_does_not_offer_is_not_found(filled, path: str) -> None:
    assert get(path).status_code == 404


def test_a_city_that_does_not_exist_is_not_found(db) -> None:
    assert Client().get("/api/v1/cities/atlantis/indicators").status_code == 404


def test_what_is_published_is_registered_and_can_be_fetched(filled) -> None:
    with in_city(filled):
        mine = [each for each in publishing.publications(filled) if each.url.startswith(ROOT)]
    assert {each.media_type for each in mine} == {"text/csv", "application/geo+json"}
    for each in mine:
        assert each.licence == "CC0"
        assert Client().get(each.url).status_code == 200
