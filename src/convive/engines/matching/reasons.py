"""Why these two: the criteria of a duo with their values."""

from __future__ import annotations

from typing import Any

import numpy as np

from convive.engines.matching import kernels as k
from convive.engines.matching.coding import Task
from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.people import People
from convive.engines.matching.persons import BANDS, DAY
from convive.engines.matching.result import Duo, Reason
from convive.engines.matching.rules import RULES, Rule


def duos_of(task: Task, newcomers: Ints, volunteers: Ints) -> list[Duo]:
    """New duos from rows of the task, with their reasons."""
    wrong, slots, mark = k.rated(
        newcomers.astype(np.int32), volunteers.astype(np.int32), task.N, task.V, task.R
    )
    return _told(task, task.newcomer_at[newcomers], task.volunteer_at[volunteers], newcomers, slots, mark)


def _told(task: Task, of_n: Ints, of_v: Ints, rows: Ints, slots: Places, mark: Any) -> list[Duo]:
    N, V, criteria = task.newcomers, task.volunteers, task.criteria
    hard = criteria.hard
    away = np.hypot(N.x[of_n] - V.x[of_v], N.y[of_n] - V.y[of_v]) / 1000
    shared_languages = _in_common(N.languages, N.bands, of_n, V.languages, V.bands, of_v)
    shared_interests = _in_common(N.interests, N.interested, of_n, V.interests, V.interested, of_v)
    shared_goals = _in_common(N.goals, N.aims, of_n, V.goals, V.aims, of_v)
    when = _common_hours(N, of_n, V, of_v)
    reach = (task.N.places[rows, 2] / 1000).tolist()
    least = (task.N.codes[rows, k.LEAST] / 60).tolist()
    weeks = task.weeks[rows].tolist()
    common = slots.tolist()
    kilometres = away.tolist()
    borders = (*sorted(criteria.order.waiting_bands_weeks, reverse=True), 0)
    depth = len(borders)
    slot = int(task.R.numbers[k.SLOT])
    duos = []
    for at, (i, j) in enumerate(zip(of_n.tolist(), of_v.tolist(), strict=True)):
        reasons = []
        languages = [
            (name, BANDS[N.bands[i, a] - 1], BANDS[V.bands[j, b] - 1]) for name, a, b in shared_languages[at]
        ]
        for name, mine, theirs in languages:
            values = {"language": name, "newcomer": mine, "volunteer": theirs}
            asked = hard.asks_language and (not hard.language or name in hard.language)
            reasons.append(Reason("language" if asked else "also_speak", values))
        if common[at]:
            hours = {"hours": common[at] * slot / 60, "at_least": least[at] or None, "when": when[at]}
            reasons.append(Reason("overlap", hours))
        if kilometres[at] == kilometres[at]:
            limit = None if hard.distance_km is None else reach[at]
            reasons.append(Reason("distance", {"km": round(kilometres[at], 3), "at_most": limit}))
        if N.wish[i] >= 0 and N.genders[N.wish[i]] == _name(V.genders, V.gender[j]):
            reasons.append(Reason("newcomer_wish", {"gender": N.genders[N.wish[i]]}))
        if V.wish[j] >= 0 and V.genders[V.wish[j]] == _name(N.genders, N.gender[i]):
            reasons.append(Reason("volunteer_wish", {"gender": V.genders[V.wish[j]]}))
        if hard.age_difference is not None and N.age[i] >= 0 and V.age[j] >= 0:
            years = abs(int(N.age[i]) - int(V.age[j]))
            reasons.append(Reason("age_difference", {"years": years, "at_most": hard.age_difference}))
        if hard.organisation and N.organisation[i] >= 0:
            reasons.append(Reason("organisation", {"organisation": N.organisations[N.organisation[i]]}))
        if shared_interests[at]:
            reasons.append(Reason("interests", {"shared": [name for name, _a, _b in shared_interests[at]]}))
        if shared_goals[at]:
            reasons.append(Reason("goals", {"shared": [name for name, _a, _b in shared_goals[at]]}))
        if N.life_stage[i] >= 0 and N.life_stages[N.life_stage[i]] == _name(V.life_stages, V.life_stage[j]):
            reasons.append(Reason("life_stage", {"life_stage": N.life_stages[N.life_stage[i]]}))
        if N.since[i]:
            waited = {
                "weeks": round(weeks[at], 3),
                "band_weeks": borders[depth - task.level[rows[at]]],
            }
            reasons.append(Reason("waited", waited))
        step = task.steps[rows[at]]
        if step >= 0:
            wider = criteria.escalation[step]
            reasons.append(
                Reason(
                    "escalation",
                    {"weeks": wider.weeks, "more_km": wider.more_km, "fewer_hours": wider.fewer_hours},
                )
            )
        reasons.append(Reason("quality", {"points": int(mark[at]), "of": k.TOP}))
        duos.append(Duo(N.ids[i], V.ids[j], int(mark[at]), tuple(reasons)))
    return duos


