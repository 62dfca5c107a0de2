"""Indices without geography, permutations and bootstrap: ours beside PySAL `segregation`, on the same tables.

    python benchmarks/mixing_indices.py [--cells 25000 250000 1000000] [--no-peer]

By hand, on a quiet machine. Each line is a process of its own, so that memory is its own; compiling is done
before the clock starts, for everybody. Prints wall and CPU seconds, peak memory, and the peer's wall time over
ours. The tables: cells of a lattice, 40 people each on average, four groups that cluster.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

GROUPS = ["a", "b", "c", "d"]


def town(cells: int) -> np.ndarray:
    """Counts, shape (cells, 4), int64: sizes skewed as on a census lattice, mean about 40 and median 17."""
    rng = np.random.default_rng(20)
    totals = np.minimum(rng.lognormal(np.log(17.5), 1.28, cells).astype(np.int64) + 1, 3000)
    shares = rng.dirichlet(np.array([3.5, 0.75, 0.5, 0.25]), cells)
    return rng.multinomial(totals, shares).astype(np.int64)


def ours_indices(table: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing import Counts, analyse

    counts = Counts.of(table, GROUPS)
    return lambda: analyse(counts).indices.D[0]


def ours_permutations(table: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing import permutation_test

    return lambda: permutation_test(table, 32).mean.D[0]


def ours_bootstrap(table: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing import bootstrap

    return lambda: bootstrap(table, 32).estimate.D[0]


def peer_indices(table: np.ndarray) -> Callable[[], Any]:
    """What PySAL can do at this size. Its Gini compares all pairs of units, so it is a line of its own."""
    import pandas
    from segregation import multigroup, singlegroup

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)

    def run() -> float:
        for name in (
            "MultiDissim",
            "MultiInfoTheory",
            "MultiDiversity",
            "MultiRelativeDiversity",
            "MultiSquaredCV",
        ):
            if hasattr(multigroup, name):
                getattr(multigroup, name)(frame, GROUPS)
        for group in GROUPS:
            for name in ("Dissim", "Isolation", "Interaction", "CorrelationR", "Entropy"):
                getattr(singlegroup, name)(frame, group, "all")
        return float(singlegroup.Dissim(frame, "a", "all").statistic)

    return run


def peer_gini(table: np.ndarray) -> Callable[[], Any]:
    import pandas
    from segregation import singlegroup

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)
    return lambda: [float(singlegroup.Gini(frame, group, "all").statistic) for group in GROUPS][0]


def ours_gini(table: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing import Counts, analyse

    counts = Counts.of(table, GROUPS)
    return lambda: analyse(counts).indices.gini[0]


def peer_permutations(table: np.ndarray) -> Callable[[], Any]:
    """One person-level permutation of D of one group, the nearest that PySAL has; counted 32 times."""
    import pandas
    from segregation import singlegroup
    from segregation.inference import SingleValueTest

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)
    index = singlegroup.Dissim(frame, "a", "all")

    def run() -> float:
        found = SingleValueTest(index, null_approach="person_permutation", iterations_under_null=1, n_jobs=1)
        return float(np.mean(found.est_sim))

    return run


# What is measured: ours, the peer's, how many times the peer's work must be counted, its largest table.
LINES: dict[str, tuple[Callable[..., Any], Callable[..., Any] | None, int, int]] = {
    "indices with Gini, local scores and expected values; the peer without": (
        ours_indices, peer_indices, 1, 1_000_000,
    ),
    "the same against the peer's Gini of four groups": (ours_gini, peer_gini, 1, 25_000),
    "32 permutations of people, all indices; the peer D of one group": (
        ours_permutations, peer_permutations, 32, 250_000,
    ),
    "32 bootstrap tables, all indices": (ours_bootstrap, None, 1, 0),
}  # fmt: skip


def measure(line: str, who: str, cells: int) -> None:
    """In a process of its own: warm up on a small table, then the median of the runs."""
    maker = LINES[line][0 if who == "ours" else 1]
    assert maker is not None
    maker(town(400))()
    run = maker(town(cells))
    walls, processors, value = [], [], None
    for _ in range(3 if who == "ours" else 1):
        wall, processor = time.perf_counter(), time.process_time()
        value = float(run())
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([float(np.median(walls)), float(np.median(processors)), memory, value]))


def apart(line: str, who: str, cells: int) -> list[float] | None:
    command = [sys.executable, __file__, "--measure", line, who, str(cells)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"    {who}: {(done.stderr.strip().splitlines() or ['killed'])[-1]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, nargs="+", default=[25_000, 250_000, 1_000_000])
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        return measure(chosen.measure[0], chosen.measure[1], int(chosen.measure[2]))
    with_peer = not chosen.no_peer
    if with_peer:
        try:
            import segregation  # noqa: F401
        except ImportError:
            print("PySAL is not installed (pip install -r requirements/bench.in): ours alone.")
            with_peer = False
    for line, (_ours, peer, times, largest) in LINES.items():
        print(line)
        for cells in chosen.cells:
            own = apart(line, "ours", cells)
            if own is None:
                continue
            wall, processor, memory, value = own
            print(
                f"  {cells:>9,} cells  ours {wall:9.4f} s  {processor:9.4f} CPU-s  {memory:7.0f} MB  {value:.6f}"
            )
            theirs = apart(line, "peer", cells) if with_peer and peer and cells <= largest else None
            if theirs is not None:
                wall_too, processor_too, memory_too, value_too = theirs
                print(
                    f"  {'':>9}        peer {wall_too * times:9.4f} s  {processor_too * times:9.4f} CPU-s  "
                    f"{memory_too:7.0f} MB  {value_too:.6f}  ratio {wall_too * times / wall:,.1f}"
                )


if __name__ == "__main__":
    main()
