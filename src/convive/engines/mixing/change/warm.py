"""Calls every compiled loop of change once, see `convive.engines.warming`."""

from __future__ import annotations

import numpy as np

from convive.engines.mixing.change import kernels
from convive.engines.mixing.change.decompose import change
from convive.engines.mixing.counts import Counts


def warm_up() -> None:
    names, units = ["a", "b", "c"], ["x", "y", "z"]
    change(
        Counts.of([[9, 1, 2], [3, 5, 2], [1, 4, 6]], names, units),
        Counts.of([[8, 2, 2], [4, 4, 3], [2, 7, 6]], names, units),
        resamples=1,
    )
    # Those for tables that are worth more than one thread.
    table, margin, factors = np.ones((3, 2)), np.full(3, 2.0), np.ones(2)
    kernels._sweep(table, margin, factors, True)
    kernels._mutual(table / 6, margin / 6, np.full(2, 0.5), factors)
