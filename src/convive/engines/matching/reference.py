"""The rules, the qualities and the best set of duos once more, in plain Python, slowly. Tests hold the engine
against these; nothing here shares code with the kernels.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from convive.engines.matching import draw
from convive.engines.matching.criteria import Criteria
from convive.engines.matching.kernels_draw import LOTS
from convive.engines.matching.persons import BANDS, Hours, Newcomer, Person, Volunteer
from convive.engines.matching.relaxation import Relaxation
from convive.engines.matching.result import Contest, Proposal
from convive.engines.matching.rules import Rule

NOTHING = Relaxation()
Pair = tuple[str, str]
Key = tuple[int, tuple[int, ...], int, int]


def minutes_in_common(mine: Iterable[Hours], theirs: Iterable[Hours]) -> int:
    def week(hours: Iterable[Hours]) -> set[int]:
        return {1440 * day + minute for day, start, end in hours for minute in range(start, end)}

    return len(week(mine) & week(theirs))


def metres_apart(a: Person, b: Person) -> float:
    if a.place is None or b.place is None:
        return math.nan
    return math.sqrt((a.place[0] - b.place[0]) ** 2 + (a.place[1] - b.place[1]) ** 2)


def broken(
    newcomer: Newcomer,
    volunteer: Volunteer,
    criteria: Criteria,
    today: date,
    relaxed: Mapping[str, Relaxation] | None = None,
) -> Rule:
    """The hard rules that keep two people apart."""
    hard = criteria.hard
    wider = [(relaxed or {}).get(each.id, NOTHING) for each in (newcomer, volunteer)]
    waived = wider[0].waived | wider[1].waived
    step = criteria.step(criteria.weeks_waited(newcomer.waiting_since, today))
    found = Rule(0)

    if hard.asks_language:
        needed = []
        for name in ("newcomer_band", "volunteer_band"):
            bands = [getattr(hard, name) or "A1"] + [getattr(each, name) for each in wider]
            needed.append(min(BANDS.index(band) for band in bands if band))
        spoken = dict(volunteer.languages)
        for language, band in newcomer.languages:
            listed = not hard.language or language in hard.language or any(e.any_language for e in wider)
            if (
                listed
                and language in spoken
                and BANDS.index(band) >= needed[0]
                and BANDS.index(spoken[language]) >= needed[1]
            ):
                break
        else:
            found |= Rule.LANGUAGE

    hours = [(hard.overlap_hours or 0) - (step.fewer_hours if step else 0)]
    hours += [each.overlap_hours for each in wider if each.overlap_hours is not None]
    if minutes_in_common(newcomer.available, volunteer.available) < 60 * min(hours) - 1e-6:
        found |= Rule.OVERLAP

    if hard.distance_km is not None:
        reach = [hard.distance_km + (step.more_km if step else 0)]
        reach += [each.distance_km for each in wider if each.distance_km is not None]
        if not metres_apart(newcomer, volunteer) <= 1000 * max(reach) + 1e-6:
            found |= Rule.DISTANCE

    if hard.gender_wish:
        if newcomer.wish and newcomer.wish != volunteer.gender:
            found |= Rule.NEWCOMER_WISH & ~waived
        if volunteer.wish and volunteer.wish != newcomer.gender:
            found |= Rule.VOLUNTEER_WISH & ~waived
    if hard.age_wish:
        for asks, other, rule in (
            (newcomer, volunteer, Rule.NEWCOMER_AGE_WISH),
            (volunteer, newcomer, Rule.VOLUNTEER_AGE_WISH),
        ):
            if asks.ages and (other.age is None or not asks.ages[0] <= other.age <= asks.ages[1]):
                found |= rule & ~waived
    if hard.age_difference is not None:
        years = [hard.age_difference]
        years += [each.age_difference for each in wider if each.age_difference is not None]
        if newcomer.age is None or volunteer.age is None or abs(newcomer.age - volunteer.age) > max(years):
            found |= Rule.AGE_DIFFERENCE
    if hard.organisation and newcomer.organisation != volunteer.organisation:
        found |= Rule.ORGANISATION & ~waived
    return found


def quality(newcomer: Newcomer, volunteer: Volunteer, criteria: Criteria) -> int:
    """The weighted mean of the six measures, from 0 to 10 000, rounded down."""
    weights = criteria.soft.weights
    if not sum(weights):
        return 0

    def half_at(half: float, much: float) -> int:
        return int(10_000 * much // (much + half))

    spoken = dict(volunteer.languages)
    bands = [
        1 + min(BANDS.index(band), BANDS.index(spoken[language]))
        for language, band in newcomer.languages
        if language in spoken
    ]
    away = metres_apart(newcomer, volunteer)
    minutes = minutes_in_common(newcomer.available, volunteer.available)
    measures = (
        10_000 * max(bands, default=0) // 6,
        half_at(2, len(set(newcomer.interests) & set(volunteer.interests))),
        half_at(2, len(set(newcomer.goals) & set(volunteer.goals))),
        10_000 if newcomer.life_stage and newcomer.life_stage == volunteer.life_stage else 0,
        half_at(240, minutes),
        0 if math.isnan(away) else int(10_000 * 2_000.0 / (2_000.0 + away)),
    )
    return sum(w * m for w, m in zip(weights, measures, strict=True)) // sum(weights)


class Instance:
    """A small round, written out: who fits whom, how well, and by which lot."""

    def __init__(
        self,
        newcomers: Sequence[Newcomer],
        volunteers: Sequence[Volunteer],
        criteria: Criteria,
        today: date,
        *,
        seed: str | None = None,
        kept: Collection[Pair] = (),
        blocked: Collection[Pair] = (),
        relaxed: Mapping[str, Relaxation] | None = None,
    ) -> None:
        seed = criteria.order.seed if seed is None else seed
        taken = {n for n, _v in kept}
        self.newcomers = {each.id: each for each in newcomers if each.id not in taken}
        self.room = {
            each.id: max(0, each.capacity - sum(v == each.id for _n, v in kept)) for each in volunteers
        }
        self.band = {
            each.id: criteria.band(criteria.weeks_waited(each.waiting_since, today))
            for each in self.newcomers.values()
        }
        self.bands = len(criteria.order.waiting_bands_weeks) + 1
        number = {
            (role, each.id): int(draw.numbers([each.id], role, seed)[0])
            for role, people in (("newcomer", newcomers), ("volunteer", volunteers))
            for each in people
        }
        self.pairs: dict[Pair, tuple[int, int]] = {}
        for n in self.newcomers.values():
            for v in volunteers:
                if not broken(n, v, criteria, today, relaxed) and (n.id, v.id) not in blocked:
                    lot = draw.plain_lot(number["newcomer", n.id], number["volunteer", v.id])
                    self.pairs[n.id, v.id] = quality(n, v, criteria), lot

    def key(self, duos: Collection[Pair]) -> Key:
        """What the order compares; larger is better."""
        counts = [0] * self.bands
        for n, _v in duos:
            counts[self.band[n]] += 1
        return (
            len(duos),
            tuple(counts),
            sum(self.pairs[pair][0] for pair in duos),
            -sum(self.pairs[pair][1] for pair in duos),
        )

    def all_sets(self) -> Iterable[list[Pair]]:
        """Every set of duos within everybody's room."""
        order = list(self.newcomers)
        room = dict(self.room)
        duos: list[Pair] = []

        def go(at: int) -> Iterable[list[Pair]]:
            if at == len(order):
                yield list(duos)
                return
            yield from go(at + 1)
            for n, v in self.pairs:
                if n == order[at] and room[v]:
                    room[v] -= 1
                    duos.append((n, v))
                    yield from go(at + 1)
                    duos.pop()
                    room[v] += 1

        return go(0)

    def best(self) -> tuple[Key, list[Pair]]:
        """The best of all sets of duos."""
        found = max(self.all_sets(), key=self.key)
        return self.key(found), sorted(found)


