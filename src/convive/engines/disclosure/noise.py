"""Counts with noise, for a city that prefers that: differential privacy with a stated budget.

Each finest cell gets discrete Laplace (two-sided geometric) noise of scale sensitivity / epsilon; totals are
sums of the noisy cells, so they add up. Ghosh, Roughgarden and Sundararajan, "Universally utility-maximizing
privacy mechanisms", SIAM Journal on Computing 41 (2012); Dwork and Roth (2014) for the sum of budgets.

OpenDP draws the noise, from the machine's own randomness: it has no seed and cannot be repeated, which is
part of the promise. It is drawn in one place here, `_draw`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from convive.engines.disclosure.layout import DisclosureError, Ints, Table

Draw = Callable[[list[int], float, int], tuple[list[int], float]]


class BudgetSpent(DisclosureError):
    """The release would cost more than what is left."""


@dataclass(frozen=True)
class Budget:
    """How much privacy may be spent on the same people, and on what it went. A ledger: `spend` returns a new
    one, and refuses to go over. Amounts are exact fractions, so that ten times 0.1 is one.
    """

    total: Fraction
    entries: tuple[tuple[str, Fraction], ...] = ()

    @classmethod
    def of(cls, epsilon: float | str) -> Budget:
        return cls(_exact(epsilon, "budget"))

    @property
    def spent(self) -> Fraction:
        return sum((amount for _, amount in self.entries), Fraction(0))

    @property
    def left(self) -> Fraction:
        return self.total - self.spent

    def spend(self, epsilon: float | str, what: str) -> Budget:
        """The ledger after this release. Raises BudgetSpent, saying what is left."""
        amount = _exact(epsilon, "epsilon")
        if amount > self.left:
            raise BudgetSpent(
                f"{what}: epsilon {float(amount):g} asked, {float(self.left):g} left of {float(self.total):g}"
            )
        return replace(self, entries=(*self.entries, (what, amount)))


@dataclass(frozen=True)
class Noisy:
    """`values`: shape of the table with totals; may be negative. `epsilon`: what it cost. `scale`: of the
    noise of a finest cell. `half_width`: within how many people of the truth a finest cell is, 95 times in
    100. `budget`: the ledger afterwards.
    """

    table: Table
    values: Ints
    epsilon: float
    scale: float
    half_width: int
    budget: Budget
    clamped: bool


def add_noise(
    table: Table,
    epsilon: float,
    budget: Budget,
    *,
    what: str = "",
    cells_per_person: int = 1,
    clamp: bool = False,
    draw: Draw | None = None,
) -> Noisy:
    """The table with noise, and the ledger with the release in it.

    `cells_per_person`: in how many finest cells one person can be counted (1 where categories exclude each
    other). `clamp` turns negative numbers into zero, which makes small numbers too large on average. `draw`
    takes the counts, the scale and the sensitivity, and returns noisy counts and the epsilon they cost; for
    tests. Raises BudgetSpent before any noise is drawn.
    """
    if table.magnitude:
        raise DisclosureError(f"{table.name}: noise is for counts of people")
    if cells_per_person < 1:
        raise DisclosureError(f"cells_per_person is {cells_per_person}; it must be at least 1")
    after = budget.spend(epsilon, what or table.name)
    counts = np.asarray(table.values)
    scale = cells_per_person / float(epsilon)
    drawn, cost = (draw or _draw)([int(n) for n in counts.ravel()], scale, cells_per_person)
    if cost > float(epsilon) * (1 + 1e-9):
        raise BudgetSpent(f"{what or table.name}: the noise costs epsilon {cost:g}, not {float(epsilon):g}")
    noisy = np.array(drawn, dtype=np.int64).reshape(counts.shape)
    if clamp:
        noisy = np.maximum(noisy, 0)
    return Noisy(
        table=table,
        values=np.round(table.with_totals(noisy)).astype(np.int64),
        epsilon=float(epsilon),
        scale=scale,
        half_width=half_width(scale),
        budget=after,
        clamped=clamp,
    )


def half_width(scale: float, level: float = 0.95) -> int:
    """The least whole k with P(|noise| <= k) >= level, for discrete Laplace noise of this scale."""
    ratio = float(np.exp(-1.0 / scale))
    k = 0
    while 1.0 - 2.0 * ratio ** (k + 1) / (1.0 + ratio) < level:
        k += 1
    return k


def _exact(epsilon: float | str, what: str) -> Fraction:
    try:
        amount = Fraction(Decimal(str(epsilon)))
    except (ArithmeticError, ValueError, OverflowError):
        raise DisclosureError(f"{what} {epsilon!r} is no number") from None
    if amount <= 0:
        raise DisclosureError(f"{what} {epsilon} must be above 0")
    return amount


@lru_cache(maxsize=1)
def _opendp() -> Any:
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp


def _draw(counts: list[int], scale: float, sensitivity: int) -> tuple[list[int], float]:
    """The one place where noise is drawn."""
    dp = _opendp()
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    measurement = dp.m.make_laplace(*space, scale=scale)
    return list(measurement(counts)), float(measurement.map(sensitivity))
