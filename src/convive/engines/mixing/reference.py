"""The indices and the simulations once more, in plain NumPy, slowly. Tests hold the kernels against these."""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from convive.engines.mixing.counts import CountMatrix
from convive.engines.mixing.kernels import Floats, Ints


def sums(matrix: CountMatrix) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """As `kernels.sums`: deviation, between, meeting, apart, knowledge and local."""
    x = matrix.astype(np.float64)
    totals, groups = x.sum(axis=1), x.sum(axis=0)
    share = groups / groups.sum()
    deviation = np.abs(x - totals[:, None] * share).sum(axis=0)
    filled = x[totals > 0] / totals[totals > 0, None]
    between = (totals[totals > 0, None] * (filled - share) ** 2).sum(axis=0)
    meeting = filled.T @ x[totals > 0]
    spread = np.divide(x, groups, out=np.zeros_like(x), where=groups > 0)
    apart = np.abs(spread[:, :, None] - spread[:, None, :]).sum(axis=0)
    ratio = np.divide(filled, share, out=np.ones_like(filled), where=share > 0)
    terms = xlogy(x[totals > 0], ratio)
    local = np.full(len(x), np.nan)
    local[totals > 0] = terms.sum(axis=1) / totals[totals > 0]
    return deviation, between, meeting, apart, terms.sum(axis=0), local


def gini(members: Ints, totals: Ints) -> float:
    """By its definition, over all pairs of units: Σ t_i t_j |p_i − p_j| / (2 T² P (1 − P)). With x = t p and X = T P,
    above and below are whole numbers, so that no digit is lost where nearly everybody is of one group.
    """
    x, t = members.astype(np.int64), totals.astype(np.int64)
    pairs = np.abs(np.outer(x, t) - np.outer(t, x)).sum()
    return int(pairs) / (2 * int(x.sum()) * int(t.sum() - x.sum()))


def permuted(matrix: CountMatrix, rng: np.random.Generator) -> CountMatrix:
    """Everybody's group shuffled, person by person."""
    n, g = matrix.shape
    unit = np.repeat(np.arange(n), matrix.sum(axis=1))
    group = rng.permutation(np.repeat(np.arange(g), matrix.sum(axis=0)))
    table = np.zeros((n, g), dtype=np.int64)
    np.add.at(table, (unit, group), 1)
    return table


def redrawn(matrix: CountMatrix, rng: np.random.Generator) -> CountMatrix:
    """As many people drawn with replacement from those of the table."""
    people = int(matrix.sum())
    drawn = rng.multinomial(people, (matrix / people).ravel())
    return np.asarray(drawn, dtype=np.int64).reshape(matrix.shape)


def statistics(table: CountMatrix) -> Floats:
    """As the simulations give them: totals of groups, Σ|x − tP|, Σ x²/t, Σ x log x − Σ t log t, Gini, and
    Σ x_a x_b/t for each pair of groups a < b; shape (4g + 1 + g(g − 1)/2,).
    """
    x = table.astype(np.float64)
    totals, groups = x.sum(axis=1), x.sum(axis=0)
    share = groups / groups.sum()
    deviation = np.abs(x - totals[:, None] * share).sum(axis=0)
    filled = np.divide(x, totals[:, None], out=np.zeros_like(x), where=totals[:, None] > 0)
    meeting = filled.T @ x
    ginis = [
        gini(column, table.sum(axis=1)) if 0 < p < 1 else np.nan
        for column, p in zip(table.T, share, strict=True)
    ]
    information = xlogy(x, x).sum() - xlogy(totals, totals).sum()
    across = meeting[np.triu_indices(len(share), 1)]
    return np.concatenate([groups, deviation, np.diagonal(meeting), [information], ginis, across])
