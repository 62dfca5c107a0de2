"""The profile of each cell's nearest k people on a lattice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.scale import kernels
from convive.engines.mixing.scale.lattice import Lattice
from convive.engines.mixing.scale.points import nearest_of
from convive.engines.mixing.scale.profiles import Profile, checked_ks, checked_ring

I64 = NDArray[np.int64]
Progress = Callable[[int, int], None]

# Lattices larger than this are cut into tiles.
MOST_CELLS = 100_000_000
# A lattice that is wider may still be looked at as points, where it has no more cells than this.
FEW = 200_000
# Cells of radius up to which rings are listed.
WALKED = 1024
# Columns of a strip of places that are looked at one after the other.
STRIP = 64
# Places that a thread takes at a time.
BLOCK = 2048
# Places between two reports of progress.
PIECE = 1 << 17


def profile(
    lattice: Lattice,
    ks: Sequence[int],
    rows: slice | None = None,
    *,
    ring: str = "proportional",
    reach: float | None = None,
    progress: Progress | None = None,
) -> Profile:
    """Who the nearest k people of each cell are, for each k.

    All cells at one distance enter together. Of the ring where k is reached, `ring="proportional"` takes the part
    f = (k − before) / ring, so that k people are reached exactly, with Dist² = d0² + f (d1² − d0²), d0 and d1 being the
    last populated distances before and at that ring; `ring="whole"` takes all of it and its distance d1. Where the own
    cell alone holds k, the distance is that of a disc with the same area, cell · √(f/π).

    `rows` limits the cells whose profile is wanted to some rows of the lattice; people everywhere are reached. `reach`
    is the farthest distance looked at, metres. Cells that do not find k people have NaN. `progress(done, all)` is
    called now and then. Same bits for any number of threads, any `rows` and any halo of at least `reach`.

    Source: Östh, Malmberg & Andersson (2014), “Analysing segregation using individualised neighbourhoods”; EquiPop.
    """
    places = slice(0, lattice.places) if rows is None else lattice.slice_of_rows(rows)
    at = np.arange(places.start, places.stop)
    return profile_at(lattice, ks, at, lattice.empty if rows is None else 0, ring, reach, progress)


def profile_at(
    lattice: Lattice,
    ks: Sequence[int],
    at: I64,
    empty: int = 0,
    ring: str = "proportional",
    reach: float | None = None,
    progress: Progress | None = None,
) -> Profile:
    """`profile` of the cells at these positions of the lattice, in their order. empty: as the profile is to say."""
    wanted, whole = checked_ks(ks), checked_ring(ring)
    height, width = lattice.shape
    if height * (width + 1) <= MOST_CELLS:
        found = _on_lattice(lattice, wanted, at, whole, reach, progress)
    elif lattice.places <= FEW:
        found = _scattered(lattice, wanted, at, whole, reach, progress)
    else:
        raise MixError(
            f"{height:,} rows by {width:,} columns are too many for one piece: cut the lattice into tiles"
        )
    found["distance"] *= lattice.cell
    return Profile(
        ks=tuple(int(k) for k in wanted),
        groups=lattice.groups,
        residents=lattice.counts[at],
        source=lattice.source[at],
        **found,
        all_people=lattice.counts.sum(axis=0),
        ring=ring,
        empty=empty,
    )


def _on_lattice(
    lattice: Lattice, ks: I64, at: I64, whole: bool, reach: float | None, progress: Progress | None
) -> dict[str, Any]:
    """Shares, reached, distance (in cells) and alike (see Profile) of the cells at these positions."""
    n = at.size
    shares = np.empty((n, ks.size, len(lattice.groups)))
    reached = np.empty((n, ks.size), np.int32)
    distance = np.empty((n, ks.size))
    alike = np.empty((n, ks.size), np.float32)
    if n:
        index = _index(lattice, _farthest(lattice, reach), int(ks[-1]))
        # In strips from south to north, so that what one place looked up is at hand for the next.
        to = np.lexsort((lattice.column[at], lattice.row[at], lattice.column[at] // STRIP)).astype(np.int32)
        places = at[to].astype(np.int32)
        for done in range(0, n, PIECE):
            part = slice(done, min(n, done + PIECE))
            kernels.profile_places(
                places[part], to[part], BLOCK, ks, whole, index, shares, reached, distance, alike
            )
            if progress is not None:
                progress(part.stop, n)
    return {"shares": shares, "reached": reached, "distance": distance, "alike": alike}


def _scattered(
    lattice: Lattice, ks: I64, at: I64, whole: bool, reach: float | None, progress: Progress | None
) -> dict[str, Any]:
    """The same for a few cells on a lattice too wide to be written out."""
    points = np.column_stack([lattice.column, lattice.row]).astype(np.float64)
    farthest = float(_farthest(lattice, reach))
    found = nearest_of(points, lattice.counts, at, ks, whole, 0.0, farthest, progress)
    own = lattice.counts[at].sum(axis=1)[:, None]
    part = np.ones(ks.size) if whole else ks / own
    found["distance"] = np.where(own >= ks, np.sqrt(part / np.pi), found["distance"])
    return found


def _farthest(lattice: Lattice, reach: float | None) -> int:
    """The largest squared distance looked at, in cells."""
    height, width = lattice.shape
    limit = (height - 1) ** 2 + (width - 1) ** 2
    if reach is None:
        return limit
    if not reach >= 0:
        raise MixError("the reach must not be negative")
    # One part in 10¹² of slack: a cell at 3 × 100 m lies within a reach of 300 m, however that was computed.
    return min(limit, int(np.floor((reach / lattice.cell) ** 2 * (1 + 1e-12))))


def _index(lattice: Lattice, limit: int, most: int) -> kernels.Index:
    """What the kernel looks people up in (see kernels.py). most: the largest number of people looked for."""
    height, width = lattice.shape
    groups = len(lattice.groups)
    words = -(-groups // 4) * 2
    density = max(float(lattice.people), 1.0) / (height * width)
    # Rings are listed as far as most places will look, and not farther than pays.
    usual = int(2.5 * np.sqrt(most / density / np.pi)) + 8
    pad = min(usual, WALKED, int(np.sqrt(limit)) + 1)
    ahead, turn, turn_west = kernels.cells_by_distance(pad, width + 2 * pad, width + 1)
    totals = lattice.counts.sum(axis=1).astype(np.int32)
    here = np.zeros((height + 2 * pad, width + 2 * pad), np.int32)
    here[lattice.row + pad, lattice.column + pad] = totals
    west = np.zeros((height, width + 1), np.int32)
    west[lattice.row, lattice.column + 1] = totals
    np.cumsum(west, axis=1, out=west)
    packed = np.zeros((height, width + 1, words), np.int64)
    for group in range(0, groups, 2):
        pair = lattice.counts[:, group].copy()
        if group + 1 < groups:
            pair += lattice.counts[:, group + 1] << kernels.HALF
        packed[lattice.row, lattice.column + 1, group // 2] = pair
    np.cumsum(packed, axis=1, out=packed)
    roots = np.sqrt(np.arange(kernels.ROOTS)).astype(np.int32)
    # Copies that can be written to: one type for the compiler, wherever the lattice comes from.
    return kernels.Index(
        limit, pad * pad, height, width, pad, west.ravel(), packed.reshape(-1, words), here.ravel(), ahead, turn,
        turn_west, lattice.column.copy(), lattice.row.copy(), roots, density,
    )  # fmt: skip
