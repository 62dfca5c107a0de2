"""The pairs who fit, found by language and place: all of them where they are few, else the best of each newcomer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convive.engines.matching import kernels_edges, solving
from convive.engines.matching.coding import Task
from convive.engines.matching.indexing import index_of
from convive.engines.matching.kernels import NUMBER, Ints, rated
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.kernels_find import find_best, find_fitting, price_beyond
from convive.engines.matching.kernels_index import Index
from convive.engines.matching.solving import CANDIDATES, PRICED_IN, Edges, Instance, Solution

# Above so many pairs, only the best of each newcomer are kept in memory.
MOST_STORED = 12_000_000
SAMPLE = 128


def solve_task(task: Task, every: bool | None = None) -> tuple[Edges, Solution]:
    """The pairs who fit and the best set of duos among all of them. every: keep all pairs in memory; left out, where
    they are few. Exact either way: pairs that are not kept are looked at again, and taken in until the prices cover
    every one.
    """
    index = index_of(task)
    edges = find(task, index, are_few(task, index) if every is None else every)
    solution = solving.solve(instance_of(task, edges))
    while edges.cut is not None:
        more = _beyond(task, index, edges, solution)
        if more is None:
            break
        edges, chosen, fresh = more
        warm = replace(solution, chosen=chosen)
        solution = solving.solve(instance_of(task, edges), warm=warm, fresh=fresh)
    return edges, solution


def instance_of(task: Task, edges: Edges) -> Instance:
    number = int(task.R.numbers[NUMBER])
    numbers = (np.ascontiguousarray(side.words[:, number]) for side in (task.N, task.V))
    return Instance(edges, task.level, task.room, *numbers)


def are_few(task: Task, index: Index) -> bool:
    """Whether all pairs who fit can be kept in memory."""
    n, v = len(task.level), len(task.room)
    expected = n * v
    if expected > MOST_STORED:
        some = np.arange(0, n, max(1, n // SAMPLE), dtype=np.int32)
        # Only the sizes are wanted.
        sizes = find_fitting(some, 0, task.N, task.V, task.R, index)[0]
        expected = int(sizes[-1] / max(1, len(some)) * n)
    return expected <= MOST_STORED


def find(task: Task, index: Index, every: bool) -> Edges:
    """Who fits each newcomer, without the blocked pairs: all of them, or the best."""
    n, v = len(task.level), len(task.room)
    rows = np.arange(n, dtype=np.int32)
    sides = task.N, task.V, task.R, index
    if not every:
        start, column, mark, fits_n, fits_v, cut = find_best(CANDIDATES, *sides)
        if len(task.blocked):
            start, column, mark = kernels_edges.without(start, column, mark, v, task.blocked)
            of_n, of_v = (each.astype(np.int32) for each in np.divmod(task.blocked, v))
            fit = rated(of_n, of_v, task.N, task.V, task.R)[0] == 0
            np.subtract.at(fits_n, of_n[fit], 1)
            np.subtract.at(fits_v, of_v[fit], 1)
        return Edges(start, column, mark, fits_n, fits_v, cut if (cut >= 0).any() else None)
    capacity = 64 * min(v, 1000)
    while True:
        start, column, mark, needed = find_fitting(rows, capacity, *sides)
        if not needed:
            break
        capacity = int(needed)
    if len(task.blocked):
        start, column, mark = kernels_edges.without(start, column, mark, v, task.blocked)
    fits_v = np.bincount(column, minlength=v).astype(np.int32)
    return Edges(start, column, mark, np.diff(start).astype(np.int32), fits_v)


def _beyond(task: Task, index: Index, edges: Edges, solution: Solution) -> tuple[Edges, Ints, Flags] | None:
    """The edges with those that are worth more than their prices, where the chosen ones are then, and who has more
    edges now.
    """
    assert edges.cut is not None
    prices = np.stack([stage.prices for stage in solution.stages])
    gains = np.stack([stage.gains for stage in solution.stages])
    lowest = np.full(1, solving.FAR)
    zero = prices[0] == 0
    lowest[0] = prices[1][zero].min(initial=solving.FAR)
    counts, columns, marks = price_beyond(
        PRICED_IN, task.level, edges.cut, prices, gains, lowest, task.blocked, task.N, task.V, task.R, index
    )
    if not counts.any():
        return None
    start, column, mark = kernels_edges.with_more(
        edges.start, edges.column, edges.mark, counts, columns, marks
    )
    has = solution.chosen >= 0
    chosen = np.where(has, solution.chosen + (start - edges.start)[:-1], -1)
    return replace(edges, start=start, column=column, mark=mark), chosen, counts > 0
