"""Duos by ours and by what a user would pick instead, from the same pairs. `matching.py` runs it.

All solve the same pairs: the 50 best of each newcomer, every volunteer's capacity, one band. Ours gives duos, then
quality, then the draw, with a certificate; the peers maximise Σ (30,000 + quality), as a user would to have duos first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from beside import HERE, Line, Maker, Peer
from matching_towns import criteria, towns

DUO = 30_000
TODAY = date(2026, 11, 22)


class Pairs(NamedTuple):
    """Edges row, column, mark; room of each volunteer; the task that they are of."""

    row: np.ndarray
    column: np.ndarray
    mark: np.ndarray
    room: np.ndarray
    task: Any
    edges: Any


def pairs_of(people: int, sides: Any = None) -> Pairs:
    """The 50 best of each newcomer."""
    from convive.engines.matching import candidates, coding, indexing

    task = coding.prepare(*(sides or towns(people)), criteria(), (), (), TODAY, "", {})
    edges = candidates.find(task, indexing.index_of(task), False)
    return Pairs(edges.row, edges.column, edges.mark, task.room, task, edges)


def ours(pairs: Pairs) -> Callable[[], np.ndarray]:
    from dataclasses import replace

    from convive.engines.matching import candidates, solving

    instance = candidates.instance_of(replace(pairs.task, level=np.ones_like(pairs.task.level)), pairs.edges)
    return lambda: solving.solve(instance).chosen


def greedy(pairs: Pairs) -> Callable[[], np.ndarray]:
    """The best duo first."""
    import numba

    @numba.njit
    def run(order: Any, row: Any, column: Any, room: Any, n: int) -> Any:
        chosen, left = np.full(n, -1), room.copy()
        for e in order:
            if chosen[row[e]] < 0 and left[column[e]] > 0:
                chosen[row[e]] = e
                left[column[e]] -= 1
        return chosen

    n = len(pairs.task.level)
    run(np.arange(1), pairs.row[:1], pairs.column[:1], pairs.room, n)
    return lambda: run(
        np.argsort(-pairs.mark.astype(np.int64), kind="stable"), pairs.row, pairs.column, pairs.room, n
    )


def _places(pairs: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges to single places: a volunteer with room for two is two. Edge, row and place."""
    first = np.concatenate([[0], np.cumsum(pairs.room)])
    times = pairs.room[pairs.column]
    edge = np.repeat(np.arange(len(pairs.row)), times)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    return edge, pairs.row[edge], first[pairs.column[edge]] + within


