"""Of thousands of people, the index finds exactly the pairs that no hard rule keeps apart, on one thread or two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numba
import numpy as np
import pytest

from convive.engines.matching import (
    BANDS,
    Criteria,
    Hours,
    Newcomer,
    People,
    Relaxation,
    Rule,
    Volunteer,
    candidates,
    propose,
    proposing,
    waiting,
)
from convive.engines.matching.coding import prepare
from convive.engines.matching.indexing import index_of
from convive.engines.matching.reference import broken
from convive.engines.threads import on_threads
from tests.engines.matching.rounds import TODAY

MANY = 1500
LANGUAGES = ("nl", "fr", "ar", "tr", "en", "uk")
EVERY_RULE = {
    "hard": {
        "language": ["nl", "fr", "en"],
        "newcomer_band": "A2",
        "volunteer_band": "B1",
        "overlap_hours": 2,
        "distance_km": 3,
        "gender_wish": True,
        "age_wish": True,
        "age_difference": 25,
        "organisation": True,
    },
    "soft": {"languages": 1, "interests": 1, "overlap": 1, "distance": 1},
    "order": {"waiting_bands_weeks": [26, 4]},
    "escalation": {"steps": [{"weeks": 12, "more_km": 1.5, "fewer_hours": 0.5}]},
}
LANGUAGE_AND_PLACE = {
    "hard": {"newcomer_band": "B1", "distance_km": 1, "gender_wish": False, "age_wish": False}
}
TIME_AND_WISHES = {"hard": {"overlap_hours": 3, "gender_wish": True}}
ROUNDS = {
    "every rule": EVERY_RULE,
    "language and place": LANGUAGE_AND_PLACE,
    "time and wishes": TIME_AND_WISHES,
}


def people(random: np.random.Generator, kind: Any) -> list[Any]:
    found = []
    for number in range(MANY):
        spoken = random.choice(LANGUAGES, random.integers(0, 4), replace=False)
        slots = sorted(random.choice(28, random.integers(0, 9), replace=False).tolist())
        facts: dict[str, Any] = {
            "id": f"{kind.__name__}{number}",
            "languages": tuple((str(each), str(random.choice(BANDS))) for each in spoken),
            "available": tuple(
                Hours(slot // 4, 840 + 90 * (slot % 4), 930 + 90 * (slot % 4)) for slot in slots
            ),
            "place": None if random.random() < 0.05 else tuple((random.random(2) * 12_000).round(1).tolist()),
            "gender": [None, "f", "m"][random.integers(0, 3)],
            "wish": [None, None, "f", "m"][random.integers(0, 4)],
            "interests": tuple(np.array(["music", "sport", "food"])[random.random(3) < 0.4].tolist()),
            "age": None if random.random() < 0.1 else int(random.integers(18, 80)),
            "ages": None
            if random.random() < 0.7
            else (int(random.integers(18, 40)), int(random.integers(40, 80))),
            "organisation": [None, "red", "blue"][random.integers(0, 3)],
        }
        if kind is Newcomer:
            found.append(
                Newcomer(**facts, waiting_since=TODAY - timedelta(days=int(random.integers(0, 300))))
            )
        else:
            found.append(Volunteer(**facts, capacity=int(random.integers(0, 3))))
    return found


def by_hand(
    newcomers: list[Any], volunteers: list[Any], criteria: Criteria, relaxed: dict[str, Relaxation]
) -> np.ndarray:
    """Who fits whom, (newcomers, volunteers): all pairs at once, rule by rule."""
    hard = criteria.hard
    steps = [criteria.step(criteria.weeks_waited(each.waiting_since, TODAY)) for each in newcomers]

    def of_both(name: str, limit: Any, least: bool) -> np.ndarray:
        """The limit of each pair: a newcomer's, or a wider one of the two."""
        own = [getattr(relaxed.get(each.id), name, None) for each in (*newcomers, *volunteers)]
        never = np.inf if least else -np.inf
        wider = np.array([never if each is None else float(each) for each in own])
        pick = np.minimum if least else np.maximum
        left = pick(np.array(limit, float) * np.ones(len(newcomers)), wider[: len(newcomers)])
        return pick(left[:, None], wider[None, len(newcomers) :])

    def column(side: list[Any], name: str) -> np.ndarray:
        return np.array([getattr(each, name) for each in side], object)

    def waived(rule: Rule) -> np.ndarray:
        own = np.array(
            [bool(relaxed.get(each.id, Relaxation()).waived & rule) for each in (*newcomers, *volunteers)]
        )
        return own[: len(newcomers), None] | own[None, len(newcomers) :]

    fits = np.ones((len(newcomers), len(volunteers)), bool)
    if hard.asks_language:
        talk = np.zeros_like(fits)
        for language in hard.language or LANGUAGES:
            bands = [
                np.array([BANDS.index(dict(each.languages).get(language, "A1")) for each in side])
                for side in (newcomers, volunteers)
            ]
            speaks = [
                np.array([language in dict(each.languages) for each in side])
                for side in (newcomers, volunteers)
            ]
            low = [BANDS.index(band or "A1") for band in (hard.newcomer_band, hard.volunteer_band)]
            talk |= np.outer(speaks[0] & (bands[0] >= low[0]), speaks[1] & (bands[1] >= low[1]))
        fits &= talk
    if hard.overlap_hours:
        # All hours begin and end at half an hour.
        weeks = []
        for side in (newcomers, volunteers):
            week = np.zeros((len(side), 7 * 48), np.int32)
            for row, each in enumerate(side):
                for day, start, end in each.available:
                    week[row, day * 48 + start // 30 : day * 48 + end // 30] = 1
            weeks.append(week)
        asked = [hard.overlap_hours - (step.fewer_hours if step else 0) for step in steps]
        fits &= weeks[0] @ weeks[1].T / 2 >= of_both("overlap_hours", asked, True)
    if hard.distance_km is not None:
        places = [
            np.array([each.place or (np.nan, np.nan) for each in side]) for side in (newcomers, volunteers)
        ]
        apart = np.hypot(*(places[0][:, None] - places[1][None]).transpose(2, 0, 1))
        reach = [hard.distance_km + (step.more_km if step else 0) for step in steps]
        fits &= apart <= 1000 * of_both("distance_km", reach, False)
    n, v = newcomers, volunteers
    if hard.gender_wish:
        for asks, other, turned, rule in (
            (n, v, False, Rule.NEWCOMER_WISH),
            (v, n, True, Rule.VOLUNTEER_WISH),
        ):
            wish, gender = column(asks, "wish")[:, None], column(other, "gender")[None]
            granted = (wish == None) | (wish == gender)  # noqa: E711
            fits &= (granted.T if turned else granted) | waived(rule)
    if hard.age_wish:
        rules = (n, v, False, Rule.NEWCOMER_AGE_WISH), (v, n, True, Rule.VOLUNTEER_AGE_WISH)
        for asks, other, turned, rule in rules:
            low, high = (
                np.array([(each.ages or (-1, 200))[end] for each in asks])[:, None] for end in (0, 1)
            )
            age = np.array([-1 if each.age is None else each.age for each in other])[None]
            granted = (low < 0) | ((low <= age) & (age <= high))
            fits &= (granted.T if turned else granted) | waived(rule)
    if hard.age_difference is not None:
        ages = [np.array([np.nan if each.age is None else each.age for each in side]) for side in (n, v)]
        fits &= np.abs(ages[0][:, None] - ages[1][None]) <= hard.age_difference
    if hard.organisation:
        same = column(n, "organisation")[:, None] == column(v, "organisation")[None]
        fits &= same | waived(Rule.ORGANISATION)
    return fits


@pytest.fixture(scope="module")
def town() -> tuple[list[Any], list[Any]]:
    random = np.random.default_rng(11)
    return people(random, Newcomer), people(random, Volunteer)


@pytest.mark.parametrize("rules", ROUNDS)
def test_the_index_finds_exactly_the_pairs_that_fit(town: Any, rules: str) -> None:
    newcomers, volunteers = town
    criteria = Criteria.of(ROUNDS[rules])
    relaxed = {}
    if rules == "every rule":
        relaxed = {
            newcomers[3].id: Relaxation(distance_km=9.5),
            volunteers[8].id: Relaxation(distance_km=20, overlap_hours=0.5),
            volunteers[9].id: Relaxation(waived=Rule.NEWCOMER_WISH | Rule.ORGANISATION),
        }
    expected = by_hand(newcomers, volunteers, criteria, relaxed)
    assert 1000 < expected.sum() < expected.size / 2
    # The check by hand itself, against the plain reference, one pair at a time.
    random = np.random.default_rng(5)
    some = [*random.integers(0, MANY, (300, 2)), *random.permutation(np.argwhere(expected))[:300]]
    for i, j in some:
        assert expected[i, j] == (not broken(newcomers[i], volunteers[j], criteria, TODAY, relaxed))

    sides = People.of(newcomers, "newcomer"), People.of(volunteers, "volunteer")
    task = prepare(*sides, criteria, (), (), TODAY, "", relaxed)
    index = index_of(task)
    here = expected[np.ix_(task.newcomer_at, task.volunteer_at)]
    edges = candidates.find(task, index, True)
    assert list(zip(edges.row.tolist(), edges.column.tolist(), strict=True)) == list(
        map(tuple, np.argwhere(here).tolist())
    )
    best = candidates.find(task, index, False)
    for found in (edges, best):
        assert found.fits_n.tolist() == here.sum(axis=1).tolist()
        assert found.fits_v.tolist() == here.sum(axis=0).tolist()
    # Of each newcomer the best, and of equals the volunteer who comes first.
    mark = np.full(here.shape, -1)
    mark[edges.row, edges.column] = edges.mark
    order = np.argsort(-mark, axis=1, kind="stable")[:, : candidates.CANDIDATES]
    kept = np.zeros_like(here)
    np.put_along_axis(kept, order, True, axis=1)
    assert np.array_equal(np.argwhere(kept & here), np.stack([best.row, best.column], axis=1))


@pytest.mark.skipif(numba.config.NUMBA_NUM_THREADS < 2, reason="this machine has one processor")
@pytest.mark.parametrize("most", [candidates.MOST_STORED, -1])
def test_one_thread_or_two_give_the_same_bits(town: Any, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_STORED", most)
    monkeypatch.setattr(candidates, "CANDIDATES", 20)
    monkeypatch.setattr(proposing, "FEW_PAIRS", 0)
    monkeypatch.setattr(waiting, "FEW_PAIRS", 0)
    crowded = {**EVERY_RULE, "hard": {"newcomer_band": "A1", "distance_km": 3, "overlap_hours": 1}}
    found = []
    for many in (1, 2):
        with on_threads(many):
            found.append(propose(*town, Criteria.of(crowded), today=TODAY))
    one, two = found
    assert len(one.duos) > 300
    assert len(one.waiting) > 100
    assert (one._round.edges.cut is None) == (most > 0)
    assert one == two
    for name in ("start", "column", "mark", "fits_n", "fits_v"):
        assert getattr(one._round.edges, name).tobytes() == getattr(two._round.edges, name).tobytes()
    for left, right in zip(one._round.solution.stages, two._round.solution.stages, strict=True):
        assert left.prices.tobytes() == right.prices.tobytes()
        assert left.gains.tobytes() == right.gains.tobytes()