def kept_duos(task: Task) -> list[Duo]:
    """The duos that were there, with what they have in common, and the rules that they break."""
    duos = []
    both = [(i, j) for i, j in task.kept if i >= 0 and j >= 0]
    for i, j in task.kept:
        if (i, j) not in both:
            newcomer = task.newcomers.ids[i] if i >= 0 else ""
            volunteer = task.volunteers.ids[j] if j >= 0 else ""
            duos.append(Duo(newcomer, volunteer, 0, (Reason("kept", {}),), kept=True))
    if both:
        from convive.engines.matching.coding import prepare

        # The two sides once more, with these newcomers in it and nothing kept.
        again = prepare(
            task.newcomers, task.volunteers, task.criteria, (), (), task.today, task.seed, task.relaxed
        )
        row_n = np.argsort(again.newcomer_at)[[i for i, _j in both]]
        row_v = np.argsort(again.volunteer_at)[[j for _i, j in both]]
        wrong = k.rated(row_n.astype(np.int32), row_v.astype(np.int32), again.N, again.V, again.R)[0]
        for duo, bits in zip(duos_of(again, row_n, row_v), wrong.tolist(), strict=True):
            broken = [Reason("breaks", {"rule": code(rule)}) for rule in RULES if bits & rule]
            duos.append(
                Duo(
                    duo.newcomer,
                    duo.volunteer,
                    duo.quality,
                    (Reason("kept", {}), *duo.reasons, *broken),
                    True,
                )
            )
    return duos


def code(rule: Rule) -> str:
    assert rule.name is not None
    return rule.name.lower()


def _name(names: tuple[str, ...], place: int) -> str | None:
    return names[place] if place >= 0 else None


def _in_common(
    mine: tuple[str, ...], of_mine: Any, rows: Ints, theirs: tuple[str, ...], of_theirs: Any, others: Ints
) -> list[list[tuple[str, int, int]]]:
    """For each pair what both have, with its place on each side, in alphabetical order."""
    found: list[list[tuple[str, int, int]]] = [[] for _each in rows]
    places = {name: place for place, name in enumerate(theirs)}
    names = sorted((name, a, places[name]) for a, name in enumerate(mine) if name in places)
    if names and len(rows):
        left = of_mine[rows][:, [a for _name, a, _b in names]] > 0
        right = of_theirs[others][:, [b for _name, _a, b in names]] > 0
        for at, column in np.argwhere(left & right).tolist():
            found[at].append(names[column])
    return found


def _common_hours(N: People, of_n: Ints, V: People, of_v: Ints) -> list[tuple[tuple[int, int, int], ...]]:
    """For each pair when both can: weekday, start and end in minutes."""
    slot = int(np.gcd(N.slot, V.slot))
    weeks = []
    for people, rows in ((N, of_n), (V, of_v)):
        week = people.week[rows]
        weeks.append(week if people.slot == slot else np.repeat(week, people.slot // slot, axis=1))
    both = np.zeros((len(of_n), weeks[0].shape[1] + 2), np.int8)
    both[:, 1:-1] = weeks[0] & weeks[1]
    # A stretch ends at midnight: the first slot of a day begins one anew.
    edge = np.diff(both, axis=1)
    day = np.arange(edge.shape[1]) * slot % DAY == 0
    begins = (edge > 0) | (day & (both[:, 1:] > 0))
    ends = (edge < 0) | (day & (both[:, :-1] > 0))
    found: list[list[tuple[int, int, int]]] = [[] for _each in of_n]
    for (at, first), last in zip(np.argwhere(begins).tolist(), np.nonzero(ends)[1].tolist(), strict=True):
        weekday, start = divmod(first * slot, DAY)
        found[at].append((weekday, start, start + (last - first) * slot))
    return [tuple(each) for each in found]
