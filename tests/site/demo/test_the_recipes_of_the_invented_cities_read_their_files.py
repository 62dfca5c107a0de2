from __future__ import annotations

import csv
import io
import json
from importlib import resources
from pathlib import Path

import pytest

from convive.measures.importing.batch import read_batch
from convive.measures.importing.reading import find_files
from convive.measures.importing.recipe import Recipe, parse_recipe
from convive.site.demo import DemoCity
from tests.invented import invented

RECIPES = {"aldermonde": ("small", "aldermonde"), "aldermonde-large": ("large", "aldermonde")}
RECIPES["bjorkasund"] = ("small", "bjorkasund")


def recipe(name: str) -> Recipe:
    folder = resources.files("convive.site.demo").joinpath("recipes")
    return parse_recipe(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def columns(city: DemoCity, name: str) -> set[str]:
    content = city.files()[name].decode()
    if name.endswith(".geojson"):
        return set(json.loads(content)["features"][0]["properties"])
    return set(next(csv.reader(io.StringIO(content))))


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_reads_every_file_of_its_city_and_every_column_it_names_is_there(name: str) -> None:
    size, slug = RECIPES[name]
    city, spec = invented(size, slug), recipe(name)  # type: ignore[arg-type]
    assert {file.name for file in spec.files.values()} == set(city.files())
    for area_set in spec.area_sets:
        assert area_set.areas is not None
        named = {area_set.areas.code, *area_set.areas.names.values()}
        if area_set.areas.parent:
            named.add(area_set.areas.parent.column or "")
        assert named <= columns(city, spec.files[area_set.areas.file].name)
    for values in spec.values:
        period = {values.period.column, values.period.year_column} - {None}
        figures = {c.column for c in values.columns} | {c.n for c in values.columns if c.n}
        assert {values.area, *period, *figures} <= columns(city, spec.files[values.file].name)


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_describes_the_city_as_its_plan_does(name: str) -> None:
    spec, plan = recipe(name).city, invented("small", RECIPES[name][1]).plan
    assert spec is not None
    assert (spec.slug, spec.names, spec.country) == (plan.slug, dict(plan.names), plan.country)
    assert (spec.official_code, spec.official_code_year) == (plan.official_code, plan.official_code_year)
    assert (spec.time_zone, tuple(spec.languages)) == (plan.time_zone, tuple(plan.languages))


def test_the_large_recipe_says_all_that_the_small_one_says() -> None:
    small, large = recipe("aldermonde"), recipe("aldermonde-large")
    assert large.city == small.city
    assert large.dimensions == small.dimensions
    assert large.indicators == small.indicators
    assert all(area_set in large.area_sets for area_set in small.area_sets)
    assert all(values in large.values for values in small.values)


@pytest.mark.parametrize("name", RECIPES)
def test_the_importer_can_use_every_row_of_every_file(name: str, tmp_path: Path) -> None:
    size, slug = RECIPES[name]
    city = invented(size, slug)  # type: ignore[arg-type]
    for file, content in city.files().items():
        (tmp_path / file).write_bytes(content)
    spec = recipe(name)
    batch = read_batch(spec, find_files(spec, tmp_path))
    assert batch.problems == []
    places = (*city.districts, *city.neighbourhoods, *city.schools)
    assert sum(len(rows) for rows in batch.areas.values()) == len(places)
    last = batch.values.filter(
        (batch.values["indicator"] == "population")
        & (batch.values["group"] == "")
        & (batch.values["set"] == "districts")
        & (batch.values["end"].dt.year() == 2025)
    )
    assert last["value"].sum() == city.inhabitants
