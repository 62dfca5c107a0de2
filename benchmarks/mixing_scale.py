"""Profiles of scale beside `equipop` (nearest k people) and PySAL `segregation` (spatial H at one bandwidth)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
from beside import Line, Peer, town

KS = [100 * 2**step for step in range(10)]
BANDWIDTHS = [250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000]
GROUPS = ("a", "b", "c", "d")


def ours_profile(cells: int) -> Callable[[], Any]:
    x, y, counts = town(cells)
    from convive.engines.mixing.scale import curve, lattice_of, profile

    profile(lattice_of(x[:50], y[:50], counts[:50], GROUPS, 100), KS)  # compiled or read from the cache
    return lambda: curve(profile(lattice_of(x, y, counts, GROUPS, 100), KS)).H[:3]


def ours_bandwidths(cells: int) -> Callable[[], Any]:
    x, y, counts = town(cells)
    from convive.engines.mixing.scale import bandwidth_curve, lattice_of

    return lambda: bandwidth_curve(lattice_of(x, y, counts, GROUPS, 100), BANDWIDTHS).H[:3]


def ours_one_bandwidth(cells: int) -> Callable[[], Any]:
    x, y, counts = town(cells)
    from convive.engines.mixing.scale import bandwidth_curve, lattice_of

    return lambda: bandwidth_curve(lattice_of(x, y, counts, GROUPS, 100), [1000], "triangular").H


def equipop_profile(cells: int) -> Callable[[], Any]:
    x, y, counts = town(cells)
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


def pysal_one_bandwidth(cells: int) -> Callable[[], Any]:
    x, y, counts = town(cells)
    import geopandas
    from segregation.multigroup import MultiInfoTheory

    frame = geopandas.GeoDataFrame(
        {name: counts[:, g] for g, name in enumerate(GROUPS)},
        geometry=geopandas.points_from_xy(x, y),
        crs=3035,
    )
    return lambda: MultiInfoTheory(frame, list(GROUPS), distance=1000).statistic


def ours_sparse(cells: int) -> Callable[[], Any]:
    """The first `cells` cells, from west to east, of the national lattice that SPARSE_LATTICE names."""
    from convive.engines.mixing.scale import curve, lattice_of, profile

    x, y, counts = (values[:cells] for values in sparse(os.environ["SPARSE_LATTICE"]))
    return lambda: curve(profile(lattice_of(x, y, counts, GROUPS, 100), KS)).H[:3]


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


LINES = [
    Line(
        "nearest 100, 200, … 51,200 people, curve and all, four groups",
        ours_profile,
        (Peer(equipop_profile, "equipop", 25_000),),
    ),
    Line("spatial H, D and exposure at ten bandwidths", ours_bandwidths),
    Line(
        "the same at one bandwidth, 1,000 m, triangular",
        ours_one_bandwidth,
        (Peer(pysal_one_bandwidth, "segregation", 25_000),),
    ),
]
if "SPARSE_LATTICE" in os.environ:
    LINES.append(Line("a national lattice of which few cells hold anybody", ours_sparse))
