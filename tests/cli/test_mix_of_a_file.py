"""`convive mix COUNTS.csv`, from the file to the page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from convive.cli.mix import mix_command, split_names
from convive.cli.mix.reading import labels, numbers_column, read_counts, read_table

TABLE = "area,district,with,without\n01,north,100,0\n02,north,60,40\n03,south,40,60\n04,south,0,100\n"
QUICK = ["--permutations", "9", "--bootstrap", "9"]


def mix(*words: str | Path) -> Result:
    return CliRunner().invoke(mix_command, [str(word) for word in words], prog_name="convive mix")


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(TABLE)
    return path


def refused(path: Path, text: str, *more: str) -> str:
    path.write_text(text)
    found = mix(path, "--groups", "with,without", "--unit", "area", *QUICK, *more)
    assert found.exit_code == 1
    assert found.stdout == ""
    return found.stderr.strip()


def test_a_sentence_comes_first(counts: Path) -> None:
    found = mix(counts, "--groups", "with,without", "--unit", "area", *QUICK)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith(
        "60 of 100 people of group with would have to move for every unit to have the same share; "
        "chance alone gives 8.\n"
    )
    assert "76.0 %" in found.stdout


def test_json_holds_every_figure(counts: Path) -> None:
    found = mix(
        counts, "--groups", "with,without", "--unit", "area", "--within", "district", "--json", *QUICK
    )
    data = json.loads(found.stdout)
    assert (data["units"], data["people"]) == (4, 400)
    assert data["groups"] == {"with": 200, "without": 200}
    assert data["D"] == pytest.approx({"with": 0.6, "without": 0.6})
    assert data["D_multigroup"] == pytest.approx(0.6)
    assert data["gini"] == pytest.approx({"with": 0.8, "without": 0.8})
    assert data["isolation"] == pytest.approx({"with": 0.76, "without": 0.76})
    assert data["exposure"]["with"] == pytest.approx({"with": 0.76, "without": 0.24})
    assert data["M"] == pytest.approx(data["H"] * data["entropy"])
    assert data["expected_D"] == pytest.approx({"with": 0.0796, "without": 0.0796}, abs=5e-5)
    assert data["within"]["H_between"] + data["within"]["H_within"] == pytest.approx(data["H"])
    assert data["permutation"]["p"]["D"] == {"with": 0.1, "without": 0.1}
    assert data["permutation"]["p"]["gini"] == {"with": 0.1, "without": 0.1}
    assert data["permutation"]["p"]["exposure"]["with"] == {"with": 0.1, "without": 0.1}
    assert data["expected"]["exposure"]["with"]["with"] == data["expected"]["isolation"]["with"]
    for name in ("gini", "isolation"):
        for group in ("with", "without"):
            low, high = (data["bootstrap"][end][name][group] for end in ("low", "high"))
            assert low < data[name][group] < high
            assert data["expected"][name][group] < low
    assert data["bootstrap"]["low"]["gini_multigroup"] < data["gini_multigroup"]
    assert data["bootstrap"]["low"]["M"] < data["M"] < data["bootstrap"]["high"]["M"]
    assert list(data["local_units"]) == ["01", "02", "03", "04"]
    assert data["dropped"]["empty_units"] == 0


def test_the_same_seed_gives_the_same_figures(counts: Path) -> None:
    words = [counts, "--groups", "with,without", "--json", *QUICK]
    assert mix(*words).stdout == mix(*words, "--seed", "1").stdout
    assert mix(*words).stdout != mix(*words, "--seed", "2").stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("02,north,60,40", "02,north,60,-4", "row 3, column “without”: -4 is negative"),
        ("02,north,60,40", "02,north,60.5,40", "row 3, column “with”: 60.5 is not a whole number of people"),
        ("02,north,60,40", "02,north,,40", "row 3, column “with”: the cell is blank"),
        ("02,north,60,40", "02,north,nan,40", "row 3, column “with”: the cell is blank"),
        ("02,north,60,40", "02,north,many,40", "row 3, column “with”: “many” is not a number"),
        (
            "02,north,60,40",
            "01,north,60,40",
            "row 3, column “area”: the unit “01” is there already, in row 2",
        ),
        ("02,north,60,40", ",north,60,40", "row 3, column “area”: the cell is blank"),
        ("02,north,60,40", "\n\n02,north,60,-4", "row 5, column “without”: -4 is negative"),
        ("02,north,60,40", '"0\n2",north,60,-4', "row 3, column “without”: -4 is negative"),
        ("02,north,60,40", "02,north,60,40,1", "row 3: there are 5 cells under 4 columns"),
        (
            ",with,",
            ",other,",
            "row 1, column “with”: there is no such column; the columns are: area, district",
        ),
        (",with,", ",without,", "row 1, column “without”: counts.csv has this column twice"),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column(counts: Path, old: str, new: str, message: str) -> None:
    error = refused(counts, TABLE.replace(old, new))
    assert error.startswith(f"Error: {message}")
    assert "\n" not in error


def test_files_without_a_table(counts: Path, tmp_path: Path) -> None:
    assert "is empty" in refused(counts, "")
    assert "no rows under its header" in refused(counts, TABLE.split("\n")[0])
    assert "no people" in refused(counts, "area,with,without\n1,0,0\n")
    assert "there is no file" in mix(tmp_path / "none.csv", "--groups", "a").stderr
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1")
    assert "cannot be read as a table" in mix(broken, "--groups", "a").stderr
    assert "named twice" in mix(counts, "--groups", "with,with").stderr


def test_hidden_counts_are_left_out_and_told(counts: Path) -> None:
    counts.write_text(TABLE.replace("60,40", "..,40").replace("0,100\n", "0,0\n"))
    words = [counts, "--groups", "with,without", "--suppressed", "..", *QUICK]
    data = json.loads(mix(*words, "--json").stdout)
    assert data["dropped"] == {
        "empty_units": 1,
        "suppressed_units": 1,
        "suppressed_cells": 1,
        "people_in_suppressed_units": 40,
        "empty_groups": [],
    }
    assert "1 unit with hidden counts (1 count); 40 people who are shown live there" in mix(*words).stdout


@pytest.mark.parametrize("ending", ["csv", "semicolon", "bom", "parquet", "xlsx", "geojson"])
def test_every_kind_of_file_gives_the_same_counts(tmp_path: Path, ending: str) -> None:
    frame = pl.read_csv(TABLE.encode(), schema_overrides={"area": pl.String})
    path = tmp_path / f"counts.{ending}"
    if ending == "parquet":
        frame.write_parquet(path)
    elif ending == "xlsx":
        frame.write_excel(path)
    elif ending == "geojson":
        features = [{"type": "Feature", "properties": row, "geometry": None} for row in frame.to_dicts()]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    elif ending == "semicolon":
        path.write_text(TABLE.replace(",", ";"), newline="\r\n")
    else:
        path.write_text(TABLE, encoding="utf-8-sig" if ending == "bom" else "utf-8")
    found = read_counts(path, ["with", "without"], unit="area", within="district")
    assert found.units == ("01", "02", "03", "04")
    assert found.within == ("north", "north", "south", "south")
    assert found.matrix.tolist() == [[100, 0], [60, 40], [40, 60], [0, 100]]


def test_coordinates_and_names_are_read_as_such(counts: Path) -> None:
    counts.write_text("x,y,name\n1.5,-2e3,a\n3,4,b\n")
    frame = read_table(counts)
    assert numbers_column(frame, "y").tolist() == [-2000.0, 4.0]
    assert labels(frame, "name") == ["a", "b"]


def test_names_of_columns_may_hold_commas() -> None:
    assert split_names('a, "b, born abroad" ,c') == ["a", "b, born abroad", "c"]


def test_the_help_shows_the_options() -> None:
    for words in (["--help"], []):
        assert "COUNTS is a table" in mix(*words).output
    assert "--permutations" in mix("--help").output
    assert "--groups" in mix("some.csv", "--help").output


def test_no_database_and_no_django_are_needed(counts: Path) -> None:
    program = (
        "import sys; from convive.cli.mix import mix_command; "
        f"mix_command([{str(counts)!r}, '--groups', 'with,without', *{QUICK!r}], standalone_mode=False); "
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')]"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
