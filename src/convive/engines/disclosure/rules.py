"""Which cells are sensitive by themselves, before anything is added up.

Hundepool et al., Statistical Disclosure Control (Wiley, 2012), chapter 4: minimum frequency, (n, k)
dominance and the p% rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convive.engines.disclosure.layout import DisclosureError, Floats, Table
from convive.engines.disclosure.tables import Reason


@dataclass(frozen=True)
class Threshold:
    """A count (or, for a magnitude, a number of contributors) from 1 to `minimum` - 1 is not shown."""

    minimum: int = 5

    def __post_init__(self) -> None:
        if self.minimum < 1:
            raise DisclosureError(f"the threshold is {self.minimum}; it must be at least 1")


@dataclass(frozen=True)
class Dominance:
    """A magnitude is not shown if its `n` largest contributors make up more than `percent` of it."""

    n: int = 1
    percent: float = 75.0

    def __post_init__(self) -> None:
        if self.n < 1 or not 0 < self.percent <= 100:
            raise DisclosureError(f"dominance ({self.n}, {self.percent:g}): n from 1, percent above 0 to 100")


@dataclass(frozen=True)
class PPercent:
    """A magnitude is not shown if the second largest contributor could estimate the largest to within
    `p` percent, by taking its own part from the total: total - x1 - x2 < p/100 * x1.
    """

    p: float = 10.0

    def __post_init__(self) -> None:
        if not self.p > 0:
            raise DisclosureError(f"the p of the p% rule is {self.p:g}; it must be above 0")


@dataclass(frozen=True)
class Protection:
    """How uncertain a sensitive cell must stay: the interval that an outsider can deduce is at least `width`
    people wide, and at least `percent` of the cell's own value.
    """

    width: float = 1.0
    percent: float = 0.0

    def __post_init__(self) -> None:
        if not (self.width > 0 and self.percent >= 0):
            raise DisclosureError(
                f"protection of width {self.width:g} and {self.percent:g} %: the width must be above 0"
            )

    def needed(self, values: Floats, *, whole: bool) -> Floats:
        need = np.maximum(self.width, values * self.percent / 100.0)
        result: Floats = np.ceil(need) if whole else need
        return result


Rule = Threshold | Dominance | PPercent


def sensitive(table: Table, rules: Sequence[Rule]) -> NDArray[np.int8]:
    """The reason of each cell of the table with totals, SHOWN where no rule speaks.

    Contributors are taken to be different people in different cells, so that a total's largest
    contributors are the largest of its parts'. Dominance and p% need `largest`; for the p% rule at least
    two.
    """
    values = table.with_totals(table.values)
    found = np.full(values.shape, Reason.SHOWN, dtype=np.int8)
    top = None
    for rule in rules:
        if isinstance(rule, Threshold):
            if table.magnitude and table.contributors is None:
                raise DisclosureError(f"{table.name}: a threshold for magnitudes needs the contributors")
            people = values if table.contributors is None else table.with_totals(table.contributors)
            hit, reason = (people > 0) & (people < rule.minimum), Reason.TOO_FEW
        else:
            needed = rule.n if isinstance(rule, Dominance) else 2
            if table.largest is None or table.largest.shape[-1] < needed:
                raise DisclosureError(
                    f"{table.name}: {rule} needs the {needed} largest contributions of each cell"
                )
            top = _largest(table) if top is None else top
            hit, reason = _dominated(rule, values, top), Reason.DOMINATED
        found[hit & (found == Reason.SHOWN)] = reason
    return found


def _dominated(rule: Dominance | PPercent, values: Floats, top: Floats) -> NDArray[np.bool_]:
    if isinstance(rule, Dominance):
        hit = top[..., : rule.n].sum(axis=-1) > values * rule.percent / 100.0
    else:
        hit = values - top[..., 0] - top[..., 1] < rule.p / 100.0 * top[..., 0]
    result: NDArray[np.bool_] = hit & (values > 0)
    return result


def _largest(table: Table) -> Floats:
    """The largest contributions of every cell with totals; shape of the table + (k,)."""
    assert table.largest is not None
    top = -np.sort(-np.asarray(table.largest, dtype=np.float64), axis=-1)
    over = top.sum(axis=-1) > np.asarray(table.values, dtype=np.float64) * (1 + 1e-9) + 1e-9
    if (top < 0).any() or np.isnan(top).any() or over.any():
        wrong = (top < 0).any(axis=-1) | np.isnan(top).any(axis=-1) | over
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = ", ".join(f"{a.name} {a.labels[i]!r}" for a, i in zip(table.axes, place, strict=True))
        raise DisclosureError(
            f"{table.name}, {where}: the largest contributions are negative or exceed the value"
        )
    k = top.shape[-1]
    for number, axis in enumerate(table.axes):
        parts = []
        for start, end in zip(axis.membership.indptr, axis.membership.indptr[1:], strict=False):
            members = axis.membership.indices[start:end]
            chosen = np.moveaxis(np.take(top, members, axis=number), number, -2)
            flat = chosen.reshape(*chosen.shape[:-2], -1)
            parts.append(-np.sort(-flat, axis=-1)[..., :k])
        top = np.stack(parts, axis=number)
    return top
