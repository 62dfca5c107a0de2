"""`convive match NEWCOMERS VOLUNTEERS`, from the files to the page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from convive.cli.match import match_command

NEWCOMERS = """id,languages,available,x,y,gender,wish,interests,waiting_since,remark
n1,nl:A2;ar:C2,mon:18-21;sat:10-13,0,0,f,f,cooking;music,2026-01-05,anything
n2,nl:A1,mon:18:30-21,1000,0,m,,music,2026-10-05,
n3,ar:C2,mon:18-21,0,0,f,,,,
n4,nl:A2,sun:9-12,12000,0,f,,,2026-02-01,
"""
VOLUNTEERS = """id,languages,available,x,y,gender,wish,interests,capacity
v1,nl:C2,mon:18-21,500,0,f,,cooking,1
v2,nl:C2;ar:B1,mon:18-20,500,0,m,,music,
v3,nl:B2,sun:9-12,500,0,m,,music,2
"""
CRITERIA = """
[hard]
language = ["nl"]
newcomer_band = "A1"
volunteer_band = "B2"
overlap_hours = 1.5
distance_km = 8
gender_wish = true
[soft]
languages = 1
interests = 2
overlap = 1
distance = 1
[order]
waiting_bands_weeks = [26, 12, 4]
seed = "november"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "newcomers.csv").write_text(NEWCOMERS)
    (tmp_path / "volunteers.csv").write_text(VOLUNTEERS)
    (tmp_path / "criteria.toml").write_text(CRITERIA)
    return tmp_path


def match(folder: Path, *more: str) -> Result:
    words = ["newcomers.csv", "volunteers.csv", "--criteria", "criteria.toml", "--today", "2026-11-22"]
    places = [str(folder / word) if word.endswith((".csv", ".toml")) else word for word in (*words, *more)]
    return CliRunner().invoke(match_command, places, prog_name="convive match")


def data(folder: Path, *more: str) -> dict[str, Any]:
    found = match(folder, "--json", *more)
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


def refused(folder: Path, *more: str) -> str:
    found = match(folder, *more)
    assert found.exit_code == 1, found.output
    assert found.stdout == ""
    return found.stderr.strip()


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return folder


def test_the_page_says_who_meets_who_waits_and_what_would_help(folder: Path) -> None:
    found = match(folder)
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("2 duos proposed; 2 newcomers and 1 volunteer wait.\nProven:")
    assert (
        "n1 and v1: language nl: newcomer A2, volunteer C2; 3 hours a week in common: mon 18–21"
        in found.stdout
    )
    assert "would help: 1 volunteer if 11.5 km instead of 8\n" in found.stdout
    assert "would help: to speak nl at A1\n" in found.stdout


def test_json_has_duos_waiting_and_the_rest(folder: Path) -> None:
    found = data(folder)
    assert [(duo["newcomer"], duo["volunteer"]) for duo in found["duos"]] == [("n1", "v1"), ("n2", "v2")]
    assert [each["id"] for each in found["waiting"]] == ["n3", "n4"]
    assert [each["id"] for each in found["volunteers_waiting"]] == ["v3"]
    for each in (*found["duos"], *found["waiting"], *found["volunteers_waiting"]):
        assert each["reasons"]
        assert all(isinstance(reason, str) for reason in each["reasons"])
    assert found["waiting"][1]["would_help"] == ["1 volunteer if 11.5 km instead of 8"]
    assert found["certificate"]["exact"] is True
    assert (found["today"], found["seed"]) == ("2026-11-22", "november")


def test_excel_and_parquet_say_the_same(folder: Path) -> None:
    expected = data(folder)
    for name in ("newcomers", "volunteers"):
        frame = pl.read_csv(folder / f"{name}.csv", try_parse_dates=True)
        frame.write_parquet(folder / f"{name}.parquet")
        frame.write_excel(folder / f"{name}.xlsx")
    for ending in ("parquet", "xlsx"):
        words = [str(folder / f"{name}.{ending}") for name in ("newcomers", "volunteers")]
        found = CliRunner().invoke(
            match_command,
            [*words, "--criteria", str(folder / "criteria.toml"), "--today", "2026-11-22", "--json"],
        )
        assert found.exit_code == 0, found.output
        assert json.loads(found.stdout) == expected


def test_kept_duos_stay_and_blocked_pairs_stay_away(folder: Path) -> None:
    (folder / "kept.csv").write_text("newcomer,volunteer\nn4,v1\n")
    (folder / "blocked.csv").write_text("newcomer,volunteer\nn2,v2\n")
    found = data(folder, "--kept", "kept.csv", "--blocked", "blocked.csv")
    assert [(duo["newcomer"], duo["volunteer"]) for duo in found["kept"]] == [("n4", "v1")]
    assert found["duos"] == []
    assert {each["id"] for each in found["waiting"]} == {"n1", "n2", "n3"}


def test_a_scheduler_gives_the_same(folder: Path) -> None:
    assert data(folder, "--scheduler", "local") == data(folder)


