"""The recipes that come with the project, on the files for which they are written. Skipped where these
are absent.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.measures import queries
from convive.measures.actions import add_city, run_import
from convive.measures.importing.batch import Batch, read_batch
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.reading import find_files
from convive.measures.importing.recipe import load_recipe
from convive.measures.models import Area, AreaWeight, Value

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
FOLDERS = {
    "berlin": "de_berlin_lor",
    "malmo": "se_malmo_regso",
    "flanders": "be_statbel_population_nationality",
}
RAW_MAP = "geo_planning-areas-until-2020.geojson"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not beside the checkout")


def read(name: str, **instead: str) -> Batch:
    recipe = load_recipe(name)
    return read_batch(recipe, find_files(recipe, DATA / FOLDERS[name], instead))


def imported(name: str) -> City:
    recipe = load_recipe(name)
    assert recipe.city is not None
    city = add_city(recipe.city)
    run_import(recipe, find_files(recipe, DATA / FOLDERS[name]), city=city, by=None)
    return city


def sums(batch: Batch, end: str) -> dict[tuple[int, str, str], float]:
    rows = batch.values.filter(pl.col("end") == pl.lit(end).str.to_date())
    found = rows.group_by("year", "indicator", "group").agg(pl.col("value").sum())
    return {(year, indicator, group): total for year, indicator, group, total in found.iter_rows()}


def test_berlin_has_3_769_962_inhabitants(db) -> None:
    batch = read("berlin")
    assert batch.problems == []
    assert batch.values.filter(pl.col("year") == 2006).height == 5368 * 3
    found = sums(batch, "2020-12-31")
    assert found[2006, "inhabitants", ""] == 3_769_962
    assert found[2006, "inhabitants", "with-migration-background"] == 1_344_612
    assert sums(batch, "2019-12-31")[2006, "inhabitants", ""] == 3_769_495
    assert found[2021, "inhabitants", ""] == pytest.approx(3_769_962, abs=0.1)
    told = [str(remark) for remark in batch.remarks]
    assert any("some periods only: 1 (09041403)" in text for text in told)


def test_berlins_published_map_is_refused_with_its_duplicate_code() -> None:
    batch = read("berlin", map=RAW_MAP)
    in_map = [problem for problem in batch.problems if problem.file == RAW_MAP]
    assert [(each.row, each.code, each.value) for each in in_map] == [
        (124, "duplicate-code", "06010102"),
        (205, "duplicate-code", "06010102"),
    ]
    assert all("Schloßstraße" in each.area for each in in_map)
    recipe = load_recipe("berlin")
    assert recipe.city is not None


def test_berlin_is_imported_with_its_estimates_marked_and_a_second_run_changes_nothing(db) -> None:
    city = imported("berlin")
    recipe = load_recipe("berlin")
    again = run_import(recipe, find_files(recipe, DATA / FOLDERS["berlin"]), city=city, by=None)
    assert again.plan.nothing_to_do
    with in_city(city):
        assert Area.objects.filter(area_set__year=2006).count() == 448
        assert Area.objects.filter(area_set__year=2021).count() == 542
        assert AreaWeight.objects.count() == 3055
        assert set(Value.objects.filter(area_set__year=2021).values_list("estimated", flat=True)) == {True}
        assert set(Value.objects.filter(area_set__year=2006).values_list("estimated", flat=True)) == {False}
        offered = queries.offer(city)
        choice = queries.choose(offered)
        found = queries.figures(choice)
        assert (choice.area_set.year, choice.period.code, len(found.rows)) == (2006, "2020-12-31", 448)
        assert (found.city_value, found.city_total) == (1_344_612, 3_769_962)
        assert round(found.city_share or 0, 3) == 0.357
        shapes = queries.map_shapes(choice.area_set)
        assert len(shapes) == 448
        assert sum(len(shape.path) for shape in shapes) < 120_000
    with in_city(city), pytest.raises(ImportRefused, match="06010102"):
        run_import(recipe, find_files(recipe, DATA / FOLDERS["berlin"], {"map": RAW_MAP}), city=city, by=None)


def test_malmo_has_362_133_inhabitants_and_no_map(db) -> None:
    city = imported("malmo")
    with in_city(city):
        found = queries.figures(queries.choose(queries.offer(city), indicator="inhabitants"))
        assert len(found.rows) == 91
        assert (found.city_value, found.city_total) == (129_928, 362_133)
        assert not found.choice.area_set.has_geometry
        assert queries.map_shapes(found.choice.area_set) == []
        assert "Östra Sorgenfri syd" in {row.name for row in found.rows}
        income = queries.figures(
            queries.choose(queries.offer(city), indicator="earned-income", period="2020")
        )
        assert {row.name: row.value for row in income.rows}["Almvik norr-Lindängen norr"] == 199.6
        tenure = queries.choose(queries.offer(city), indicator="dwellings", group="rented")
        assert queries.figures(tenure).city_value == 85_010


def test_flanders_agrees_with_the_totals_of_the_region(db) -> None:
    batch = read("flanders")
    assert batch.problems == []
    table = pl.read_csv(DATA / FOLDERS["flanders"] / "region_totals_check.csv")
    codes = {"BEL": "belgian-nationality", "ETR": "foreign-nationality"}
    for year, _region, nationality, people in table.filter(pl.col("CD_RGN_REFNIS") == 2000).iter_rows():
        assert sums(batch, f"{year}-01-01")[2015, "inhabitants", codes[nationality]] == people
    (areas,) = batch.areas.values()
    assert len(areas) == 308
    assert {"nl": "Mechelen", "fr": "Malines"} in [area.names for area in areas]
