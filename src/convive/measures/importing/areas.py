"""The areas of a set, from a map or from a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from convive.measures.importing.geometry import read_features
from convive.measures.importing.problems import ImportRefused, Problem
from convive.measures.importing.recipe import AreaSetSpec, AreasSpec, SetKey
from convive.measures.importing.rows import AreaRow, Batch, kept_rows


@dataclass(frozen=True)
class _Listed:
    """An area as one row or feature has it, before it is checked."""

    row: int
    code: str
    names: dict[str, str]
    geometry: BaseGeometry | None
    parent: str
    problem: tuple[str, dict[str, Any]] | None = None


def read_areas(batch: Batch, spec: AreaSetSpec, known: Mapping[SetKey, set[str]]) -> None:
    """Read the areas of one set into the batch. Areas that cannot be used become problems."""
    assert spec.areas is not None
    file = batch.files[spec.areas.file]
    if file.is_map:
        listed = list(_from_map(batch, spec.areas))
        place = "feature"
    else:
        listed = list(_from_table(batch, spec.areas))
        place = "row"
    checker = _Checker(batch, spec, file.name, place)
    checker.check_each(listed)
    if spec.areas.repeats:
        listed = checker.first_of_each(listed)
    else:
        checker.check_codes(listed)
    batch.areas[spec.key] = checker.areas(listed, known)


def _text(value: Any) -> str:
    """A property of a map as text. A whole number stays whole: 101.0 is 101."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _named(spec: AreasSpec, texts: Mapping[str, str]) -> dict[str, str]:
    return {
        language: texts[column].removeprefix(spec.remove_prefix).strip()
        for language, column in spec.names.items()
        if texts[column]
    }


def _from_map(batch: Batch, spec: AreasSpec) -> Iterable[_Listed]:
    file = batch.files[spec.file]
    features = read_features(file.name, file.content, spec.crs, spec.axes)
    batch.read[file.name] = len(features)
    present = {key for feature in features for key in feature.properties}
    parent_column = spec.parent.column if spec.parent else None
    for column in {spec.code, *spec.names.values(), *spec.where, *([parent_column] if parent_column else [])}:
        if column not in present:
            raise ImportRefused(
                _("The features of %(file)s have no property “%(column)s”. They have: %(columns)s.")
                % {"file": file.name, "column": column, "columns": ", ".join(sorted(present))}
            )
    for feature in features:
        texts = {key: _text(feature.properties.get(key)) for key in present}
        if any(texts[column] not in wanted for column, wanted in spec.where.items()):
            continue
        parent = texts[parent_column] if parent_column else ""
        yield _Listed(
            feature.number, texts[spec.code], _named(spec, texts), feature.geometry, parent, feature.problem
        )


def _from_table(batch: Batch, spec: AreasSpec) -> Iterable[_Listed]:
    table = batch.table(spec.file)
    kept = kept_rows(table, spec.where, batch)
    parent_column = spec.parent.column if spec.parent else None
    columns = {spec.code, *spec.names.values(), *([parent_column] if parent_column else [])}
    frame = pl.DataFrame({column: table.column(column) for column in columns})
    rows = table.rows
    if spec.repeats:
        # A file of values names each area many times: the first row of each different listing is enough.
        frame = (
            frame.with_columns(pl.Series("_row", rows), pl.Series("_kept", kept))
            .filter("_kept")
            .drop("_kept")
        )
        batch.use(table.name, frame.get_column("_row"))
        frame = frame.unique(subset=list(columns), keep="first", maintain_order=True)
        rows = frame.get_column("_row")
        kept = pl.Series([True] * frame.height, dtype=pl.Boolean)
    for row, keep, texts in zip(rows, kept, frame.iter_rows(named=True), strict=True):
        if keep:
            parent = texts[parent_column] if parent_column else ""
            yield _Listed(row, texts[spec.code], _named(spec, texts), None, parent)


class _Checker:
    """Says of each listed area whether it can be used, and if not, why."""

    def __init__(self, batch: Batch, spec: AreaSetSpec, file: str, place: str) -> None:
        self.batch, self.spec, self.file, self.place = batch, spec, file, place
        self.bad: set[int] = set()

    def problem(self, item: _Listed, code: str, column: str = "", value: str = "", **details: Any) -> None:
        self.bad.add(item.row)
        self.batch.problems.append(
            Problem(self.file, item.row, code, column, value, self.place, self._called(item), details)
        )

    @staticmethod
    def _called(item: _Listed) -> str:
        name = next(iter(item.names.values()), "")
        return " ".join(part for part in (item.code, f"({name})" if name else "") if part)

    def check_each(self, listed: list[_Listed]) -> None:
        assert self.spec.areas is not None
        for item in listed:
            if not item.code:
                self.problem(item, "missing-code", column=self.spec.areas.code)
            elif not item.names:
                self.problem(item, "missing-name", column=", ".join(self.spec.areas.names.values()))
            elif item.problem:
                code, details = item.problem
                self.problem(item, code, **details)

    def check_codes(self, listed: list[_Listed]) -> None:
        """A code that stands twice is a problem of every row that has it: nobody can tell which one is
        right.
        """
        by_code: dict[str, list[_Listed]] = defaultdict(list)
        for item in listed:
            if item.code:
                by_code[item.code].append(item)
        assert self.spec.areas is not None
        for code, items in by_code.items():
            for item in items if len(items) > 1 else ():
                others = ", ".join(str(other.row) for other in items if other is not item)
                word = _("feature %(number)s") if self.place == "feature" else _("row %(number)s")
                self.problem(
                    item, "duplicate-code", self.spec.areas.code, code, others=word % {"number": others}
                )

    def first_of_each(self, listed: list[_Listed]) -> list[_Listed]:
        first: dict[str, _Listed] = {}
        for item in listed:
            known = first.setdefault(item.code, item)
            if known.names != item.names:
                name = next(iter(known.names.values()), "")
                self.problem(item, "other-name", first=name, row=known.row)
        return list(first.values())

    def areas(self, listed: list[_Listed], known: Mapping[SetKey, set[str]]) -> list[AreaRow]:
        assert self.spec.areas is not None
        parent_spec = self.spec.areas.parent
        areas = []
        for item in listed:
            parent = None
            if parent_spec and item.row not in self.bad:
                code = item.parent if parent_spec.column else item.code[: parent_spec.characters]
                if code not in known.get(parent_spec.key, set()):
                    details = {"area_set": str(parent_spec.key)}
                    self.problem(item, "unknown-parent", parent_spec.column or "", code, **details)
                parent = (parent_spec.key, code)
            if item.row not in self.bad:
                areas.append(AreaRow(item.code, item.names, item.row, item.geometry, parent))
        self.batch.use(self.file, (area.row for area in areas))
        self.batch.refused[self.spec.key] = {item.code for item in listed if item.row in self.bad}
        return areas