def test_no_scheduler_there_is_an_error_that_says_so(folder: Path) -> None:
    there = "There is no scheduler at nonsense://127.0.0.1:1"
    assert there in refused(folder, "--scheduler", "nonsense://127.0.0.1:1")


@pytest.mark.parametrize("part", ["hard", "soft", "order"])
def test_a_part_of_the_criteria_may_be_missing(folder: Path, part: str) -> None:
    parts = [text for text in CRITERIA.split("\n[") if not text.strip().strip("[").startswith(part)]
    (folder / "criteria.toml").write_text("\n[".join(parts))
    assert len(data(folder)["duos"]) >= 2


def test_without_any_criteria_everybody_fits(folder: Path) -> None:
    (folder / "criteria.toml").write_text("")
    (folder / "newcomers.csv").write_text("id\na\nb\n")
    (folder / "volunteers.csv").write_text("ID,Capacity\nv,2\n")
    assert len(data(folder)["duos"]) == 2


def test_a_header_without_rows_is_nobody(folder: Path) -> None:
    (folder / "volunteers.csv").write_text("id,languages\n")
    found = data(folder)
    assert found["duos"] == []
    assert len(found["waiting"]) == 4


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("newcomers.csv", "nl:A1", "nl:A0", "newcomers.csv: row 3, column “languages”: “A0” is no band"),
        ("newcomers.csv", "nl:A1", "nl", "row 3, column “languages”: “nl” is no language with its band"),
        (
            "newcomers.csv",
            "nl:A1",
            "nl:A1;NL:B2",
            "row 3, column “languages”: the language “nl” is there twice",
        ),
        ("newcomers.csv", "mon:18:30-21", "mon:21-18", "row 3, column “available”: “mon:21-18” ends before"),
        ("newcomers.csv", "mon:18:30-21", "mon:18-25", "row 3, column “available”: “mon:18-25” is no day"),
        ("newcomers.csv", "mon:18:30-21", "mon:18-18", "row 3, column “available”: “mon:18-18” ends before"),
        ("newcomers.csv", "mon:18:30-21", "mo:18-21", "row 3, column “available”: “mo” is no weekday"),
        ("newcomers.csv", "mon:18:30-21", "evenings", "row 3, column “available”: “evenings” is no day"),
        ("newcomers.csv", "\nn2,", "\nn1,", "row 3, column “id”: the id “n1” is there already, in row 2"),
        ("newcomers.csv", "\nn2,", "\n,", "row 3, column “id”: the cell is blank"),
        ("newcomers.csv", ",1000,", ",nan,", "row 3, column “x”: “nan” is not a number of metres"),
        ("newcomers.csv", ",1000,", ",,", "row 3, column “x”: blank, but the other coordinate is not"),
        ("newcomers.csv", ",1000,", ",inf,", "row 3, column “x”: “inf” is not a number of metres"),
        ("newcomers.csv", "2026-10-05", "2026-11-23", "row 3, column “waiting_since”: 2026-11-23 is after"),
        (
            "newcomers.csv",
            "2026-10-05",
            "5/10/2026",
            "row 3, column “waiting_since”: “5/10/2026” is not a date",
        ),
        ("newcomers.csv", "languages,", "langauges,", "column “languages”: there is no such column"),
        (
            "volunteers.csv",
            "cooking,1",
            "cooking,-1",
            "volunteers.csv: row 2, column “capacity”: -1 is negative",
        ),
        (
            "volunteers.csv",
            "cooking,1",
            "cooking,1.5",
            "row 2, column “capacity”: “1.5” is not a whole number",
        ),
        ("volunteers.csv", "cooking,1", "cooking,many", "row 2, column “capacity”: “many” is not a whole"),
        ("criteria.toml", "distance_km", "distanse_km", "[hard] has no key “distanse_km”"),
        ("criteria.toml", "[soft]", "[sofd]", "[sofd] is not known"),
        ("criteria.toml", '"B2"', '"B3"', "[hard] volunteer_band is one of A1, A2, B1, B2, C1, C2"),
        ("criteria.toml", "interests = 2", "interests = -2", "[soft] interests is a weight"),
        ("criteria.toml", "= 8", "= [", "criteria.toml: "),
    ],
)
def test_what_cannot_be_is_refused_with_row_and_column(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    assert words in refused(changed(folder, name, old, new))


def test_a_missing_file_and_a_wrong_day_are_refused(folder: Path) -> None:
    (folder / "volunteers.csv").unlink()
    assert "there is no file" in refused(folder)
    found = match(folder, "--today", "tomorrow")
    assert found.exit_code == 2
    assert "'tomorrow' does not match the format '%Y-%m-%d'" in found.stderr


def test_neither_django_nor_a_database_is_needed(folder: Path) -> None:
    words = [
        "newcomers.csv",
        "volunteers.csv",
        "--criteria",
        "criteria.toml",
        "--today",
        "2026-11-22",
        "--json",
    ]
    code = (
        "import sys; from convive.cli.match import match_command\n"
        f"match_command({words!r}, standalone_mode=False)\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')]"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, stdout=subprocess.DEVNULL)
