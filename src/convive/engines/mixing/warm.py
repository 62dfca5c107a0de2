"""Calls every compiled loop of the indices once, see `convive.engines.warming`."""

from __future__ import annotations

import numpy as np

from convive.engines.mixing.analysis import analyse
from convive.engines.mixing.counts import Counts
from convive.engines.mixing.inference import bootstrap, permutation_test


def warm_up() -> None:
    table = np.array([[9, 1, 0], [3, 5, 2], [0, 4, 6], [0, 0, 0]])
    names = ["a", "b", "c"]
    analyse(Counts.of(table, names, within=["x", "x", "y", "y"]), permutations=2, resamples=2)
    # A table without empty rows is used as it is, and cannot be written to.
    analyse(Counts.of(table[:3], names, within=["x", "x", "y"]), permutations=2, resamples=2)
    permutation_test(table, 2)
    bootstrap(table, 2)
