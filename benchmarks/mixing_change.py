"""Change between two dates and meetings in a day, beside `ipfn` (fitting to margins) and `statsmodels`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from beside import Line, Peer

GROUPS = 5
GAP = 1e-9


def two_dates(units: int, groups: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """People in units with empty cells; at the second date 3 in 100 units are new and groups have moved."""
    rng = np.random.default_rng(seed)
    mean = rng.gamma(0.6, 60, size=(units, groups)) * np.geomspace(1, 0.05, groups)
    before = rng.poisson(mean)
    after = rng.poisson(mean * rng.lognormal(0, 0.3, size=(units, groups)) * np.linspace(0.8, 1.5, groups))
    before[:, 0] += 1
    after[:, 0] += 1
    before[: units // 33] = 0
    return before, after


def margins(units: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A table, and the row and column sums that it is to have."""
    before, after = two_dates(units, GROUPS, 1)
    table, goal = before[units // 33 :].astype(float), after[units // 33 :].astype(float)
    goal *= table.sum() / goal.sum()
    return table, goal.sum(axis=1), goal.sum(axis=0)


def off(table: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> str:
    return f"gap {max(np.abs(table.sum(axis=1) / rows - 1).max(), np.abs(table.sum(axis=0) / columns - 1).max()):.1e}"


def ours_margins(units: int) -> Callable[[], Any]:
    from convive.engines.mixing.change.margins import fit_margins

    wanted = margins(units)
    return lambda: off(fit_margins(*wanted, gap=GAP).table, *wanted[1:])


def plain_margins(units: int) -> Callable[[], Any]:
    from convive.engines.mixing.change import reference

    wanted = margins(units)
    return lambda: off(reference.fit(*wanted, GAP), *wanted[1:])


def ipfn_margins(units: int) -> Callable[[], Any]:
    from ipfn import ipfn

    table, rows, columns = margins(units)

    def run() -> str:
        fitting = ipfn.ipfn(table.copy(), [rows, columns], [[0], [1]], convergence_rate=GAP, verbose=0)
        return off(fitting.iteration(), rows, columns)

    return run


def ours_change(units: int) -> Callable[[], Any]:
    from convive.engines.mixing import Counts
    from convive.engines.mixing.change import change

    names = [f"g{k}" for k in range(GROUPS)]
    before, after = (Counts.of(matrix, names) for matrix in two_dates(units, GROUPS, 1))
    return lambda: change(before, after).M.structure


def encounters(people: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    status = rng.normal(size=people)
    who = np.repeat(np.arange(people), rng.integers(1, 20, people))
    return status, who, 0.5 * status[who] + rng.normal(size=people)[who] + 2 * rng.normal(size=who.size)


def ours_exposure(people: int) -> Callable[[], Any]:
    from convive.engines.mixing.encounters import fit_exposure

    met = encounters(people)
    return lambda: round(fit_exposure(*met).segregation, 6)


def statsmodels_exposure(people: int) -> Callable[[], Any]:
    from statsmodels.regression.mixed_linear_model import MixedLM

    status, who, seen = encounters(people)
    x = (status - status.mean()) / status.std(ddof=1)
    y = (seen - status.mean()) / status.std(ddof=1)

    def run() -> float:
        design = np.column_stack([np.ones(who.size), x[who]])
        fitted = MixedLM(y, design, groups=who).fit(reml=True)
        slope, between = float(fitted.fe_params[1]), float(np.asarray(fitted.cov_re)[0, 0])
        return round(abs(slope) / float(np.hypot(slope, np.sqrt(between))), 6)

    return run


LINES = [
    Line(
        "a table of five groups fitted to margins; beside it a plain NumPy loop too",
        ours_margins,
        (
            Peer(ipfn_margins, "ipfn", 250_000),
            Peer(plain_margins, "numpy", 1_000_000),
        ),
    ),
    Line("a change between two dates in its parts", ours_change),
    Line(
        "exposure segregation of so many people (at most 25,000 run)",
        ours_exposure,
        (Peer(statsmodels_exposure, "statsmodels", 5_000),),
        largest=25_000,
    ),
]
