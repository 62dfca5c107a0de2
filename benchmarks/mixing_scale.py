"""Profiles of scale beside `equipop` (nearest k people) and PySAL `segregation` (spatial H at one bandwidth).

    python benchmarks/mixing_scale.py [--cells 2500,25000,1000000] [--sparse CELLS.parquet] [--peers 25000]

Prints wall, CPU (all threads) and peak memory of each call, each in a process of its own, and the ratio to ours. The
lattice is made here: 100 m cells, a quarter of them populated, 40 people each on average, four groups that keep to
their parts of town. The peers need `pip install equipop segregation geopandas`.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter

KS = [100 * 2**step for step in range(10)]
BANDWIDTHS = [250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000]
GROUPS = ("a", "b", "c", "d")


def town(cells: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coordinates of the centres of `cells` populated cells and their people by group."""
    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(4 * cells)))

    def field(width: float) -> np.ndarray:
        rough = gaussian_filter(random.standard_normal((side, side), dtype=np.float32), width, mode="wrap")
        return rough / rough.std()

    density = field(6)
    wanted = density + random.standard_normal((side, side), dtype=np.float32)
    places = np.sort(np.argpartition(wanted.ravel(), -cells)[-cells:])
    row, column = np.divmod(places, side)
    size = np.exp(0.42 * density.ravel()[places] + 1.1 * random.standard_normal(cells))
    left = np.maximum(1, np.rint(size * 40 / size.mean())).astype(np.int64)
    weight = np.exp(
        np.stack([base + 0.8 * field(15).ravel()[places] for base in (1.5, 0.2, -0.4, -1.0)], axis=1)
    )
    weight /= weight.sum(axis=1, keepdims=True)
    counts, rest = np.zeros((cells, 4), np.int64), np.ones(cells)
    for group in range(3):
        counts[:, group] = random.binomial(left, np.clip(weight[:, group] / rest, 0, 1))
        left = left - counts[:, group]
        rest -= weight[:, group]
    counts[:, 3] = left
    return column * 100.0 + 50, row * 100.0 + 50, counts


def ours_profile(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing.scale import curve, lattice_of, profile

    profile(lattice_of(x[:50], y[:50], counts[:50], GROUPS, 100), KS)  # compiled or read from the cache
    return lambda: curve(profile(lattice_of(x, y, counts, GROUPS, 100), KS)).H[:3]


def ours_bandwidths(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing.scale import bandwidth_curve, lattice_of

    return lambda: bandwidth_curve(lattice_of(x, y, counts, GROUPS, 100), BANDWIDTHS).H[:3]


def ours_one_bandwidth(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> Callable[[], Any]:
    from convive.engines.mixing.scale import bandwidth_curve, lattice_of

    return lambda: bandwidth_curve(lattice_of(x, y, counts, GROUPS, 100), [1000], "triangular").H


def equipop_profile(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> Callable[[], Any]:
    import pandas as pd
    from equipop.cells import build_cells
    from equipop.fastcounts import run_knn_counts

    # One row per cell and group, weighted by its people.
    frame = pd.DataFrame({"x": np.repeat(x, 4), "y": np.repeat(y, 4), "people": counts.ravel().astype(float)})
    for group, name in enumerate(GROUPS):
        frame[name] = np.tile((np.arange(4) == group).astype(float), len(x))
    frame = frame[frame["people"] > 0]
    data = build_cells(frame, "x", "y", binary_vars=list(GROUPS), unit_size=100.0, weights="people")
    return lambda: run_knn_counts(data, k_values=KS, report=False)[["R_a_100", "R_a_51200"]].mean().tolist()


def pysal_one_bandwidth(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> Callable[[], Any]:
    import geopandas
    from segregation.multigroup import MultiInfoTheory

    frame = geopandas.GeoDataFrame(
        {name: counts[:, g] for g, name in enumerate(GROUPS)},
        geometry=geopandas.points_from_xy(x, y),
        crs=3035,
    )
    return lambda: MultiInfoTheory(frame, list(GROUPS), distance=1000).statistic


def measured(name: str, place: tuple[Any, ...], answer: Any) -> None:
    """One call in its own process: what came out, wall, CPU, peak memory in MB."""
    try:
        x, y, counts = town(place[1]) if place[0] == "town" else sparse(place[1])
        call = globals()[name](x, y, counts)
        wall, cpu = time.perf_counter(), time.process_time()
        out = call()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        answer.put((len(x), wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, str(out)))
    except Exception as error:  # a peer that fails is a line of the table, not the end of the run
        answer.put((0, None, None, None, f"{type(error).__name__}: {error}"))


def sparse(path: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The Rhine and Ruhr window of a national lattice: columns x, y (EPSG:3035) and value; groups cut from it."""
    import polars as pl

    cells = pl.read_parquet(path).filter(
        pl.col("x").is_between(4_031_000, 4_290_000) & pl.col("y").is_between(3_055_000, 3_275_000)
    )
    value = cells["value"].to_numpy().astype(np.int64)
    quarter = value // 4
    counts = np.stack([quarter, quarter, quarter, value - 3 * quarter], axis=1)
    return cells["x"].to_numpy().astype(float), cells["y"].to_numpy().astype(float), counts


def line(name: str, place: tuple[Any, ...], timeout: float, beside: float | None = None) -> float | None:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=measured, args=(name, place, queue))
    process.start()
    try:
        cells, wall, cpu, memory, out = queue.get(timeout=timeout)
    except Exception:
        process.terminate()
        print(f"{name:22} {place[1]!s:>10.10}  nothing within {timeout:.0f} s", flush=True)
        return None
    finally:
        process.join(5)
    if wall is None:
        print(f"{name:22} {place[1]!s:>10.10}  {out[:120]}", flush=True)
        return None
    ratio = f"{cpu / beside:8.0f} ×" if beside else " " * 10
    print(
        f"{name:22} {cells:>10,} {wall:8.2f} s {cpu:8.2f} CPU-s {memory:7.0f} MB {ratio}  {out[:60]}",
        flush=True,
    )
    return float(cpu)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--cells", default="2500,25000,1000000", help="sizes of our lattice")
    options.add_argument("--sparse", help="a national lattice, Parquet with x, y, value")
    options.add_argument("--peers", type=int, default=25_000, help="largest size for the peers; 0 for none")
    options.add_argument("--timeout", type=float, default=300.0, help="seconds for one call")
    chosen = options.parse_args()
    for peer in ("equipop", "segregation", "geopandas"):
        if chosen.peers and importlib.util.find_spec(peer) is None:
            print(f"{peer} is not installed: pip install {peer}")
    for cells in (int(size) for size in chosen.cells.split(",")):
        place = ("town", cells)
        cpu = line("ours_profile", place, chosen.timeout)
        if cells <= chosen.peers and importlib.util.find_spec("equipop"):
            line("equipop_profile", place, chosen.timeout, cpu)
        line("ours_bandwidths", place, chosen.timeout)
        cpu = line("ours_one_bandwidth", place, chosen.timeout)
        if cells <= chosen.peers and importlib.util.find_spec("segregation"):
            line("pysal_one_bandwidth", place, chosen.timeout, cpu)
    if chosen.sparse:
        line("ours_profile", ("sparse", chosen.sparse), chosen.timeout)


if __name__ == "__main__":
    main()
