"""Tables as statistical offices publish them: one row per group, areas listed with the figures, no map at
all.
"""

from __future__ import annotations

import polars as pl

from tests.measures.small import RECIPE, read

LONG = (
    RECIPE.split("[[values]]")[0]
    .replace('map = "map.geojson"\n', "")
    .replace('file = "map"', 'file = "people"')
    + """
[[values]]
file = "people"
set = "districts"
year = 2020
area = "id"
period = { date = 2020-01-01 }
sum_rows = true

[values.long]
value = "number"
indicator = "inhabitants"
group_column = "origin"
groups = { A = "abroad", H = "here" }

[[values.derive]]
indicator = "inhabitants"
group = "total"
is = "abroad + here"
"""
).replace('code = "id"', 'code = "id"\nrepeats = true\nremove_prefix = "Area "')

ROWS = """id,name,sex,origin,number
01,Area Quay,F,A,10
01,Area Quay,M,A,12
01,Area Quay,F,H,30
01,Area Quay,M,H,28
02,Area Mill,F,A,1
02,Area Mill,M,H,2
"""


def figures(text: str, rows: str) -> dict[tuple[str, str], float]:
    values = read(text, people=rows).values
    return {
        (area, group): value for area, group, value in values.select("area", "group", "value").iter_rows()
    }


def test_rows_are_added_up_over_the_columns_that_are_not_named() -> None:
    found = figures(LONG, ROWS)
    assert found["01", "abroad"] == 22
    assert found["01", "here"] == 58
    assert found["01", ""] == 80
    assert found["02", ""] == 3


def test_areas_without_a_map_take_their_names_from_the_table() -> None:
    batch = read(LONG, people=ROWS)
    (areas,) = batch.areas.values()
    assert [(area.code, area.names, area.geometry) for area in areas] == [
        ("01", {"en": "Quay"}, None),
        ("02", {"en": "Mill"}, None),
    ]
    assert batch.rows_used == 6


def test_an_area_with_two_names_is_a_problem() -> None:
    batch = read(LONG, people=ROWS.replace("02,Area Mill,M", "02,Area Mull,M"))
    assert [(each.row, each.code) for each in batch.problems] == [(7, "other-name")]
    assert "“Mill” in row 6" in batch.problems[0].why


def test_a_group_that_the_recipe_does_not_name_is_a_problem() -> None:
    batch = read(LONG, people=ROWS + "02,Area Mill,F,X,4\n")
    assert ("origin", "X", "unknown-group") in {
        (each.column, each.value, each.code) for each in batch.problems
    }


def test_a_sum_with_a_row_that_cannot_be_used_is_left_out_and_told() -> None:
    batch = read(LONG, people=ROWS.replace("01,Area Quay,M,A,12", "01,Area Quay,M,A,?"))
    codes = {(each.row, each.code) for each in batch.problems}
    assert (3, "not-a-number") in codes
    assert {code for row, code in codes if row != 3} == {"incomplete-sum"}
    assert batch.values.filter(pl.col("area") == "01").is_empty()


def test_a_group_that_is_not_there_everywhere_is_derived_where_it_can_be() -> None:
    batch = read(LONG, people=ROWS.replace("02,Area Mill,M,H,2\n", ""))
    assert ("02", "") not in {(row[0], row[1]) for row in batch.values.select("area", "group").iter_rows()}
    assert any("could not be worked out: 1" in str(remark) for remark in batch.remarks)


def test_n_stands_beside_a_mean() -> None:
    text = RECIPE.split("[[values.derive]]")[0].replace('kind = "count"', 'kind = "mean"')
    text = text.replace('group = "abroad"\n', 'group = "abroad"\nn = "asked"\n')
    rows = "area,year,people,abroad,asked\n01,2020,20.5,19.5,12\n02,2020,21.5,18.5,x\n"
    batch = read(text, people=rows)
    means = batch.values.filter(pl.col("group") == "abroad").select("area", "value", "n").rows()
    assert means == [("01", 19.5, 12)]
    assert [(each.row, each.column, each.code) for each in batch.problems] == [(3, "asked", "not-a-number")]
