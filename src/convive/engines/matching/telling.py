"""A solved round in words and numbers for people, each part when it is first read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from convive.engines.matching import reasons
from convive.engines.matching.coding import Task
from convive.engines.matching.kernels import Places
from convive.engines.matching.result import Contest, Duo, Recruit, Waiting
from convive.engines.matching.solving import Edges, Instance, Solution
from convive.engines.matching.waiting import Why


@dataclass(frozen=True, eq=False)
class Round:
    """What a proposal rests on. mate (n,): the row of each newcomer's volunteer, −1 for none."""

    task: Task
    edges: Edges
    instance: Instance
    solution: Solution
    mate: Places


class Telling:
    """The parts of `Proposal`. explain: work out reasons for everybody who waits."""

    def __init__(self, found: Round, explain: bool) -> None:
        self._found, self._explain = found, explain

    @cached_property
    def duos(self) -> tuple[Duo, ...]:
        task, mate = self._found.task, self._found.mate
        rows = np.flatnonzero(mate >= 0)
        rows = rows[np.argsort(task.newcomer_at[rows])]
        with nothing_to_collect():
            return tuple(reasons.duos_of(task, rows, mate[rows].astype(np.int64)))

    @cached_property
    def kept(self) -> tuple[Duo, ...]:
        return tuple(reasons.kept_duos(self._found.task))

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        return self._newcomers[0]

    @cached_property
    def contests(self) -> tuple[Contest, ...]:
        return self._newcomers[1]

    @cached_property
    def idle(self) -> tuple[Waiting, ...]:
        why = self._why
        idle = why.idle[np.argsort(self._found.task.volunteer_at[why.idle])]
        with nothing_to_collect():
            return tuple(why.volunteers(self._explain, idle))

    @cached_property
    def recruiting(self) -> tuple[Recruit, ...]:
        return tuple(self._why.recruiting())

    @cached_property
    def _why(self) -> Why:
        found = self._found
        return Why(found.task, found.edges, found.solution, found.mate)

    @cached_property
    def _newcomers(self) -> tuple[tuple[Waiting, ...], tuple[Contest, ...]]:
        why = self._why
        rows = why.free[np.argsort(self._found.task.newcomer_at[why.free])]
        with nothing_to_collect():
            waiting, contests = why.newcomers(self._explain, rows)
        return tuple(waiting), tuple(contests)


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Thousands of small objects that all stay: the collector would walk through them again and again for nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
