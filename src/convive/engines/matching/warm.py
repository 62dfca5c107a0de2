"""Compiles the kernels that find who fits and say why; `warm_solving` those between, beside it."""

from __future__ import annotations

from datetime import date

import numpy as np

from convive.engines.matching.candidates import find
from convive.engines.matching.coding import prepare
from convive.engines.matching.criteria import Criteria
from convive.engines.matching.indexing import index_of
from convive.engines.matching.kernels_edges import with_more
from convive.engines.matching.kernels_find import price_beyond
from convive.engines.matching.kernels_why import lower_languages
from convive.engines.matching.people import People
from convive.engines.matching.persons import Newcomer, Volunteer, hours_from
from convive.engines.matching.reasons import kept_duos
from convive.engines.matching.regions import regions
from convive.engines.matching.solving import Solution, Stage
from convive.engines.matching.waiting import Why

TODAY = date(2026, 1, 1)


def warm_up() -> None:
    """Calls every kernel with the types that it meets in earnest, but the solver's."""
    hours = hours_from("mon:18-21")
    newcomers = [
        Newcomer(id=f"n{k}", languages=(("nl", "A2"),), available=hours, place=(500.0 * k, 0.0))
        for k in range(9)
    ]
    volunteers = [
        Volunteer(
            id=f"v{k}", languages=(("nl", ("B1", "C2")[k % 2]),), available=hours, place=(0.0, 900.0 * k)
        )
        for k in range(5)
    ]
    rules = {"language": ["nl"], "volunteer_band": "B2", "overlap_hours": 1, "distance_km": 3}
    task = prepare(
        People.of(newcomers, "newcomer"), People.of(volunteers, "volunteer"), Criteria.of({"hard": rules}),
        [("n0", "v1")], [("n1", "v1")], TODAY, "", {},
    )  # fmt: skip
    regions(task)
    kept_duos(task)
    n, v = len(task.level), len(task.room)
    sides = task.N, task.V, task.R, index_of(task)
    prices, gains = np.zeros((3, v), np.int64), np.zeros((3, n), np.int64)
    best = find(task, sides[-1], every=False)
    cut = np.full(n, 1, np.int16)
    more = price_beyond(4, task.level, cut, prices, gains, np.zeros(1, np.int64), task.blocked, *sides)
    with_more(best.start, best.column, best.mark, *more)
    # Nobody has a duo, so that there is something to say of everybody.
    stages = tuple(
        Stage(name, prices[at], gains[at], 0, 0) for at, name in enumerate(("who", "quality", "draw"))
    )
    nobody = Solution(np.full(n, -1, np.int64), stages, ())
    why = Why(task, find(task, sides[-1], every=True), nobody, np.full(n, -1, np.int32))
    why.newcomers(explain=True)
    why.volunteers(explain=True)
    why.recruiting()
    lower_languages(0, 0, task.N, task.V, task.R)
