"""Leaving out small cells, and then what would give them away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convive.engines.disclosure.exposure import (
    BoolTable,
    CountTable,
    exposed_cells,
    is_exposed,
    moves,
    with_totals,
)

DEFAULT_THRESHOLD = 5


class Reason(IntEnum):
    """Why a cell is not shown. For those who may see the records; the public is told it only where that pins
    nothing down (`closing`), as the difference between two reasons narrows down the number.
    """

    SHOWN = 0
    TOO_FEW = 1
    WOULD_GIVE_AWAY = 2
    # One or a few contributors make up most of a magnitude.
    DOMINATED = 3
    # Hidden in an earlier release of the same figure.
    HIDDEN_BEFORE = 4
    # The change since an earlier release is a small number of people.
    SMALL_CHANGE = 5
    # Hidden, but an earlier release already tells it.
    KNOWN_BEFORE = 6
    # What the public is told where the reason itself would narrow a number down.
    NOT_TOLD = 7


@dataclass(frozen=True)
class Protected:
    """What may be shown of a table of `a` areas and `g` groups, and why the rest may not.

    `shown`, `reason`: shape (a, g). `total_*`: the areas' totals, shape (a,). `group_total_*`: the
    groups' totals over all areas, shape (g,). `grand_total_*`: everybody. Reasons are values of `Reason`.
    """

    shown: BoolTable
    reason: NDArray[np.int8]
    total_shown: BoolTable
    total_reason: NDArray[np.int8]
    group_total_shown: BoolTable
    group_total_reason: NDArray[np.int8]
    grand_total_shown: bool
    threshold: int

    @property
    def too_few(self) -> int:
        """Cells left out because fewer people than the threshold are in them."""
        return int(np.count_nonzero(self.reason == Reason.TOO_FEW))

    @property
    def would_give_away(self) -> int:
        """Cells left out because another one could be computed from them."""
        return int(np.count_nonzero(self.reason == Reason.WOULD_GIVE_AWAY))


def protect(
    counts: ArrayLike, threshold: int = DEFAULT_THRESHOLD, *, also_hide: ArrayLike | None = None
) -> Protected:
    """What may be shown of `counts`, shape (areas, groups), people, whole numbers, groups that add up to
    everybody.

    Published are the cells, each area's total, each group's total and the grand total. A zero is shown. A
    count from 1 to `threshold` - 1 is not, total or cell. Then further cells are left out, as few as a
    step-by-step search finds, until no left-out cell can be computed from the shown ones
    (`exposed_cells`); no row and no column then has a single left-out cell.

    `also_hide`, shape (areas, groups + 1), the totals last, names cells to leave out for reasons of the
    caller's own. Raises ValueError, naming row and column, for a count that is negative or not whole.
    """
    table = with_totals(_checked(counts, threshold))
    first = (table > 0) & (table < threshold)
    return _result(first, closed(table, first | _asked(also_hide, table)), threshold)


def protect_overlapping(
    counts: ArrayLike,
    totals: ArrayLike,
    threshold: int = DEFAULT_THRESHOLD,
    *,
    also_hide: ArrayLike | None = None,
) -> Protected:
    """The same for groups that overlap: `counts` of shape (areas, groups), `totals` of shape (areas,).

    Each group is protected together with its complement (everybody else), as a table of two groups.
    Relations between overlapping groups (a country within a continent) are not used; publish such groups
    apart where that matters. Raises ValueError also where a group is larger than the total.
    """
    checked = _checked(counts, threshold)
    total = _checked(np.asarray(totals).reshape(-1, 1), threshold)[:, 0]
    if total.shape[0] != checked.shape[0]:
        raise ValueError(f"{checked.shape[0]} areas have counts but {total.shape[0]} have totals")
    larger = np.argwhere(checked > total[:, None])
    if larger.size:
        row, column = larger[0]
        raise ValueError(
            f"row {row}, column {column}: the group has {checked[row, column]} people, the total {total[row]}"
        )
    shape = (checked.shape[0], checked.shape[1] + 1)
    asked = np.zeros(shape, dtype=bool) if also_hide is None else np.asarray(also_hide, dtype=bool)
    first = np.zeros((checked.shape[0] + 1, checked.shape[1] + 1), dtype=bool)
    final = first.copy()
    for group in range(checked.shape[1]):
        pair = with_totals(np.column_stack([checked[:, group], total - checked[:, group]]))
        small = (pair > 0) & (pair < threshold)
        wanted = np.column_stack([asked[:, group], np.zeros(len(total), dtype=bool), asked[:, -1]])
        full = closed(pair, small | _asked(wanted, pair))
        first[:, group], final[:, group] = small[:, 0], full[:, 0]
        first[:, -1] |= small[:, -1]
        final[:, -1] |= full[:, -1]
    return _result(first, final, threshold)


def _asked(also_hide: ArrayLike | None, table: CountTable) -> BoolTable:
    """The cells that the caller hides. An empty cell stays shown: its zero is no secret."""
    asked = np.zeros(table.shape, dtype=bool)
    if also_hide is not None:
        asked[:-1] = np.asarray(also_hide, dtype=bool)
    result: BoolTable = asked & (table > 0)
    return result


def closed(table: CountTable, hidden: BoolTable) -> BoolTable:
    """Hide more until nothing hidden can be computed.

    Each step closes the rectangle that costs least around an exposed cell. One always exists, as a cell,
    its two totals and the grand total are all above zero. Hiding more never exposes another cell, and the
    cells added stand on the same closed path, so one look at each cell is enough.
    """
    hidden = hidden.copy()
    cost = _costs(table)
    for row, column in np.argwhere(exposed_cells(table, hidden)):
        if is_exposed(table, hidden, int(row), int(column)):
            other_row, other_column = _cheapest_rectangle(table, hidden, cost, int(row), int(column))
            hidden[[row, other_row, other_row], [other_column, other_column, column]] = True
    return hidden


def _costs(table: CountTable) -> NDArray[np.float64]:
    """What it costs to hide a cell: fewest cells first, then fewest people; totals only where nothing
    else helps.
    """
    cost = 1.0 + table / (table.max() + 1.0)
    cost[:-1, -1] += 100.0
    cost[-1, :-1] += 10_000.0
    cost[-1, -1] += 1_000_000.0
    result: NDArray[np.float64] = np.where(table > 0, cost, np.inf)
    return result


def _cheapest_rectangle(
    table: CountTable, hidden: BoolTable, cost: NDArray[np.float64], row: int, column: int
) -> tuple[int, int]:
    price = np.where(hidden, 0.0, cost)
    total = price[row][None, :] + price[:, column][:, None] + price
    up, down = moves(table, table > 0)
    rises = up[row, column] & down[row][None, :] & down[:, column][:, None] & up
    falls = down[row, column] & up[row][None, :] & up[:, column][:, None] & down
    total = np.where(rises | falls, total, np.inf)
    total[row, :] = np.inf
    total[:, column] = np.inf
    other_row, other_column = np.unravel_index(int(np.argmin(total)), total.shape)
    return int(other_row), int(other_column)


def _result(first: BoolTable, final: BoolTable, threshold: int) -> Protected:
    reason = np.where(first, Reason.TOO_FEW, np.where(final, Reason.WOULD_GIVE_AWAY, Reason.SHOWN)).astype(
        np.int8
    )
    return Protected(
        shown=~final[:-1, :-1],
        reason=reason[:-1, :-1],
        total_shown=~final[:-1, -1],
        total_reason=reason[:-1, -1],
        group_total_shown=~final[-1, :-1],
        group_total_reason=reason[-1, :-1],
        grand_total_shown=not final[-1, -1],
        threshold=threshold,
    )


def _checked(counts: ArrayLike, threshold: int) -> CountTable:
    if threshold < 1:
        raise ValueError(f"the threshold is {threshold}; it must be at least 1")
    table = np.asarray(counts)
    if table.ndim != 2:
        raise ValueError(f"the counts have {table.ndim} dimensions; areas by groups are two")
    if not table.size:
        raise ValueError("the table has no cell")
    number = table.astype(np.float64)
    wrong = np.argwhere(~(number >= 0) | (number != np.floor(number)) | np.isinf(number))
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"row {row}, column {column}: {number[row, column]} is not a whole number of people")
    return number.astype(np.int64)
