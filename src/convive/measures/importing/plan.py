"""The dry run: what an import would do to what the city has, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import shapely

from convive.measures.importing.known import Known
from convive.measures.importing.problems import Problem, Remark, examples
from convive.measures.importing.recipe import TOTAL, Recipe, SetKey
from convive.measures.importing.rows import VALUE_KEY, AreaRow, Batch
from convive.measures.periods import Period

# Estimates are sums of products: the same figure may differ in its last digits.
SAME = 1e-6


@dataclass(frozen=True)
class Change:
    """How many of a kind would be made, changed, or stay as they are."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def any(self) -> bool:
        return bool(self.created or self.changed)


@dataclass(frozen=True)
class Total:
    """One line to hold against the published figure: the sum over all areas, or the range where sums mean
    nothing.
    """

    area_set: str
    indicator: str
    group: str
    period: str
    areas: int
    total: float | None
    lowest: float
    highest: float
    estimated: bool


@dataclass
class Plan:
    """What an import would do."""

    batch: Batch = field(repr=False)
    known: Known = field(repr=False)
    skip_unusable: bool
    changes: dict[str, Change]
    totals: list[Total]
    remarks: list[Remark]
    # Values to write: key columns, value, n, estimated, and `id` where one is replaced.
    values: pl.DataFrame = field(repr=False)
    areas: dict[SetKey, dict[str, str]] = field(repr=False)

    @property
    def recipe(self) -> Recipe:
        return self.batch.recipe

    @property
    def problems(self) -> list[Problem]:
        return self.batch.problems

    @property
    def refused(self) -> bool:
        """Rows that cannot be used refuse the import, unless a person chose to leave them out."""
        return bool(self.problems) and not self.skip_unusable

    @property
    def nothing_to_do(self) -> bool:
        return not any(change.any for change in self.changes.values())

    @property
    def digest(self) -> str:
        """The same for two plans that would do the same, so that what is written is what somebody agreed
        to.
        """
        data = {"changes": _counts(self.changes), "totals": [vars(total) for total in self.totals]}
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def as_json(self, most_problems: int = 10_000) -> dict[str, Any]:
        return {
            "recipe": self.recipe.name,
            "digest": self.digest,
            "refused": self.refused,
            "nothing_to_do": self.nothing_to_do,
            "rows": {
                "read": self.batch.rows_read,
                "used": self.batch.rows_used,
                "unusable": self.batch.rows_unusable,
            },
            "changes": _counts(self.changes),
            "totals": [vars(total) for total in self.totals],
            "remarks": [remark.as_json() for remark in self.remarks],
            "problems": [problem.as_json() for problem in self.problems[:most_problems]],
            "problem_count": len(self.problems),
        }


def _counts(changes: Mapping[str, Change]) -> dict[str, dict[str, int]]:
    return {kind: vars(change) for kind, change in changes.items()}


def make_plan(batch: Batch, known: Known, *, skip_unusable: bool = False) -> Plan:
    """Compare what was read with what the city has."""
    remarks = list(batch.remarks)
    areas = {key: _area_changes(key, rows, known, remarks) for key, rows in batch.areas.items()}
    area_changes = [change for statuses in areas.values() for change in statuses.values()]
    values = _value_changes(batch, known, remarks)
    changes = {
        "area_sets": known.compare_sets(batch.recipe.area_sets),
        "areas": _counted(area_changes),
        "weights": _weight_changes(batch, known),
        "dimensions": known.compare_dimensions(batch.recipe.dimensions),
        "groups": known.compare_groups(batch.recipe.groups.values()),
        "indicators": known.compare_indicators(batch.recipe.indicators),
        "values": _counted(values.get_column("status").to_list()),
    }
    return Plan(
        batch=batch,
        known=known,
        skip_unusable=skip_unusable,
        changes={kind: Change(*counts) for kind, counts in changes.items()},
        totals=_totals(batch),
        remarks=remarks,
        values=values.filter(pl.col("status") != "unchanged"),
        areas=areas,
    )


