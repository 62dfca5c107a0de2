"""Measures of mix beside what else there is: PySAL `segregation`, `equipop`, `ipfn`, `statsmodels`.

    python benchmarks/mixing.py [indices|scale|change|all] [--cells 25000,250000,1000000]

By hand, on a quiet machine, in an environment that holds Convive and what requirements/bench.in names. All get the
same invented lattice: 100 m cells of which a quarter are populated, 40 people each on average, four groups that keep to
their parts of town. A peer is run where it can finish; where not, the row says so. SPARSE_LATTICE=FILE adds a national
lattice (Parquet with x, y and value) to `scale`.
"""

from __future__ import annotations

import argparse
import importlib

from beside import show

PARTS = ("indices", "scale", "change")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("part", nargs="?", default="all", choices=[*PARTS, "all"])
    options.add_argument("--cells", default="25000,250000,1000000", help="sizes, with commas between them")
    options.add_argument("--timeout", type=float, default=600.0, help="seconds for one call")
    options.add_argument("--no-peers", action="store_true", help="ours alone")
    options.add_argument("--stubborn", action="store_true", help="peers at any size, until the timeout")
    chosen = options.parse_args()
    sizes = [int(size) for size in chosen.cells.split(",")]
    for part in PARTS if chosen.part == "all" else (chosen.part,):
        print(f"\n== {part}", flush=True)
        module = f"mixing_{part}"
        show(
            module,
            importlib.import_module(module).LINES,
            sizes,
            chosen.timeout,
            not chosen.no_peers,
            chosen.stubborn,
        )


if __name__ == "__main__":
    main()
