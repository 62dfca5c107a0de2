"""Two dates on one list of units and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array, eye_array

from convive.engines.mixing.change.areas import Weights, spreading
from convive.engines.mixing.counts import CountMatrix, Counts, MixError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Aligned:
    """before, after: shape (n, g), people, of the same units and groups. unit_common, shape (n,), and
    group_common, shape (g,): with people at both dates among each other, the part that can be compared.
    from_before, from_after: where the people of each date's table came from.
    """

    units: tuple[str, ...] | None
    groups: tuple[str, ...]
    before: Floats
    after: Floats
    unit_common: NDArray[np.bool_]
    group_common: NDArray[np.bool_]
    unused_weights: tuple[str, ...]
    left_out: Left
    from_before: Origin
    from_after: Origin

    def redrawn(self, before: CountMatrix, after: CountMatrix) -> Aligned:
        """The same for tables of other people in the units and groups of the tables that were aligned."""
        one, two = (
            origin.placed(table, len(self.groups))
            for origin, table in ((self.from_before, before), (self.from_after, after))
        )
        unit_common, group_common = _common(one, two)
        return replace(self, before=one, after=two, unit_common=unit_common, group_common=group_common)


@dataclass(frozen=True)
class Origin:
    """How the table of one date came to its place. people: shape (n given, g given), those who are used. rows: shape
    (n, n given), which part of each given row belongs to a unit. columns: shape (g given,), where its groups are.
    """

    people: CountMatrix
    rows: csr_array
    columns: NDArray[np.int64]

    def placed(self, table: CountMatrix, groups: int) -> Floats:
        """A table of the shape of `people`, as people of the aligned units and groups."""
        result = np.zeros((self.rows.shape[0], groups))
        result[:, self.columns] = self.rows @ table.astype(np.float64)
        return result

    def without(self, hidden: NDArray[np.bool_]) -> Origin:
        """Nobody comes to the units that are `hidden`."""
        shown = diags_array((~hidden).astype(np.float64)).tocsr() @ self.rows
        used = shown.sum(axis=0) > 0
        return Origin(self.people * used[:, None], shown, self.columns)


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
    earlier_units, spread = before.units, eye_array(before.matrix.shape[0], format="csr")
    hidden_before, hidden_after = _hidden(before), _hidden(after)
    if weights is not None:
        if after.units is None:
            raise MixError("weights need units with names at both dates")
        earlier_units, spread, unused = spreading(before, weights, after.units)
        hidden_before = _hidden_through(before, hidden_before, weights, earlier_units)
    groups = tuple(dict.fromkeys((*before.groups, *after.groups)))
    if earlier_units is None or after.units is None:
        if earlier_units is not None or after.units is not None:
            raise MixError("the units have names at one date only")
        if spread.shape[0] != after.matrix.shape[0]:
            raise MixError(
                f"there are {spread.shape[0]} units before and {after.matrix.shape[0]} after; "
                "without names they cannot be matched"
            )
        units = None
        many = spread.shape[0]
        at_before = at_after = np.arange(many)
    else:
        units = tuple(dict.fromkeys((*earlier_units, *after.units)))
        place = {unit: row for row, unit in enumerate(units)}
        many = len(units)
        at_before = np.array([place[unit] for unit in earlier_units], dtype=np.int64)
        at_after = np.array([place[unit] for unit in after.units], dtype=np.int64)
    origins = [
        Origin(before.matrix, _moved(spread, at_before, many), _places(before.groups, groups)),
        Origin(after.matrix, _moved(eye_array(len(at_after)), at_after, many), _places(after.groups, groups)),
    ]
    one, two = (origin.placed(origin.people, len(groups)) for origin in origins)
    hidden = np.zeros(many, dtype=bool)
    hidden[at_before[hidden_before]] = True
    hidden[at_after[hidden_after]] = True
    cells = sum(int(np.count_nonzero(c.suppressed)) for c in (before, after) if c.suppressed is not None)
    left_out = Left(int(hidden.sum()), cells, float(one[hidden].sum()), float(two[hidden].sum()))
    one[hidden] = two[hidden] = 0
    for table, date in ((one, "earlier"), (two, "later")):
        if table.sum() == 0:
            raise MixError(f"nobody is counted at the {date} date")
    unit_common, group_common = _common(one, two)
    if hidden.any():
        origins = [origin.without(hidden) for origin in origins]
    return Aligned(units, groups, one, two, unit_common, group_common, unused, left_out, *origins)


def _moved(rows: csr_array, to: NDArray[np.int64], many: int) -> csr_array:
    """Row i of `rows` as row to[i] of `many`."""
    given = rows.tocoo()
    return coo_array((given.data, (to[given.row], given.col)), shape=(many, rows.shape[1])).tocsr()


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
