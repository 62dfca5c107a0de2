"""The kernels again in plain NumPy: short, slow, and held against them by test."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


def nearest(
    squares: NDArray[np.generic], counts: I64, k: int, *, whole: bool
) -> tuple[F64, int, float, float] | None:
    """Shares, people reached, squared distance and people who count alike, of one place's nearest k people.

    squares: (m,), squared distances to all places; counts: (m, g). None where there are fewer than k people.
    """
    people = counts.sum(axis=1)
    if people.sum() < k:
        return None
    rings = np.unique(squares[people > 0])
    before, near = 0, rings[0]
    inner = np.zeros(counts.shape[1], np.int64)
    for ring in rings:
        at = counts[squares == ring].sum(axis=0)
        if before + at.sum() >= k:
            break
        inner, before, near = inner + at, before + int(at.sum()), ring
    after = before + int(at.sum())
    part = 1.0 if whole else (k - before) / (after - before)
    reached = after if whole else k
    square = float(near + part * (ring - near))
    alike = reached * (reached / (before + part * part * (after - before)))
    return (inner + part * at) / reached, reached, square, alike


def profile(
    x: NDArray[np.generic], y: NDArray[np.generic], counts: I64, ks: tuple[int, ...], *, whole: bool = False
) -> tuple[F64, I64, F64, F64]:
    """Shares (n, K, g), people reached, distances and people who count alike, one place after the other.

    x, y: whole numbers of cells, or metres of scattered points. A distance of 0 cells becomes that of the equal disc.
    """
    n, groups = counts.shape
    shares = np.full((n, len(ks), groups), np.nan)
    reached = np.full((n, len(ks)), counts.sum())
    distance = np.full((n, len(ks)), np.nan)
    alike = np.full((n, len(ks)), np.nan)
    for i in range(n):
        squares = (x - x[i]) ** 2 + (y - y[i]) ** 2
        for j, k in enumerate(ks):
            found = nearest(squares, counts, k, whole=whole)
            if found is not None:
                shares[i, j], reached[i, j], square, alike[i, j] = found
                own = int(counts[squares == 0].sum())
                distance[i, j] = np.sqrt(square)
                if own >= k:
                    distance[i, j] = np.sqrt((1.0 if whole else k / own) / np.pi)
    return shares, reached, distance, alike


def kernel_sums(column: I64, row: I64, counts: I64, radius: float, weight: str) -> F64:
    """Weighted people (n, g) around each place, by adding up place for place. radius: in cells."""
    sums = np.zeros(counts.shape)
    for i in range(len(counts)):
        squares = (column - column[i]) ** 2 + (row - row[i]) ** 2
        sums[i] = kernel_weight(squares.astype(np.float64), radius, weight) @ counts
    return sums


def kernel_weight(squares: F64, radius: float, weight: str) -> F64:
    """The weight at these squared distances (in cells) of a kernel that ends at `radius` cells."""
    within = squares <= radius * radius * (1 + 1e-12)
    part = squares / (radius * radius)
    if weight == "disc":
        return within.astype(np.float64)
    if weight == "triangular":
        return np.where(within, 1 - np.sqrt(np.minimum(part, 1)), 0.0)
    return np.where(within, (1 - np.minimum(part, 1)) ** 2, 0.0)
