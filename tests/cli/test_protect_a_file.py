"""`convive protect`: what may be published of a file, and what is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from convive.cli.protect import protect_command

WIDE = "area,district,a,b\nn1,west,3,97\nn2,west,40,60\nn3,east,500,500\nn4,east,50,70\n"
WIDE_RULES = '[table]\nunit = "area"\nwithin = ["district"]\ngroups = ["a", "b"]\n'


def run(folder: Path, table: str, rules: str, *more: str, name: str = "table.csv") -> Result:
    (folder / name).write_text(table, encoding="utf-8")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    where = [str(folder / name), "--rules", str(folder / "rules.toml"), "-o", str(folder / "safe.csv")]
    return CliRunner().invoke(protect_command, [*where, *more])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_small_cell_and_what_gives_it_away_are_empty_and_the_second_file_says_why(tmp_path: Path) -> None:
    result = run(tmp_path, WIDE, WIDE_RULES + "[hide]\nthreshold = 5\n", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["left_out"] == {"too_few": 1, "would_give_away": 3}
    assert report["least"] is True
    assert report["can_be_computed"] == 0
    assert report["effect"]["cells_left_out"] == 4
    safe = {row["area"]: row for row in rows(tmp_path / "safe.csv")}
    assert [safe["n1"]["a"], safe["n1"]["b"], safe["n1"]["total"]] == ["", "", "100"]
    assert safe["n3"] == {"area": "n3", "district": "east", "a": "500", "b": "500", "total": "1000"}
    assert safe["west"]["a"] == "43"
    assert safe["total"]["total"] == "1320"
    why = rows(tmp_path / "safe.why.csv")
    assert why[0] == {"area": "n1", "group": "a", "reason": "too_few", "from": "1.0", "to": "42.0"}
    assert len(why) == 4


def test_a_long_table_of_three_axes_is_protected_and_read_back_with_its_totals(tmp_path: Path) -> None:
    lines = ["place,sex,age,people"]
    for place in range(3):
        for sex in "fm":
            lines += [
                f"p{place},{sex},{age},{(place * 7 + ord(sex) * 3 + i * 11) % 23}"
                for i, age in enumerate("xyz")
            ]
    rules = '[table]\nshape = "long"\nby = ["place", "sex", "age"]\ncount = "people"\n'
    result = run(tmp_path, "\n".join(lines) + "\n", rules + "[hide]\n")
    assert result.exit_code == 0, result.output
    assert "No left-out cell can be computed" in result.output
    safe = rows(tmp_path / "safe.csv")
    assert len(safe) == 4 * 3 * 4
    assert not any(row["people"] in {"1", "2", "3", "4"} for row in safe)
    rounded = run(tmp_path, "\n".join(lines) + "\n", rules + "[round]\nbase = 3\n")
    assert rounded.exit_code == 0, rounded.output
    assert run(tmp_path, (tmp_path / "safe.csv").read_text(), rules + "[round]\n").exit_code == 0


def test_noise_keeps_to_its_budget(tmp_path: Path) -> None:
    noise = "[noise]\nepsilon = 0.5\nbudget = 1\nspent = [0.3]\n"
    result = run(tmp_path, WIDE, WIDE_RULES + noise, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["left"] == pytest.approx(0.2)
    (tmp_path / "safe.csv").unlink()
    refused = run(tmp_path, WIDE, WIDE_RULES + noise.replace("0.3", "0.6"))
    assert refused.exit_code == 1
    assert "0.4 left of 1" in refused.output
    assert not (tmp_path / "safe.csv").exists()


def test_turnover_is_hidden_where_one_firm_is_most_of_it(tmp_path: Path) -> None:
    table = "place,trade,turnover,firms,first\np,x,100,9,90\np,y,80,9,20\nq,x,300,9,50\nq,y,90,9,30\n"
    rules = (
        '[table]\nshape = "long"\nby = ["place", "trade"]\ncount = "turnover"\ncontributors = "firms"\n'
        'largest = ["first"]\n[hide]\ndominance = { n = 1, percent = 75 }\npercent = 20\n'
    )
    result = run(tmp_path, table, rules, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["left_out"]["dominated"] == 1


def test_a_release_that_gives_an_earlier_one_away_is_not_written(tmp_path: Path) -> None:
    assert run(tmp_path, WIDE, WIDE_RULES + "[hide]\n").exit_code == 0
    (tmp_path / "safe.csv").rename(tmp_path / "old_safe.csv")
    (tmp_path / "old.csv").write_text(WIDE, encoding="utf-8")
    before = '[before]\ntable = "old.csv"\npublished = "old_safe.csv"\nkind = "growing"\n'
    grown = WIDE.replace("500,500", "502,540")
    result = run(tmp_path, grown, WIDE_RULES + "[hide]\n" + before, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["left_out"]["small_change"] >= 1
    assert {row["area"]: row for row in rows(tmp_path / "safe.csv")}["n3"]["a"] == ""
    leaking = (tmp_path / "old_safe.csv").read_text().replace("n2,west,,,", "n2,west,40,60,")
    (tmp_path / "old_safe.csv").write_text(leaking, encoding="utf-8")
    (tmp_path / "safe.csv").unlink()
    refused = run(tmp_path, WIDE, WIDE_RULES + "[hide]\n" + before.replace("growing", "same"))
    assert refused.exit_code == 1
    assert "gives away" in refused.output
    assert "n1" in refused.output
    assert not (tmp_path / "safe.csv").exists()


def test_nothing_is_written_where_the_attacker_still_finds_a_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from convive.engines import disclosure

    def careless(table: disclosure.Table, rules: disclosure.HidingRules) -> disclosure.Hidden:
        good = disclosure.suppress.hide(table, rules)
        hidden = good.reason.ravel() == 1
        return replace(good, hidden=hidden, shown=~hidden.reshape(good.shown.shape))

    monkeypatch.setattr(disclosure, "hide", careless)
    result = run(tmp_path, WIDE, WIDE_RULES + "[hide]\n")
    assert result.exit_code == 1
    assert "can be computed, the first at area “n1”, group “a” (between 3 and 3)" in result.output
    assert not (tmp_path / "safe.csv").exists()


@pytest.mark.parametrize(
    ("table", "rules", "message"),
    [
        (WIDE.replace("40,", "-4,"), "[hide]\n", "row 3, column “a”"),
        (WIDE.replace("40,", "4.5,"), "[hide]\n", "row 3, column “a”"),
        (WIDE.replace("40,", ","), "[hide]\n", "row 3, column “a”"),
        (WIDE.replace("n2", "n1"), "[hide]\n", "row 3, column “area”"),
        (WIDE + "total,,600,727\n", "[hide]\n", "row 6, column “a”"),
        (WIDE, "[hide]\nthreshhold = 5\n", "[hide] has no threshhold"),
        (WIDE, "", "exactly one of"),
        (WIDE, "[hide]\n[round]\n", "exactly one of"),
        (WIDE, '[hide]\nweigh = "money"\n', "weigh is one of"),
        (WIDE, '[round]\nmethod = "random"\n', "needs a seed"),
        (WIDE, "[noise]\nepsilon = 1\n", "[noise] needs budget"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, table: str, rules: str, message: str) -> None:
    result = run(tmp_path, table, WIDE_RULES + rules)
    assert result.exit_code == 1
    assert message in result.output
    assert not (tmp_path / "safe.csv").exists()


def test_the_help_explains_the_rules() -> None:
    output = CliRunner().invoke(protect_command, ["--help"]).output
    for word in ("[table]", "[hide]", "[round]", "[noise]", "[before]", "threshold", "epsilon"):
        assert word in output
