"""Regions that do not touch: parts of a round that can be solved apart, here or on other machines.

Two people are in one region where a chain of languages and places leads from one to the other, so no pair that
fits lies across a border. Each part has its own best set of duos, and together they are the best of the whole:
all three sums are sums over parts. The result is the same to the last bit as in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from convive.engines.matching.candidates import are_few, solve_task
from convive.engines.matching.coding import Task
from convive.engines.matching.indexing import index_of
from convive.engines.matching.kernels import ACTIVE, Floats, Ints, Places, Side, Words
from convive.engines.matching.kernels_index import Index
from convive.engines.matching.kernels_regions import joined
from convive.engines.matching.rules import Rule
from convive.engines.matching.solving import Edges, Solution, Stage

_LANGUAGE = int(Rule.LANGUAGE)


@dataclass(frozen=True, eq=False)
class Region:
    """A part of a task: rows of newcomers and volunteers in the whole, in order, and the task of them alone. every:
    whether all its pairs are kept in memory, which hangs on the whole.
    """

    rows_n: Ints
    rows_v: Ints
    task: Task
    every: bool


@dataclass(frozen=True, eq=False)
class Solved:
    """A region with the pairs who fit and the best among them."""

    edges: Edges
    solution: Solution


Run = Callable[[Callable[[Region], Solved], Sequence[Region]], Iterable[Solved]]


def regions(task: Task, at_least: int = 2000) -> list[Region]:
    """The regions of a task, small ones together until they hold `at_least` newcomers.

    Newcomers whom nobody can reach are in no region.
    """
    index = index_of(task)
    every = are_few(task, index)
    part_n, part_v = parts(task.N.places, task.N.words, task.R.listed, task.R.numbers, index, len(task.room))
    sizes = np.bincount(part_n[part_n >= 0])
    # Parts in order of size, gathered until a region is large enough.
    order = np.argsort(-sizes, kind="stable")
    filled = np.concatenate([[0], np.cumsum(sizes[order])[:-1]]) // max(1, at_least)
    number = np.empty(len(sizes), np.int64)
    number[order] = np.unique(filled, return_inverse=True)[1] if len(sizes) else filled
    number = np.append(number, -1)
    of_n, of_v = number[part_n], number[part_v]
    return [
        _region(task, np.flatnonzero(of_n == each), np.flatnonzero(of_v == each), every)
        for each in range(int(number.max(initial=-1)) + 1)
    ]


def solve_region(region: Region) -> Solved:
    """The pairs of a region and the best set of duos. Wants nothing but the region, so it can run anywhere."""
    return Solved(*solve_task(region.task, region.every))


def join(task: Task, parts: Sequence[Region], solved: Sequence[Solved]) -> Solved:
    """The whole from its solved regions."""
    n, v = len(task.level), len(task.room)
    counts = np.zeros(n, np.int64)
    for region, each in zip(parts, solved, strict=True):
        counts[region.rows_n] = np.diff(each.edges.start)
    start = np.concatenate([[0], np.cumsum(counts)])
    column, mark = np.empty(start[-1], np.int32), np.empty(start[-1], np.int16)
    chosen = np.full(n, -1, np.int64)
    prices, gains = np.zeros((3, v), np.int64), np.zeros((3, n), np.int64)
    totals = np.zeros((3, 2), np.int64)
    most = np.zeros(int(task.level.max(initial=1)), np.int64)
    for region, each in zip(parts, solved, strict=True):
        own = each.edges
        rows = own.row.astype(np.int64)
        shift = start[region.rows_n] - own.start[:-1]
        at = np.arange(len(own.column)) + shift[rows]
        column[at], mark[at] = region.rows_v[own.column], own.mark
        has = np.flatnonzero(each.solution.chosen >= 0)
        chosen[region.rows_n[has]] = each.solution.chosen[has] + shift[has]
        for place, stage in enumerate(each.solution.stages):
            prices[place, region.rows_v], gains[place, region.rows_n] = stage.prices, stage.gains
            totals[place] += stage.value, stage.bound
        most[len(most) - len(each.solution.most) :] += each.solution.most
    stages = tuple(
        Stage(name, prices[place], gains[place], *totals[place].tolist())
        for place, name in enumerate(("who", "quality", "draw"))
    )
    fits_n, fits_v, cut = np.zeros(n, np.int32), np.zeros(v, np.int32), np.full(n, -1, np.int16)
    for region, each in zip(parts, solved, strict=True):
        assert each.edges.fits_n is not None
        assert each.edges.fits_v is not None
        fits_n[region.rows_n], fits_v[region.rows_v] = each.edges.fits_n, each.edges.fits_v
        if each.edges.cut is not None:
            cut[region.rows_n] = each.edges.cut
    whole = Edges(start, column, mark, fits_n, fits_v, cut if (cut >= 0).any() else None)
    return Solved(whole, Solution(chosen, stages, tuple(most.tolist())))


def here(function: Callable[[Region], Solved], parts: Sequence[Region]) -> list[Solved]:
    """One region after the other, in this process."""
    return [function(part) for part in parts]


def _rows(side: Side, rows: Ints) -> Side:
    return Side(side.places[rows], side.codes[rows], side.words[rows])


def _region(task: Task, rows_n: Ints, rows_v: Ints, every: bool) -> Region:
    place_n, place_v = np.full(len(task.level), -1), np.full(len(task.room), -1)
    place_n[rows_n], place_v[rows_v] = np.arange(len(rows_n)), np.arange(len(rows_v))
    both = np.divmod(task.blocked, max(1, len(task.room)))
    keys = place_n[both[0]] * len(rows_v) + place_v[both[1]]
    inside = (place_n[both[0]] >= 0) & (place_v[both[1]] >= 0)
    part = replace(
        task,
        newcomers=None,
        volunteers=None,
        newcomer_at=rows_n,
        volunteer_at=rows_v,
        N=_rows(task.N, rows_n),
        V=_rows(task.V, rows_v),
        level=task.level[rows_n],
        room=task.room[rows_v],
        weeks=task.weeks[rows_n],
        steps=task.steps[rows_n],
        blocked=np.sort(keys[inside]),
        kept=(),
        relaxed={},
    )
    return Region(rows_n, rows_v, part, every)


def parts(
    places: Floats, words: Words, listed: Words, numbers: Ints, index: Index, volunteers: int
) -> tuple[Places, Places]:
    """The part each newcomer and each volunteer is in, −1 for none."""
    asks = bool(numbers[ACTIVE] & _LANGUAGE)
    return joined(
        places, words, listed, asks, index.lattice, index.across, index.up, index.starts, index.posted,
        index.lists, volunteers,
    )  # fmt: skip
