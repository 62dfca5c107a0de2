"""The loops of fitting a table to margins. `reference` does the same in plain NumPy.

Rows are cut into blocks of a fixed size and the blocks' sums added in order, so that the number of threads
changes no bit of the result.
"""

from __future__ import annotations

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from convive.engines.threads import one_thread

Floats = NDArray[np.float64]

BLOCK = 2048
SMALL = 128 * BLOCK


def sweep(table: Floats, rows: Floats, factors: Floats, curvature: bool) -> tuple[Floats, Floats, float]:
    """One pass of proportional fitting: the rows made to fit, what the columns then add up to.

    table: shape (n, g), none negative. rows: the wanted row sums, shape (n,). factors: of the columns, shape
    (g,). With x_ig = rows_i * table_ig * factors_g / sum_h table_ih * factors_h, gives the column sums of x,
    shape (g,), and, where `curvature` is asked for, sum_i x_ig * x_ih / rows_i, shape (g, g), and
    sum_i rows_i * log(sum_h table_ih * factors_h); zeros otherwise.
    """
    with one_thread(table.shape[0] <= SMALL):
        columns, square, dual = _sweep(table, rows, factors, curvature)
    return columns, square, float(dual)


def fitted(table: Floats, rows: Floats, factors: Floats) -> Floats:
    """The table x of `sweep` itself, shape (n, g)."""
    result: Floats = _fitted(table, rows, factors)
    return result


def mutual_parts(table: Floats, rows: Floats, columns: Floats, factors: Floats) -> Floats:
    """What each unit adds to M of the fitted table, without building it; shape (n,), nats.

    rows and columns: the margins it was fitted to, adding up to 1.
    """
    with one_thread(table.shape[0] <= SMALL):
        result: Floats = _mutual(table, rows, columns, factors)
    return result


@njit(cache=True)
def _block(table, rows, factors, curvature, start, end, sums, square):  # type: ignore[no-untyped-def]
    """Rows `start` to `end` of `sweep`, added to `sums` and `square` (above the diagonal); gives the logs."""
    g = table.shape[1]
    share = np.empty(g)
    logs = 0.0
    for i in range(start, end):
        total = 0.0
        for k in range(g):
            share[k] = table[i, k] * factors[k]
            total += share[k]
        if total <= 0.0:
            continue
        scale = rows[i] / total
        if curvature:
            logs += rows[i] * np.log(total)
            for k in range(g):
                part = share[k] / total
                for m in range(k, g):
                    square[k, m] += scale * share[m] * part
        for k in range(g):
            sums[k] += scale * share[k]
    return logs


@njit(cache=True)
def _together(sums, squares, logs):  # type: ignore[no-untyped-def]
    g = sums.shape[1]
    columns, square, dual = np.zeros(g), np.zeros((g, g)), 0.0
    for block in range(sums.shape[0]):
        dual += logs[block]
        for k in range(g):
            columns[k] += sums[block, k]
            for m in range(k, g):
                square[k, m] += squares[block, k, m]
    for k in range(g):
        for m in range(k):
            square[k, m] = square[m, k]
    return columns, square, dual


@njit(cache=True, parallel=True)
def _sweep(table, rows, factors, curvature):  # type: ignore[no-untyped-def]
    n, g = table.shape
    blocks = (n + BLOCK - 1) // BLOCK
    sums, squares, logs = np.zeros((blocks, g)), np.zeros((blocks, g, g)), np.zeros(blocks)
    for block in prange(blocks):
        end = min(n, (block + 1) * BLOCK)
        logs[block] = _block(table, rows, factors, curvature, block * BLOCK, end, sums[block], squares[block])
    return _together(sums, squares, logs)


@njit(cache=True)
def _fitted(table, rows, factors):  # type: ignore[no-untyped-def]
    n, g = table.shape
    result = np.zeros((n, g))
    for i in range(n):
        total = 0.0
        for k in range(g):
            total += table[i, k] * factors[k]
        if total > 0.0:
            for k in range(g):
                result[i, k] = rows[i] * table[i, k] * factors[k] / total
    return result


@njit(cache=True)
def _mutual_row(table, rows, columns, factors, i):  # type: ignore[no-untyped-def]
    g = table.shape[1]
    total = 0.0
    for k in range(g):
        total += table[i, k] * factors[k]
    part = 0.0
    if total > 0.0:
        for k in range(g):
            share = table[i, k] * factors[k] / total
            if share > 0.0:
                part += share * np.log(share / columns[k])
    return rows[i] * part


@njit(cache=True, parallel=True)
def _mutual(table, rows, columns, factors):  # type: ignore[no-untyped-def]
    result = np.zeros(table.shape[0])
    for i in prange(table.shape[0]):
        result[i] = _mutual_row(table, rows, columns, factors, i)
    return result
