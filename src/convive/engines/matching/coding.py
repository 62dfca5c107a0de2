"""Newcomers and volunteers under criteria, side by side, in the form that the kernels want."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convive.engines.matching import draw
from convive.engines.matching import kernels as k
from convive.engines.matching.criteria import FARTHEST_KM, Criteria
from convive.engines.matching.kernels import ANYWHERE, TOP, Ints, Rules, Side, Words
from convive.engines.matching.kernels_coding import pack
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.people import People
from convive.engines.matching.persons import BANDS, WEEK, MatchError, unique
from convive.engines.matching.relaxation import Relaxation
from convive.engines.matching.rules import Rule

# One more than C2: asks for nothing lower than the other does.
NEUTRAL_BAND = len(BANDS) + 1


@dataclass(frozen=True, eq=False)
class Task:
    """One round of matching, coded. Rows of newcomers and volunteers are in the engine's own order.

    newcomers, volunteers: `People`, None in a region. newcomer_at, volunteer_at: the place of each row in them.
    level (n,): 1 for the band that waited least, one more for each longer. room (v,): free places. weeks (n,):
    waited. steps (n,): the place of the step reached in `criteria.escalation`, −1 for none. kept: pairs of places
    as given. blocked: keys, see `_blocked`.
    languages: codes that both sides know.
    """

    criteria: Criteria
    newcomers: Any
    volunteers: Any
    newcomer_at: Ints
    volunteer_at: Ints
    N: Side
    V: Side
    R: Rules
    level: NDArray[np.int64]
    room: Ints
    weeks: NDArray[np.float64]
    steps: Ints
    today: date
    seed: str
    languages: tuple[str, ...]
    kept: tuple[tuple[int, int], ...]
    blocked: NDArray[np.int64]
    relaxed: Mapping[str, Relaxation]


def metres(kilometres: float) -> float:
    return min(round(kilometres * 1e6) / 1e3, 2 * ANYWHERE)


def prepare(
    newcomers: People,
    volunteers: People,
    criteria: Criteria,
    kept: Iterable[tuple[str, str]],
    blocked: Iterable[tuple[str, str]],
    today: date,
    seed: str,
    relaxed: Mapping[str, Relaxation],
) -> Task:
    """Everything that can be worked out before pairs are looked at. Raises MatchError."""
    late = newcomers.since > today.toordinal()
    if late.any():
        row = int(late.argmax())
        day = date.fromordinal(int(newcomers.since[row])).isoformat()
        what = f"{day} is after {today.isoformat()}"
        raise MatchError(what, row=row, column="waiting_since", person=newcomers.ids[row])
    taken, pairs = _kept(newcomers, volunteers, kept)
    free = np.array(volunteers.capacity, np.int64)
    for _newcomer, volunteer in pairs:
        if volunteer >= 0:
            free[volunteer] = max(0, free[volunteer] - 1)
    numbers = draw.numbers(newcomers.ids, "newcomer", seed), draw.numbers(volunteers.ids, "volunteer", seed)
    curve = _curve(newcomers, volunteers)
    order_n = np.lexsort((numbers[0], curve[: len(newcomers)]))
    order_n = order_n[~taken[order_n]]
    order_v = np.lexsort((numbers[1], curve[len(newcomers) :]))
    waited = np.where(newcomers.since > 0, today.toordinal() - newcomers.since, 0)[order_n] / 7.0
    steps = np.full(len(order_n), -1)
    for place, step in enumerate(criteria.escalation):
        steps[waited >= step.weeks] = place
    borders = criteria.order.waiting_bands_weeks
    level = 1 + sum((waited >= border).astype(np.int64) for border in borders)
    languages = _both(newcomers.languages, volunteers.languages)
    slot, *weeks = _weeks(newcomers, volunteers)
    N, V, starts = _sides(newcomers, volunteers, order_n, order_v, numbers, languages, weeks)
    _limits(N, criteria, steps)
    _relax(N, [newcomers.ids[at] for at in order_n] if relaxed else [], relaxed)
    _relax(V, [volunteers.ids[at] for at in order_v] if relaxed else [], relaxed)
    unknown = set(relaxed) - set(newcomers.ids) - set(volunteers.ids)
    if unknown:
        raise MatchError(f"there is nobody with the id “{min(unknown)}” whose rules could be relaxed")
    return Task(
        criteria, newcomers, volunteers, order_n, order_v, N, V,
        _rules(criteria, languages, slot, starts),
        np.asarray(level, np.int64) if borders else np.ones(len(order_n), np.int64),
        free[order_v], waited, steps, today, seed, languages, pairs,
        _blocked(newcomers, volunteers, order_n, order_v, blocked), dict(relaxed),
    )  # fmt: skip


def _kept(
    newcomers: People, volunteers: People, kept: Iterable[tuple[str, str]]
) -> tuple[NDArray[np.bool_], tuple[tuple[int, int], ...]]:
    """Which newcomers are taken, and kept duos as places; −1 for somebody who is not in this round."""
    pairs = list(kept)
    taken = np.zeros(len(newcomers), np.bool_)
    if not pairs:
        return taken, ()
    of_n = {each: place for place, each in enumerate(newcomers.ids)}
    of_v = {each: place for place, each in enumerate(volunteers.ids)}
    found = []
    for newcomer, volunteer in pairs:
        place = of_n.get(newcomer, -1), of_v.get(volunteer, -1)
        if place == (-1, -1):
            raise MatchError(f"kept: there is neither a newcomer “{newcomer}” nor a volunteer “{volunteer}”")
        if place[0] >= 0:
            if taken[place[0]]:
                raise MatchError(f"kept: the newcomer “{newcomer}” is in two duos")
            taken[place[0]] = True
        found.append(place)
    return taken, tuple(found)


def _blocked(
    newcomers: People, volunteers: People, order_n: Ints, order_v: Ints, blocked: Iterable[tuple[str, str]]
) -> NDArray[np.int64]:
    """Sorted keys row_n · volunteers + row_v of the pairs that must not be proposed."""
    pairs = list(blocked)
    if not pairs:
        return np.empty(0, np.int64)
    of_n = {newcomers.ids[at]: row for row, at in enumerate(order_n)}
    of_v = {volunteers.ids[at]: row for row, at in enumerate(order_v)}
    keys = [of_n[n] * len(order_v) + of_v[v] for n, v in pairs if n in of_n and v in of_v]
    return np.unique(np.array(keys, np.int64))


def _both(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """In alphabetical order: the same whatever the order of rows."""
    return tuple(sorted(set(mine) & set(theirs)))


def _curve(newcomers: People, volunteers: People) -> Words:
    """The place of everybody along Morton's curve over a lattice of about one cell per eight people."""
    x = np.concatenate([newcomers.x, volunteers.x])
    y = np.concatenate([newcomers.y, volunteers.y])
    known = ~np.isnan(x)
    out = np.full(len(x), 2**63, np.uint64)
    if not known.any():
        return out
    wide = max(float(np.ptp(x[known])), float(np.ptp(y[known])), 1.0)
    side = max(1.0, math.sqrt(known.sum() / 8))
    cells = [
        ((each[known] - each[known].min()) * (side / wide)).astype(np.uint64) & np.uint64(0xFFFFFF)
        for each in (x, y)
    ]
    for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
                        (2, 0x3333333333333333), (1, 0x5555555555555555)):  # fmt: skip
        cells = [(each | (each << np.uint64(shift))) & np.uint64(mask) for each in cells]
    out[known] = cells[0] | (cells[1] << np.uint64(1))
    return out