def _counted(statuses: list[str]) -> tuple[int, int, int]:
    return statuses.count("created"), statuses.count("changed"), statuses.count("unchanged")


def geometry_digest(area: AreaRow) -> str:
    """Tells one border from another; empty without a border."""
    return "" if area.geometry is None else hashlib.sha256(shapely.to_wkb(area.geometry)).hexdigest()


def _area_changes(key: SetKey, rows: list[AreaRow], known: Known, remarks: list[Remark]) -> dict[str, str]:
    """For each area of a file: created, changed or unchanged."""
    have = known.areas.get(key, {})
    statuses = {}
    for row in rows:
        before = have.get(row.code)
        if before is None:
            statuses[row.code] = "created"
            continue
        digest = geometry_digest(row) or before.digest
        parent = row.parent[1] if row.parent else before.parent
        same = before.names == row.names and before.digest == digest and before.parent == parent
        statuses[row.code] = "unchanged" if same else "changed"
    kept = sorted(set(have) - set(statuses))
    if kept:
        details = {"count": len(kept), "area_set": str(key), "examples": examples(kept)}
        remarks.append(Remark("areas-kept", details))
    return statuses


def _value_changes(batch: Batch, known: Known, remarks: list[Remark]) -> pl.DataFrame:
    have = known.values
    joined = batch.values.join(have, on=VALUE_KEY, how="left", suffix="_before", maintain_order="left")
    close = (pl.col("value") - pl.col("value_before")).abs() <= SAME * pl.max_horizontal(
        pl.col("value").abs(), 1.0
    )
    same = (
        close
        & pl.col("n").eq_missing(pl.col("n_before"))
        & (pl.col("estimated") == pl.col("estimated_before"))
    )
    status = pl.when(pl.col("id").is_null()).then(pl.lit("created")).when(same).then(pl.lit("unchanged"))
    kept = have.height - int(joined.get_column("id").count())
    if kept:
        remarks.append(Remark("values-kept", {"count": kept}))
    return joined.with_columns(status=status.otherwise(pl.lit("changed")))


def _weight_changes(batch: Batch, known: Known) -> tuple[int, int, int]:
    statuses = []
    for keys, rows in batch.weights.items():
        have = known.weights.get(keys, {})
        new = {(row.from_code, row.to_code): row.weight for row in rows}
        for pair, weight in new.items():
            before = have.get(pair)
            same = before is not None and abs(before - weight) <= SAME
            statuses.append("created" if before is None else "unchanged" if same else "changed")
        origins = {origin for origin, _target in new}
        # A weight that the file no longer has would make the sum wrong: it goes.
        statuses.extend("changed" for pair in have if pair[0] in origins and pair not in new)
    return _counted(statuses)


def _totals(batch: Batch) -> list[Total]:
    kinds = batch.recipe.kinds
    order = {code: place for place, code in enumerate(kinds)}
    groups = {code: place for place, code in enumerate(["", *batch.recipe.groups])}
    rows = batch.values.group_by("set", "year", "indicator", "group", "start", "end").agg(
        pl.len().alias("areas"),
        pl.col("value").sum().alias("total"),
        pl.col("value").min().alias("lowest"),
        pl.col("value").max().alias("highest"),
        pl.col("estimated").any(),
    )
    totals = [
        Total(
            area_set=f"{row['set']} {row['year']}",
            indicator=row["indicator"],
            group=row["group"] or TOTAL,
            period=Period(row["start"], row["end"]).code,
            areas=row["areas"],
            # Rounded, as the order in which numbers are added may differ from run to run.
            total=round(row["total"], 3) if kinds[row["indicator"]] == "count" else None,
            lowest=round(row["lowest"], 3),
            highest=round(row["highest"], 3),
            estimated=row["estimated"],
        )
        for row in rows.iter_rows(named=True)
    ]
    return sorted(
        totals,
        key=lambda total: (
            total.area_set,
            order[total.indicator],
            total.period,
            groups["" if total.group == TOTAL else total.group],
        ),
    )
