"""Proportional fitting as the R package `segregation` does it, stopped early, to reproduce figures published with it.

The package stops once no margin is more than 0.001 of all people off. Among thousands of units each holds
less than that, so the unit margin passes unfitted, and the parts of a change come out wrong, sometimes with
the other sign. For comparison with published figures only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.change.margins import NoFit

Floats = NDArray[np.float64]

PRECISION = 0.001
# The package fills empty cells with this many people, or a thousandth of the smallest count if that is less.
FILL = 1e-10
MOST_STEPS = 200


def filled_as_in_r(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Both tables of counts, shapes (n, g), as shares with the empty cells filled."""
    smallest = min(float(table[table > 0].min()) for table in (before, after))
    fill = FILL if smallest >= FILL else smallest / 1000
    one, two = (np.where(table > 0, table, fill) for table in (before, after))
    return one / one.sum(), two / two.sum()


def fit_early(
    shares: Floats, rows: Floats, columns: Floats, first_divisor: Floats | None, precision: float = PRECISION
) -> tuple[Floats, int]:
    """The table of shares it stops at, shape (n, g), and the steps taken (a step fits one of the margins).

    With `first_divisor` it starts with the units, otherwise with the groups. The package divides in its very
    first step by the other date's unit margin instead of the table's own; given as `first_divisor`, so that
    figures come out as published. Raises NoFit after 200 steps.
    """
    table = shares
    by_unit = first_divisor is not None
    for step in range(1, MOST_STEPS + 1):
        if by_unit:
            divisor = table.sum(axis=1) if step > 1 or first_divisor is None else first_divisor
            table = table * (rows / divisor)[:, None]
        else:
            table = table * (columns / table.sum(axis=0))
        table = table / table.sum()
        by_unit = not by_unit
        off = max(np.abs(table.sum(axis=1) - rows).max(), np.abs(table.sum(axis=0) - columns).max())
        if off <= precision:
            return table, step
    raise NoFit(f"the margins are still more than {precision:g} of all people off after {MOST_STEPS} steps")