def words(bits: int) -> int:
    """How many words hold so many bits, at least one."""
    return max(1, (bits + 63) // 64)


def _bytes(matrix: NDArray[Any]) -> NDArray[np.int8]:
    """Numbers from 0 to 6 in one kind of array, so that one compiled loop does for all."""
    out = np.ascontiguousarray(matrix).astype(np.int8, copy=False).view()
    out.setflags(write=False)
    return out


def _columns(names: tuple[str, ...], own: tuple[str, ...]) -> Ints:
    places = {name: place for place, name in enumerate(own)}
    return np.array([places[name] for name in names], np.int64)


def _sides(
    newcomers: People, volunteers: People, order_n: Ints, order_v: Ints, numbers: tuple[Words, Words],
    languages: tuple[str, ...], weeks: list[Flags],
) -> tuple[Side, Side, list[int]]:  # fmt: skip
    """Both sides, and where the words of week, interests, goals and number begin."""
    genders = {name: k for k, name in enumerate(unique((*newcomers.genders, *volunteers.genders)))}
    stages = {name: k for k, name in enumerate(unique((*newcomers.life_stages, *volunteers.life_stages)))}
    bodies = {name: k for k, name in enumerate(unique((*newcomers.organisations, *volunteers.organisations)))}
    interests = _both(newcomers.interests, volunteers.interests)
    goals = _both(newcomers.goals, volunteers.goals)
    starts: list[int] = []

    def side(people: People, order: Ints, number: Words, week: Flags) -> Side:
        n = len(order)

        def recoded(codes: NDArray[np.signedinteger], own: tuple[str, ...], places: dict[str, int]) -> Ints:
            new = np.array([*(places[name] for name in own), -1], np.int64)
            return np.asarray(new[codes[order]])

        places = np.full((n, 3), -1.0)
        places[:, 0], places[:, 1] = people.x[order], people.y[order]
        codes = np.full((n, 12), -1, np.int32)
        codes[:, k.NEWCOMER_BAND] = codes[:, k.VOLUNTEER_BAND] = NEUTRAL_BAND
        codes[:, k.LEAST] = WEEK + 1
        codes[:, k.GENDER] = recoded(people.gender, people.genders, genders)
        codes[:, k.WISH] = recoded(people.wish, people.genders, genders)
        codes[:, k.AGE], codes[:, k.YOUNGEST] = people.age[order], people.youngest[order]
        codes[:, k.OLDEST] = people.oldest[order]
        codes[:, k.BODY] = recoded(people.organisation, people.organisations, bodies)
        codes[:, k.WAIVED] = 0
        codes[:, k.STAGE] = recoded(people.life_stage, people.life_stages, stages)
        many = [6 * words(len(languages)), words(week.shape[1]), words(len(interests)), words(len(goals)), 1]
        at = np.cumsum([0, *many])
        starts[:] = at[1:5].tolist()
        out = np.zeros((n, at[-1]), np.uint64)
        for matrix, own, names, levels, begin in (
            (people.bands, people.languages, languages, 6, 0),
            (people.interested, people.interests, interests, 1, at[2]),
            (people.aims, people.goals, goals, 1, at[3]),
        ):
            pack(_bytes(matrix), _columns(names, own), order, levels, out, int(begin))
        pack(_bytes(week), np.arange(week.shape[1]), order, 1, out, int(at[1]))
        out[:, at[4]] = number[order]
        return Side(places, codes, out)

    return (
        side(newcomers, order_n, numbers[0], weeks[0]),
        side(volunteers, order_v, numbers[1], weeks[1]),
        starts,
    )


def _weeks(newcomers: People, volunteers: People) -> tuple[int, Flags, Flags]:
    """Slots of one length for both sides, only those in which somebody of each side can."""
    slot = math.gcd(newcomers.slot, volunteers.slot)
    weeks = []
    for people in (newcomers, volunteers):
        if people.slot == slot or not len(people):
            weeks.append(people.week)
        else:
            weeks.append(np.repeat(people.week, people.slot // slot, axis=1))
    if not len(newcomers) or not len(volunteers):
        return slot, np.zeros((len(newcomers), 0), np.bool_), np.zeros((len(volunteers), 0), np.bool_)
    used = weeks[0].any(axis=0) & weeks[1].any(axis=0)
    if used.all():
        return slot, weeks[0], weeks[1]
    return slot, weeks[0][:, used], weeks[1][:, used]


def _limits(N: Side, criteria: Criteria, steps: Ints) -> None:
    """What the rules ask of each newcomer's duos, with the step that is reached."""
    hard = criteria.hard
    N.codes[:, k.NEWCOMER_BAND] = BANDS.index(hard.newcomer_band or "A1") + 1
    N.codes[:, k.VOLUNTEER_BAND] = BANDS.index(hard.volunteer_band or "A1") + 1
    N.codes[:, k.APART] = -1 if hard.age_difference is None else min(hard.age_difference, 1000)
    far = FARTHEST_KM if hard.distance_km is None else hard.distance_km
    least = hard.overlap_hours or 0.0
    more = np.array([step.more_km for step in criteria.escalation] + [0.0])[steps]
    fewer = np.array([step.fewer_hours for step in criteria.escalation] + [0.0])[steps]
    N.places[:, 2] = (
        [metres(far + each) for each in more.tolist()] if len(criteria.escalation) else metres(far)
    )
    N.codes[:, k.LEAST] = np.ceil(60 * (least - fewer) - 1e-6)


def _relax(side: Side, ids: list[str], relaxed: Mapping[str, Relaxation]) -> None:
    for row, each in enumerate(ids):
        wider = relaxed.get(each)
        if wider is None:
            continue
        codes = side.codes[row]
        if wider.distance_km is not None:
            side.places[row, 2] = max(side.places[row, 2], metres(wider.distance_km))
        if wider.overlap_hours is not None:
            codes[k.LEAST] = min(codes[k.LEAST], math.ceil(60 * wider.overlap_hours - 1e-6))
        if wider.newcomer_band is not None:
            codes[k.NEWCOMER_BAND] = min(codes[k.NEWCOMER_BAND], BANDS.index(wider.newcomer_band) + 1)
        if wider.volunteer_band is not None:
            codes[k.VOLUNTEER_BAND] = min(codes[k.VOLUNTEER_BAND], BANDS.index(wider.volunteer_band) + 1)
        if wider.age_difference is not None:
            codes[k.APART] = max(codes[k.APART], wider.age_difference)
        codes[k.WAIVED] |= int(wider.waived) | (int(Rule.LANGUAGE) if wider.any_language else 0)


def _rules(criteria: Criteria, languages: tuple[str, ...], slot: int, starts: list[int]) -> Rules:
    hard = criteria.hard
    active = Rule.OVERLAP | Rule.DISTANCE
    if hard.asks_language:
        active |= Rule.LANGUAGE
    if hard.gender_wish:
        active |= Rule.NEWCOMER_WISH | Rule.VOLUNTEER_WISH
    if hard.age_wish:
        active |= Rule.NEWCOMER_AGE_WISH | Rule.VOLUNTEER_AGE_WISH
    if hard.age_difference is not None:
        active |= Rule.AGE_DIFFERENCE
    if hard.organisation:
        active |= Rule.ORGANISATION
    listed = np.zeros(words(len(languages)), np.uint64)
    for place, each in enumerate(languages):
        if not hard.language or each in hard.language:
            listed[place // 64] |= np.uint64(1 << place % 64)
    week, interests, goals, number = starts
    weights = criteria.soft.weights
    numbers = [int(active), slot, len(listed), week, interests, goals, number, *weights, sum(weights)]
    # Half of the best mark for two things in common, and for four hours.
    marks = [TOP * many // (many + 2) for many in range(64 * (number - interests) + 1)]
    hours = [TOP * many * slot // (many * slot + 240) for many in range(64 * (interests - week) + 1)]
    return Rules(listed, *(np.array(each, np.int64) for each in (numbers, marks, hours)))
