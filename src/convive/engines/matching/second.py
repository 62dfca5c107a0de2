"""The best set of duos in which one person meets somebody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from convive.engines.matching import kernels
from convive.engines.matching.kernels import Ints
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.reasons import duos_of
from convive.engines.matching.result import Change, Proposal, SecondBest
from convive.engines.matching.solving import Edges, Instance, solve
from convive.engines.matching.telling import Round


def second_best(proposal: Proposal, person: str) -> SecondBest | None:
    """The best proposal for a person other than the present one, and what it does to the whole.

    A newcomer gets another volunteer than now (or one at all). A volunteer gets at least one newcomer who is not theirs
    now. Among all sets of duos for which that holds, the best in the same order as ever. None where nobody else
    fits. Where a round is so large that not all pairs were kept, only kept pairs are looked at. Raises KeyError for
    somebody who takes no part in the round.
    """
    found = proposal._round
    task = found.task
    places = np.flatnonzero(task.newcomer_at == _place(task.newcomers.ids, person))
    if len(places):
        return _for_newcomer(found, person, int(places[0]))
    places = np.flatnonzero(task.volunteer_at == _place(task.volunteers.ids, person))
    if len(places):
        return _for_volunteer(found, person, int(places[0]))
    raise KeyError(person)


def _place(ids: tuple[str, ...], person: str) -> int:
    try:
        return ids.index(person)
    except ValueError:
        return -1


def _for_newcomer(found: Round, person: str, row: int) -> SecondBest | None:
    edges = found.edges
    keep = np.ones(len(edges.column), np.bool_)
    if found.mate[row] >= 0:
        keep[found.solution.chosen[row]] = False
    here = np.arange(edges.start[row], edges.start[row + 1])
    if not (keep[here] & (found.instance.room[edges.column[here]] > 0)).any():
        return None
    must = np.zeros(len(found.mate), np.bool_)
    must[row] = True
    mate = _solved(replace(found.instance, edges=_only(edges, keep)), must_n=must)
    return _compared(found, person, mate, row)


def _for_volunteer(found: Round, person: str, row: int) -> SecondBest | None:
    """Volunteer `row` becomes two: one who must take somebody new, and one with the rest of the places."""
    edges, room = found.edges, found.instance.room.copy()
    theirs = edges.column == row
    now = theirs & (found.mate[edges.row] == row)
    fresh = np.flatnonzero(theirs & ~now)
    if not len(fresh) or not room[row]:
        return None
    extra = len(room)
    # The edges to somebody new once more, at the end of each row, to the one who must.
    counts = np.diff(edges.start) + np.bincount(edges.row[fresh], minlength=len(found.mate))
    order = np.argsort(np.concatenate([edges.row, edges.row[fresh]]), kind="stable")
    column = np.concatenate([edges.column, np.full(len(fresh), extra, np.int32)])[order].astype(np.int32)
    mark = np.concatenate([edges.mark, edges.mark[fresh]])[order]
    room[row] -= 1
    must = np.zeros(extra + 1, np.bool_)
    must[extra] = True
    instance = replace(
        found.instance,
        edges=Edges(np.concatenate([[0], np.cumsum(counts)]), column, mark),
        room=np.append(room, 1),
        number_v=np.append(found.instance.number_v, found.instance.number_v[row]),
    )
    mate = _solved(instance, must_v=must)
    chosen = int(np.flatnonzero(mate == extra)[0])
    return _compared(found, person, np.where(mate == extra, row, mate), chosen)


def _only(edges: Edges, keep: Flags) -> Edges:
    ends = np.concatenate([[0], np.cumsum(keep)])[edges.start]
    return Edges(ends, edges.column[keep], edges.mark[keep])


def _solved(instance: Instance, must_n: Flags | None = None, must_v: Flags | None = None) -> Ints:
    solution = solve(instance, must_n, must_v)
    chosen = solution.chosen
    mate = np.full(len(chosen), -1)
    mate[chosen >= 0] = instance.edges.column[chosen[chosen >= 0]]
    return mate


def _compared(found: Round, person: str, mate: Ints, row: int) -> SecondBest:
    task, before = found.task, found.mate
    ids_n, ids_v = task.newcomers.ids, task.volunteers.ids

    def name(at: Any) -> str:
        return str(ids_n[int(task.newcomer_at[at])])

    rows = np.flatnonzero(mate >= 0).astype(np.int32)
    quality = int(
        kernels.rated(rows, mate[rows].astype(np.int32), task.N, task.V, task.R)[2].sum(dtype=np.int64)
    )
    one = np.array([row])
    duo = duos_of(task, one, mate[one])[0]
    bands = len(task.criteria.order.waiting_bands_weeks) + 1
    counts = [np.bincount(task.level[each >= 0], minlength=bands + 1)[:0:-1] for each in (mate, before)]
    both = np.flatnonzero((mate >= 0) & (before >= 0) & (mate != before))
    change = Change(
        duos=int((mate >= 0).sum() - (before >= 0).sum()),
        bands=tuple((counts[0] - counts[1]).tolist()),
        quality=quality - found.solution.stages[1].value,
        gained=tuple(sorted(name(at) for at in np.flatnonzero((mate >= 0) & (before < 0)))),
        lost=tuple(sorted(name(at) for at in np.flatnonzero((mate < 0) & (before >= 0)))),
        moved=tuple(
            sorted(
                (name(at), ids_v[int(task.volunteer_at[before[at]])], ids_v[int(task.volunteer_at[mate[at]])])
                for at in both
            )
        ),
    )
    return SecondBest(person, duo, change)
