"""`convive protect`: a table as it may be published.

The rules are a TOML file with a part [table], which says how to read the file, and one of [hide], [round] and
[noise], which says how to protect it.

    [table]
    shape = "wide"              # one row per area, one column per group ("long": one row per count)
    unit = "area"               # wide: the column that names the rows
    groups = ["a", "b", "c"]    # wide: columns of people, each person in exactly one
    within = ["district"]       # wide: coarser areas from fine to coarse, published as subtotals
    by = ["area", "sex"]        # long: columns that tell people apart
    count = "people"            # long: the column of counts; a combination that is missing is 0
    total = "total"             # what totals are called; rows and columns of this name are checked, then
                                # counted anew
    [table.levels]              # long: coarser levels of a column, from fine to coarse
    area = ["district"]
    # magnitudes (long only), such as turnover:
    contributors = "firms"      # how many stand behind each value
    largest = ["first", "second"]   # their largest contributions

    [hide]                      # leave cells out
    threshold = 5               # 1 to 4 people are not shown
    dominance = { n = 1, percent = 75 }
    p_percent = 10
    width = 1                   # how wide a sensitive cell's interval must stay, in people
    percent = 0                 # and in percent of the cell
    weigh = "cells"             # hide few cells, or few "people"
    method = "auto"             # "exact", "fast"
    hide_zeros = false

    [before]                    # with [hide]: an earlier release, paths beside the rules
    table = "last_year.csv"     # what was counted then
    published = "last_year_safe.csv"    # what this command wrote then
    kind = "growing"            # or "same": see convive.engines.disclosure.hide_again

    [round]
    base = 5
    method = "controlled"       # adds up, nearest; or "random", which needs a seed
    seed = 1

    [noise]                     # differential privacy; cannot be repeated
    epsilon = 1.0
    budget = 2.0                # for the same people, over all releases
    spent = [0.5]               # on earlier ones
    cells_per_person = 1
    clamp = false               # turn negative numbers into zero
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl

from convive.cli.protect_compare import compare, say
from convive.cli.protect_files import (
    Refused,
    need,
    output_frame,
    published_cells,
    read_input,
    read_rules,
    write,
)
from convive.engines import disclosure as engine
from convive.engines.disclosure import Reason

MOST_INTERVALS = 200


@dataclass(frozen=True)
class Outcome:
    """`values`: shape of the table with totals, nan where left out. `why`: rows for the file of reasons."""

    table: engine.Table
    values: np.ndarray
    why: list[dict[str, Any]]
    report: dict[str, Any]


@click.command("protect")
@click.argument("table_path", metavar="TABLE", type=click.Path(path_type=Path))
@click.option(
    "--rules", "rules_path", required=True, type=click.Path(path_type=Path), help="The rules, a TOML file."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write: .csv or .parquet.")
@click.option(
    "--compare",
    "others",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write nothing; compare what these rules do to D and H with --rules. May be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def protect_command(
    table_path: Path, rules_path: Path, output: Path | None, others: tuple[Path, ...], as_json: bool
) -> None:
    """Write a table as it may be published, with its totals.

    TABLE is a CSV, Parquet or Excel file. Left-out cells are empty; a second file beside the output
    (safe.csv: safe.why.csv) says why each one is, and what an outsider could still deduce. It is for those
    who may see the records: do not publish it. Nothing is written if a left-out cell can be computed.

    \b
    Rules, in TOML:
      [table]  shape = "wide": unit = "area", groups = ["a", "b"], within = ["district"]
               shape = "long": by = ["area", "sex"], count = "people", levels = {area = ["district"]}
               total = "total"; magnitudes: contributors = "firms", largest = ["first", "second"]
      and one of
      [hide]   threshold = 5, dominance = {n = 1, percent = 75}, p_percent = 10, width = 1, percent = 0,
               weigh = "cells" | "people", method = "auto" | "exact" | "fast", hide_zeros = false
      [round]  base = 5, method = "controlled" | "random", seed = 1
      [noise]  epsilon = 1.0, budget = 2.0, spent = [0.5], cells_per_person = 1, clamp = false
      and, with [hide], an earlier release:
      [before] table = "old.csv", published = "old_safe.csv", kind = "same" | "growing"
    """
    try:
        if others:
            _compare(table_path, (rules_path, *others), output, as_json)
            return
        if output is None:
            raise Refused("say where to write, with --output")
        rules = read_rules(rules_path)
        if output.suffix.lower() not in (".csv", ".parquet"):
            raise Refused(f"{output.name}: write to .csv or .parquet")
        table = read_input(table_path, rules["table"])
        outcome = apply(table, rules, rules_path.parent)
        why_path = output.with_name(f"{output.stem}.why.csv")
        write(output_frame(outcome.table, outcome.values, rules["table"]), output)
        write(pl.DataFrame(outcome.why) if outcome.why else pl.DataFrame({"reason": []}), why_path)
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None
    report = {"output": str(output), "why": str(why_path), **outcome.report}
    if as_json:
        click.echo(json.dumps(report, indent=2, allow_nan=False, default=str))
    else:
        _say(report)


def _compare(table: Path, rules: tuple[Path, ...], output: Path | None, as_json: bool) -> None:
    if output is not None:
        raise Refused("--compare writes nothing; leave out --output")
    found = compare(table, rules, apply)
    if as_json:
        click.echo(json.dumps({"compared": found}, indent=2, allow_nan=False))
    else:
        say(found)


def apply(table: engine.Table, rules: dict[str, Any], folder: Path) -> Outcome:
    """The protected table. Raises Refused if a left-out cell could be computed all the same."""
    if "hide" in rules:
        return _hide(table, rules, folder)
    if "round" in rules:
        how = rules["round"]
        base, method = how.get("base", 5), how.get("method", "controlled")
        if method == "random" and "seed" not in how:
            raise Refused("[round] random rounding needs a seed; keep it to yourself")
        if method not in ("controlled", "random"):
            raise Refused(f'[round] method is "controlled" or "random", not {method!r}')
        result = (
            engine.round_controlled(table, base)
            if method == "controlled"
            else engine.round_randomly(table, base, seed=how["seed"])
        )
        report = {"way": "round", "base": base, "additive": result.additive, "furthest": result.furthest}
        return Outcome(table, result.values.astype(float), [], _with_effect(table, result.values, report))
    how = rules["noise"]
    budget = engine.Budget.of(need(how, "budget", "noise"))
    for number, amount in enumerate(how.get("spent", []), start=1):
        budget = budget.spend(amount, f"earlier release {number}")
    noisy = engine.add_noise(
        table,
        need(how, "epsilon", "noise"),
        budget,
        cells_per_person=how.get("cells_per_person", 1),
        clamp=how.get("clamp", False),
    )
    report = {
        "way": "noise",
        "epsilon": noisy.epsilon,
        "scale": noisy.scale,
        "half_width_95": noisy.half_width,
        "budget": float(budget.total),
        "left": float(noisy.budget.left),
    }
    return Outcome(table, noisy.values.astype(float), [], _with_effect(table, noisy.values, report))


def hiding_rules(how: dict[str, Any]) -> engine.HidingRules:
    rules: list[Any] = []
    if "threshold" in how or not ("dominance" in how or "p_percent" in how):
        rules.append(engine.Threshold(how.get("threshold", engine.DEFAULT_THRESHOLD)))
    if "dominance" in how:
        rules.append(engine.Dominance(**how["dominance"]))
    if "p_percent" in how:
        rules.append(engine.PPercent(how["p_percent"]))
    for key, allowed in (("weigh", ("cells", "people")), ("method", ("auto", "exact", "fast"))):
        if how.get(key, allowed[0]) not in allowed:
            raise Refused(f"[hide] {key} is one of {', '.join(allowed)}, not {how[key]!r}")
    return engine.HidingRules(
        rules=tuple(rules),
        protection=engine.Protection(how.get("width", 1.0), how.get("percent", 0.0)),
        weigh=how.get("weigh", "cells"),
        method=how.get("method", "auto"),
        hide_zeros=how.get("hide_zeros", False),
    )


def _hide(table: engine.Table, rules: dict[str, Any], folder: Path) -> Outcome:
    how = hiding_rules(rules["hide"])
    if "before" in rules:
        before = rules["before"]
        old = read_input(folder / need(before, "table", "before"), rules["table"])
        shown = published_cells(old, folder / need(before, "published", "before"), rules["table"])
        kind = before.get("kind", "same")
        if kind not in ("same", "growing"):
            raise Refused(f'[before] kind is "same" or "growing", not {kind!r}')
        again = engine.hide_again(table, engine.Released(old, shown), kind, how)
        if again.known_before:
            first = ", ".join(f"{name} “{label}”" for name, label in again.known_before[0].items())
            raise Refused(
                f"nothing is written: the earlier release gives away {len(again.known_before)} cells "
                f"whatever is left out now, the first at {first}"
            )
        result = again.new
    else:
        result = engine.hide(table, how)
    open_cells = engine.check(result, how)
    if len(open_cells.cells):
        where = result.table.label(int(np.flatnonzero(result.system.places[0] == open_cells.cells[0])[0]))
        first = ", ".join(f"{name} “{label}”" for name, label in where.items())
        raise Refused(
            f"nothing is written: {len(open_cells.cells)} left-out cells can be computed, the first at {first} "
            f"(between {open_cells.low[0]:g} and {open_cells.high[0]:g})"
        )
    left_out = {r.name.lower(): result.count(r) for r in Reason if r != Reason.SHOWN and result.count(r)}
    report = {
        "way": "hide",
        "cells": int(result.values.size),
        "left_out": left_out,
        "cost": result.cost,
        "at_least": result.bound,
        "gap": result.gap,
        "least": result.exact,
        "can_be_computed": 0,
    }
    return Outcome(table, result.published, _why(result), _with_effect(table, result.published, report))


def _why(result: engine.Hidden) -> list[dict[str, Any]]:
    places = np.flatnonzero(~result.shown)
    low, high = (None, None)
    if len(places) <= MOST_INTERVALS:
        low, high = (each.ravel() for each in engine.attack(result))
    rows = []
    for flat in places:
        row: dict[str, Any] = dict(result.table.label(int(flat)))
        row["reason"] = Reason(int(result.reason.ravel()[flat])).name.lower()
        row["from"] = None if low is None else float(low[flat])
        row["to"] = None if high is None or np.isinf(high[flat]) else float(high[flat])
        rows.append(row)
    return rows


def _with_effect(table: engine.Table, values: np.ndarray, report: dict[str, Any]) -> dict[str, Any]:
    """The report, with what it does to D and H of the first axis by all others."""
    inner = values[tuple(slice(0, len(axis.labels)) for axis in table.axes)]
    if not table.magnitude and len(table.axes) > 1:
        rows = len(table.axes[0].labels)
        effect = engine.effect_on_indices(np.asarray(table.values).reshape(rows, -1), inner.reshape(rows, -1))
        report["effect"] = {
            key: None if isinstance(value, float) and np.isnan(value) else value
            for key, value in asdict(effect).items()
        }
    return report


def _say(report: dict[str, Any]) -> None:
    """The report in a few sentences."""
    if report["way"] == "hide":
        reasons = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in report["left_out"].items())
        click.echo(
            f"Left out: {sum(report['left_out'].values())} of {report['cells']} cells ({reasons or 'none'})."
        )
        click.echo(
            "As little as possible."
            if report["least"]
            else f"At most {report['gap']:.1%} of what is left out could be spared."
        )
        click.echo("No left-out cell can be computed from the shown ones.")
    elif report["way"] == "round":
        sums = "sums hold" if report["additive"] else "sums do not hold"
        click.echo(
            f"Rounded to multiples of {report['base']}; {sums}; no number moved by more than {report['furthest']}."
        )
    else:
        click.echo(
            f"Noise of epsilon {report['epsilon']:g}; a cell is within {report['half_width_95']} of the truth 95 "
            f"times in 100. Left of the budget of {report['budget']:g}: {report['left']:g}."
        )
    if "effect" in report and report["effect"]["d_after"] is not None:
        effect = report["effect"]
        click.echo(
            f"D {effect['d_before']:.4f} becomes {effect['d_after']:.4f}, "
            f"H {effect['h_before']:.4f} becomes {effect['h_after']:.4f}."
        )
    click.echo(f"Written: {report['output']}. Why, not for publication: {report['why']}.")
