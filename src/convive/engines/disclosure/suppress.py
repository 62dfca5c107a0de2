"""Protecting tables by leaving out cells: one table, several that share cells, or a new release of an old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from convive.engines.disclosure.attack import Intervals, deduce, narrow
from convive.engines.disclosure.cutting import NODES, solve_exactly
from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, System, Table, link
from convive.engines.disclosure.rules import Protection, Rule, Threshold, sensitive
from convive.engines.disclosure.search import Problem, Solution, relaxation_bound, search
from convive.engines.disclosure.tables import Reason, closed

Method = Literal["auto", "exact", "fast"]
EXACT_CELLS, EXACT_SENSITIVE = 160, 30
REPAIRS = 20


@dataclass(frozen=True)
class HidingRules:
    """How to protect by leaving out.

    `rules`: what is sensitive by itself. `protection`: how uncertain it must stay. `weigh`: what to hide
    little of, `cells` or `people`. `total_price`: with `cells`, how many cells one step of adding up is
    worth; a total of totals is worth that many again. `hide_zeros`: empty cells may be left out too; else
    they are shown, and the outsider knows that what is left out is not empty. `method`: `exact` (integer
    programming), `fast` (step by step), or `auto`: exact up to 160 cells and 30 sensitive ones.
    """

    rules: tuple[Rule, ...] = (Threshold(),)
    protection: Protection = Protection()
    weigh: Literal["cells", "people"] = "cells"
    total_price: float = 10.0
    hide_zeros: bool = False
    method: Method = "auto"
    nodes: int = NODES


@dataclass(frozen=True)
class Hidden:
    """What may be shown of one table, with its totals, and why the rest may not. Arrays have the shape of
    the table with totals, `table.shape`, in the order of `axis.nodes`.

    `values`: the numbers. `shown`. `reason`: a `Reason` each. `cost`: the price of everything that is left
    out of all tables protected together, `bound`: no safe choice costs less, `exact`: it is the least.
    `system`, `hidden`, `lower`, `number`: what was protected, what an outsider knows of it, and which of its
    tables this is; for `attack` and `check`.
    """

    table: Table
    values: Floats
    shown: Bools
    reason: NDArray[np.int8]
    cost: float
    bound: float
    exact: bool
    system: System
    hidden: Bools
    lower: Floats
    number: int

    @property
    def gap(self) -> float:
        """How much of the cost could at most be saved, from 0 to 1."""
        return 0.0 if self.cost <= 0 else max(0.0, (self.cost - self.bound) / self.cost)

    @property
    def published(self) -> Floats:
        """The values, nan where left out."""
        result: Floats = np.where(self.shown, self.values, np.nan)
        return result

    def count(self, reason: Reason) -> int:
        return int(np.count_nonzero(self.reason == reason))


def hide(table: Table, rules: HidingRules | None = None) -> Hidden:
    """What may be shown of a table of any number of axes with its totals.

    Sensitive cells are left out, and as little else as it takes that an outsider who solves for every
    left-out cell is left with an interval as wide as `rules.protection` asks (and, for any left-out cell,
    with more than one possible value). Raises DisclosureError, naming the cell, for bad input.
    """
    return hide_together([table], rules)[0]


def hide_together(tables: Sequence[Table], rules: HidingRules | None = None) -> tuple[Hidden, ...]:
    """The same for tables that share cells (the same people by area and sex, and by area and age, share the
    areas' totals): a cell is shown in all of them or in none, and nothing follows from reading them together.
    """
    rules = rules or HidingRules()
    system = link(tables)
    reason = reasons(tables, system, rules)
    problem = pose(system, reason, rules)
    solution = _by_graph(tables, problem, rules) or solve(problem, rules)
    return results(tables, reason, problem, solution)


def _by_graph(tables: Sequence[Table], problem: Problem, rules: HidingRules) -> Solution | None:
    """A large plain table of areas by groups, of which each cell need only stay open, is closed on its graph
    (see `exposure`), which takes no linear program. None for any other.
    """
    plain = len(tables) == 1 and len(tables[0].axes) == 2 and problem.system.whole and not rules.hide_zeros
    if not plain or rules.method == "exact" or rules.weigh != "cells" or (problem.need > 1).any():
        return None
    shape, axes = tables[0].shape, tables[0].axes
    if any(axis.within or axis.total is None for axis in axes) or len(problem.need) <= EXACT_CELLS:
        return None
    place = problem.system.places[0]
    values = problem.system.values[place].reshape(shape).astype(np.int64)
    hidden = np.zeros(len(problem.need), dtype=bool)
    hidden[place] = closed(values, problem.must[place].reshape(shape)).ravel()
    cost = float(problem.price[hidden].sum())
    bound = min(cost, relaxation_bound(problem))
    return Solution(hidden, cost, bound, cost - bound <= 1e-7 * max(1.0, cost))


def attack(result: Hidden, *, whole: bool = False) -> tuple[Floats, Floats]:
    """The least and the greatest value that an outsider can deduce for each cell of the table; two arrays of
    its shape. Shown cells have their value twice.

    For a table protected with others, the outsider reads all of them. With `whole`, integer programs.
    """
    cells = result.system.places[result.number]
    low, high = result.system.values.copy(), result.system.values.copy()
    wanted = np.unique(cells[result.hidden[cells]])
    found = deduce(result.system, result.hidden, lower=result.lower, whole=whole, cells=wanted)
    low[wanted], high[wanted] = found.low, found.high
    shape = result.table.shape
    return low[cells].reshape(shape), high[cells].reshape(shape)


def check(result: Hidden, rules: HidingRules | None = None) -> Intervals:
    """The left-out cells that an outsider can still pin down (or, where sensitive, narrow below the stated
    range), each with what can be deduced: empty if all is well. Places are those of `result.system`.
    """
    rules = rules or HidingRules()
    need = np.where(result.hidden, least_width(result.system), 0.0)
    own = result.system.places[result.number]
    by_rule = np.isin(result.reason.ravel(), [Reason.TOO_FEW, Reason.DOMINATED])
    told = result.reason.ravel() == Reason.KNOWN_BEFORE
    asked = rules.protection.needed(result.system.values, whole=result.system.whole)
    need[own[by_rule]] = np.maximum(need, asked)[own[by_rule]]
    need[own[told]] = 0.0
    # Only this table's cells are looked at; the outsider uses all.
    mine = np.zeros(len(need), dtype=bool)
    mine[own] = True
    return narrow(result.system, result.hidden, np.where(mine, need, 0.0), lower=result.lower)


def reasons(tables: Sequence[Table], system: System, rules: HidingRules) -> NDArray[np.int8]:
    """The reason of each cell of the system by rule, SHOWN where none speaks."""
    found = np.full(len(system.values), Reason.SHOWN, dtype=np.int8)
    for table, place in zip(tables, system.places, strict=True):
        own = sensitive(table, rules.rules).ravel()
        spoken = own != Reason.SHOWN
        found[place[spoken]] = own[spoken]
    return found


def lowest(system: System, rules: HidingRules) -> float:
    """What the outsider knows every hidden cell to be at least."""
    return 1.0 if system.whole and not rules.hide_zeros else 0.0


def least_width(system: System) -> Floats:
    """Below this, a hidden cell is as good as shown."""
    scale = np.maximum(system.values, 1.0)
    result: Floats = np.ones(len(scale)) if system.whole else 1e-4 * scale
    return result


def prices(system: System, rules: HidingRules) -> Floats:
    """Of hiding each cell. By cells: one, ten for a total, a hundred for a total of totals; people decide
    between equals. By people: the people, and a little for the cell.
    """
    most = max(float(system.values.max(initial=0.0)), 1.0)
    if rules.weigh == "people":
        return np.maximum(system.values, 1.0) / most + 1e-6
    tie = system.values / (most * (len(system.values) + 1))
    result: Floats = rules.total_price ** system.depths.astype(np.float64) + tie
    return result


def pose(
    system: System,
    reason: NDArray[np.int8],
    rules: HidingRules,
    *,
    may: Bools | None = None,
    unpublished: Bools | None = None,
) -> Problem:
    """The optimisation for these sensitive cells. `may`: which cells can be left out at all. `unpublished`:
    cells that no table prints, hidden from the start at no price; they may be empty.
    """
    m = len(system.values)
    never = np.zeros(m, dtype=bool) if unpublished is None else unpublished
    must = (reason != Reason.SHOWN) | never
    open_ = np.ones(m, dtype=bool) if may is None else may
    able = must | (open_ & ((system.values > 0) | rules.hide_zeros))
    need = np.where(reason != Reason.SHOWN, rules.protection.needed(system.values, whole=system.whole), 0.0)
    # An empty cell that is hidden is one the caller asks for, or a difference: nobody takes it for more.
    least = np.minimum(np.where(never, 0.0, lowest(system, rules)), system.values)
    # Wide enough that a cell and its totals can always grow together, and to let other cells make up for it.
    room = 3.0 * max(float(need.max(initial=0.0)), 1e-9)
    return Problem(
        system=system,
        must=must,
        may=able & ~must,
        need=need,
        price=np.where(never, 0.0, prices(system, rules)),
        down=np.where(able, np.clip(system.values - least, 0.0, room), 0.0),
        up=np.where(able, room, 0.0),
        lower=least,
    )


def solve(problem: Problem, rules: HidingRules, *, unpublished: Bools | None = None) -> Solution:
    """A safe choice, looked at once more by the attacker: a cell that came out too narrow after rounding to
    whole people is asked for more, and one that was left out for nothing is shown.
    """
    if not (problem.need > 0).any():
        hidden = problem.must.copy()
        cost = float(problem.price[hidden].sum())
        return Solution(hidden, cost, cost, True)
    system = problem.system
    never = np.zeros(len(system.values), dtype=bool) if unpublished is None else unpublished
    small = (
        np.count_nonzero(problem.usable) <= EXACT_CELLS and np.count_nonzero(problem.need) <= EXACT_SENSITIVE
    )
    exactly = rules.method == "exact" or (rules.method == "auto" and small)
    lower = problem.lower
    asked, bound = problem.need.copy(), None
    current = problem
    for _ in range(REPAIRS):
        solution = solve_exactly(current, nodes=rules.nodes) if exactly else search(current)
        bound = solution.bound if bound is None else bound
        hidden = solution.hidden.copy()
        need = np.where(hidden & ~never, np.maximum(asked, least_width(system)), asked)
        failing = narrow(system, hidden, need, lower=lower)
        pointless = failing.cells[(failing.width <= 1e-9) & ~problem.must[failing.cells]]
        hidden[pointless] = False
        again = np.setdiff1d(failing.cells, pointless)
        if not len(again):
            cost = float(problem.price[hidden].sum())
            return Solution(hidden, cost, min(bound, cost), cost - bound <= 1e-7 * max(1.0, cost))
        more = current.need.copy()
        more[again] = np.maximum(more[again], need[again]) + (1.0 if system.whole else need[again])
        must = current.must.copy()
        must[again] = True
        room = np.maximum(current.up, np.where(problem.usable, 3.0 * float(more.max()), 0.0))
        low = np.where(problem.usable, np.minimum(system.values - lower, room), 0.0)
        current = replace(
            current, must=must, may=current.may & ~must, need=more, up=room, down=np.maximum(low, 0.0)
        )
    raise DisclosureError("no safe choice was found; ask for a wider protection, or use method 'fast'")


def results(
    tables: Sequence[Table], reason: NDArray[np.int8], problem: Problem, solution: Solution
) -> tuple[Hidden, ...]:
    """One result per table."""
    system, lower = problem.system, problem.lower
    final = np.where(
        solution.hidden & (reason == Reason.SHOWN), np.int8(Reason.WOULD_GIVE_AWAY), reason
    ).astype(np.int8)
    out = []
    for number, table in enumerate(tables):
        place, shape = system.places[number], table.shape
        out.append(
            Hidden(
                table=table,
                values=system.values[place].reshape(shape),
                shown=~solution.hidden[place].reshape(shape),
                reason=final[place].reshape(shape),
                cost=solution.cost,
                bound=solution.bound,
                exact=solution.exact,
                system=system,
                hidden=solution.hidden,
                lower=lower,
                number=number,
            )
        )
    return tuple(out)
