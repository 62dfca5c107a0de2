"""A new release of figures of which an earlier release is out: nothing may follow from reading both.

Two ways in which they belong together:
- `same`: figures of the same people at the same time, in another grouping or under another rule. A cell
  that both print is one cell: what was shown cannot be taken back, what was hidden stays hidden.
- `growing`: figures that only grow (people who took part until today). The difference of the two releases
  is a count as well: those who came in between. It is nowhere printed, but where both numbers are shown
  anyone can take it, so a small difference is protected like a small cell.
Net changes of stocks (residents in two years) tell of nobody in particular; such releases are protected
one by one.

Everything is one system of equations: both releases, and for `growing` new - old - difference = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convive.engines.disclosure.attack import narrow
from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, Key, System, Table, link
from convive.engines.disclosure.rules import Threshold
from convive.engines.disclosure.suppress import (
    Hidden,
    HidingRules,
    least_width,
    pose,
    reasons,
    results,
    solve,
)
from convive.engines.disclosure.tables import Reason


@dataclass(frozen=True)
class Released:
    """A table that is out. `shown`: shape of the table with totals."""

    table: Table
    shown: Bools

    def __post_init__(self) -> None:
        if np.shape(self.shown) != self.table.shape:
            raise DisclosureError(
                f"{self.table.name}: shown has shape {np.shape(self.shown)}, the table with totals {self.table.shape}"
            )


@dataclass(frozen=True)
class Again:
    """`new`: what may be shown of the new table. `known_before`: cells (labels by axis) that the earlier
    release gave away by itself or that cannot be kept any more, whatever is hidden now. `small_changes`:
    cells whose change since is too small to be told, with the change.
    """

    new: Hidden
    known_before: tuple[dict[str, str], ...]
    small_changes: tuple[tuple[dict[str, str], float], ...]


def hide_again(
    new: Table, before: Released, kind: Literal["same", "growing"], rules: HidingRules | None = None
) -> Again:
    """What may be shown of `new` now that `before` is out. Raises DisclosureError, naming the cell, where
    tables of the same people disagree, or a growing count fell.
    """
    rules = rules or HidingRules()
    if new.magnitude or before.table.magnitude:
        raise DisclosureError("releases are compared for counts of people")
    system = link([new, before.table]) if kind == "same" else _growing(new, before.table)
    m = len(system.values)
    own, old = system.places[0], system.places[1]
    by_rule = reasons([new, before.table], system, rules)
    old_shown = np.zeros(m, dtype=bool)
    old_shown[old[np.asarray(before.shown).ravel()]] = True
    old_hidden = np.zeros(m, dtype=bool)
    old_hidden[old] = True
    old_hidden &= ~old_shown & ((system.values > 0) | rules.hide_zeros)
    difference = np.zeros(m, dtype=bool)
    if kind == "growing":
        difference[len(system.keys) :] = True

    reason = np.where(old_shown, np.int8(Reason.SHOWN), by_rule).astype(np.int8)
    reason[old_hidden & (reason == Reason.SHOWN)] = Reason.HIDDEN_BEFORE
    small = difference & (system.values > 0) & (system.values < _threshold(rules))
    reason[small] = Reason.SMALL_CHANGE
    may = np.zeros(m, dtype=bool)
    may[own] = True
    may &= ~old_shown & ~old_hidden

    problem = pose(system, reason, rules, may=may, unpublished=difference)
    # Cells left out before for the sake of others need only stay open, not wide.
    need = np.where(
        reason == Reason.HIDDEN_BEFORE, np.minimum(problem.need, least_width(system)), problem.need
    )
    lost = narrow(system, problem.usable, need, lower=problem.lower).cells
    need[lost] = 0.0
    told = np.zeros(m, dtype=bool)
    told[lost] = True
    # What is given away whatever one does is asked for no more, by the search as by the last look.
    posed = replace(problem, need=need)
    solution = solve(posed, rules, unpublished=difference | told)
    final = np.where(told & ~difference, np.int8(Reason.KNOWN_BEFORE), reason).astype(np.int8)
    for change in np.flatnonzero(small):
        cell = _changed(system, int(change))
        if solution.hidden[cell] and final[cell] == Reason.SHOWN:
            final[cell] = Reason.SMALL_CHANGE
    shown_now = results([new, before.table], final, posed, solution)[0]
    return Again(
        new=shown_now,
        known_before=tuple(_label(system, new, before.table, int(cell), kind) for cell in lost),
        small_changes=tuple(
            (_label(system, new, before.table, int(cell), kind), float(system.values[cell]))
            for cell in np.flatnonzero(small)
        ),
    )


def _threshold(rules: HidingRules) -> int:
    return max([rule.minimum for rule in rules.rules if isinstance(rule, Threshold)], default=1)


def _growing(new: Table, old: Table) -> System:
    """Both tables as cells of their own, and the differences of the cells that both have, at the end."""
    later, earlier = link([new]), link([old])
    at = {key: cell for cell, key in enumerate(earlier.keys)}
    pairs = [(cell, at[key]) for cell, key in enumerate(later.keys) if key in at]
    if not pairs:
        raise DisclosureError(
            f"{new.name} and {old.name} share no cell; the earlier release says nothing of it"
        )
    n, o, d = len(later.values), len(earlier.values), len(pairs)
    first, second = np.array(pairs, dtype=np.int64).T
    change: Floats = later.values[first] - earlier.values[second]
    if (change < 0).any():
        worst = int(np.argmin(change))
        where = _text(later.keys[int(first[worst])])
        raise DisclosureError(
            f"{new.name}, {where}: {later.values[first[worst]]:g}, fewer than the "
            f"{earlier.values[second[worst]]:g} of the earlier release; such counts only grow"
        )
    row = np.arange(d)
    data = np.concatenate([np.ones(d), -np.ones(d), -np.ones(d)])
    places = np.concatenate([first, n + second, n + o + row])
    link_rows = sparse.csr_array((data, (np.tile(row, 3), places)), shape=(d, n + o + d))
    both = sparse.block_diag([later.equations, earlier.equations])
    wide = sparse.hstack([both, sparse.csr_array((both.shape[0], d))])
    return System(
        values=np.concatenate([later.values, earlier.values, change]),
        equations=sparse.csr_array(sparse.vstack([wide, link_rows], format="csr")),
        depths=np.concatenate([later.depths, earlier.depths, np.zeros(d, dtype=np.int64)]),
        whole=True,
        keys=(*later.keys, *earlier.keys),
        places=(later.places[0], earlier.places[0] + n),
    )


def _changed(system: System, difference: int) -> int:
    """The cell of the new table that a difference is of."""
    line = sparse.csr_array(system.equations[[int(system.equations.tocsc()[:, [difference]].indices[0])]])
    return int(line.indices[line.data > 0][0])


def _label(system: System, new: Table, old: Table, cell: int, kind: str) -> dict[str, str]:
    if cell >= len(system.keys):
        cell = _changed(system, cell)
    for table, place in zip((new, old), system.places, strict=True):
        flat: NDArray[np.int64] = np.flatnonzero(place == cell)
        if len(flat):
            return table.label(int(flat[0]))
    return {}


def _text(key: Key) -> str:
    return ", ".join(f"{name} {label!r}" for name, label in sorted(key) if name) or "everybody"
