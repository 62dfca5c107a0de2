"""Which further cells to hide, so that as little as possible is: step by step, with a bound.

Each sensitive cell must be able to move by its protection range while every shown cell stays. The cheapest
such move is a linear program whose price is what it would hide in addition (Kelly, Golden and Assad, "Cell
suppression: disclosure protection for sensitive tabular data", Networks 22 (1992)). The cells that move are
hidden. A second pass in reverse order uses only what the first one hid, and often needs less of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from convive.engines.disclosure.attack import uncleared
from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, Ints, System
from convive.engines.disclosure.linear import Program, Status

EPS = 1e-7
# Beyond this many pairs of cells in a line, the bound is made from the lines of sensitive cells alone.
SMALL_LINES = 300_000


@dataclass(frozen=True)
class Problem:
    """Cells to hide in a system of m cells. All shape (m,).

    `must`: hidden whatever the price. `may`: can be hidden. `need`: how wide the interval of a cell must be,
    0 where nothing is asked. `price`: of hiding. `down`, `up`: how far a hidden cell can move, finite.
    `lower`: what the outsider knows a hidden cell to be at least.
    """

    system: System
    must: Bools
    may: Bools
    need: Floats
    price: Floats
    down: Floats
    up: Floats
    lower: Floats

    @property
    def usable(self) -> Bools:
        result: Bools = self.must | self.may
        return result


@dataclass(frozen=True)
class Solution:
    """`hidden`: shape (m,). `cost`: the price of all that is hidden. `bound`: no solution costs less."""

    hidden: Bools
    cost: float
    bound: float
    exact: bool


def search(problem: Problem, *, batch: int | None = None) -> Solution:
    """A cheap set of cells, and a bound on how much cheaper another one could be.

    `batch`: how many sensitive cells share one linear program; by default one in a small problem, more in a
    large one.
    """
    exposed = uncleared(problem.system, problem.must, problem.need, lower=problem.lower)
    size = batch or max(1, -(-len(exposed) // 60))
    first = _pass(problem, problem.usable, exposed, size)
    again = _pass(problem, first, exposed[::-1], size)
    hidden = min((first, again), key=lambda each: float(problem.price[each].sum()))
    cost = float(problem.price[hidden].sum())
    bound = min(cost, float(relaxation_bound(problem)))
    return Solution(hidden, cost, bound, exact=cost - bound <= EPS * max(1.0, cost))


def further(problem: Problem, targets: Ints) -> tuple[Bools, Ints]:
    """Cells to hide, shape (m,), so that each of `targets` can move by what it needs; and those that cannot be
    helped by hiding the cells that may be hidden. Many share a linear program: who calls looks again.
    """
    stuck: list[int] = []
    hidden = _pass(problem, problem.usable, targets, max(1, -(-len(targets) // 8)), stuck)
    return hidden, np.array(stuck, dtype=np.int64)


def _pass(problem: Problem, usable: Bools, targets: Ints, size: int, stuck: list[int] | None = None) -> Bools:
    cells = np.flatnonzero(usable)
    matrix = sparse.csc_array(problem.system.equations.tocsc()[:, cells])
    matrix = sparse.csr_array(matrix)
    matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
    zeros = np.zeros(2 * len(cells))
    both = Program(sparse.hstack([matrix, -matrix]), least=0.0, most=0.0, low=zeros, high=zeros)
    place = np.full(len(problem.need), -1)
    place[cells] = np.arange(len(cells))
    hidden = problem.must.copy()
    moved_enough = problem.need <= 0
    waiting = [int(cell) for cell in targets]
    while waiting:
        chosen = waiting[:size]
        best: tuple[float, Floats] | None = None
        for turned in (1, -1) if size == 1 else (1,):
            move = _cheapest_move(problem, cells, both, place, hidden, chosen, turned)
            if move is not None:
                extra = float(problem.price[cells[(np.abs(move) > EPS) & ~hidden[cells]]].sum())
                if best is None or extra < best[0] - EPS:
                    best = (extra, move)
        if best is None:
            if size == 1:
                cell = chosen[0]
                if stuck is not None:
                    stuck.append(cell)
                    waiting.remove(cell)
                    continue
                raise DisclosureError(
                    f"cell {cell} cannot be protected by hiding the cells that may be hidden"
                )
            size = 1
            continue
        hidden[cells[np.abs(best[1]) > EPS]] = True
        moved_enough[cells[np.abs(best[1]) >= problem.need[cells] - EPS]] = True
        waiting = [cell for cell in waiting if not moved_enough[cell]]
    return hidden


def _cheapest_move(
    problem: Problem,
    cells: Ints,
    both: Program,
    place: Ints,
    hidden: Bools,
    chosen: list[int],
    turned: int,
) -> Floats | None:
    """A move of all `chosen` by what they need, that hides least besides; None if there is none.

    Cells go up and down in turn, so that they can serve one another. One that has no room to go down goes up.
    """
    n = len(cells)
    price = np.where(hidden[cells], 1e-4, problem.price[cells])
    up, down = problem.up[cells].copy(), problem.down[cells].copy()
    least = np.zeros(2 * n)
    any_down = False
    for number, cell in enumerate(chosen):
        at, need = int(place[cell]), float(problem.need[cell])
        falls = (turned * (-1) ** number < 0) and down[at] >= need
        any_down |= falls
        least[at + n if falls else at] = need
        if falls:
            up[at] = 0.0
        else:
            down[at] = 0.0
    if turned < 0 and len(chosen) == 1 and not any_down:
        return None
    both.limit(least, np.concatenate([up, down]))
    found = both.minimise(np.concatenate([price, price]))
    if found.status is Status.IMPOSSIBLE:
        return None
    if found.status is not Status.BEST:
        raise DisclosureError(f"the search for cells to hide was not solved: {found.status.value}")
    return found.x[:n] - found.x[n:]


def line_rows(problem: Problem, *, everybody: bool) -> tuple[sparse.csr_array, Floats]:
    """Inequalities G y >= g of any good choice y: in a line with a sensitive cell the others can move as
    much as it must. With `everybody`, also: no other cell is the only hidden one of its line.
    """
    matrix = sparse.csr_array(problem.system.equations)
    room = problem.up + problem.down
    rows, columns, data = [], [], []
    right: list[float] = []
    for line in range(matrix.shape[0]):
        cells = matrix.indices[matrix.indptr[line] : matrix.indptr[line + 1]]
        certain = float(room[cells][problem.must[cells]].sum())
        for cell in cells:
            others = cells[cells != cell]
            need = float(problem.need[cell])
            if need > 0:
                if certain - room[cell] >= need:
                    continue
                entries, value = np.minimum(room[others], need) * problem.usable[others] / need, 1.0
            elif everybody and problem.may[cell] and not problem.must[cells].any():
                others = np.append(others, cell)
                entries, value = np.append(problem.usable[others[:-1]].astype(float), -1.0), 0.0
            else:
                continue
            rows.append(np.full(len(others), len(right)))
            columns.append(others)
            data.append(entries)
            right.append(value)
    if not right:
        return sparse.csr_array((0, len(problem.need))), np.zeros(0)
    triples = (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(triples, shape=(len(right), len(problem.need))), np.array(right)


def relaxation_bound(problem: Problem) -> float:
    """No set of hidden cells costs less: a linear program over the lines through sensitive cells."""
    size = np.diff(sparse.csr_array(problem.system.equations).indptr).astype(float)
    matrix, right = line_rows(problem, everybody=bool((size**2).sum() < SMALL_LINES))
    fixed = float(problem.price[problem.must].sum())
    if not len(right):
        return fixed
    low, high = problem.must.astype(float), problem.usable.astype(float)
    found = Program(matrix, least=right, most=np.inf, low=low, high=high).minimise(problem.price)
    return found.value if found.status is Status.BEST else fixed
