"""Calls every compiled loop of change once, see `convive.engines.warming`."""

from __future__ import annotations

from convive.engines.mixing.change.decompose import change
from convive.engines.mixing.counts import Counts


def warm_up() -> None:
    names, units = ["a", "b", "c"], ["x", "y", "z"]
    change(
        Counts.of([[9, 1, 2], [3, 5, 2], [1, 4, 6]], names, units),
        Counts.of([[8, 2, 2], [4, 4, 3], [2, 7, 6]], names, units),
        resamples=1,
    )
