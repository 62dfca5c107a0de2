from __future__ import annotations

import pytest

from convive.measures.importing.problems import ImportRefused
from tests.measures.small import FEATURES, PEOPLE, RECIPE, collection, read, square


def problems(**contents: bytes | str) -> list[tuple[str, int, str, str, str]]:
    batch = read(**contents)
    return [(each.file, each.row, each.column, each.value, each.code) for each in batch.problems]


@pytest.mark.parametrize(
    ("before", "after", "column", "value", "code"),
    [
        ("02,2020,200,20", "02,2020,,20", "people", "", "blank"),
        ("02,2020,200,20", "02,2020,-200,20", "people", "-200", "negative"),
        ("02,2020,200,20", "02,2020,200.5,20", "people", "200.5", "fraction"),
        ("02,2020,200,20", "02,2020,many,20", "people", "many", "not-a-number"),
        ("02,2020,200,20", "99,2020,200,20", "area", "99", "unknown-area"),
        ("02,2020,200,20", "2,2020,200,20", "area", "2", "unknown-area-zeros"),
        ("02,2020,200,20", ",2020,200,20", "area", "", "blank"),
        ("02,2020,200,20", "02,twenty,200,20", "year", "twenty", "not-a-date"),
        ("02,2020,200,20", "02,,200,20", "year", "", "blank"),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_and_column(
    before: str, after: str, column: str, value: str, code: str
) -> None:
    assert problems(people=PEOPLE.replace(before, after)) == [("people.csv", 3, column, value, code)]


def test_a_row_that_stands_twice_is_named_with_the_first_one() -> None:
    batch = read(people=PEOPLE + "02,2020,999,20\n")
    found = [each for each in batch.problems if each.column == "people"]
    assert [(each.row, each.code, each.details["first"]) for each in found] == [(10, "duplicate-row", 3)]
    assert "row 3 of people.csv" in found[0].why


def test_a_part_larger_than_its_whole_is_named() -> None:
    batch = read(people=PEOPLE.replace("02,2020,200,20", "02,2020,200,220"))
    assert [(each.row, each.code, each.area) for each in batch.problems] == [(3, "derived-negative", "02")]


def test_a_code_that_two_areas_have_is_named_in_both() -> None:
    twice = collection([*FEATURES, square("02", "Mill again", 4.3, 51.0)])
    batch = read(map=twice)
    in_map = [each for each in batch.problems if each.file == "map.geojson"]
    assert [(each.row, each.place, each.code, each.value) for each in in_map] == [
        (2, "feature", "duplicate-code", "02"),
        (5, "feature", "duplicate-code", "02"),
    ]
    assert str(in_map[0]).startswith("map.geojson, feature 2, column “id”, “02”, 02 (Mill)")
    assert "feature 5" in in_map[0].why
    # Figures of that area cannot be used either: nobody can tell which of the two they are for.
    assert {each.code for each in batch.problems if each.file == "people.csv"} == {"refused-area"}


def test_areas_without_a_code_a_name_or_a_border_are_named() -> None:
    broken = [
        {**FEATURES[0], "properties": {"id": None, "name": "Quay"}},
        {**FEATURES[1], "properties": {"id": "02", "name": ""}},
        {**FEATURES[2], "geometry": None},
        FEATURES[3],
    ]
    batch = read(map=collection(broken), people="area,year,people,abroad\n04,2020,150,60\n")
    found = [(each.row, each.code) for each in batch.problems]
    assert found == [(1, "missing-code"), (2, "missing-name"), (3, "no-geometry")]


def test_areas_on_the_map_without_a_figure_are_reported() -> None:
    batch = read(people="\n".join(PEOPLE.splitlines()[:4]) + "\n04,2021,140,60\n")
    assert batch.problems == []
    told = [str(remark) for remark in batch.remarks]
    assert any("some periods only: 4 (01, 02, 03, 04)" in text for text in told)
    without = read(people="area,year,people,abroad\n01,2020,150,60\n")
    assert any(
        "without any figure in people.csv: 3 (02, 03, 04)" in str(remark) for remark in without.remarks
    )


def test_rows_are_counted_as_read_used_and_unusable() -> None:
    batch = read(people=PEOPLE.replace("02,2020,200,20", "02,2020,x,y"))
    assert (batch.rows_read, batch.rows_used, batch.rows_unusable) == (12, 11, 1)


def test_texts_that_the_recipe_calls_missing_are_counted_and_not_wrong() -> None:
    text = RECIPE.replace('area = "area"', 'area = "area"\nmissing = [".."]')
    batch = read(text, people=PEOPLE.replace("02,2020,200,20", "02,2020,200,.."))
    assert batch.problems == []
    assert any("missing: 1 (“..”)" in str(remark) for remark in batch.remarks)


def test_rows_that_the_recipe_does_not_keep_are_counted() -> None:
    text = RECIPE.replace('area = "area"', 'area = "area"\nwhere = { year = ["2020"] }')
    batch = read(text)
    assert batch.values.height == 12
    assert any("Rows of people.csv left out" in str(remark) for remark in batch.remarks)
    with pytest.raises(ImportRefused, match="No row of people.csv is kept"):
        read(text.replace('["2020"]', '"1999"'))


def test_a_property_that_no_feature_has_is_refused() -> None:
    with pytest.raises(ImportRefused, match="no property “nr”.*They have: id, name"):
        read(RECIPE.replace('code = "id"', 'code = "nr"'))


def test_groups_that_do_not_add_up_are_told_and_not_refused() -> None:
    text = RECIPE.replace('is = "total - abroad"', 'is = "total - abroad"').split("[[values.derive]]")[0]
    text += '\n[[values.columns]]\ncolumn = "here"\nindicator = "inhabitants"\ngroup = "here"\n'
    batch = read(text, people="area,year,people,abroad,here\n01,2020,100,40,57\n02,2020,200,20,180\n")
    assert batch.problems == []
    assert any("do not add up" in str(remark) and "97 ≠ 100" in str(remark) for remark in batch.remarks)
