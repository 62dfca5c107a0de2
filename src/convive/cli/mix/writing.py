"""What `convive mix` prints: data for programs, and a calm page for people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from convive.cli.wording import many
from convive.engines.mixing import Counts, MixResult, Values


def as_data(result: MixResult, counts: Counts) -> dict[str, Any]:
    """Everything that was found. An index that is not defined is null."""
    found, chance, groups = result.indices, result.expected, result.groups
    data: dict[str, Any] = {
        "units": found.units,
        "people": found.people,
        "groups": {name: int(people) for name, people in zip(groups, found.group_people, strict=True)},
        "D": _by(groups, found.D),
        "D_multigroup": _number(found.D_multigroup),
        "D_pairwise": _square(groups, found.D_pairwise),
        "gini": _by(groups, found.gini),
        "gini_multigroup": _number(found.gini_multigroup),
        "entropy": _number(found.entropy),
        "M": _number(found.M),
        "H": _number(found.H),
        "relative_diversity": _number(found.relative_diversity),
        "squared_variation": _number(found.squared_variation),
        "interaction": _number(found.interaction),
        "isolation": _by(groups, found.isolation),
        "eta2": _by(groups, found.eta2),
        "exposure": _square(groups, found.exposure),
        "expected_D": _by(groups, chance.D),
        "expected": {
            "D": _by(groups, chance.D_fixed),
            "D_multigroup": _number(chance.D_multigroup),
            "gini": _by(groups, chance.gini),
            "gini_multigroup": _number(chance.gini_multigroup),
            "exposure": _square(groups, chance.exposure),
            "isolation": _by(groups, chance.isolation),
            "eta2": _number(chance.eta2),
            "M": _number(chance.M),
            "H": _number(chance.H),
        },
        "local_groups": _by(groups, result.local.by_group),
        "dropped": {
            "empty_units": result.dropped.empty_units,
            "suppressed_units": result.dropped.suppressed_units,
            "suppressed_cells": result.dropped.suppressed_cells,
            "people_in_suppressed_units": result.dropped.people_in_suppressed_units,
            "empty_groups": list(result.dropped.empty_groups),
        },
    }
    if counts.units is not None:
        names = [name for name, kept in zip(counts.units, result.used.tolist(), strict=True) if kept]
        data["local_units"] = _by(names, result.local.by_unit)
    if result.nested is not None:
        inner = result.nested
        data["within"] = {
            "M_between": _number(inner.M_between),
            "M_within": _number(inner.M_within),
            "H_between": _number(inner.H_between),
            "H_within": _number(inner.H_within),
            "units": {
                name: {
                    "share": _number(inner.share[place]),
                    "M": _number(inner.M_of[place]),
                    "H": _number(inner.H_of[place]),
                    "entropy_ratio": _number(inner.entropy_ratio[place]),
                }
                for place, name in enumerate(inner.names)
            },
        }
    if result.null is not None:
        null = result.null
        data["permutation"] = {
            "simulations": null.simulations,
            "seed": null.seed,
            "mean": _values(groups, null.mean),
            "sd": _values(groups, null.sd),
            "p": _values(groups, null.p),
        }
    if result.interval is not None:
        sure = result.interval
        data["bootstrap"] = {"simulations": sure.simulations, "seed": sure.seed, "level": sure.level}
        for part in ("estimate", "se", "bias", "low", "high"):
            data["bootstrap"][part] = _values(groups, getattr(sure, part))
    return data


def as_text(result: MixResult, counts: Counts) -> str:
    """A sentence, a table, and what was left out."""
    found = result.indices
    lines = [_sentence(result), ""]
    lines += [f"{found.people:,} people in {found.units:,} units", ""]
    head = ["", "people", "share"]
    for title in ("D", "Gini"):
        head += [title, *_beside(result)]
    head += ["isolation", "eta2"]
    rows = []
    for place, name in enumerate(result.groups):
        row = [name, f"{found.group_people[place]:,}", _percent(found.group_people[place] / found.people)]
        row += [_digits(found.D[place]), _digits(result.expected.D[place]), *_sureness(result, "D", place)]
        row += [_digits(found.gini[place]), _digits(result.expected.gini[place])]
        row += [
            *_sureness(result, "gini", place),
            _digits(found.isolation[place]),
            _digits(found.eta2[place]),
        ]
        rows.append(row)
    lines += [*_table(head, rows), ""]
    head = ["all groups", "", *_beside(result)]
    whole = [
        [
            title,
            _digits(getattr(found, name)),
            _digits(getattr(result.expected, name)),
            *_sureness(result, name, ()),
        ]
        for title, name in (("D", "D_multigroup"), ("Gini", "gini_multigroup"), ("H", "H"), ("M", "M"))
    ]
    lines += _table(head, whole)
    if result.nested is not None:
        inner = result.nested
        larger = f"{len(inner.names):,} larger unit{'s' if len(inner.names) != 1 else ''}"
        lines += [
            "",
            f"H between the {larger}: {_digits(inner.H_between)}; within them: {_digits(inner.H_within)}",
        ]
    head = ["people of … live with", *result.groups]
    rows = [
        [name, *(_percent(cell) for cell in row)]
        for name, row in zip(result.groups, found.exposure, strict=True)
    ]
    lines += ["", *_table(head, rows), *_left_out(result)]
    return "\n".join(lines)


def _sentence(result: MixResult) -> str:
    """About the group with the highest D among those for whom it is defined."""
    index = result.indices.D
    if np.isnan(index).all():
        return "Everybody is of one group: there is nothing to mix."
    # With two groups, both have the same D; the sentence is about the smaller one.
    order = [(round(float(d), 12), -int(n)) for d, n in zip(index, result.indices.group_people, strict=True)]
    place = max((p for p in range(len(order)) if not math.isnan(order[p][0])), key=lambda p: order[p])
    # D is the share of the group that would have to move while everybody else stays (Duncan and Duncan 1955).
    move, chance = round(100 * float(index[place])), round(100 * float(result.expected.D[place]))
    return (
        f"{move} of 100 people of group {result.groups[place]} would have to move for every unit to have the "
        f"same share; chance alone gives {chance}."
    )


def _beside(result: MixResult) -> list[str]:
    """Heads of what stands beside an index: what chance gives, and how sure it is, where that was asked for."""
    heads = ["by chance"]
    if result.null is not None:
        heads.append("p")
    if result.interval is not None:
        heads.append(f"{result.interval.level:.0%} interval")
    return heads


def _sureness(result: MixResult, name: str, place: int | tuple[()]) -> list[str]:
    """The p-value and the interval of an index, of one group or (place `()`) of all."""
    cells = []
    if result.null is not None:
        cells.append(_digits(getattr(result.null.p, name)[place], 3))
    if result.interval is not None:
        low, high = (getattr(ends, name)[place] for ends in (result.interval.low, result.interval.high))
        cells.append(_span(low, high))
    return cells


def _left_out(result: MixResult) -> list[str]:
    dropped = result.dropped
    lines = []
    if dropped.empty_units:
        lines.append(f"Left out: {many(dropped.empty_units, 'unit')} without people.")
    if dropped.suppressed_units:
        lines.append(
            f"Left out: {many(dropped.suppressed_units, 'unit')} with hidden counts "
            f"({many(dropped.suppressed_cells, 'count')}); "
            f"{dropped.people_in_suppressed_units:,} people who are shown live there."
        )
    for group in dropped.empty_groups:
        lines.append(f"Nobody is in group {group}; its indices are not defined.")
    return ["", *lines] if lines else []


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in [head, *rows]) for column in range(len(head))]
    return [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in [head, *rows]
    ]


def _number(value: float | np.floating[Any] | np.ndarray[Any, Any]) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _by(names: Iterable[str], values: Any) -> dict[str, float | None]:
    return {name: _number(value) for name, value in zip(names, values, strict=True)}


def _square(names: tuple[str, ...], rows: Any) -> dict[str, dict[str, float | None]]:
    return {name: _by(names, row) for name, row in zip(names, rows, strict=True)}


def _values(groups: tuple[str, ...], values: Values) -> dict[str, Any]:
    return {
        "D": _by(groups, values.D),
        "gini": _by(groups, values.gini),
        "isolation": _by(groups, values.isolation),
        "eta2": _by(groups, values.eta2),
        "exposure": _square(groups, values.exposure),
        "D_multigroup": _number(values.D_multigroup),
        "gini_multigroup": _number(values.gini_multigroup),
        "M": _number(values.M),
        "H": _number(values.H),
    }


def _digits(value: Any, places: int = 4) -> str:
    number = float(value)
    return f"{number:.{places}f}" if math.isfinite(number) else "–"


def _percent(value: Any) -> str:
    number = float(value)
    return f"{100 * number:.1f} %" if math.isfinite(number) else "–"


def _span(low: Any, high: Any) -> str:
    return f"{_digits(low)}–{_digits(high)}" if math.isfinite(float(low)) else "–"
