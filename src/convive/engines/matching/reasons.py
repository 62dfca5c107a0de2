"""Why these two: the criteria of a duo with their values."""

from __future__ import annotations

from typing import Any

import numpy as np

from convive.engines.matching import kernels as k
from convive.engines.matching.coding import Task, prepare
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
    languages_of = _languages(N, of_n, V, of_v)
    interests_of = _in_common(N.interests, N.interested, of_n, V.interests, V.interested, of_v)
    goals_of = _in_common(N.goals, N.aims, of_n, V.goals, V.aims, of_v)
    when = _common_hours(N, of_n, V, of_v)
    granted_n = _granted(N.genders, N.wish[of_n], V.genders, V.gender[of_v])
    granted_v = _granted(V.genders, V.wish[of_v], N.genders, N.gender[of_n])
    stages = _granted(N.life_stages, N.life_stage[of_n], V.life_stages, V.life_stage[of_v])
    both_ages = (N.age[of_n] >= 0) & (V.age[of_v] >= 0)
    years = np.where(both_ages, np.abs(N.age[of_n].astype(np.int64) - V.age[of_v]), -1).tolist()
    bodies = N.organisation[of_n].tolist()
    since = N.since[of_n].tolist()
    reach = (task.N.places[rows, 2] / 1000).tolist()
    least = (task.N.codes[rows, k.LEAST] / 60).tolist()
    weeks, levels = np.round(task.weeks[rows], 3).tolist(), task.level[rows].tolist()
    steps = task.steps[rows].tolist()
    hours = (slots * (int(task.R.numbers[k.SLOT]) / 60)).tolist()
    kilometres, points = np.round(away, 3).tolist(), mark.tolist()
    borders = (*sorted(criteria.order.waiting_bands_weeks, reverse=True), 0)
    depth = len(borders)
    asked = {
        name: hard.asks_language and (not hard.language or name in hard.language) for name in N.languages
    }
    duos = []
    for at, (i, j) in enumerate(zip(of_n.tolist(), of_v.tolist(), strict=True)):
        reasons = []
        for name, mine, theirs in languages_of[at]:
            values = {"language": name, "newcomer": mine, "volunteer": theirs}
            reasons.append(Reason("language" if asked[name] else "also_speak", values))
        if hours[at]:
            found = {"hours": hours[at], "at_least": least[at] or None, "when": when[at]}
            reasons.append(Reason("overlap", found))
        if kilometres[at] == kilometres[at]:
            limit = None if hard.distance_km is None else reach[at]
            reasons.append(Reason("distance", {"km": kilometres[at], "at_most": limit}))
        if granted_n[at] is not None:
            reasons.append(Reason("newcomer_wish", {"gender": granted_n[at]}))
        if granted_v[at] is not None:
            reasons.append(Reason("volunteer_wish", {"gender": granted_v[at]}))
        if hard.age_difference is not None and years[at] >= 0:
            reasons.append(Reason("age_difference", {"years": years[at], "at_most": hard.age_difference}))
        if hard.organisation and bodies[at] >= 0:
            reasons.append(Reason("organisation", {"organisation": N.organisations[bodies[at]]}))
        if interests_of[at]:
            reasons.append(Reason("interests", {"shared": interests_of[at]}))
        if goals_of[at]:
            reasons.append(Reason("goals", {"shared": goals_of[at]}))
        if stages[at] is not None:
            reasons.append(Reason("life_stage", {"life_stage": stages[at]}))
        if since[at]:
            waited = {"weeks": weeks[at], "band_weeks": borders[depth - levels[at]]}
            reasons.append(Reason("waited", waited))
        if steps[at] >= 0:
            wider = criteria.escalation[steps[at]]
            more = {"weeks": wider.weeks, "more_km": wider.more_km, "fewer_hours": wider.fewer_hours}
            reasons.append(Reason("escalation", more))
        reasons.append(Reason("quality", {"points": points[at], "of": k.TOP}))
        duos.append(Duo(N.ids[i], V.ids[j], points[at], tuple(reasons)))
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


def _granted(wanted: tuple[str, ...], wish: Any, there: tuple[str, ...], other: Any) -> list[str | None]:
    """For each pair the name that is wanted on one side, where the other has it."""
    places = {name: place for place, name in enumerate(there)}
    same = np.array([*(places.get(name, -2) for name in wanted), -2])[wish] == other
    return [wanted[place] if good else None for place, good in zip(wish.tolist(), same.tolist(), strict=True)]


def _both(
    mine: tuple[str, ...], of_mine: Any, rows: Ints, theirs: tuple[str, ...], of_theirs: Any, others: Ints
) -> tuple[list[str], Any, Any, list[int], list[int]]:
    """Names that both sides know, in alphabetical order, and what each pair has of them; where both have something:
    the pair and the name.
    """
    places = {name: place for place, name in enumerate(theirs)}
    names = sorted((name, a, places[name]) for a, name in enumerate(mine) if name in places)
    left = of_mine[rows][:, [a for _name, a, _b in names]]
    right = of_theirs[others][:, [b for _name, _a, b in names]]
    pair, column = np.nonzero((left > 0) & (right > 0))
    return [name for name, _a, _b in names], left, right, pair.tolist(), column.tolist()


def _in_common(*sides: Any) -> list[list[str]]:
    """For each pair what both have, in alphabetical order."""
    names, left, _right, pairs, columns = _both(*sides)
    found: list[list[str]] = [[] for _each in range(len(left))]
    for at, column in zip(pairs, columns, strict=True):
        found[at].append(names[column])
    return found


def _languages(N: People, of_n: Ints, V: People, of_v: Ints) -> list[list[tuple[str, str, str]]]:
    """For each pair the languages that both speak, with the bands of the newcomer and of the volunteer."""
    names, left, right, pairs, columns = _both(N.languages, N.bands, of_n, V.languages, V.bands, of_v)
    found: list[list[tuple[str, str, str]]] = [[] for _each in of_n]
    bands = left[pairs, columns].tolist(), right[pairs, columns].tolist()
    for at, column, mine, theirs in zip(pairs, columns, *bands, strict=True):
        found[at].append((names[column], BANDS[mine - 1], BANDS[theirs - 1]))
    return found


def _common_hours(N: People, of_n: Ints, V: People, of_v: Ints) -> list[tuple[tuple[int, int, int], ...]]:
    """For each pair when both can: weekday, start and end in minutes."""
    slot = int(np.gcd(N.slot, V.slot))
    weeks = []
    for people, rows in ((N, of_n), (V, of_v)):
        week = people.week[rows]
        weeks.append(week if people.slot == slot else np.repeat(week, people.slot // slot, axis=1))
    both = np.zeros((len(of_n), weeks[0].shape[1] + 2), np.bool_)
    both[:, 1:-1] = weeks[0] & weeks[1]
    # A stretch ends at midnight: the first slot of a day begins one anew.
    before, after = both[:, :-1], both[:, 1:]
    day = np.arange(after.shape[1]) * slot % DAY == 0
    pair, first = np.nonzero(after & (day | ~before))
    last = np.nonzero(before & (day | ~after))[1]
    weekday, start = np.divmod(first * slot, DAY)
    end = start + (last - first) * slot
    found: list[list[tuple[int, int, int]]] = [[] for _each in of_n]
    stretches = zip(weekday.tolist(), start.tolist(), end.tolist(), strict=True)
    for at, stretch in zip(pair.tolist(), stretches, strict=True):
        found[at].append(stretch)
    return [tuple(each) for each in found]
