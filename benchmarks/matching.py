"""Duos by ours and by what a user would pick instead, on the same invented towns.

    python benchmarks/matching.py [--sizes 2000,10000] [--peers ours,scipy_sparse] [--limit 300] [--city] [--round]

Prints wall, CPU (all threads) and peak memory of each, in a process of its own, the newcomers matched, the sum of
qualities and its ratio to ours. All solve the same pairs: the 50 best of each newcomer, every volunteer's capacity,
one band. Ours gives duos, then quality, then the draw, with a certificate; the peers maximise Σ (30,000 + quality),
as a user would to have duos first. `candidates` is the finding of pairs, which is ours for all. A peer that has not
finished `--limit` seconds after its pairs were ready is ended, and said so; so is one that wants more than `--memory`
GB.
`--city` times a whole round of 5,000 newcomers and 3,000 volunteers with all reasons, once compiled; `--round` one of
each size without.

The peers need `pip install ortools lap matching`; one that is not installed or not made for a size is left out, and
says so.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from collections.abc import Callable
from datetime import date
from queue import Empty
from statistics import median
from typing import Any, NamedTuple

import numpy as np
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


def pairs_of(people: int) -> Pairs:
    from convive.engines.matching import candidates, coding, indexing
    from convive.engines.matching.kernels_find import find_best

    task = coding.prepare(*towns(people), criteria(), (), (), TODAY, "", {})
    sides = task.N, task.V, task.R, indexing.index_of(task)
    start, column, mark, fits_n, fits_v, cut = find_best(candidates.CANDIDATES, *sides)
    edges = candidates.Edges(start, column, mark, fits_n, fits_v, cut)
    return Pairs(edges.row, column, mark, task.room, task, edges)


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
    from pathlib import Path

    # This file has the package's name, and its folder stands first.
    here = Path(__file__).resolve().parent
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != here]
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


# The largest number of people for which each is tried. Dense costs for more would not fit into memory; `matching` keeps
# an object for each pair.
PEERS: dict[str, tuple[Callable[[Pairs], Callable[[], np.ndarray]], int]] = {
    "ours": (ours, 10**7),
    "greedy": (greedy, 10**7),
    "ortools_flow": (ortools_flow, 10**6),
    "scipy_sparse": (scipy_sparse, 10**6),
    "lap_sparse": (lap_sparse, 10**6),
    "scipy_dense": (scipy_dense, 10**4),
    "matching_stable": (matching_stable, 10**4),
}


def measure(name: str, people: int, memory: float, answer: Any) -> None:
    try:
        most = int(memory * 1024**3)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        began, cpu = time.perf_counter(), time.process_time()
        pairs = pairs_of(people)
        if name == "candidates":
            # Once more, compiled.
            answer.put("ready")
            began, cpu = time.perf_counter(), time.process_time()
            pairs = pairs_of(people)
            chosen = np.empty(0, np.int64)
        else:
            run = PEERS[name][0](pairs)
            if name == "ours":
                ours(pairs_of(500))()
            answer.put("ready")
            began, cpu = time.perf_counter(), time.process_time()
            chosen = np.asarray(run())
        took = time.perf_counter() - began, time.process_time() - cpu
        chosen = chosen[chosen >= 0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        answer.put((*took, peak, len(chosen), int(pairs.mark[chosen].astype(np.int64).sum())))
    except ModuleNotFoundError as missing:
        answer.put(f"needs `pip install {missing.name}`")
    except MemoryError:
        answer.put(f"wants more than {memory:.0f} GB")
    except Exception as error:
        answer.put(f"{type(error).__name__}: {error}")


def in_a_process(name: str, people: int, limit: float, memory: float) -> Any:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=measure, args=(name, people, memory, answer))
    process.start()
    ready = False
    try:
        while True:
            # Laying out the pairs is no part of anybody's time.
            found = answer.get(timeout=limit if ready else 10 * limit)
            if found != "ready":
                return found
            ready = True
    except Empty:
        return f"not finished within {limit:.0f} s"
    finally:
        process.kill()
        process.join()


PARTS = ("duos", "kept", "waiting", "idle", "contests", "recruiting")


def city(turns: int = 9) -> None:
    """A coordinator changes a rule and looks: people as arrays, everything else anew, every reason read."""
    from convive.engines.matching import People, propose

    newcomers, volunteers = towns(5000, share=0.6)
    assert isinstance(newcomers, People)
    propose(newcomers, volunteers, criteria(), today=TODAY)
    times = []
    for _turn in range(turns):
        began, cpu = time.perf_counter(), time.process_time()
        found = propose(newcomers, volunteers, criteria(), today=TODAY)
        solved = time.perf_counter() - began
        read = [len(getattr(found, part)) for part in PARTS]
        times.append((time.perf_counter() - began, time.process_time() - cpu, solved))
    wall, used, solved = (median(column) for column in zip(*times, strict=True))
    print(
        f"city of 5,000 and 3,000, median of {turns}: wall {wall:.3f} s ({solved:.3f} s to the duos), "
        f"CPU {used:.3f} s, "
        f"{read[0]:,} duos, {read[2]:,} waiting, exact: {found.certificate.exact}"
    )


def whole(people: int) -> None:
    """From people as arrays to proven duos; reasons come when they are read."""
    from convive.engines.matching import propose
    from convive.engines.matching.warm import warm_up

    warm_up()
    newcomers, volunteers = towns(people)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    began, cpu = time.perf_counter(), time.process_time()
    sure = propose(newcomers, volunteers, criteria(), today=TODAY).certificate
    took = time.perf_counter() - began
    print(
        f"round of {people:,} and {people:,}: wall {took:.3f} s, CPU {time.process_time() - cpu:.3f} s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GB ({held:.2f} before), "
        f"{sure.duos:,} duos, {sure.edges:,} pairs kept, gap {sure.gap:.3%}, exact: {sure.exact}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="2000,10000")
    parser.add_argument("--peers", default=",".join(["candidates", *PEERS]))
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--memory", type=float, default=12)
    parser.add_argument("--city", action="store_true")
    parser.add_argument("--round", action="store_true")
    chosen = parser.parse_args()
    if chosen.city or chosen.round:
        if chosen.city:
            city()
        for people in map(int, chosen.sizes.split(",") if chosen.round else ()):
            whole(people)
        return
    for people in map(int, chosen.sizes.split(",")):
        print(f"\n{people:,} newcomers and volunteers")
        base = 0
        for name in chosen.peers.split(","):
            if name in PEERS and people > PEERS[name][1]:
                print(f"  {name:16} not tried")
                continue
            found = in_a_process(name, people, chosen.limit, chosen.memory)
            if isinstance(found, str):
                print(f"  {name:16} {found}", flush=True)
                continue
            wall, cpu, peak, matched, quality = found
            base = quality if name == "ours" else base
            ratio = f"{quality / base:9.6f}" if base and matched else ""
            print(
                f"  {name:16} wall {wall:8.3f} s  CPU {cpu:8.3f} s  peak {peak:5.2f} GB  "
                f"matched {matched:9,}  quality {quality:15,}  {ratio}",
                flush=True,
            )


if __name__ == "__main__":
    main()
