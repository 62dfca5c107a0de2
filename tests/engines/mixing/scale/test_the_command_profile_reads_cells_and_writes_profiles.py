from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from convive.cli.mix.profile import profile_command
from convive.engines.mixing.scale import curve, lattice_of, profile
from tests.engines.mixing.scale.towns import scattered_cells


@pytest.fixture
def cells(tmp_path):
    column, row, counts = scattered_cells(150, 20, groups=2, seed=21)
    table = pl.DataFrame({"x": column * 100 + 50, "y": row * 100 + 50, "a": counts[:, 0], "b": counts[:, 1]})
    path = tmp_path / "cells.parquet"
    table.write_parquet(path)
    return path, table


def run(*words):
    return CliRunner().invoke(profile_command, [str(word) for word in words])


def test_without_output_it_prints_a_sentence_and_a_small_table(cells):
    result = run(cells[0], "--groups", "a,b", "--k", "20,40,…,160")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Of the nearest 20 people around somebody of group ")
    assert [line.split()[0] for line in result.stdout.splitlines()[3:7]] == ["20", "40", "80", "160"]


def test_json_holds_the_curve_of_the_engine(cells):
    path, table = cells
    result = run(path, "--groups", "a,b", "--k", "20,99999", "--json")
    data = json.loads(result.stdout)
    line = curve(
        profile(
            lattice_of(table["x"], table["y"], table[["a", "b"]].to_numpy(), ("a", "b"), 100), [20, 99999]
        )
    )
    assert data["k"] == [20, 99999]
    assert data["cell"] == 100
    assert data["isolation"]["a"] == [line.isolation[0, 0], None]
    assert data["D_multigroup"] == [line.D[0], None]
    assert data["H"] == [line.H[0], None]
    assert data["dropped"]["places_that_cannot_reach_k"] == [0, line.places]


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_profile_of_each_place_is_written_in_the_order_of_the_input(cells, tmp_path, ending):
    path, table = cells
    out = tmp_path / f"profile.{ending}"
    result = run(path, "--groups", "a,b", "--k", "20,200", "-o", out)
    assert result.exit_code == 0, result.output
    written = pl.read_csv(out) if ending == "csv" else pl.read_parquet(out)
    lived = table.filter(pl.col("a") + pl.col("b") > 0)
    assert written["x"].to_list() == lived["x"].to_list()
    assert written.columns[:6] == ["x", "y", "people", "share_a_20", "share_b_20", "people_20"]
    np.testing.assert_allclose((written["share_a_200"] + written["share_b_200"]).to_numpy(), 1)


def test_points_that_are_on_no_lattice_are_scattered_points(tmp_path):
    path = tmp_path / "points.csv"
    random = np.random.default_rng(1)
    pl.DataFrame(
        {
            "east": random.random(50) * 1000,
            "north": random.random(50) * 1000,
            "a": random.integers(1, 9, 50),
            "b": 5,
        }
    ).write_csv(path)
    result = run(path, "--x", "east", "--y", "north", "--groups", "a,b", "--k", "50", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["cell"] is None


@pytest.mark.parametrize(
    ("content", "words", "says"),
    [
        ("x,y,a\n0,0,3\n100,0,-1\n", (), "row 3, column “a”: -1 is negative"),
        ("x,y,a\n0,0,3\n100,,1\n", (), "row 3, column “y”: the cell is blank"),
        ("x,y,b\n0,0,3\n", (), "column “a”: there is no such column"),
        (
            "x,y,a\n0,0,3\n130,0,1\n",
            ("--cell", "100"),
            "row 3, column “x”: 130 is not on a lattice of 100 metres",
        ),
        ("x,y,a\n0,0,3\n0,0,1\n", ("--cell", "100"), "row 3: the cell (0, 0) is there twice"),
        ("x,y,a\n0,0,3\n", ("--k", "5,x"), "“x” is no number of people"),
        ("x,y,a\n0,0,3\n", ("--k", "…,5"), "stands after two numbers"),
        ("x,y,a\n0,0,3\n", ("-o", "out.xlsx"), "must end in .parquet or .csv"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, content, words, says):
    path = tmp_path / "cells.csv"
    path.write_text(content)
    result = run(path, "--groups", "a", *words)
    assert result.exit_code != 0
    assert says in result.output
