"""The step between what was counted and what is shown, for one area set: no figure reaches the public but
through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from convive.engines.disclosure import Protected, Reason, protect, protect_overlapping
from convive.measures.models import Group
from convive.measures.models.value import Decided
from convive.measures.periods import Period

Bools = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
# A group's key, or None for everybody.
GroupKey = int | None
# area, group, start, end, value, n, estimated
ValueRow = tuple[int, GroupKey, object, object, float, int | None, bool]


def threshold() -> int:
    """Counts of people below this are not shown."""
    return int(settings.DISCLOSURE_THRESHOLD)


@dataclass
class Column:
    """One group (or everybody) in one period, over the areas of a table. Where there is no figure the
    value is nan. `reason`: what may be told of why a figure is left out, a `Reason` each.
    """

    values: Numbers
    n: Numbers
    estimated: Bools
    shown: Bools
    reason: NDArray[np.int8]

    @property
    def known(self) -> Bools:
        return ~np.isnan(self.values)

    def same_as(self, other: Column) -> bool:
        """Whether both show the same."""
        return (
            np.array_equal(self.values, other.values, equal_nan=True)
            and np.array_equal(self.estimated, other.estimated)
            and np.array_equal(self.shown | ~self.known, other.shown | ~other.known)
            and np.array_equal(self._told[self.known], other._told[other.known])
        )

    @property
    def _told(self) -> NDArray[np.int8]:
        """The reasons as readers are told them: that a number was left out before is not said."""
        before = self.reason == Reason.HIDDEN_BEFORE
        return np.where(before, np.int8(Reason.WOULD_GIVE_AWAY), self.reason)


@dataclass
class Table:
    """One indicator in one area set and period: what was counted, and what of it may be shown."""

    period: Period
    areas: tuple[int, ...]
    columns: dict[GroupKey, Column]
    # Sums over all areas, and whether they may be shown. Only of counts.
    sums: dict[GroupKey, float]
    sums_shown: dict[GroupKey, bool]
    sums_reason: dict[GroupKey, int]
    # By which threshold it was decided; of a table that is out already.
    threshold: int | None = None

    def same_as(self, other: Table) -> bool:
        """Whether both show the same: figures, what is left out of them, and why."""
        return (
            (self.areas, self._left_out_by) == (other.areas, other._left_out_by)
            and (self.sums_shown, self.sums_reason) == (other.sums_shown, other.sums_reason)
            and self.columns.keys() == other.columns.keys()
            and all(column.same_as(other.columns[key]) for key, column in self.columns.items())
        )

    @property
    def _left_out_by(self) -> int | None:
        """The threshold that a reader knows left-out figures to be below, or not."""
        some = any((~column.shown & column.known).any() for column in self.columns.values())
        return (self.threshold or threshold()) if some else None


def make_tables(areas: Sequence[int], rows: Iterable[ValueRow]) -> dict[Period, Table]:
    """Tables by period from rows of values, nothing protected yet."""
    place = {area: index for index, area in enumerate(areas)}
    tables: dict[Period, Table] = {}
    for area, group, start, end, value, n, estimated in rows:
        period = Period(start, end)  # type: ignore[arg-type]
        table = tables.get(period)
        if table is None:
            table = tables[period] = Table(period, tuple(areas), {}, {}, {}, {})
        column = table.columns.get(group)
        if column is None:
            size = len(areas)
            column = table.columns[group] = Column(
                np.full(size, np.nan),
                np.full(size, np.nan),
                np.zeros(size, dtype=bool),
                np.ones(size, dtype=bool),
                np.zeros(size, dtype=np.int8),
            )
        at = place[area]
        column.values[at], column.estimated[at] = value, estimated
        if n is not None:
            column.n[at] = n
    for table in tables.values():
        table.sums = {group: float(np.nansum(column.values)) for group, column in table.columns.items()}
        table.sums_shown = dict.fromkeys(table.columns, True)
        table.sums_reason = dict.fromkeys(table.columns, int(Reason.SHOWN))
    return tables


def decided(table: Table, decisions: Mapping[GroupKey, Decided]) -> None:
    """Mark in a table what was decided when it was written. What nobody has decided on is not shown."""
    place = {area: index for index, area in enumerate(table.areas)}
    for key, column in table.columns.items():
        row = decisions.get(key)
        column.shown[:] = row is not None
        column.reason[:] = Reason.SHOWN if row else Reason.NOT_TOLD
        table.sums_shown[key] = row is not None and row.total_shown
        table.sums_reason[key] = row.total_reason if row else int(Reason.NOT_TOLD)
        if row:
            at = [place[area] for area in row.left_out if area in place]
            column.shown[at] = False
            reasons = dict(zip(row.left_out, row.reasons, strict=False))
            column.reason[at] = [reasons.get(table.areas[each], Reason.NOT_TOLD) for each in at]


def decision_on(table: Table, key: GroupKey) -> dict[str, Any]:
    """The fields of `Decided`, for a group."""
    column = table.columns[key]
    out = ~column.shown & column.known
    return {
        "total_shown": bool(table.sums_shown[key]),
        "total_reason": int(table.sums_reason[key]),
        "left_out": np.array(table.areas)[out].tolist(),
        "reasons": column.reason[out].tolist(),
    }


def in_areas(table: Table, areas: Sequence[int]) -> Table:
    """A table that is out, over the areas of now: some may be new, and some gone."""
    if table.areas == tuple(areas):
        return table
    place = {area: index for index, area in enumerate(table.areas)}
    at = np.array([place.get(area, -1) for area in areas], dtype=np.int64)
    columns = {}
    for key, old in table.columns.items():
        column = Column(old.values[at], old.n[at], old.estimated[at], old.shown[at], old.reason[at])
        column.values[at < 0], column.n[at < 0], column.estimated[at < 0] = np.nan, np.nan, False
        column.shown[at < 0], column.reason[at < 0] = True, Reason.SHOWN
        columns[key] = column
    return replace(table, areas=tuple(areas), columns=columns)


def by_dimension(table: Table, groups: Sequence[Group]) -> dict[int, tuple[list[int], bool]]:
    """The keys of the groups that the table has, by dimension, and whether they add up to everybody."""
    found: dict[int, tuple[list[int], bool]] = {}
    for group in groups:
        if group.pk in table.columns:
            found.setdefault(group.dimension_id, ([], group.dimension.partition))[0].append(group.pk)
    return found


def protect_table(table: Table, groups: Sequence[Group]) -> None:
    """Protect counts of people against totals and within each dimension, in one area set alone."""
    dimensions = by_dimension(table, groups)
    if not dimensions:
        _protect_totals(table)
    # A total that one dimension leaves out is left out in all.
    for _round in range(1 + len(dimensions)):
        before = None if None not in table.columns else table.columns[None].shown.copy()
        for members, partition in dimensions.values():
            _protect_dimension(table, members, partition)
        if before is None or np.array_equal(before, table.columns[None].shown):
            break


def whole(column: Column) -> Counts:
    """Counts as whole people: estimates are rounded, and where there is no figure there is nobody to
    protect.
    """
    return np.rint(np.nan_to_num(np.maximum(column.values, 0.0))).astype(np.int64)


def _protect_totals(table: Table) -> None:
    if None in table.columns:
        column = table.columns[None]
        asked = np.column_stack([~column.shown, np.zeros(len(table.areas), dtype=bool)])
        result = protect(whole(column).reshape(-1, 1), threshold(), also_hide=asked)
        column.shown &= result.shown[:, 0] & result.total_shown
        table.sums_shown[None] = table.sums_shown[None] and result.grand_total_shown


def _protect_dimension(table: Table, members: list[int], partition: bool) -> None:
    columns = [table.columns[key] for key in members]
    counts = np.column_stack([whole(column) for column in columns])
    everybody = table.columns.get(None)
    total = whole(everybody) if everybody else counts.sum(axis=1)
    nothing = np.zeros(len(table.areas), dtype=bool)
    asked = [~column.shown for column in columns]
    asked_total = ~everybody.shown if everybody else nothing
    rest = total - counts.sum(axis=1)
    if partition and np.all(rest >= 0):
        # Groups that a source leaves out still count: without them, the shown ones would not add up to
        # the total.
        spare = [rest] if rest.any() else []
        cells = np.column_stack([counts, *spare])
        also = np.column_stack([*asked, *([nothing] * len(spare)), asked_total])
        result = protect(cells, threshold(), also_hide=also)
    else:
        total = np.maximum(total, counts.max(axis=1))
        also = np.column_stack([*asked, asked_total])
        result = protect_overlapping(counts, total, threshold(), also_hide=also)
    _mark(table, members, result)


def _mark(table: Table, members: list[int], result: Protected) -> None:
    for index, key in enumerate(members):
        table.columns[key].shown &= result.shown[:, index]
        table.sums_shown[key] = bool(table.sums_shown[key] and result.group_total_shown[index])
    if None in table.columns:
        table.columns[None].shown &= result.total_shown
        table.sums_shown[None] = bool(table.sums_shown[None] and result.grand_total_shown)
