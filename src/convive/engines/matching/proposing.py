"""A round of matching, from people and criteria to duos, reasons and a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from convive.engines.matching.candidates import instance_of, solve_task
from convive.engines.matching.coding import Task, prepare
from convive.engines.matching.criteria import Criteria
from convive.engines.matching.kernels_draw import LOTS
from convive.engines.matching.people import People
from convive.engines.matching.persons import Newcomer, Volunteer
from convive.engines.matching.regions import Run, Solved, join, regions, solve_region
from convive.engines.matching.relaxation import Relaxation
from convive.engines.matching.result import BandCount, Certificate, Proposal, Waiting
from convive.engines.matching.telling import Round, Telling
from convive.engines.matching.waiting import FEW_PAIRS, Why
from convive.engines.threads import one_thread

# Above so many pairs of somebody without a duo and somebody who might take them in, reasons for waiting are worked
# out for one person at a time (`explain`).
MOST_PAIRS = 400_000_000


def propose(
    newcomers: Iterable[Newcomer] | People,
    volunteers: Iterable[Volunteer] | People,
    criteria: Criteria,
    kept: Iterable[tuple[str, str]] = (),
    seed: str | None = None,
    *,
    today: date,
    blocked: Iterable[tuple[str, str]] = (),
    relaxed: Mapping[str, Relaxation] | None = None,
    explain: bool | None = None,
    run: Run | None = None,
) -> Proposal:
    """The best set of duos, with reasons, and why the others wait.

    Best is, in this order: as many duos as possible; as many newcomers as possible of the band that waited longest,
    then of the next, and so on; the largest sum of qualities; the smallest sum of lots drawn from `seed` (the
    criteria's own where it is None). Up to 10 000 people, and as far as `certificate.exact` says, it is exactly
    the best.

    kept: pairs of newcomer and volunteer who meet already or are locked; they stay, and take up the volunteer's
    capacity. A newcomer or volunteer who is not in this round may be named. blocked: pairs not to propose. relaxed:
    wider rules for some people, by id. today: the day of the round. explain: work out reasons for everybody who
    waits; left out, that is done unless there are very many, who can be asked about one by one (`explain`). run:
    solve regions that do not touch by this, called with a function and the regions, giving the results in their
    order; `map` will do, or a Dask client's. The result is the same.

    Raises MatchError: an id twice, a place that is none, waiting since after `today`, and other input that cannot be.
    """
    people_n, people_v = People.of(newcomers, "newcomer"), People.of(volunteers, "volunteer")
    seed = criteria.order.seed if seed is None else str(seed)
    with one_thread(len(people_n) * len(people_v) <= FEW_PAIRS):
        task = prepare(people_n, people_v, criteria, kept, blocked, today, seed, relaxed or {})
        return told(solved(task, run), explain)


def solved(task: Task, run: Run | None = None) -> Round:
    """The best set of duos, in one piece, or by regions where `run` is given."""
    if run is None:
        whole = Solved(*solve_task(task))
    else:
        parts = regions(task)
        whole = join(task, parts, list(run(solve_region, parts)))
    edges, solution = whole.edges, whole.solution
    mate = np.full(len(task.level), -1, np.int32)
    has = solution.chosen >= 0
    mate[has] = edges.column[solution.chosen[has]]
    return Round(task, edges, instance_of(task, edges), solution, mate)


def told(found: Round, explain: bool | None = None) -> Proposal:
    """A solved round as a proposal."""
    if explain is None:
        n, v = len(found.task.level), len(found.task.room)
        duos = int((found.mate >= 0).sum())
        used = np.bincount(found.mate[found.mate >= 0], minlength=v)
        explain = (n - duos) * v + int(((used == 0) & (found.task.room > 0)).sum()) * n <= MOST_PAIRS
    return Proposal(certified(found), explain, Telling(found, explain), found)


def explain(proposal: Proposal, person: str) -> Waiting:
    """Why one person waits, with what would help. Raises KeyError for somebody who does not wait."""
    for waiting in (*proposal.waiting, *proposal.idle):
        if waiting.id == person:
            break
    else:
        raise KeyError(person)
    if proposal.explained:
        return waiting
    found = proposal._round
    why = Why(found.task, found.edges, found.solution, found.mate)
    if waiting.role == "volunteer":
        row = np.array([found.task.volunteers.ids.index(person)])
        idle = np.flatnonzero(np.isin(found.task.volunteer_at, row)).astype(np.int32)
        return why.volunteers(True, idle)[0]
    place = found.task.newcomers.ids.index(person)
    rows = np.flatnonzero(found.task.newcomer_at == place).astype(np.int32)
    return why.newcomers(True, rows)[0][0]._replace(contest=waiting.contest)


def certified(found: Round) -> Certificate:
    task, solution = found.task, found.solution
    who, quality, lots = solution.stages
    matched = found.mate >= 0
    borders = (*sorted(task.criteria.order.waiting_bands_weeks, reverse=True), 0)
    tops = (*[0] * (len(borders) - len(solution.most)), *solution.most)
    bands = []
    for place, weeks in enumerate(borders):
        here = task.level == len(borders) - place
        bands.append(BandCount(weeks, int(here.sum()), int((here & matched).sum()), int(tops[place])))
    duos, most = int(matched.sum()), int(sum(tops))
    if who.value == who.bound:
        gap = (quality.bound - quality.value) / quality.bound if quality.bound else 0.0
    else:
        gap = 1 - who.value / who.bound
    return Certificate(
        exact=all(stage.value == stage.bound for stage in solution.stages),
        gap=float(gap),
        duos=duos,
        most_duos=most,
        bands=tuple(bands),
        quality=quality.value,
        most_quality=quality.bound,
        draw=LOTS * duos - lots.value,
        least_draw=LOTS * duos - lots.bound if lots.value == lots.bound else None,
        edges=len(found.edges.column),
    )
