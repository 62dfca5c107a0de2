"""`convive protect --compare`: how far each rule moves the figures of mix."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from convive.cli.protect import protect_command

TABLE = "area,a,b\nn1,3,97\nn2,40,60\nn3,500,500\nn4,50,70\nn5,12,88\n"
HOW = '[table]\nunit = "area"\ngroups = ["a", "b"]\n'
RULES = {
    "hide": "[hide]\nthreshold = 5\n",
    "many": "[hide]\nthreshold = 60\n",
    "round": "[round]\nbase = 3\n",
}


def run(folder: Path, *more: str, table: str = TABLE, how: str = HOW) -> Result:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    for name, rules in RULES.items():
        (folder / f"{name}.toml").write_text((HOW if name == "hide" else how) + rules, encoding="utf-8")
    where = [str(folder / "table.csv"), "--rules", str(folder / "hide.toml")]
    others = ["--compare", str(folder / "many.toml"), "--compare", str(folder / "round.toml")]
    return CliRunner().invoke(protect_command, [*where, *others, *more])


def test_the_least_harmful_rule_comes_first_and_nothing_is_written(tmp_path: Path) -> None:
    result = run(tmp_path, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["compared"]
    assert [Path(row["rules"]).stem for row in found] == ["round", "hide", "many"]
    moved = [abs(row["d_moved"]) + abs(row["h_moved"]) for row in found]
    assert moved == sorted(moved)
    assert moved[0] < 0.05 < moved[-1]
    assert found[0]["cells_left_out"] == 0
    assert found[1]["cells_left_out"] == 4
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv", ".toml", ".toml", ".toml"]


def test_people_read_it_as_a_table(tmp_path: Path) -> None:
    output = run(tmp_path).output
    lines = output.splitlines()
    assert lines[0].startswith("Counted: D 0.")
    assert [line.split()[0] for line in lines[2:5]] == ["round.toml", "hide.toml", "many.toml"]
    assert "Nothing is written." in lines[-1]


def test_rules_that_read_the_table_in_another_way_are_refused(tmp_path: Path) -> None:
    result = run(tmp_path, how='[table]\nunit = "area"\ngroups = ["b", "a"]\n')
    assert result.exit_code == 1
    assert "many.toml: [table] is another than that of hide.toml" in result.output


def test_an_output_beside_a_comparison_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", str(tmp_path / "safe.csv"))
    assert result.exit_code == 1
    assert "--compare writes nothing" in result.output
