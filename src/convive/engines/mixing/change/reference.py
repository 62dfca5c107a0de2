"""Proportional fitting and the parts of M in plain NumPy: slow, short, and what the kernels are held against."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def fit(table: Floats, rows: Floats, columns: Floats, gap: float, most_rounds: int = 100_000) -> Floats:
    """`table`, shape (n, g), scaled by rows and columns in turn (Deming and Stephan 1940) until the column
    sums are within `gap` of `columns`, relatively, right after the rows were made to fit.

    For positive margins with one total. Raises ArithmeticError where it does not get there.
    """
    x = np.array(table, dtype=np.float64)
    for _ in range(most_rounds):
        x *= (rows / x.sum(axis=1))[:, None]
        reached = x.sum(axis=0)
        if np.max(np.abs(reached / columns - 1)) <= gap:
            return x
        x *= columns / reached
    raise ArithmeticError(f"not within {gap} after {most_rounds} rounds")


def sweep(table: Floats, rows: Floats, factors: Floats) -> tuple[Floats, Floats, float]:
    """As `kernels.sweep` with the curvature."""
    scaled = table * factors
    totals = scaled.sum(axis=1)
    there = totals > 0
    share = scaled[there] / totals[there, None]
    weighted = share * rows[there, None]
    return weighted.sum(axis=0), share.T @ weighted, float(rows[there] @ np.log(totals[there]))


def mutual_parts(shares: Floats) -> Floats:
    """What each unit adds to M of a table of shares (adding up to 1), shape (n,), nats."""
    expected = shares.sum(axis=1, keepdims=True) * shares.sum(axis=0)
    there = shares > 0
    terms = np.zeros_like(shares)
    terms[there] = shares[there] * np.log(shares[there] / expected[there])
    result: Floats = terms.sum(axis=1)
    return result
