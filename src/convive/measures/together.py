"""What may be shown of all area sets, dimensions and releases together, as the engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from convive.engines.disclosure import Closed, Dimension, Mix, Reason, Sheet, close_sheets
from convive.measures.models import Group, Indicator
from convive.measures.models.indicator import Kind
from convive.measures.nesting import make_chains, protect_chain
from convive.measures.protection import Table, by_dimension, protect_table, threshold, whole

Tables = Mapping[int, Table]


def protect_tables(
    tables: Tables,
    indicator: Indicator,
    groups: Sequence[Group],
    parents: Mapping[int, int],
    *,
    carried: Callable[[], bool] = lambda: False,
    mixes: Callable[[], Sequence[Mix]] = lambda: (),
    before: Sequence[Tables] = (),
) -> None:
    """Mark in one period's tables, by area set, what may be shown of all of them together, and why the rest may not.

    A count of people is protected against totals, within each dimension, and where areas of one set hold areas
    of another (`parents`, by area); other counts are shown. Any other number is left out where few people are
    behind it. `carried` leaves out further cells by itself, and tells whether it did. `mixes` are the estimates
    that are made of other sets. `before`: what was published of the same period until now, the newest first.
    """
    if indicator.kind != Kind.COUNT:
        for table in tables.values():
            for column in table.columns.values():
                column.shown = ~(column.n < threshold())
                column.reason = np.where(column.shown, Reason.SHOWN, Reason.TOO_FEW).astype(np.int8)
    elif indicator.of_people:
        _keep_left_out(tables, before)
        chains = make_chains(tables, parents)
        # Quickly, each set and dimension by itself: what one leaves out is left out in all, so each is looked at
        # until nothing changes.
        left_out = -1
        while carried() or left_out != _left_out(tables.values()):
            left_out = _left_out(tables.values())
            for chain in chains:
                protect_chain(chain, groups, parents)
            for table in tables.values():
                protect_table(table, groups)
        _close(tables, groups, parents, mixes(), before)


def _left_out(tables: Iterable[Table]) -> int:
    return sum(
        int(np.count_nonzero(~column.shown)) + (not table.sums_shown[key])
        for table in tables
        for key, column in table.columns.items()
    )


def _keep_left_out(tables: Tables, before: Sequence[Tables]) -> None:
    """What was left out when it was last published stays left out."""
    for area_set, table in tables.items():
        releases = [release[area_set] for release in before if area_set in release]
        for key, column in table.columns.items():
            new, new_sum = np.ones(len(table.areas), dtype=bool), True
            for old in (release for release in releases if key in release.columns):
                same = new & (old.columns[key].values == column.values)
                column.shown &= old.columns[key].shown | ~same
                new &= ~same
                if new_sum and abs(old.sums[key] - table.sums[key]) < 0.5:
                    table.sums_shown[key], new_sum = old.sums_shown[key], False


def _close(
    tables: Tables,
    groups: Sequence[Group],
    parents: Mapping[int, int],
    mixes: Sequence[Mix],
    before: Sequence[Tables],
) -> None:
    above = _above(tables, parents)
    sheets = [_sheet(table, groups, above[area_set]) for area_set, table in tables.items()]
    earlier = [
        [_sheet(release[key], groups, above[key]) if key in release else None for key in tables]
        for release in before
    ]
    closed = close_sheets(sheets, threshold(), before=earlier, mixes=mixes)
    for table, result in zip(tables.values(), closed, strict=True):
        _mark(table, result)


def _above(tables: Tables, parents: Mapping[int, int]) -> dict[int, np.ndarray]:
    """For each table, the table and the row of the nearest area that holds each of its areas, or -1."""
    place = {
        area: (number, row)
        for number, table in enumerate(tables.values())
        for row, area in enumerate(table.areas)
    }
    found = {}
    for number, (area_set, table) in enumerate(tables.items()):
        rows = []
        for area in table.areas:
            holder, seen = parents.get(area), {area}
            while holder is not None and holder not in seen and place.get(holder, (number,))[0] == number:
                seen.add(holder)
                holder = parents.get(holder)
            rows.append(place[holder] if holder in place and holder not in seen else (-1, -1))
        found[area_set] = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return found


def _sheet(table: Table, groups: Sequence[Group], above: np.ndarray) -> Sheet:
    keys = tuple(table.columns)
    columns = list(table.columns.values())
    reason = np.column_stack([column.reason for column in columns])
    told = np.isin(reason, [Reason.TOO_FEW, Reason.WOULD_GIVE_AWAY, Reason.HIDDEN_BEFORE])
    small, by = reason == Reason.TOO_FEW, table.threshold or threshold()
    return Sheet(
        counts=np.column_stack([whole(column) for column in columns]),
        known=np.column_stack([column.known for column in columns]),
        sums=np.array([table.sums[key] for key in keys]),
        keys=keys,
        dimensions=tuple(
            Dimension(tuple(keys.index(key) for key in members), partition)
            for members, partition in by_dimension(table, groups).values()
        ),
        above=above,
        hidden=np.column_stack([~column.shown for column in columns]),
        sums_hidden=np.array([not table.sums_shown[key] for key in keys]),
        out=reason == Reason.KNOWN_BEFORE,
        sums_out=np.array([table.sums_reason[key] == Reason.KNOWN_BEFORE for key in keys]),
        least=np.where(told & ~small, float(by), 0.0),
        most=np.where(told & small, by - 1.0, np.inf),
    )


def _mark(table: Table, closed: Closed) -> None:
    known = closed.reason == Reason.KNOWN_BEFORE
    reason = np.where(closed.told | known | ~closed.hidden, closed.reason, np.int8(Reason.NOT_TOLD))
    for at, (key, column) in enumerate(table.columns.items()):
        column.shown &= ~closed.hidden[:, at]
        column.reason = np.where(column.shown, np.int8(Reason.SHOWN), reason[:, at]).astype(np.int8)
        table.sums_shown[key] = table.sums_shown[key] and not closed.sums_hidden[at]
        is_known = closed.sums_reason[at] == Reason.KNOWN_BEFORE
        if not table.sums_shown[key]:
            table.sums_reason[key] = int(Reason.KNOWN_BEFORE if is_known else Reason.NOT_TOLD)
