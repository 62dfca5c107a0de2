from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from convive.cli.mix.change import NAMES, change_command
from convive.engines.mixing.change import DEFAULT_GAP, PARTS, change
from convive.engines.mixing.counts import Counts

BEFORE = "area,a,b,total\n01,80,20,100\n02,20,80,100\n03,10,10,20\n"
AFTER = "area,a,b,total\n02,40,60,100\n01,60,40,100\n04,9,1,10\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "before.csv", tmp_path / "after.csv"
    for path, text in zip(paths, (BEFORE, AFTER), strict=True):
        path.write_text(text, encoding="utf-8")
    return str(paths[0]), str(paths[1])


def told(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(change_command, [*words, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(*words: str) -> str:
    result = CliRunner().invoke(change_command, words)
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    return result.output


def test_the_parts_are_those_of_the_engine(files: tuple[str, str]) -> None:
    found = told(*files, "--groups", "a,b", "--unit", "area")
    before = Counts.of([[80, 20], [20, 80], [10, 10]], "ab", ["01", "02", "03"])
    after = Counts.of([[40, 60], [60, 40], [9, 1]], "ab", ["02", "01", "04"])
    expected = change(before, after)
    for name in (*PARTS, "total", "before", "after"):
        assert found[name] == getattr(expected.M, name)
        assert found["H"][name] == getattr(expected.H, name)
    assert sum(found[name] for name in PARTS) == pytest.approx(found["total"], abs=1e-12)
    assert found["units"] == {"compared": 2, "came": 1, "went": 1}
    assert found["people"] == {"before": 220, "after": 210}
    assert found["gap"] <= DEFAULT_GAP
    assert found["iterations"] >= 1


def test_the_column_of_units_is_found(files: tuple[str, str]) -> None:
    assert told(*files, "--groups", "a,b") == told(*files, "--groups", "a,b", "--unit", "area")


def test_rows_without_names_are_matched_by_place(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.csv", "two.csv")]
    for path, text in zip(paths, ("a,b\n80,20\n20,80\n", "a,b\n60,40\n40,60\n"), strict=True):
        path.write_text(text, encoding="utf-8")
    found = told(*map(str, paths), "--groups", "a,b")
    assert found["unit"] is None
    assert found["structure"] == pytest.approx(found["total"], abs=1e-9)


def test_weights_carry_the_earlier_counts(files: tuple[str, str], tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("from,to,weight\n01,01,1\n02,02,1\n03,01,0.5\n03,04,0.5\n", encoding="utf-8")
    found = told(*files, "--groups", "a,b", "--weights", str(weights))
    assert found["units"] == {"compared": 3, "came": 0, "went": 0}
    assert found["additions"] == pytest.approx(0, abs=1e-12)


def test_weights_that_do_not_add_up_name_the_unit(files: tuple[str, str], tmp_path: Path) -> None:
    weights = tmp_path / "weights.csv"
    weights.write_text("from,to,weight\n01,01,1\n02,02,0.5\n03,01,1\n", encoding="utf-8")
    assert "“02” add up to 0.5" in refused(*files, "--groups", "a,b", "--weights", str(weights))
    weights.write_text("from,to,weight\n01,01,1\n02,02,-1\n03,01,1\n", encoding="utf-8")
    assert "weights.csv: row 3, column “weight”" in refused(
        *files, "--groups", "a,b", "--weights", str(weights)
    )


def test_intervals_are_those_of_the_engine(files: tuple[str, str]) -> None:
    words = [*files, "--groups", "a,b", "--unit", "area"]
    assert told(*words)["interval"] is None
    found = told(*words, "--resamples", "20", "--seed", "3")["interval"]
    before = Counts.of([[80, 20], [20, 80], [10, 10]], "ab", ["01", "02", "03"])
    after = Counts.of([[40, 60], [60, 40], [9, 1]], "ab", ["02", "01", "04"])
    expected = change(before, after, resamples=20, seed=3).interval
    assert expected is not None
    for part in ("estimate", "se", "bias", "low", "high"):
        for name in (*PARTS, "total", "before", "after"):
            assert found[part][name] == getattr(getattr(expected.M, part), name)
            assert found["H"][part][name] == getattr(getattr(expected.H, part), name)
    assert (found["resamples"], found["seed"], found["level"], found["unfitted"]) == (20, 3, 0.95, 0)
    assert told(*words, "--resamples", "1")["interval"]["se"]["total"] is None


def test_people_read_intervals_beside_the_parts(files: tuple[str, str]) -> None:
    words = [*files, "--groups", "a,b"]
    plain = CliRunner().invoke(change_command, words).output
    assert "interval" not in plain
    shown = CliRunner().invoke(change_command, [*words, "--resamples", "20"]).output
    assert shown.splitlines()[0].split() == ["M", "95%", "interval", "H", "95%", "interval"]
    assert all(line.count(" to ") == 2 for line in shown.splitlines()[1:9])
    assert "Intervals from 20 pairs of tables of people drawn anew, debiased (seed 1)." in shown


def test_the_early_stop_is_told(files: tuple[str, str]) -> None:
    found = told(*files, "--groups", "a,b", "--match-r")
    assert found["match_r"]
    shown = CliRunner().invoke(change_command, [*files, "--groups", "a,b", "--match-r"])
    assert "stopped early" in shown.output


def test_people_read_a_table_of_parts(files: tuple[str, str]) -> None:
    result = CliRunner().invoke(change_command, [*files, "--groups", "a,b"])
    assert result.exit_code == 0
    for name in NAMES.values():
        assert name in result.output
    assert "2 units at both dates, 1 came, 1 went" in result.output
    assert set(NAMES) == set(PARTS)


def test_an_error_names_the_file_the_row_and_the_column(files: tuple[str, str]) -> None:
    Path(files[1]).write_text("area,a,b\n01,5,5\n02,-1,4\n", encoding="utf-8")
    assert "after.csv: row 3, column “a”" in refused(*files, "--groups", "a,b", "--unit", "area")
    assert "no such column" in refused(*files, "--groups", "a,c", "--unit", "area")
    assert "there is no file" in refused(files[0], "absent.csv", "--groups", "a,b")


def test_hidden_counts_leave_their_unit_out(files: tuple[str, str]) -> None:
    Path(files[1]).write_text("area,a,b\n01,60,40\n02,40,60\n03,..,4\n", encoding="utf-8")
    found = told(*files, "--groups", "a,b", "--suppressed", "..")
    assert found["dropped"]["suppressed_units"] == 1
    assert found["dropped"]["people_in_suppressed_units"] == {"before": 20, "after": 4}
    assert found["units"] == {"compared": 2, "came": 0, "went": 0}
