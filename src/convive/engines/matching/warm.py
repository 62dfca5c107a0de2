"""Compiles the kernels of matching."""

from __future__ import annotations

from datetime import date

import numpy as np

from convive.engines.matching.criteria import Criteria
from convive.engines.matching.indexing import index_of
from convive.engines.matching.kernels_find import find_best, price_beyond
from convive.engines.matching.persons import Newcomer, Volunteer, hours_from
from convive.engines.matching.proposing import propose
from convive.engines.matching.regions import here
from convive.engines.matching.second import second_best
from convive.engines.matching.solving import CANDIDATES


def warm_up() -> None:
    """Calls every kernel with the types that it meets in earnest."""
    criteria = Criteria.of(
        {"hard": {"language": ["nl"], "volunteer_band": "B2", "overlap_hours": 1, "distance_km": 3}}
    )
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
    found = propose(
        newcomers,
        volunteers,
        criteria,
        [("n0", "v1")],
        today=date(2026, 1, 1),
        blocked=[("n1", "v1")],
        run=here,
    )
    second_best(found, "n2")
    propose(newcomers, volunteers, criteria, today=date(2026, 1, 1))
    task = found._round.task
    sides = task.N, task.V, task.R, index_of(task)
    *_edges, cut = find_best(CANDIDATES, *sides)
    prices, gains = np.zeros((3, len(task.room)), np.int64), np.zeros((3, len(task.level)), np.int64)
    price_beyond(4, task.level, cut, prices, gains, np.zeros(1, np.int64), task.blocked, *sides)
