"""What was read from files, before the database is asked anything: rows that can be used, and problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from convive.measures.importing.problems import ImportRefused, Problem, Remark
from convive.measures.importing.reading import SourceFile, TextTable, read_table
from convive.measures.importing.recipe import Recipe, SetKey

Progress = Callable[[str], None]

VALUE_SCHEMA: dict[str, Any] = {
    "set": pl.String,
    "year": pl.Int64,
    "area": pl.String,
    "indicator": pl.String,
    # Empty for everybody: joins match empty texts, and not nulls.
    "group": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "n": pl.Int64,
    "estimated": pl.Boolean,
    "file": pl.String,
    "row": pl.Int64,
    "column": pl.String,
}
VALUE_KEY = ["set", "year", "area", "indicator", "group", "start", "end"]


@dataclass(frozen=True)
class AreaRow:
    """An area as a file lists it."""

    code: str
    names: dict[str, str]
    row: int
    geometry: BaseGeometry | None
    parent: tuple[SetKey, str] | None


@dataclass(frozen=True)
class WeightRow:
    from_code: str
    to_code: str
    weight: float


@dataclass
class Batch:
    """What was read. Rows that cannot be used are in `problems` and nowhere else."""

    recipe: Recipe
    files: dict[str, SourceFile]
    areas: dict[SetKey, list[AreaRow]] = field(default_factory=dict)
    # Codes of areas that a file lists and that cannot be used.
    refused: dict[SetKey, set[str]] = field(default_factory=dict)
    values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=VALUE_SCHEMA))
    weights: dict[tuple[SetKey, SetKey], list[WeightRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    # Row numbers by file: read from it, used, and left out because the recipe keeps only some rows.
    read: dict[str, int] = field(default_factory=dict)
    used: dict[str, set[int]] = field(default_factory=dict)
    tables: dict[str, TextTable] = field(default_factory=dict)

    def table(self, role: str) -> TextTable:
        """The table of a file, read once; rows that are no rows become problems."""
        if role not in self.tables:
            file = self.files[role]
            if file.is_map:
                raise ImportRefused(
                    _("%(file)s is a map; here the recipe needs a table.") % {"file": file.name}
                )
            table = read_table(file)
            self.tables[role] = table
            self.problems.extend(table.problems)
            self.read[table.name] = table.rows_read
        return self.tables[role]

    def remark(self, code: str, **details: Any) -> None:
        remark = Remark(code, details)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def use(self, file: str, rows: Any) -> None:
        self.used.setdefault(file, set()).update(rows)

    @property
    def rows_read(self) -> int:
        return sum(self.read.values())

    @property
    def rows_used(self) -> int:
        """Rows of which everything was used: one that is partly unusable counts as unusable."""
        wrong = {(problem.file, problem.row) for problem in self.problems}
        return sum((file, row) not in wrong for file, rows in self.used.items() for row in rows)

    @property
    def rows_unusable(self) -> int:
        return len({(problem.file, problem.row) for problem in self.problems})


def kept_rows(table: TextTable, where: Mapping[str, tuple[str, ...]], batch: Batch) -> pl.Series:
    """Which rows the recipe keeps; how many it does not becomes a remark."""
    kept = pl.Series("kept", [True] * table.frame.height, dtype=pl.Boolean)
    for column, texts in where.items():
        kept = kept & table.column(column).is_in(list(texts))
    left_out = table.frame.height - int(kept.sum())
    if left_out:
        batch.remark("filtered", count=left_out, file=table.name)
    if where and left_out == table.frame.height:
        wanted = "; ".join(f"{column} = {', '.join(texts)}" for column, texts in where.items())
        raise ImportRefused(
            _("No row of %(file)s is kept by the recipe (%(where)s).") % {"file": table.name, "where": wanted}
        )
    return kept
