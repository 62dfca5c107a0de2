"""Two dates on one list of units and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.change.areas import Weights, carry
from convive.engines.mixing.counts import Counts, MixError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Aligned:
    """before, after: shape (n, g), people, of the same units and groups. unit_common, shape (n,), and
    group_common, shape (g,): with people at both dates among each other, the part that can be compared.
    """

    units: tuple[str, ...] | None
    groups: tuple[str, ...]
    before: Floats
    after: Floats
    unit_common: NDArray[np.bool_]
    group_common: NDArray[np.bool_]
    unused_weights: tuple[str, ...]
    left_out: Left


@dataclass(frozen=True)
class Left:
    """What could not be used. A unit with a count that its publisher hides is left out at both dates, as its
    mix is not known; with weights, every later unit that gets people from it too.

    suppressed_units: such units. suppressed_cells: hidden counts. people_before, people_after: who is shown in
    these units all the same.
    """

    suppressed_units: int
    suppressed_cells: int
    people_before: float
    people_after: float


def align(before: Counts, after: Counts, weights: Weights | None) -> Aligned:
    """Raises MixError where nobody is counted at a date or the units cannot be matched."""
    unused: tuple[str, ...] = ()
    earlier_units, earlier = before.units, before.matrix.astype(np.float64)
    hidden_before, hidden_after = _hidden(before), _hidden(after)
    if weights is not None:
        if after.units is None:
            raise MixError("weights need units with names at both dates")
        carried = carry(before, weights, after.units)
        earlier_units, earlier, unused = carried.units, carried.matrix, carried.unused
        hidden_before = _hidden_through(before, hidden_before, weights, carried.units)
    groups = tuple(dict.fromkeys((*before.groups, *after.groups)))
    if earlier_units is None or after.units is None:
        if earlier_units is not None or after.units is not None:
            raise MixError("the units have names at one date only")
        if earlier.shape[0] != after.matrix.shape[0]:
            raise MixError(
                f"there are {earlier.shape[0]} units before and {after.matrix.shape[0]} after; "
                "without names they cannot be matched"
            )
        units = None
        shape = (earlier.shape[0], len(groups))
        at_before = at_after = np.arange(shape[0])
    else:
        units = tuple(dict.fromkeys((*earlier_units, *after.units)))
        place = {unit: row for row, unit in enumerate(units)}
        shape = (len(units), len(groups))
        at_before = np.array([place[unit] for unit in earlier_units], dtype=np.int64)
        at_after = np.array([place[unit] for unit in after.units], dtype=np.int64)
    one, two = np.zeros(shape), np.zeros(shape)
    one[np.ix_(at_before, _places(before.groups, groups))] = earlier
    two[np.ix_(at_after, _places(after.groups, groups))] = after.matrix
    hidden = np.zeros(shape[0], dtype=bool)
    hidden[at_before[hidden_before]] = True
    hidden[at_after[hidden_after]] = True
    cells = sum(int(np.count_nonzero(c.suppressed)) for c in (before, after) if c.suppressed is not None)
    left_out = Left(int(hidden.sum()), cells, float(one[hidden].sum()), float(two[hidden].sum()))
    one[hidden] = two[hidden] = 0
    for table, date in ((one, "earlier"), (two, "later")):
        if table.sum() == 0:
            raise MixError(f"nobody is counted at the {date} date")
    unit_common, group_common = _common(one, two)
    return Aligned(units, groups, one, two, unit_common, group_common, unused, left_out)


def _hidden(counts: Counts) -> NDArray[np.bool_]:
    if counts.suppressed is None:
        return np.zeros(counts.matrix.shape[0], dtype=bool)
    return np.asarray(counts.suppressed.any(axis=1))


def _hidden_through(
    before: Counts, hidden: NDArray[np.bool_], weights: Weights, later: Sequence[str]
) -> NDArray[np.bool_]:
    """Later units that get people from an earlier unit with a hidden count."""
    names = {unit for unit, is_hidden in zip(before.units or (), hidden, strict=True) if is_hidden}
    pairs = zip(weights.earlier, weights.later, weights.share, strict=True)
    reached = {to for unit, to, share in pairs if unit in names and share > 0}
    return np.array([unit in reached for unit in later], dtype=bool)


def _places(names: Sequence[str], among: Sequence[str]) -> NDArray[np.int64]:
    return np.array([among.index(name) for name in names], dtype=np.int64)


def _common(one: Floats, two: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Leaving out a unit may leave a group without people, and the other way round; until neither does."""
    units, groups = np.ones(one.shape[0], dtype=bool), np.ones(one.shape[1], dtype=bool)
    while True:
        left = [table * groups for table in (one, two)]
        new_units = units & (left[0].sum(axis=1) > 0) & (left[1].sum(axis=1) > 0)
        left = [table[new_units] for table in (one, two)]
        new_groups = groups & (left[0].sum(axis=0) > 0) & (left[1].sum(axis=0) > 0)
        if np.array_equal(units, new_units) and np.array_equal(groups, new_groups):
            return units, groups
        units, groups = new_units, new_groups