def _dense(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """Costs of all places (0 where two do not fit) and the edge of each."""
    edge, row, place = _places(pairs)
    cost = np.zeros((len(pairs.task.level), int(pairs.room.sum())))
    of = np.full(cost.shape, -1, np.int32)
    cost[row, place] = -(DUO + pairs.mark[edge].astype(float))
    of[row, place] = edge
    return cost, of


def scipy_dense(pairs: Pairs) -> Callable[[], np.ndarray]:
    from scipy.optimize import linear_sum_assignment

    cost, of = _dense(pairs)

    def run() -> np.ndarray:
        rows, columns = linear_sum_assignment(cost)
        return of[rows, columns]

    return run


def scipy_sparse(pairs: Pairs) -> Callable[[], np.ndarray]:
    """Each newcomer may also take a place of their own, which is worth nothing."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    edge, row, place = _places(pairs)
    n, v = len(pairs.task.level), int(pairs.room.sum())
    cost = np.concatenate([2 * DUO - (DUO + pairs.mark[edge].astype(np.int64)), np.full(n, 2 * DUO)])
    rows, columns = np.concatenate([row, np.arange(n)]), np.concatenate([place, v + np.arange(n)])
    graph = coo_matrix((cost, (rows, columns)), shape=(n, v + n)).tocsr()
    number = coo_matrix((np.concatenate([edge + 1, np.zeros(n, int)]), (rows, columns)), (n, v + n)).tocsr()

    def run() -> np.ndarray:
        left, right = min_weight_full_bipartite_matching(graph)
        return np.asarray(number[left, right]).ravel() - 1

    return run


def ortools_flow(pairs: Pairs) -> Callable[[], np.ndarray]:
    from ortools.graph.python import min_cost_flow

    n, v, m = len(pairs.task.level), len(pairs.room), len(pairs.row)

    def run() -> np.ndarray:
        flow = min_cost_flow.SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(
            pairs.row, n + pairs.column, np.ones(m, np.int64), -(DUO + pairs.mark.astype(np.int64))
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            n + np.arange(v), np.full(v, n + v), pairs.room, np.zeros(v, np.int64)
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            np.arange(n), np.full(n, n + v), np.ones(n, np.int64), np.zeros(n, np.int64)
        )
        flow.set_nodes_supplies(
            np.arange(n + v + 1), np.concatenate([np.ones(n), np.zeros(v), [-n]]).astype(int)
        )
        if flow.solve() != flow.OPTIMAL:
            raise RuntimeError("not solved")
        return np.flatnonzero(flow.flows(np.arange(m)))

    return run


def lap_sparse(pairs: Pairs) -> Callable[[], np.ndarray]:
    """lap wants a square: newcomers and stand-ins by places and places of their own (Jonker and Volgenant's trick)."""
    import lap

    edge, row, place = _places(pairs)
    n, v = len(pairs.task.level), int(pairs.room.sum())
    size = n + v
    rows = np.concatenate([row, np.arange(n), n + place, n + np.arange(v)])
    columns = np.concatenate([place, v + np.arange(n), v + row, np.arange(v)])
    cost = np.concatenate([-(DUO + pairs.mark[edge].astype(float)), np.zeros(n + len(edge) + v)]) + 2 * DUO
    order = np.lexsort((columns, rows))
    starts = np.searchsorted(rows[order], np.arange(size + 1))
    key = row * size + place
    by_key = np.argsort(key)

    def run() -> np.ndarray:
        _cost, x, _y = lap.lapmod(
            size, cost[order], starts.astype(np.int32), columns[order].astype(np.int32), fp_version=lap.FP_2
        )
        taken = np.flatnonzero(x[:n] < v)
        return edge[by_key[np.searchsorted(key[by_key], taken * size + x[taken])]]

    return run


def matching_stable(pairs: Pairs) -> Callable[[], np.ndarray]:
    """Hospital and resident: another aim (no pair that would rather have each other), often taken for the same."""
    import sys

    # A file of this folder has the package's name.
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != HERE]
    from matching.games import HospitalResident

    sys.setrecursionlimit(1_000_000)
    order = np.lexsort((pairs.column, -pairs.mark.astype(int), pairs.row))
    residents: dict[str, list[str]] = {}
    hospitals: dict[str, list[str]] = {}
    for e in order:
        residents.setdefault(f"n{pairs.row[e]}", []).append(f"v{pairs.column[e]}")
    for e in np.lexsort((pairs.row, -pairs.mark.astype(int), pairs.column)):
        hospitals.setdefault(f"v{pairs.column[e]}", []).append(f"n{pairs.row[e]}")
    room = {name: int(pairs.room[int(name[1:])]) for name in hospitals}
    number = {(int(r), int(c)): e for e, (r, c) in enumerate(zip(pairs.row, pairs.column, strict=True))}

    def run() -> np.ndarray:
        game = HospitalResident.create_from_dictionaries(residents, hospitals, room)
        found = game.solve()
        return np.array(
            [number[int(r.name[1:]), int(h.name[1:])] for h, matched in found.items() for r in matched]
        )

    return run


def finding(people: int) -> Callable[[], str]:
    pairs_of(500)
    sides = towns(people)
    return lambda: f"{len(pairs_of(people, sides).row):,} pairs"


def of_pairs(solver: Callable[[Pairs], Callable[[], np.ndarray]]) -> Maker:
    """A solver as a call that says how many it matched, and how well."""

    def maker(people: int) -> Callable[[], str]:
        pairs = pairs_of(people)
        run = solver(pairs)

        def call() -> str:
            chosen = np.asarray(run())
            chosen = chosen[chosen >= 0]
            quality = int(pairs.mark[chosen].astype(np.int64).sum())
            return f"matched {len(chosen):,}, quality {quality:,}"

        return call

    return maker


# The largest number of people for which each is tried. Dense costs for more would not fit into memory; `matching` keeps
# an object for each pair.
LINES = [
    Line("people as arrays to the 50 best of each newcomer", finding),
    Line(
        "duos from these pairs",
        of_pairs(ours),
        (
            Peer(of_pairs(greedy), "numba", 10**7, name="greedy"),
            Peer(of_pairs(ortools_flow), "ortools", 10**6, name="ortools_flow"),
            Peer(of_pairs(scipy_sparse), "scipy", 10**5, name="scipy_sparse"),
            Peer(of_pairs(lap_sparse), "lap", 10**5, name="lap_sparse"),
            Peer(of_pairs(scipy_dense), "scipy", 10**4, name="scipy_dense"),
            Peer(of_pairs(matching_stable), "matching", 2_000, name="matching_stable"),
        ),
    ),
]
