"""What happened to whom, and when: plans of applications and duos in days before today."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

# Of the newcomers, so many of a hundred stand here today. Whoever is left over waits for a duo.
_NEWCOMERS = {
    "applied": 8, "intake": 6, "referred": 4, "withdrawn": 3, "held": 2, "proposed": 3, "accepted": 2, "active": 22,
    "paused": 3, "term_over": 2, "completed": 16, "ended_early": 4,
}  # fmt: skip
_VOLUNTEERS = {"applied": 7, "intake": 6, "referred": 2, "withdrawn": 3, "pool": 20}
IN_DUOS = ("proposed", "accepted", "active", "paused", "term_over")
OVER = ("completed", "ended_early")
TERM, BETWEEN = 182, 14


@dataclass
class Journey:
    """One application: where it stands, and days before today (0: today). `waits` is since when it is in the pool."""

    stands: str
    applied: int
    intake: int | None = None
    waits: int | None = None


@dataclass
class Pair:
    """One duo: places of the two in their lists. `asked`, `starts` and `over` are days before today; meetings are pairs
    of days before today and minutes.
    """

    newcomer: int
    volunteer: int
    slot: int
    stands: str
    asked: int
    starts: int | None = None
    over: int | None = None
    reason: str = ""
    pause: tuple[int, int | None] | None = None
    held: list[tuple[int, int]] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)


def plan(
    newcomers: int, volunteers: int, rng: random.Random
) -> tuple[list[Journey], list[Journey], list[Pair]]:
    """Journeys of the newcomers, of the volunteers, and the duos they are or were in."""
    left = _standing(newcomers, _NEWCOMERS, "pool")
    right = _standing(volunteers, _VOLUNTEERS, "busy")
    ways_left, ways_right = [_way(each, rng) for each in left], [_way(each, rng) for each in right]
    busy = [at for at, each in enumerate(right) if each == "busy"]
    pairs = _present(left, busy, rng) + _past(left, busy, rng)
    for pair in pairs:
        for way in (ways_left[pair.newcomer], ways_right[pair.volunteer]):
            way.intake = max(way.intake or 0, pair.asked + rng.randint(3, 60))
            way.applied = max(way.applied, way.intake + rng.randint(3, 20))
        if pair.stands in ("proposed", "accepted"):
            ways_left[pair.newcomer].waits = ways_left[pair.newcomer].intake
    return ways_left, ways_right, pairs


def _standing(count: int, shares: dict[str, int], rest: str) -> list[str]:
    standing = [name for name, share in shares.items() for _ in range(max(1, round(count * share / 100)))]
    return (standing + [rest] * count)[:count]


def _way(stands: str, rng: random.Random) -> Journey:
    if stands == "applied":
        return Journey(stands, rng.randint(0, 12))
    if stands == "intake":
        return Journey(stands, rng.randint(8, 25), -rng.randint(1, 9))
    intake = int(min(rng.expovariate(1 / 55) + 4, 300))
    applied = intake + rng.randint(4, 20)
    waits = intake if stands in ("pool", "held") else None
    return Journey(stands, applied, intake, waits)


def _present(left: list[str], busy: list[int], rng: random.Random) -> list[Pair]:
    rows = [at for at, each in enumerate(left) if each in IN_DUOS]
    taken: dict[int, int] = {}
    pairs = []
    for number, at in enumerate(rows):
        volunteer = busy[number % len(busy)]
        taken[volunteer] = taken.get(volunteer, 0) + 1
        pair = Pair(at, volunteer, taken[volunteer], left[at], asked=rng.randint(1, 9))
        if left[at] == "accepted":
            pair.asked = rng.randint(8, 16)
        elif left[at] != "proposed":
            pair.starts = (
                rng.randint(TERM + 3, TERM + 20) if left[at] == "term_over" else rng.randint(12, 165)
            )
            pair.asked = pair.starts + rng.randint(8, 24)
            if left[at] == "paused":
                pair.pause = (rng.randint(3, min(20, pair.starts - 2)), None)
            _meet(pair, rng, until=_silence(left[at], pair, rng))
        pairs.append(pair)
    return pairs


def _silence(stands: str, pair: Pair, rng: random.Random) -> int:
    """The day before today after which nothing was heard of them: most meet, some are late, few are silent."""
    if stands == "paused" and pair.pause:
        return pair.pause[0]
    draw = rng.random()
    return 0 if draw < 0.74 else rng.randint(16, 26) if draw < 0.88 else rng.randint(33, 60)


def _past(left: list[str], busy: list[int], rng: random.Random) -> list[Pair]:
    rows = [at for at, each in enumerate(left) if each in OVER]
    pairs = []
    for number, at in enumerate(rows):
        early = left[at] == "ended_early"
        lasted = rng.randint(20, 110) if early else rng.choice((TERM, TERM, TERM, rng.randint(120, 180)))
        over = rng.randint(6, 190)
        pair = Pair(
            at,
            busy[-1 - number % len(busy)],
            1,
            left[at],
            over + lasted + rng.randint(8, 24),
            over + lasted,
            over,
        )
        if early:
            pair.reason = rng.choice(("duo-moved", "duo-job", "duo-time", "duo-no-click"))
        else:
            pair.reason = "duo-term" if lasted == TERM else rng.choice(("duo-goal", "duo-private"))
        _meet(pair, rng, until=over)
        pairs.append(pair)
    return pairs


def _meet(pair: Pair, rng: random.Random, until: int) -> None:
    assert pair.starts is not None
    day = pair.starts - rng.randint(1, 9)
    while day > until:
        if rng.random() < 0.9:
            pair.held.append((day, rng.choice((60, 90, 90, 120, 120, 150, 180))))
        else:
            pair.cancelled.append(day)
        day -= max(3, round(rng.gauss(BETWEEN, 3)))
