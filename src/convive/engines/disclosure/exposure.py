"""Which hidden cells of a published table can be computed from what is shown.

Write the table with its totals as one larger table: the last column holds the row totals, the last row
the column totals. With the sign of the totals turned, every row and every column adds up to nothing. So a
hidden cell can take another value exactly if one person can be moved along a closed path of hidden cells:
one more here, one less there, and so on around. Draw each hidden cell as a line between its row and its
column: the path is a cycle of that graph.

The person who attacks knows the rule, so knows that a hidden cell holds at least one person. A cell that
holds one cannot become smaller, which is why the lines have a direction.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BoolTable = NDArray[np.bool_]
CountTable = NDArray[np.int64]


def with_totals(counts: CountTable) -> CountTable:
    """The table with a last column of row totals and a last row of column totals. Shape (a, g) becomes
    (a+1, g+1).
    """
    wide = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)]).astype(np.int64)


def signs(shape: tuple[int, ...]) -> NDArray[np.int8]:
    """+1 for cells, -1 for row and column totals, +1 for the grand total: with these, every line adds up
    to nothing.
    """
    sign = np.ones(shape, dtype=np.int8)
    sign[-1, :] *= -1
    sign[:, -1] *= -1
    return sign


def moves(table: CountTable, hidden: BoolTable) -> tuple[BoolTable, BoolTable]:
    """For each hidden cell, whether its signed value may go up by one, and whether it may go down by one."""
    sign = signs(table.shape)
    can_shrink = table >= 2
    up = hidden & ((sign > 0) | can_shrink)
    down = hidden & ((sign < 0) | can_shrink)
    return up, down


def exposed_cells(table: CountTable, hidden: BoolTable) -> BoolTable:
    """The hidden cells whose value follows from the shown ones.

    `table` is the table with its totals (see `with_totals`), shape (a+1, g+1), whole numbers; `hidden`
    has the same shape and is true only where the count is at least one. Exact for an attacker who knows
    all shown cells and that hidden cells are whole numbers of at least one: on a graph, if the value can
    change at all, it can change by one.
    """
    up, down = moves(table, hidden)
    open_cells = hidden & ~(_on_a_rectangle(up, down) | _on_a_rectangle(down, up))
    for row, column in np.argwhere(open_cells):
        if _on_a_cycle(up, down, int(row), int(column)):
            open_cells[row, column] = False
    return open_cells


def is_exposed(table: CountTable, hidden: BoolTable, row: int, column: int) -> bool:
    """Whether this one hidden cell follows from the shown ones (see `exposed_cells`)."""
    return not _on_a_cycle(*moves(table, hidden), row, column)


def _on_a_rectangle(up: BoolTable, down: BoolTable) -> BoolTable:
    """Cells (r, c) that go up on a rectangle: (r, l) down, (k, l) up, (k, c) down, for some other row k
    and column l.

    This finds nearly all cycles at once, as products of small matrices; longer ones are walked by
    `_on_a_cycle`.
    """
    u, d = up.astype(np.int64), down.astype(np.int64)
    between = u.T @ d
    np.fill_diagonal(between, 0)
    both = u * d
    paths = d @ between - (both.sum(axis=1, keepdims=True) - both) * d
    result: BoolTable = up & (paths > 0)
    return result


def _on_a_cycle(up: BoolTable, down: BoolTable, row: int, column: int) -> bool:
    """Whether the cell can change along a closed path of any length. A line is walked from row to column
    if the cell may go up, from column to row if it may go down.
    """
    return (bool(up[row, column]) and _reaches(up, down, row, column)) or (
        bool(down[row, column]) and _reaches(down.T, up.T, column, row)
    )


def _reaches(up: BoolTable, down: BoolTable, row: int, column: int) -> bool:
    """Whether a path leads from the cell's column to its row without the cell itself: down to rows, up to columns, all
    that are new at a time.
    """
    rows = down[:, column].copy()
    rows[row] = False
    seen_rows, seen_columns = rows.copy(), np.zeros(up.shape[1], dtype=bool)
    seen_columns[column] = True
    while rows.any():
        columns = up[rows].any(axis=0) & ~seen_columns
        seen_columns |= columns
        rows = down[:, columns].any(axis=1) & ~seen_rows
        if rows[row]:
            return True
        seen_rows |= rows
    return False
