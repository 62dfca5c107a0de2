"""Change between two dates and exposure segregation, beside what else there is, in one run.

    python benchmarks/mixing_change.py [--units 10000 100000] [--groups 5] [--people 1000] [--repeats 5]

Fitting a table to margins: `ipfn`. The mixed model behind exposure segregation: `MixedLM` of statsmodels.
Both on the same data in the same process, in turn; medians. Needs `pip install ipfn statsmodels`.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from convive.engines.mixing import Counts
from convive.engines.mixing.change import change, fit_margins, reference
from convive.engines.mixing.encounters import fit_exposure

GAP = 1e-9


def two_dates(units: int, groups: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """People in units with empty cells; at the second date 3 in 100 units are new and groups have moved."""
    rng = np.random.default_rng(seed)
    mean = rng.gamma(0.6, 60, size=(units, groups)) * np.geomspace(1, 0.05, groups)
    before = rng.poisson(mean)
    after = rng.poisson(mean * rng.lognormal(0, 0.3, size=(units, groups)) * np.linspace(0.8, 1.5, groups))
    before[:, 0] += 1
    after[:, 0] += 1
    before[: units // 33] = 0
    return before, after


def measured(work: Callable[[], Any]) -> tuple[float, float, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def beside(
    title: str, ours: Callable[[], Any], theirs: Callable[[], Any] | None, repeats: int
) -> tuple[Any, Any]:
    times: dict[str, list[tuple[float, float]]] = {"ours": [], "theirs": []}
    results: dict[str, Any] = {"ours": None, "theirs": None}
    for _ in range(repeats):
        for name, work in (("ours", ours), ("theirs", theirs)):
            if work is not None:
                wall, cpu, results[name] = measured(work)
                times[name].append((wall, cpu))
    line = f"{title:44}"
    middle = {
        name: [median(column) for column in zip(*found, strict=True)]
        for name, found in times.items()
        if found
    }
    for name, (wall, cpu) in middle.items():
        line += f"  {name} {wall:9.4f} s wall {cpu:9.4f} s CPU"
    if theirs is not None:
        line += f"  ratio {middle['theirs'][0] / middle['ours'][0]:8.1f}"
    print(line, flush=True)
    return results["ours"], results["theirs"]


def peer(name: str) -> Any:
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        print(f"{name.split('.')[0]} is not there: pip install {name.split('.')[0]}", file=sys.stderr)
        return None


def margins(units: int, groups: int, repeats: int) -> None:
    before, after = two_dates(units, groups, 1)
    table, goal = before[units // 33 :].astype(float), after[units // 33 :].astype(float)
    goal *= table.sum() / goal.sum()
    rows, columns = goal.sum(axis=1), goal.sum(axis=0)
    ipfn = peer("ipfn.ipfn")

    def theirs() -> Any:
        fitting = ipfn.ipfn(table.copy(), [rows, columns], [[0], [1]], convergence_rate=GAP, verbose=0)
        return fitting.iteration()

    mine, other = beside(
        f"fit {units} x {groups} to margins",
        lambda: fit_margins(table, rows, columns, gap=GAP),
        theirs if ipfn else None,
        repeats,
    )
    beside(
        "    the same beside a plain NumPy loop",
        lambda: fit_margins(table, rows, columns, gap=GAP),
        lambda: reference.fit(table, rows, columns, GAP),
        repeats,
    )
    off = float(np.abs(mine.table.sum(axis=0) / columns - 1).max())
    print(f"    ours: gap {off:.1e} in {mine.rounds} rounds", end="")
    if other is not None:
        gaps = [
            np.abs(other.sum(axis=1 - axis) / margin - 1).max() for axis, margin in enumerate((rows, columns))
        ]
        print(
            f"; theirs: gap {max(gaps):.1e}; largest difference {np.abs(other - mine.table).max():.1e} people",
            end="",
        )
    print()


def decomposition(units: int, groups: int, repeats: int) -> None:
    names = [f"g{k}" for k in range(groups)]
    before, after = (Counts.of(matrix, names) for matrix in two_dates(units, groups, 1))
    result, _ = beside(f"change of {units} x {groups}", lambda: change(before, after), None, repeats)
    parts = result.M
    rest = parts.total - sum(
        (parts.additions, parts.removals, parts.group_margin, parts.unit_margin, parts.structure)
    )
    print(f"    gap {result.gap:.1e}, {result.rounds} rounds, parts short of the whole by {abs(rest):.1e}")


def exposure(people: int, repeats: int) -> None:
    rng = np.random.default_rng(2)
    status = rng.normal(size=people)
    who = np.repeat(np.arange(people), rng.integers(1, 20, people))
    seen = 0.5 * status[who] + rng.normal(size=people)[who] + 2 * rng.normal(size=who.size)
    linear = peer("statsmodels.regression.mixed_linear_model")

    def theirs() -> Any:
        x = (status - status.mean()) / status.std(ddof=1)
        y = (seen - status.mean()) / status.std(ddof=1)
        design = np.column_stack([np.ones(who.size), x[who]])
        fitted = linear.MixedLM(y, design, groups=who).fit(reml=True)
        slope, between = float(fitted.fe_params[1]), float(np.asarray(fitted.cov_re)[0, 0])
        return abs(slope) / np.hypot(slope, np.sqrt(between))

    mine, other = beside(
        f"exposure segregation of {people} people",
        lambda: fit_exposure(status, who, seen),
        theirs if linear else None,
        repeats,
    )
    print(f"    ours {mine.segregation:.6f}" + ("" if other is None else f", theirs {other:.6f}"))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--groups", type=int, default=5)
    asked.add_argument("--people", type=int, nargs="+", default=[1000, 5000])
    asked.add_argument("--repeats", type=int, default=5)
    given = asked.parse_args()
    # Compiled before the clock starts.
    decomposition(200, given.groups, 1)
    decomposition(20_000, given.groups, 1)
    for units in given.units:
        margins(units, given.groups, given.repeats)
        decomposition(units, given.groups, given.repeats)
    for people in given.people:
        exposure(people, given.repeats)
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MiB")


if __name__ == "__main__":
    main()
