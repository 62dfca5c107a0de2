from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convive.measures.importing.rows import WeightRow
from convive.measures.importing.weights import carry
from tests.measures.small import RECIPE, read

SECOND_SET = """
[[area_sets]]
code = "districts"
year = 2021
names = { en = "Districts" }

[area_sets.areas]
file = "new"
code = "code"
names = { en = "name" }
"""
WEIGHTS = """
[[weights]]
file = "weights"
from_set = "districts"
from_year = 2020
from_column = "old"
to_set = "districts"
to_year = 2021
to_column = "new"
weight = "weight"
carry = ["inhabitants"]
"""
CARRYING = (
    RECIPE.replace("[files]", '[files]\nnew = "new.csv"\nweights = "weights.csv"').replace(
        "[[dimensions]]", SECOND_SET + "\n[[dimensions]]", 1
    )
    + WEIGHTS
)
NEW = "code,name\nA,North\nB,South\n"
SHARES = "old,new,weight\n01,A,0.25\n01,B,0.75\n02,A,1\n03,B,0.9995\n04,B,1\n"


def test_counts_are_carried_and_marked_as_estimated() -> None:
    batch = read(CARRYING, new=NEW, weights=SHARES)
    assert batch.problems == []
    new = batch.values.filter(
        (pl.col("year") == 2021) & (pl.col("start").dt.year() == 2020) & (pl.col("group") == "")
    )
    assert dict(new.select("area", "value").iter_rows()) == {"A": 225.0, "B": 275.0}
    assert new.get_column("estimated").all()
    assert not batch.values.filter(pl.col("year") == 2020).get_column("estimated").any()


def test_the_city_keeps_its_total_although_weights_are_rounded() -> None:
    batch = read(CARRYING, new=NEW, weights=SHARES)
    sums = batch.values.group_by("year", "group", "start").agg(pl.col("value").sum())
    by_year = {(year, group, start): total for year, group, start, total in sums.iter_rows()}
    for (year, group, start), total in by_year.items():
        if year == 2020:
            assert by_year[2021, group, start] == pytest.approx(total)


def test_weights_that_do_not_add_up_to_one_are_refused_with_their_sum() -> None:
    batch = read(CARRYING, new=NEW, weights=SHARES.replace("01,B,0.75", "01,B,0.7"))
    assert [(each.row, each.code, each.area) for each in batch.problems] == [(2, "weight-sum", "01")]
    assert "0.95" in batch.problems[0].why


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("09,A,1", "old", "unknown-area"),
        ("02,Z,1", "new", "unknown-area"),
        ("02,B,1.5", "weight", "bad-weight"),
        ("02,B,-1", "weight", "negative"),
        ("02,B,", "weight", "blank"),
        ("02,A,0.5", "new", "duplicate-row"),
    ],
)
def test_a_wrong_weight_is_named(line: str, column: str, code: str) -> None:
    batch = read(CARRYING, new=NEW, weights=SHARES + line + "\n")
    assert (7, column, code) in {(each.row, each.column, each.code) for each in batch.problems}


def test_areas_without_weights_are_reported() -> None:
    batch = read(CARRYING, new=NEW, weights=SHARES.replace("04,B,1\n", ""))
    assert any("without weights" in str(remark) and "1 (04)" in str(remark) for remark in batch.remarks)


def test_a_figure_of_the_file_is_better_than_an_estimate() -> None:
    text = CARRYING.replace(
        "[[weights]]",
        """[[values]]
file = "counted"
set = "districts"
year = 2021
area = "area"
period = { date = 2020-12-31 }

[[values.columns]]
column = "people"
indicator = "inhabitants"

[[weights]]""",
    ).replace("[files]", '[files]\ncounted = "counted.csv"')
    batch = read(text, new=NEW, weights=SHARES, counted="area,people\nA,230\n")
    mine = batch.values.filter(
        (pl.col("year") == 2021) & (pl.col("start").dt.year() == 2020) & (pl.col("group") == "")
    )
    found = {
        area: (value, estimated)
        for area, value, estimated in mine.select("area", "value", "estimated").rows()
    }
    assert found == {"A": (230.0, False), "B": (275.0, True)}


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=6),
    st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=6, max_size=6),
)
def test_carrying_neither_makes_nor_loses_people(counts: list[int], shares: list[list[float]]) -> None:
    day = pl.Series(["2020-01-01"] * len(counts)).str.to_date()
    values = pl.DataFrame(
        {
            "area": [str(i) for i in range(len(counts))],
            "indicator": "people",
            "group": "",
            "start": day,
            "end": day,
            "value": [float(count) for count in counts],
        }
    )
    weights = [
        WeightRow(str(i), f"to{j}", share) for i, row in enumerate(shares) for j, share in enumerate(row)
    ]
    carried = carry(values, weights)
    assert carried.get_column("value").sum() == pytest.approx(sum(counts), abs=1e-3)
    assert carried.get_column("value").min() >= 0
