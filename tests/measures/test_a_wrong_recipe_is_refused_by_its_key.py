from __future__ import annotations

import pytest

from convive.measures.importing.problems import ImportRefused, RecipeError
from convive.measures.importing.recipe import load_recipe, parse_recipe, shipped_recipes
from tests.measures.small import RECIPE


@pytest.mark.parametrize(
    ("before", "after", "key", "said"),
    [
        ('name = "Small"', "", "name", "missing"),
        ('name = "Small"', "name = 3", "name", "expected a text"),
        ('name = "Small"', 'name = "Small"\ncolour = "red"', "colour", "not known"),
        ('unit = "people"', 'unnit = "people"', "indicators 1 (inhabitants), unit", "missing"),
        ('kind = "count"', 'kind = "number"', "indicators 1 (inhabitants), kind", "none of count"),
        ('kind = "count"', 'kind = "count"\nknd = 1', "indicators 1 (inhabitants), knd", "Did you mean kind"),
        ('code = "id"', "", "area_sets 1 (districts), areas, code", "missing"),
        ('file = "map"', 'file = "mpa"', "area_sets 1 (districts), areas, file", "stands nowhere"),
        ("year = 2020\narea =", "year = 2019\narea =", "values 1, set", "has districts 2020"),
        ('group = "abroad"', 'group = "abrod"', "values 1, columns 2, group", "stands nowhere"),
        ('day = "31 December"', 'day = "31 June"', "values 1, period, day", "31 December"),
        ('day = "31 December"', 'day = "29 February"', "values 1, period, day", "whole year"),
        ('is = "total - abroad"', 'is = "total abroad"', "values 1, derive 1, is", "total - with"),
        ('is = "total - abroad"', 'is = "total - here"', "values 1, derive 1, is", "total - with"),
        ('{ en = "Districts" }', "{}", "area_sets 1 (districts), names", "at least one language"),
        ('{ en = "Districts" }', '{ english = "x" }', "area_sets 1 (districts), names", "code of a language"),
        ('code = "here"', 'code = "abroad"', "dimensions 1 (birth), groups 2 (abroad), code", "twice"),
        ('code = "here"', 'code = "total"', "dimensions 1 (birth), groups 2 (total), code", "twice"),
        (
            'code = "inhabitants"',
            'code = "In Habitants"',
            "indicators 1 (In Habitants), code",
            "small letters",
        ),
        (
            "period = { year_column",
            "period = { date = 2020-12-31, year_column",
            "values 1, period",
            "give one of",
        ),
    ],
)
def test_the_message_names_the_key_and_what_is_wrong(before: str, after: str, key: str, said: str) -> None:
    assert before in RECIPE
    with pytest.raises(RecipeError) as refused:
        parse_recipe(RECIPE.replace(before, after, 1))
    assert refused.value.key == key
    assert said in str(refused.value)


def test_text_that_is_not_toml_is_refused_with_its_line() -> None:
    with pytest.raises(RecipeError, match="line 2"):
        parse_recipe('name = "x"\nfiles = ]\n')


def test_means_cannot_be_added_up_derived_or_carried() -> None:
    mean = RECIPE.replace('kind = "count"', 'kind = "mean"')
    with pytest.raises(RecipeError, match="only counts can be added up"):
        parse_recipe(mean)
    with pytest.raises(RecipeError, match="only counts can be added up"):
        parse_recipe(mean.replace('area = "area"', 'area = "area"\nsum_rows = true'))


def test_every_recipe_that_comes_with_the_project_can_be_read() -> None:
    assert set(shipped_recipes()) == {"berlin", "flanders", "malmo"}
    for text in shipped_recipes().values():
        assert parse_recipe(text).city is not None


def test_a_recipe_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(ImportRefused, match="berlin, flanders, malmo"):
        load_recipe("nowhere.toml")
