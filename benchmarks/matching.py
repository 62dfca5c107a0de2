"""Duos by ours and by what a user would pick instead, on the same invented towns.

    python benchmarks/matching.py [--sizes 2000,10000] [--peers ortools_flow,scipy_sparse] [--timeout 300]
    python benchmarks/matching.py --city
    python benchmarks/matching.py --round --sizes 10000,100000

By hand, on a quiet machine. The first prints one row each, with the newcomers matched and the sum of qualities; what is
compared stands in `matching_solvers.py`, how in `beside.py`. `--city` times a whole round of 5,000 newcomers and
3,000 volunteers with all reasons, once compiled; `--round` one of each size without.

The peers need `pip install -r requirements/bench.in`; one that is not installed or not made for a size is left out, and
says so.
"""

from __future__ import annotations

import argparse
import resource
import time
from statistics import median

from beside import show
from matching_solvers import LINES, TODAY
from matching_towns import criteria, towns

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
    from convive.engines.matching import propose, warm, warm_solving

    warm.warm_up()
    warm_solving.warm_up()
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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="2000,10000", help="people on each side, with commas between them")
    parser.add_argument("--peers", help="only these; none where it is empty")
    parser.add_argument("--timeout", type=float, default=300.0, help="seconds for one call")
    parser.add_argument("--memory", type=float, default=12.0, help="GB for one call")
    parser.add_argument("--stubborn", action="store_true", help="peers at any size, until the timeout")
    parser.add_argument("--city", action="store_true")
    parser.add_argument("--round", action="store_true")
    chosen = parser.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.city:
        city()
    if chosen.round:
        for people in sizes:
            whole(people)
    if chosen.city or chosen.round:
        return
    peers = True if chosen.peers is None else chosen.peers.split(",")
    show("matching_solvers", LINES, sizes, chosen.timeout, peers, chosen.stubborn, chosen.memory)


if __name__ == "__main__":
    main()
