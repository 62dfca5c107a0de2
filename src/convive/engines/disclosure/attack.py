"""What an outsider can deduce about hidden cells, by linear programming.

The outsider knows every shown cell, how cells add up, and that a hidden cell holds at least `lower` (one
person, where empty cells are always shown). What a hidden cell can then be is an interval: its ends are
the least and the greatest value over all tables that agree with what is shown. Fischetti and Salazar,
"Solving the cell suppression problem on tabular data with linear constraints", Management Science 47 (2001).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, Ints, System
from convive.engines.disclosure.linear import Program, Solution, Status

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Intervals:
    """`cells`: shape (k,), places in the system. `low`, `high`: shape (k,), what each can be; high may be
    infinite.
    """

    cells: Ints
    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        return self.high - self.low


@dataclass(frozen=True)
class Part:
    """Hidden cells that share equations, and nobody else's: they are attacked on their own.

    `down`, `up`: how far each may move from its true value. `rows`: the equations.
    """

    cells: Ints
    rows: Ints
    matrix: sparse.csr_array
    down: Floats
    up: Floats

    @cached_property
    def program(self) -> Program:
        """Over the moves of these cells that keep every equation."""
        return Program(self.matrix, least=0.0, most=0.0, low=-self.down, high=self.up)


def deduce(
    system: System,
    hidden: Bools,
    *,
    lower: Floats | float = 1.0,
    upper: Floats | float = np.inf,
    whole: bool = False,
    cells: Ints | None = None,
) -> Intervals:
    """The interval of every hidden cell (or of `cells`).

    `hidden`: shape (m,). `lower`, `upper`: what the outsider knows of hidden cells from elsewhere. With
    `whole` the outsider also uses that all hidden cells are whole numbers, which takes integer programs.
    In a two-way table of counts that adds nothing; of more axes it may. Ends are rounded inwards where the
    system holds counts.
    """
    wanted = np.flatnonzero(hidden) if cells is None else np.asarray(cells, dtype=np.int64)
    low, high = system.values.copy(), system.values.copy()
    asked = np.zeros(len(system.values), dtype=bool)
    asked[wanted] = True
    for part in parts(system, hidden, lower, upper):
        for local in np.flatnonzero(asked[part.cells]):
            cell = part.cells[local]
            high[cell] += furthest(part, int(local), 1, whole=whole)
            low[cell] -= furthest(part, int(local), -1, whole=whole)
    low, high = _rounded(system, low, high)
    return Intervals(wanted, low[wanted], high[wanted])


def narrow(
    system: System,
    hidden: Bools,
    need: Floats,
    *,
    lower: Floats | float = 1.0,
    upper: Floats | float = np.inf,
) -> Intervals:
    """The hidden cells whose interval is less wide than `need`, shape (m,); none, if all is well.

    Exact as `deduce`, but quick: tables that agree with what is shown are drawn far apart first, and only
    the cells that they do not clear are looked at one by one.
    """
    failing: list[int] = []
    lows, highs = [], []
    waiting = uncleared(system, hidden, need, lower=lower, upper=upper)
    for part in parts(system, hidden, lower, upper, having=waiting):
        seen, boxed = _drawn_apart(system, part, need[part.cells])
        for local in [int(each) for each in np.flatnonzero(seen.open)]:
            for direction in (1, -1):
                if seen.open[local]:
                    goal = np.zeros(len(part.cells))
                    goal[local] = -direction
                    seen.add(solve(boxed, goal).x)
            if seen.open[local]:
                value = float(system.values[part.cells[local]])
                high = np.array([value + furthest(part, local, 1)])
                low = np.array([value - furthest(part, local, -1)])
                low, high = _rounded(system, low, high)
                if high[0] - low[0] < need[part.cells[local]] - TOLERANCE:
                    failing.append(int(part.cells[local]))
                    lows.append(float(low[0]))
                    highs.append(float(high[0]))
    order = np.argsort(np.array(failing, dtype=np.int64))
    return Intervals(np.array(failing, dtype=np.int64)[order], np.array(lows)[order], np.array(highs)[order])


def uncleared(
    system: System,
    hidden: Bools,
    need: Floats,
    *,
    lower: Floats | float = 1.0,
    upper: Floats | float = np.inf,
) -> Ints:
    """The hidden cells that a few tables drawn far apart do not show to be as wide as `need`: all that are
    narrower, and perhaps some that are not.
    """
    if not (need[np.asarray(hidden)] > 0).any():
        return np.zeros(0, dtype=np.int64)
    # All parts in one linear program: they do not touch one another, and each tells its own cells apart.
    whole, place, _ = _whole(system, hidden, lower, upper)
    seen, _ = _drawn_apart(system, whole, need[whole.cells], place)
    return np.sort(whole.cells[seen.open])


def _drawn_apart(system: System, part: Part, need: Floats, place: Ints | None = None) -> tuple[_Seen, Part]:
    seen = _Seen(system, part, need)
    reach = 4.0 * float(need.max())
    boxed = Part(part.cells, part.rows, part.matrix, np.minimum(part.down, reach), np.minimum(part.up, reach))
    for sign in _patterns(np.arange(len(part.cells)) if place is None else place):
        if not seen.open.any():
            break
        seen.add(solve(boxed, -(sign * seen.open)).x)
    return seen, boxed


class _Seen:
    """How far each cell of a part moved in the tables seen so far."""

    def __init__(self, system: System, part: Part, need: Floats) -> None:
        self.system, self.values, self.need = system, system.values[part.cells], need
        self.low, self.high = self.values.copy(), self.values.copy()
        self.open = need > 0

    def add(self, moved: Floats) -> None:
        self.low = np.minimum(self.low, self.values + moved)
        self.high = np.maximum(self.high, self.values + moved)
        low, high = _rounded(self.system, self.low, self.high)
        self.open &= high - low < self.need - TOLERANCE


def _rounded(system: System, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    if not system.whole:
        return low, high
    return np.ceil(low - TOLERANCE), np.floor(high + TOLERANCE)


def _patterns(place: Ints) -> Iterator[Floats]:
    """Signs that tell any two places apart: the bits of their numbers, and the reverse."""
    for bit in range(max(1, int(place.max(initial=0)).bit_length())):
        sign: Floats = np.where((place >> bit) & 1, -1.0, 1.0)
        yield sign
        yield -sign


def parts(
    system: System,
    hidden: Bools,
    lower: Floats | float,
    upper: Floats | float,
    *,
    having: Ints | None = None,
) -> list[Part]:
    """The hidden cells, cut where they share no equation; with `having`, the parts with one of these cells."""
    whole, _, (by_cell, by_row) = _whole(system, hidden, lower, upper)
    wanted = np.unique(by_cell if having is None else by_cell[np.isin(whole.cells, having)])
    order_c, order_r = np.argsort(by_cell, kind="stable"), np.argsort(by_row, kind="stable")
    result = []
    for number in wanted:
        inner = order_c[slice(*np.searchsorted(by_cell[order_c], [number, number + 1]))]
        rows = order_r[slice(*np.searchsorted(by_row[order_r], [number, number + 1]))]
        matrix = sparse.csr_array(whole.matrix[rows][:, inner])
        result.append(Part(whole.cells[inner], whole.rows[rows], matrix, whole.down[inner], whole.up[inner]))
    return result


def _whole(
    system: System, hidden: Bools, lower: Floats | float, upper: Floats | float
) -> tuple[Part, Ints, tuple[Ints, Ints]]:
    """All hidden cells as one part, the place of each among those that share equations with it, and the numbers
    of the true parts, by cell and by equation.
    """
    m = len(system.values)
    own_lower = np.broadcast_to(np.asarray(lower, dtype=np.float64), (m,))
    own_upper = np.broadcast_to(np.asarray(upper, dtype=np.float64), (m,))
    chosen = np.flatnonzero(hidden)
    wrong = (system.values[chosen] < own_lower[chosen] - TOLERANCE) | (
        system.values[chosen] > own_upper[chosen] + TOLERANCE
    )
    if wrong.any():
        cell = int(chosen[np.argmax(wrong)])
        raise DisclosureError(
            f"cell {cell} holds {system.values[cell]:g}, outside what is known of hidden cells"
        )
    matrix = sparse.csr_array(system.equations.tocsc()[:, chosen])
    touched = np.flatnonzero(np.diff(matrix.indptr))
    matrix = sparse.csr_array(matrix[touched])
    e, h = matrix.shape
    if not h:
        none = np.zeros(0, dtype=np.int64)
        return Part(none, none, matrix, np.zeros(0), np.zeros(0)), none, (none, none)
    link = abs(matrix)
    graph = (
        sparse.block_array([[None, link], [link.T, sparse.coo_array((h, h))]], format="csr") if e else link
    )
    _, label = sparse.csgraph.connected_components(graph, directed=False) if e else (h, np.arange(h))
    label = np.asarray(label, dtype=np.int64)
    by_cell, by_row = label[e:], label[:e]
    order = np.argsort(by_cell, kind="stable")
    place = np.empty(h, dtype=np.int64)
    place[order] = np.arange(h) - np.searchsorted(by_cell[order], by_cell[order])
    part = Part(
        cells=chosen,
        rows=touched,
        matrix=matrix,
        down=np.maximum(system.values[chosen] - own_lower[chosen], 0.0),
        up=np.maximum(own_upper[chosen] - system.values[chosen], 0.0),
    )
    return part, place, (by_cell, by_row)


def labels(system: System, hidden: Bools) -> Ints:
    """For each cell the number of its part, and -1 for what is not hidden. Shape (m,)."""
    whole, _, (by_cell, _) = _whole(system, hidden, -np.inf, np.inf)
    found = np.full(len(system.values), -1, dtype=np.int64)
    found[whole.cells] = by_cell
    return found


def furthest(part: Part, local: int, direction: int, *, whole: bool = False) -> float:
    """How far a cell of a part can move up (direction 1) or down (-1); may be infinite."""
    goal = np.zeros(len(part.cells))
    goal[local] = -direction
    if not part.matrix.shape[0]:
        return float(part.up[local] if direction > 0 else part.down[local])
    if whole:
        found = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=Bounds(-part.down, part.up),
            constraints=LinearConstraint(part.matrix, 0, 0),
        )
        if found.status == 3 or (found.status == 4 and furthest(part, local, direction) == np.inf):
            return np.inf
        if found.status != 0:
            raise DisclosureError(f"the attacker's integer program was not solved: {found.message}")
        return float(-found.fun)
    moved = solve(part, goal)
    return np.inf if moved.status is Status.ENDLESS else float(direction * moved.x[local])


def solve(part: Part, goal: Floats) -> Solution:
    """Minimise goal @ move over the moves that keep every equation. To stay is one of them."""
    found = part.program.minimise(goal)
    if found.status not in (Status.BEST, Status.ENDLESS):
        raise DisclosureError(f"the attacker's linear program was not solved: {found.status.value}")
    return found