def check_duals(proposal: Proposal, instance: Instance) -> list[str]:
    """What is wrong with the prices of a proposal, as a proof that it is the best of `instance`; nothing is right.

    For each stage, gains and prices must cover what each pair is worth (pairs that an earlier stage covers with room
    to spare are out), people without a must have none below zero, and their sum must be what was reached.
    """
    found = proposal._round
    task = found.task
    rows = {task.newcomers.ids[at]: row for row, at in enumerate(task.newcomer_at.tolist())}
    columns = {task.volunteers.ids[at]: row for row, at in enumerate(task.volunteer_at.tolist())}
    duos = [(duo.newcomer, duo.volunteer) for duo in proposal.duos]
    wrong = []
    live = dict.fromkeys(instance.pairs)
    must_n, must_v = set[str](), set[str]()
    for place, stage in enumerate(found.solution.stages):
        gain = {each: int(stage.gains[row]) for each, row in rows.items()}
        price = {each: int(stage.prices[row]) for each, row in columns.items()}

        def worth(pair: Pair, place: int = place) -> int:
            level = instance.bands - instance.band[pair[0]]
            return (level, instance.pairs[pair][0], LOTS - instance.pairs[pair][1])[place]

        spare = {pair: gain[pair[0]] + price[pair[1]] - worth(pair) for pair in live}
        wrong += [f"{stage.name}: {pair} is not covered" for pair, much in spare.items() if much < 0]
        wrong += [f"{stage.name}: {n} has a gain below zero" for n in gain if gain[n] < 0 and n not in must_n]
        wrong += [
            f"{stage.name}: {v} has a price below zero" for v in price if price[v] < 0 and v not in must_v
        ]
        bound = sum(gain.values()) + sum(instance.room[v] * price[v] for v in price)
        if bound != sum(map(worth, duos)):
            wrong.append(f"{stage.name}: {sum(map(worth, duos))} is reached, {bound} is the bound")
        must_n |= {n for n in gain if gain[n] > 0}
        must_v |= {v for v in price if price[v] > 0}
        live = {pair: None for pair, much in spare.items() if much == 0}
    return wrong


def check_contest(contest: Contest, waiting: str, proposal: Proposal, instance: Instance) -> list[str]:
    """What is wrong with a contest as the reason why somebody waits; nothing is right."""
    wrong = []
    inside, places = set(contest.newcomers), set(contest.volunteers)
    if waiting not in inside:
        wrong.append("does not hold the one who waits")
    outside = {v for n, v in instance.pairs if n in inside} - places
    if outside:
        wrong.append(f"{min(outside)} fits somebody in it and is not of it")
    room = sum(instance.room[v] for v in places)
    if room != contest.places or len(inside) <= room:
        wrong.append(f"{len(inside)} newcomers do not exceed {room} places")
    if any(instance.band[n] > contest.band for n in inside & {duo.newcomer for duo in proposal.duos}):
        wrong.append("somebody in it who waited less has a duo")
    if instance.band[waiting] != contest.band:
        wrong.append("is of another band")
    return wrong
