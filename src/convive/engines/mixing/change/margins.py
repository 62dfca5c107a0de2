"""A table made to fit other margins, its pattern of association kept: iterative proportional fitting.

Deming and Stephan, "On a least squares adjustment of a sampled frequency table when the expected marginal
totals are known", Annals of Mathematical Statistics 11 (1940). Rows and columns are scaled in turn; no odds
ratio changes. Where that is slow (empty cells in awkward places), Newton's method takes over on the convex
function of the column factors that proportional fitting minimises; the table it ends at is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from convive.engines.mixing.change import kernels
from convive.engines.mixing.counts import MixError

Floats = NDArray[np.float64]

DEFAULT_GAP = 1e-9
MOST_ROUNDS = 1000
# Rounds of plain proportional fitting before Newton's method takes over.
PLAIN_ROUNDS = 4
# Below this share of all people, a difference between margins may be the rounding of millions of sums.
ROUNDING = 1e-10
# Up to this many groups, every set of groups is looked at; beyond, a linear programme.
MOST_SETS = 16


class NoFit(MixError):
    """No table with the same empty cells has these margins, or the stated gap could not be reached."""


@dataclass(frozen=True)
class Fit:
    """A table fitted to margins.

    table: shape (n, g), with the margins asked for. factors: what the columns were multiplied by before each
    row was scaled to its sum, shape (g,). gap: the largest relative difference between a margin reached and
    the margin asked for. rounds: passes over the table.
    """

    table: Floats
    factors: Floats
    gap: float
    rounds: int


def fit_margins(
    table: ArrayLike,
    unit_margin: ArrayLike,
    group_margin: ArrayLike,
    *,
    gap: float = DEFAULT_GAP,
    most_rounds: int = MOST_ROUNDS,
    groups: Sequence[str] | None = None,
) -> Fit:
    """`table`, shape (n, g), none negative, with the row sums `unit_margin`, shape (n,), and the column sums
    `group_margin`, shape (g,), and the odds ratios it had. Margins in people or shares, with one total.

    An empty cell stays empty; a margin of 0 empties its row or column. `gap` is relative, per margin.
    Raises NoFit where the empty cells leave no solution or the gap is not reached in `most_rounds`, and
    MixError, naming row and column, for a negative or a number that is none, and for margins whose totals
    differ. `groups` are names for the messages.

    >>> fit = fit_margins([[1, 2], [3, 4]], [50, 50], [30, 70])
    >>> fit.table.sum(axis=0).round(6).tolist(), fit.table.sum(axis=1).round(6).tolist()
    ([30.0, 70.0], [50.0, 50.0])
    """
    if not gap > 0:
        raise MixError(f"the gap must be above 0, not {gap}")
    given, rows, columns = _checked(table, unit_margin, group_margin, groups)
    total = float(rows.sum())
    if total == 0:
        return Fit(np.zeros_like(given), np.ones(given.shape[1]), 0.0, 0)
    factors, reached, rounds = factors_for(given, rows / total, columns / total, gap, most_rounds, groups)
    return Fit(kernels.fitted(given, rows, factors), factors, reached, rounds)


def factors_for(
    table: Floats,
    rows: Floats,
    columns: Floats,
    gap: float,
    most_rounds: int = MOST_ROUNDS,
    groups: Sequence[str] | None = None,
    start: Floats | None = None,
) -> tuple[Floats, float, int]:
    """The column factors of the fit, the gap reached and the rounds it took. Margins add up to 1 each.

    start: factors of a similar fit, shape (g,), to begin from; the same table is found sooner.
    """
    wanted, occupied = columns > 0, rows > 0
    if not (wanted.all() and occupied.all()):
        names = (
            None if groups is None else [name for name, is_in in zip(groups, wanted, strict=True) if is_in]
        )
        part = np.ascontiguousarray(table[occupied][:, wanted])
        begin = None if start is None else start[wanted]
        inner, reached, rounds = factors_for(
            part, rows[occupied], columns[wanted], gap, most_rounds, names, begin
        )
        factors = np.zeros(table.shape[1])
        factors[wanted] = inner
        return factors, reached, rounds
    if np.any(table == 0):
        _refuse_impossible(table, rows, columns, groups)
    if start is not None and np.all(start > 0):
        try:
            return _search(table, rows, columns, gap, most_rounds, start)
        except NoFit:
            # Too far off after all.
            pass
    return _search(table, rows, columns, gap, most_rounds, None)


def _search(
    table: Floats, rows: Floats, columns: Floats, gap: float, most_rounds: int, start: Floats | None
) -> tuple[Floats, float, int]:
    factors = np.ones(table.shape[1]) if start is None else start
    best = np.inf
    # Near the end already, Newton's method needs no help.
    plain = PLAIN_ROUNDS if start is None else 0
    for done in range(1, plain + 1):
        sums, _, _ = kernels.sweep(table, rows, factors, False)
        best = float(np.max(np.abs(sums / columns - 1)))
        if best <= gap:
            return factors, best, done
        if done >= most_rounds:
            raise _too_slow(gap, best, done)
        factors = factors * (columns / sums)
    place = np.log(factors)
    place -= place.mean()
    done = plain + 1
    sums, square, dual = kernels.sweep(table, rows, np.exp(place), True)
    best = float(np.max(np.abs(sums / columns - 1)))
    while best > gap:
        step = _newton(sums, square, columns)
        slope = float((sums - columns) @ step)
        value, size, moved = dual - float(columns @ place), 1.0, False
        while size > 1e-6 and done < most_rounds and not moved:
            there = place + size * step
            done += 1
            new_sums, new_square, new_dual = kernels.sweep(table, rows, np.exp(there), True)
            reached = float(np.max(np.abs(new_sums / columns - 1)))
            lower = new_dual - float(columns @ there) <= value + 1e-4 * size * slope
            # Near the end the function is flat to the last digit; there the gap itself must shrink.
            if lower or reached < 0.9 * best:
                place, sums, square, dual, best, moved = there, new_sums, new_square, new_dual, reached, True
            size /= 4
        if not moved:
            raise _too_slow(gap, best, done)
    return np.exp(place), best, done


def _newton(sums: Floats, square: Floats, columns: Floats) -> Floats:
    """The step for the logarithms of the factors. Multiplying all factors changes nothing, so the equations
    have a direction without meaning; the shortest solution leaves it out.
    """
    scale = 1 / np.sqrt(sums)
    matrix = (np.diag(sums) - square) * np.outer(scale, scale)
    solution = np.linalg.lstsq(matrix, (columns - sums) * scale, rcond=1e-14)[0]
    step: Floats = solution * scale
    longest = float(np.max(np.abs(step)))
    return step if longest <= 10 else step * (10 / longest)


def _too_slow(gap: float, best: float, rounds: int) -> NoFit:
    return NoFit(
        f"the margins are still {best:.2g} apart (relative) after {rounds} rounds; {gap:g} was asked for"
    )


def _refuse_impossible(table: Floats, rows: Floats, columns: Floats, groups: Sequence[str] | None) -> None:
    """Units hold some groups only; together they cannot need more people than those groups have (Hall)."""
    g = table.shape[1]
    if g > MOST_SETS:
        _refuse_by_programme(table, rows, columns)
        return
    patterns = (table > 0) @ (1 << np.arange(g))
    needed = np.bincount(patterns, weights=rows, minlength=1 << g)
    has = np.zeros(1 << g)
    for k in range(g):
        bit = 1 << k
        pairs = needed.reshape(-1, 2, bit)
        pairs[:, 1] += pairs[:, 0]
        has.reshape(-1, 2, bit)[:, 1] += columns[k]
    short = (needed - has)[:-1]
    worst = int(np.argmax(short))
    if short[worst] > ROUNDING:
        members = [groups[k] if groups is not None else str(k) for k in range(g) if worst >> k & 1]
        only = f"only people of {', '.join(members)}" if members else "nobody"
        raise NoFit(
            f"no table fits: units with {only} would need {needed[worst]:.6g} of all people, "
            f"the margin of the groups gives {has[worst]:.6g}"
        )


def _refuse_by_programme(table: Floats, rows: Floats, columns: Floats) -> None:
    from scipy.sparse import coo_array

    patterns, which = np.unique(table > 0, axis=0, return_inverse=True)
    needed = np.bincount(which.ravel(), weights=rows, minlength=len(patterns))
    at_row, at_column = np.nonzero(patterns)
    cells = np.arange(at_row.size)
    shape = (len(patterns) + table.shape[1], at_row.size)
    matrix = coo_array(
        (
            np.ones(2 * cells.size),
            (np.concatenate([at_row, len(patterns) + at_column]), np.concatenate([cells, cells])),
        ),
        shape=shape,
    ).tocsr()
    result = linprog(
        np.zeros(cells.size), A_eq=matrix, b_eq=np.concatenate([needed, columns]), method="highs"
    )
    if result.status == 2:
        raise NoFit("no table fits: the empty cells leave no way to reach both margins")


def _checked(
    table: ArrayLike, unit_margin: ArrayLike, group_margin: ArrayLike, groups: Sequence[str] | None
) -> tuple[Floats, Floats, Floats]:
    given = np.array(table, dtype=np.float64, order="C", ndmin=2)
    rows, columns = np.array(unit_margin, dtype=np.float64), np.array(group_margin, dtype=np.float64)
    if rows.shape != given.shape[:1] or columns.shape != given.shape[1:]:
        raise MixError(
            f"a table of shape {given.shape} has no margins of shapes {rows.shape} and {columns.shape}"
        )
    wrong = np.argwhere(~(np.isfinite(given) & (given >= 0)))
    if wrong.size:
        row, k = (int(place) for place in wrong[0])
        name = groups[k] if groups is not None else str(k)
        raise MixError(f"{given[row, k]} is no number of people", row=row, column=name)
    for margin, of in ((rows, "units"), (columns, "groups")):
        bad = np.flatnonzero(~(np.isfinite(margin) & (margin >= 0)))
        if bad.size:
            raise MixError(f"the margin of the {of} is {margin[bad[0]]} at place {bad[0]}")
    if abs(rows.sum() - columns.sum()) > 1e-9 * max(rows.sum(), columns.sum()):
        raise MixError(
            f"the margins have different totals: units {rows.sum():.10g}, groups {columns.sum():.10g}"
        )
    return given, rows, columns
