"""The files of `convive protect`: its rules, the table it reads and the one it writes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from convive.cli.mix import reading
from convive.engines import disclosure as engine
from convive.engines.disclosure import Axis, DisclosureError

KNOWN = {
    "table": {
        "shape", "unit", "groups", "within", "by", "count", "total", "levels", "contributors", "largest",
    },
    "hide": {
        "threshold", "dominance", "p_percent", "width", "percent", "weigh", "method", "hide_zeros",
    },
    "before": {"table", "published", "kind"},
    "round": {"base", "method", "seed"},
    "noise": {"epsilon", "budget", "spent", "cells_per_person", "clamp"},
}  # fmt: skip


class Refused(DisclosureError):
    """Nothing is written, and why."""


def read_rules(path: Path) -> dict[str, Any]:
    """The rules, with nothing in them that is not known. Raises Refused, naming the key."""
    try:
        rules = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(f"there is no file {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name}: {error}") from None
    for part, content in rules.items():
        if part not in KNOWN or not isinstance(content, dict):
            raise Refused(f"{path.name}: [{part}] is not known; there are {', '.join(KNOWN)}")
        for key in content:
            if key not in KNOWN[part]:
                raise Refused(f"{path.name}: [{part}] has no {key}; it has {', '.join(sorted(KNOWN[part]))}")
    ways = [way for way in ("hide", "round", "noise") if way in rules]
    if len(ways) != 1:
        raise Refused(f"{path.name}: exactly one of [hide], [round] and [noise] is needed")
    if "table" not in rules:
        raise Refused(f"{path.name}: [table] is needed, which says how to read the file")
    if "before" in rules and ways != ["hide"]:
        raise Refused(f"{path.name}: [before] goes with [hide]")
    return rules


def read_input(path: Path, how: dict[str, Any]) -> engine.Table:
    """The finest cells of a file. Raises an error naming row and column."""
    frame = reading.read_table(path)
    shape = how.get("shape", "wide")
    if shape == "wide":
        return _wide(frame, how, path.name)
    if shape == "long":
        return _long(frame, how, path.name)
    raise Refused(f'[table] shape is "wide" or "long", not {shape!r}')


def _wide(frame: pl.DataFrame, how: dict[str, Any], name: str) -> engine.Table:
    unit, groups, total = need(how, "unit"), list(need(how, "groups")), how.get("total", "total")
    names = reading.labels(frame, unit)
    is_total = [text == total for text in names]
    body = frame.filter(pl.Series([not each for each in is_total], dtype=pl.Boolean))
    if not body.height:
        raise Refused(f"{name}: there is no row but the total")
    names = reading.labels(body, unit)
    _refuse_twice(body, names, unit)
    matrix = np.column_stack([reading.whole_column(body, group)[0] for group in groups])
    within = tuple(tuple(reading.labels(body, level)) for level in how.get("within", []))
    if total in frame.columns and total not in groups:
        _same(body, reading.whole_column(body, total)[0], matrix.sum(axis=1), total)
    if any(is_total):
        sums = frame.filter(pl.Series(is_total, dtype=pl.Boolean))
        for group, expected in zip(groups, matrix.sum(axis=0), strict=True):
            _same(sums, reading.whole_column(sums, group)[0], np.full(sums.height, expected), group)
    axes = (Axis(unit, tuple(names), within, total), Axis("group", tuple(groups), (), total))
    return engine.Table(matrix, axes, name=name)


def _same(frame: pl.DataFrame, given: np.ndarray, expected: np.ndarray, column: str) -> None:
    wrong = np.flatnonzero(given != expected)
    if len(wrong):
        place = int(wrong[0])
        raise reading.TableError(
            f"the total is {given[place]}, the parts add up to {expected[place]}",
            row=reading.row_of(frame, place),
            column=column,
        )


def _refuse_twice(frame: pl.DataFrame, names: Sequence[Any], column: str) -> None:
    seen: dict[Any, int] = {}
    for place, each in enumerate(names):
        if each in seen:
            label = each if isinstance(each, str) else ", ".join(each)
            raise reading.TableError(
                f"“{label}” is there already, in row {reading.row_of(frame, seen[each])}",
                row=reading.row_of(frame, place),
                column=column,
            )
        seen[each] = place


def _long(frame: pl.DataFrame, how: dict[str, Any], name: str) -> engine.Table:
    by, count, total = list(need(how, "by")), need(how, "count"), how.get("total", "total")
    columns = [reading.labels(frame, column) for column in by]
    body = frame.filter(pl.Series([total not in row for row in zip(*columns, strict=True)], dtype=pl.Boolean))
    if not body.height:
        raise Refused(f"{name}: there is no row but totals")
    columns = [reading.labels(body, column) for column in by]
    _refuse_twice(body, list(zip(*columns, strict=True)), by[-1])
    axes = []
    for column, texts in zip(by, columns, strict=True):
        first = {text: place for place, text in reversed(list(enumerate(texts)))}
        found = tuple(dict.fromkeys(texts))
        levels = []
        for level in how.get("levels", {}).get(column, []):
            given = reading.labels(body, level)
            for place, text in enumerate(texts):
                if given[place] != given[first[text]]:
                    raise reading.TableError(
                        f"“{text}” lies in “{given[place]}” here and in “{given[first[text]]}” before",
                        row=reading.row_of(body, place),
                        column=level,
                    )
            levels.append(tuple(given[first[text]] for text in found))
        axes.append(Axis(column, found, tuple(levels), total))
    places = tuple(
        np.array([axis.labels.index(text) for text in texts])
        for axis, texts in zip(axes, columns, strict=True)
    )
    shape = tuple(len(axis.labels) for axis in axes)
    magnitude = "contributors" in how or "largest" in how

    def filled(numbers: np.ndarray) -> np.ndarray:
        out = np.zeros(shape, dtype=numbers.dtype)
        out[places] = numbers
        return out

    values = filled(
        reading.numbers_column(body, count) if magnitude else reading.whole_column(body, count)[0]
    )
    firms = filled(reading.whole_column(body, how["contributors"])[0]) if "contributors" in how else None
    largest = None
    if "largest" in how:
        largest = np.stack(
            [filled(reading.numbers_column(body, column)) for column in how["largest"]], axis=-1
        )
    table = engine.Table(values, tuple(axes), contributors=firms, largest=largest, name=name)
    _check_long_totals(frame, table, by, count, total)
    return table


def _check_long_totals(
    frame: pl.DataFrame, table: engine.Table, by: list[str], count: str, total: str
) -> None:
    """Rows of totals that the file has must be the sums."""
    rows = list(zip(*(reading.labels(frame, column) for column in by), strict=True))
    which = [total in row for row in rows]
    if not any(which):
        return
    sums, full = frame.filter(pl.Series(which, dtype=pl.Boolean)), table.with_totals(table.values)
    expected = []
    for place, row in enumerate(row for row, is_sum in zip(rows, which, strict=True) if is_sum):
        for axis, text in zip(table.axes, row, strict=True):
            if text not in axis.nodes:
                raise reading.TableError(
                    f"“{text}” has a total but no part", row=reading.row_of(sums, place), column=axis.name
                )
        expected.append(full[tuple(a.nodes.index(text) for a, text in zip(table.axes, row, strict=True))])
    given = reading.numbers_column(sums, count)
    _same(sums, np.where(np.isclose(given, expected), expected, given), np.array(expected), count)


def need(how: dict[str, Any], key: str, part: str = "table") -> Any:
    """A rule that has no default. Raises Refused where it is missing."""
    if key not in how:
        raise Refused(f"[{part}] needs {key}")
    return how[key]


def output_frame(table: engine.Table, values: np.ndarray, how: dict[str, Any]) -> pl.DataFrame:
    """The table with totals in the layout of the input; nan becomes an empty cell."""
    kind = pl.Float64 if table.magnitude else pl.Int64

    def numbers(column: np.ndarray) -> pl.Series:
        return pl.Series(column.astype(float), dtype=pl.Float64).fill_nan(None).cast(kind)

    if how.get("shape", "wide") == "wide":
        unit, group = table.axes
        columns: dict[str, Any] = {unit.name: list(unit.nodes)}
        for number, (title, level) in enumerate(zip(how.get("within", []), unit.within, strict=True)):
            columns[title] = [_holder(unit, place, number, level) for place in range(len(unit.nodes))]
        for number, title in enumerate(group.nodes):
            columns[title] = numbers(values[:, number])
        return pl.DataFrame(columns)
    grid = np.indices(table.shape).reshape(len(table.axes), -1)
    found: dict[str, Any] = {
        axis.name: [axis.nodes[i] for i in places] for axis, places in zip(table.axes, grid, strict=True)
    }
    found[how["count"]] = numbers(values.ravel())
    return pl.DataFrame(found)


def _holder(axis: Axis, place: int, number: int, level: tuple[str, ...]) -> str | None:
    """The category of a level that holds a node, if the node is not larger than the level."""
    if axis.depth[place] > number + 1:
        return None
    return level[int(axis.membership.indices[axis.membership.indptr[place]])]


def published_cells(table: engine.Table, path: Path, how: dict[str, Any]) -> np.ndarray:
    """Which cells of an earlier output of the same layout are shown; shape of the table with totals.

    Raises an error where it has not the cells of the table.
    """
    frame = reading.read_table(path)
    shown = np.zeros(table.shape, dtype=bool)
    if how.get("shape", "wide") == "wide":
        unit, group = table.axes
        rows = {label: place for place, label in enumerate(reading.labels(frame, unit.name))}
        for place, label in enumerate(unit.nodes):
            if label not in rows:
                raise reading.TableError(f"{path.name} has no row “{label}”", column=unit.name)
            for number, title in enumerate(group.nodes):
                shown[place, number] = reading.column_of(frame, title)[rows[label]] is not None
        return shown
    columns = [reading.labels(frame, axis.name) for axis in table.axes]
    given = reading.column_of(frame, how["count"]).is_not_null().to_list()
    seen = {row: each for row, each in zip(zip(*columns, strict=True), given, strict=True)}
    for flat in range(shown.size):
        wanted = tuple(table.label(flat).values())
        if wanted not in seen:
            raise reading.TableError(f"{path.name} has no row “{', '.join(wanted)}”")
        shown.ravel()[flat] = seen[wanted]
    return shown


def write(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix.lower() == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
