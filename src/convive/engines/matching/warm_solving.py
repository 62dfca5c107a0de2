"""Compiles the kernels of the solver, beside those of `warm`."""

from __future__ import annotations

import numpy as np

from convive.engines.matching.solving import Edges, Instance, solve


def warm_up() -> None:
    """Solves three newcomers and two volunteers."""
    edges = Edges(
        np.array([0, 2, 3, 4], np.int64), np.array([0, 1, 1, 0], np.int32), np.array([9, 5, 4, 1], np.int16)
    )
    assert len(edges.row) == 4
    ones = np.ones(3, np.int64)
    numbers = np.arange(3, dtype=np.uint64)
    solve(Instance(edges, ones, ones[:2], numbers, numbers[:2]))
