"""Which further cells to hide, so that as little as possible is: exactly, for small tables.

Integer programming with cuts. A choice of cells is tried against the attacker's linear programs. Where an
interval comes out too narrow, their prices give an inequality that every safe choice obeys and this one
does not; it is added, and a new choice is made. Fischetti and Salazar, "Models and algorithms for the
2-dimensional cell suppression problem in statistical disclosure control", Mathematical Programming 84
(1999), and for general tables Management Science 47 (2001).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from convive.engines.disclosure.attack import Part, solve
from convive.engines.disclosure.layout import Bools, Floats
from convive.engines.disclosure.linear import Program, Status
from convive.engines.disclosure.search import EPS, Problem, Solution, line_rows, search

ROUNDS_OF_FRACTIONS = 15
ROUNDS_OF_CHOICES = 60
NODES = 5000


def solve_exactly(problem: Problem, *, nodes: int = NODES) -> Solution:
    """The cheapest safe choice. If `nodes` of the search tree, or the rounds, do not suffice: the best one
    found, with the bound that was reached, and `exact` false.
    """
    start = search(problem)
    matrix, right = line_rows(problem, everybody=True)
    bound = start.bound
    rows, values = [matrix], [right]

    def add(cuts: list[tuple[Floats, float]]) -> None:
        rows.append(sparse.csr_array(np.array([cut for cut, _ in cuts])))
        values.append(np.array([value for _, value in cuts]))

    low, high = problem.must.astype(float), problem.usable.astype(float)
    for _ in range(ROUNDS_OF_FRACTIONS):
        all_rows = sparse.csr_array(sparse.vstack(rows))
        if not all_rows.shape[0]:
            break
        relaxed = Program(all_rows, least=np.concatenate(values), most=np.inf, low=low, high=high)
        fractions = relaxed.minimise(problem.price)
        if fractions.status is not Status.BEST:
            return start
        bound = max(bound, fractions.value)
        if start.cost - bound <= EPS * max(1.0, start.cost):
            return replace(start, bound=bound, exact=True)
        cuts = violated(problem, fractions.x)
        if not cuts:
            break
        add(cuts)
    for _ in range(ROUNDS_OF_CHOICES):
        all_rows = sparse.csr_array(sparse.vstack(rows))
        found = milp(
            problem.price,
            integrality=np.ones(len(problem.price)),
            bounds=Bounds(low, high),
            constraints=[LinearConstraint(all_rows, np.concatenate(values) - EPS, np.inf)]
            if all_rows.shape[0]
            else [],
            options={"node_limit": nodes, "mip_rel_gap": 0.0},
        )
        if found.mip_dual_bound is not None and np.isfinite(found.mip_dual_bound):
            bound = max(bound, min(float(found.mip_dual_bound), start.cost))
        if found.x is None or found.status != 0 or start.cost - bound <= EPS * max(1.0, start.cost):
            break
        choice = np.round(np.asarray(found.x))
        cuts = violated(problem, choice)
        if not cuts:
            hidden: Bools = choice > 0.5
            return Solution(
                hidden, float(problem.price[hidden].sum()), float(problem.price[hidden].sum()), True
            )
        add(cuts)
    return replace(start, bound=bound, exact=start.cost - bound <= EPS * max(1.0, start.cost))


def violated(problem: Problem, choice: Floats) -> list[tuple[Floats, float]]:
    """Inequalities (row, right side) that `choice`, shape (m,), from 0 to 1, breaks: one per cell whose
    interval is too narrow under it.
    """
    support = np.flatnonzero(choice > EPS)
    if not len(support):
        return []
    matrix = sparse.csr_array(problem.system.equations.tocsc()[:, support])
    rows = np.flatnonzero(np.diff(matrix.indptr))
    part = Part(
        support,
        rows,
        matrix[rows],
        down=problem.down[support] * choice[support],
        up=problem.up[support] * choice[support],
    )
    place = np.full(len(problem.need), -1)
    place[support] = np.arange(len(support))
    rise, fall = np.zeros(len(support)), np.zeros(len(support))
    transposed = sparse.csr_array(problem.system.equations[rows].T)
    cuts = []
    for cell in np.flatnonzero(problem.need > 0):
        at, need = int(place[cell]), float(problem.need[cell])
        if rise[at] + fall[at] >= need - 1e-6:
            continue
        total = np.zeros(len(problem.need))
        for direction in (1, -1):
            goal = np.zeros(len(support))
            goal[at] = -direction
            found = solve(part, goal)
            rise, fall = np.maximum(rise, found.x), np.maximum(fall, -found.x)
            # Any prices give a valid inequality; these give the tightest at this choice.
            slope = np.asarray(transposed @ found.prices, dtype=np.float64)
            slope[cell] += direction
            slope[np.abs(slope) < 1e-9] = 0.0
            total += np.maximum(slope, 0) * problem.up + np.maximum(-slope, 0) * problem.down
        if rise[at] + fall[at] >= need - 1e-6:
            continue
        total *= problem.usable
        own = total[cell]
        total[cell] = 0.0
        left = need - own
        if left > 1e-6:
            cuts.append((np.minimum(total, left) / left, 1.0))
    return cuts
