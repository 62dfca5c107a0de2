"""Could it be chance, and how sure is it: permutation and bootstrap.

Permutation: everybody's group is shuffled, units and groups keeping their totals; p = (r + 1)/(S + 1), where r
of S simulations are at least as segregated as the table (North, Curtis and Sham 2002); of exposure to another
group, at most as high. Bootstrap: as many people are drawn with replacement from those of the table, and what that
adds by itself is taken off (see `redraw`). Both find every index of `Values`, Gini and exposure too: beside drawing a
table, Gini takes about a third of the time on a million small units and hardly any on a few hundred large ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from convive.engines.mixing import simulation
from convive.engines.mixing.counts import whole_numbers
from convive.engines.mixing.indices import gini_of, one_pass
from convive.engines.mixing.kernels import Floats, Ints
from convive.engines.mixing.kernels_gini import shares_for
from convive.engines.mixing.redraw import Debiased, checked_level, checked_margins, debiased, key_of

Progress = Callable[[int, int], None]
# Ties between a simulation and the table itself must survive rounding.
SLACK = 1e-11
LONGEST_TABLE = 65536


@dataclass(frozen=True)
class Values:
    """One number per index: D (g,), gini (g,), isolation (g,), eta2 (g,), exposure (g, g), D_multigroup,
    gini_multigroup, M, H. All of them are in every simulation.
    """

    D: Floats
    gini: Floats
    isolation: Floats
    eta2: Floats
    exposure: Floats
    D_multigroup: Floats
    gini_multigroup: Floats
    M: Floats
    H: Floats


@dataclass(frozen=True)
class Null:
    """What `simulations` permutations gave: mean and standard deviation, and the p-value of the table."""

    simulations: int
    seed: int
    mean: Values
    sd: Values
    p: Values


@dataclass(frozen=True)
class Interval:
    """Debiased estimates, their standard error, the bias taken off and the interval of `level`."""

    simulations: int
    seed: int
    level: float
    estimate: Values
    se: Values
    bias: Values
    low: Values
    high: Values


def permutation_test(
    counts: ArrayLike, simulations: int = 999, seed: int = 1, progress: Progress | None = None
) -> Null:
    """Shuffles the people of `counts`, shape (n, g), `simulations` times.

    `progress` is called with simulations done and asked for. The same seed gives the same bits whatever the number
    of threads. Raises MixError as `all_indices` does, and for no simulation or a unit of 2**31 people.
    """
    matrix, key = whole_numbers(counts), key_of(simulations, seed)
    totals, groups = checked_margins(matrix)
    keep, other = simulation.binomial_tables(_chances(groups))
    logs, shares = _logs(totals), shares_for(totals)

    def run(first: int, many: int) -> Floats:
        return simulation.permutations(totals, groups, keep, other, logs, shares, key, first, many)

    found = _values(_in_lots(run, simulations, int(matrix.size), progress), len(groups))
    seen = _values(_observed(matrix)[None, :], len(groups))

    def p_value(name: str) -> Floats:
        drawn, own = getattr(found, name), getattr(seen, name)
        more = drawn >= own - SLACK
        if name == "exposure":
            # Groups that are apart meet their own more and others less.
            fewer = ~np.eye(len(groups), dtype=bool)
            more[:, fewer] = (drawn <= own + SLACK)[:, fewer]
        return np.where(np.isnan(own[0]), np.nan, (more.sum(axis=0) + 1) / (simulations + 1))

    return Null(
        simulations,
        seed,
        mean=_each(found, lambda drawn: drawn.mean(axis=0)),
        sd=_each(found, lambda drawn: drawn.std(axis=0, ddof=1) if simulations > 1 else drawn[0] * np.nan),
        p=Values(**{field.name: p_value(field.name) for field in fields(Values)}),
    )


def bootstrap(
    counts: ArrayLike,
    simulations: int = 200,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Interval:
    """Draws the people of `counts`, shape (n, g), anew `simulations` times; see the module.

    Raises MixError as `permutation_test` does, and for a level outside (0, 1).
    """
    checked_level(level)
    matrix, key = whole_numbers(counts), key_of(simulations, seed)
    totals, groups = checked_margins(matrix)
    starts, keep, other = simulation.poisson_tables(max(0.0, 1.0 - 4.0 / np.sqrt(int(groups.sum()))))
    logs, shares = _logs(totals), shares_for(totals)

    def run(first: int, many: int) -> Floats:
        return simulation.redraws(matrix, totals, starts, keep, other, logs, shares, key, first, many)

    found = _values(_in_lots(run, simulations, int(matrix.size), progress), len(groups))
    seen = _values(_observed(matrix)[None, :], len(groups))
    sure = {
        field.name: debiased(getattr(seen, field.name)[0], getattr(found, field.name), level)
        for field in fields(Values)
    }
    parts = {
        part.name: Values(**{name: getattr(found, part.name) for name, found in sure.items()})
        for part in fields(Debiased)
    }
    return Interval(simulations, seed, level, **parts)


def _chances(groups: Ints) -> Floats:
    """Chances of group 0, of group 1 if not 0, … for the first step of a permutation; any would be right.

    Rare groups get three standard deviations less than their share: people of theirs in excess are slow to find,
    people who lack are not.
    """
    people = groups.sum()
    lowered = groups / people
    rare = lowered < 0.1
    lowered[rare] = np.maximum(groups[rare] - 3 * np.sqrt(groups[rare]), 0) / people
    lowered[np.argmax(groups)] += 1.0 - lowered.sum()
    rest = np.cumsum(lowered[::-1])[::-1][:-1]
    chances: Floats = np.divide(lowered[:-1], rest, out=np.zeros(len(groups) - 1), where=rest > 0)
    return chances.clip(0.0, 1.0)


def _logs(totals: Ints) -> Floats:
    x = np.arange(min(2 * int(totals.max()) + 64, LONGEST_TABLE), dtype=np.float64)
    x[1:] *= np.log(x[1:])
    return x


def _in_lots(
    run: Callable[[int, int], Floats], simulations: int, cells: int, progress: Progress | None
) -> Floats:
    """All simulations, in lots of about a second where somebody watches."""
    lot = simulations if progress is None else max(8, 8 * (10_000_000 // (cells + 1) // 8))
    parts = []
    for first in range(0, simulations, lot):
        many = min(lot, simulations - first)
        parts.append(run(first, many))
        if progress is not None:
            progress(first + many, simulations)
    return np.concatenate(parts)


def _observed(matrix: Ints) -> Floats:
    """What `simulation` finds of a table, of the table itself."""
    found = one_pass(matrix)
    share = found.groups / found.people
    information = found.knowledge.sum() + (found.groups * np.log(np.maximum(share, 1e-300))).sum()
    across = found.meeting[np.triu_indices(len(share), 1)]
    own = np.diagonal(found.meeting)
    return np.concatenate([found.groups, found.deviation, own, [information], gini_of(matrix, found), across])


def _values(raw: Floats, g: int) -> Values:
    """Indices from the raw statistics, shape (simulations, width(g))."""
    groups, deviation, squares, information = (
        raw[:, :g],
        raw[:, g : 2 * g],
        raw[:, 2 * g : 3 * g],
        raw[:, 3 * g],
    )
    gini, across = raw[:, 3 * g + 1 : 4 * g + 1], raw[:, 4 * g + 1 :]
    people = groups.sum(axis=1, keepdims=True)
    share = groups / people
    spread = share * (1 - share)
    meeting = np.empty((len(raw), g, g))
    meeting[:, np.arange(g), np.arange(g)] = squares
    above, beside = np.triu_indices(g, 1)
    meeting[:, above, beside] = meeting[:, beside, above] = across
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.sum(share * np.log(np.where(share > 0, share, 1.0)), axis=1)
        information = np.maximum(information / people[:, 0] + entropy, 0.0)
        isolation = squares / groups
        spread[spread == 0] = np.nan
        whole = np.nansum(spread, axis=1)
        return Values(
            D=deviation / (2 * people * spread),
            gini=gini,
            isolation=isolation,
            eta2=(isolation - share) * share / spread,
            exposure=meeting / groups[:, :, None],
            D_multigroup=deviation.sum(axis=1) / (2 * people[:, 0] * whole),
            gini_multigroup=np.nansum(spread * gini, axis=1) / whole,
            M=information,
            H=information / entropy,
        )


def _each(values: Values, rule: Callable[[Floats], Floats]) -> Values:
    return Values(**{field.name: np.asarray(rule(getattr(values, field.name))) for field in fields(Values)})
