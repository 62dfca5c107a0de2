"""Small rounds for the tests, drawn by Hypothesis: few people, few values, so that much is tied and much is scarce."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from convive.engines.matching import BANDS, Criteria, Hours, Newcomer, Volunteer

TODAY = date(2026, 11, 2)
LANGUAGES, GENDERS, TAGS = ("nl", "fr", "ar"), ("f", "m"), ("music", "sport", "cooking")


def hours(slots: list[int]) -> tuple[Hours, ...]:
    """Slots of an hour on Monday and Tuesday evening."""
    return tuple(
        Hours(slot // 4, 1080 + 60 * (slot % 4), 1140 + 60 * (slot % 4)) for slot in sorted(set(slots))
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


# Made once: Hypothesis goes through a new strategy before it first draws from it, which takes longer than the draw.
LOWEST_AGE = maybe(st.sampled_from([18, 30]))
FACTS = {
    "languages": st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(BANDS), max_size=2).map(
        lambda spoken: tuple(spoken.items())
    ),
    "available": st.lists(st.integers(0, 7), max_size=5).map(hours),
    "place": maybe(st.tuples(st.sampled_from([0.0, 500.0, 3000.0]), st.sampled_from([0.0, 4000.0]))),
    "gender": maybe(st.sampled_from(GENDERS)),
    "wish": st.sampled_from([None, None, *GENDERS]),
    "interests": st.sets(st.sampled_from(TAGS)).map(tuple),
    "goals": st.sets(st.sampled_from(TAGS), max_size=1).map(tuple),
    "life_stage": maybe(st.sampled_from(["children", "study"])),
    "age": maybe(st.integers(18, 60)),
    "organisation": st.sampled_from([None, "red", "blue"]),
}
WEEKS = maybe(st.sampled_from([0, 3, 4, 11, 12, 26, 60]))
CAPACITY = st.integers(0, 3)


@st.composite
def persons(draw: st.DrawFn, kind: str, most: int) -> list[Any]:
    people = []
    for number in range(draw(st.integers(1, most))):
        low = draw(LOWEST_AGE)
        facts: dict[str, Any] = {name: draw(strategy) for name, strategy in FACTS.items()}
        facts |= {"id": f"{kind[0]}{number}", "ages": None if low is None else (low, low + 20)}
        if kind == "newcomer":
            weeks = draw(WEEKS)
            since = None if weeks is None else TODAY - timedelta(weeks=weeks)
            people.append(Newcomer(**facts, waiting_since=since))
        else:
            people.append(Volunteer(**facts, capacity=draw(CAPACITY)))
    return people


YES_OR_NO, ONE_IN_FIVE = st.booleans(), st.integers(0, 4).map(lambda drawn: drawn == 0)
HARD = {
    "language": st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True),
    "newcomer_band": st.sampled_from(["A1", "A2", "B1"]),
    "volunteer_band": st.sampled_from(["A1", "B2"]),
}
OVERLAP, DISTANCE = st.sampled_from([1, 2, 1.5]), st.sampled_from([0.5, 3, 4.5])
DIFFERENCE = st.sampled_from([0, 10, 30])
WEIGHT = st.sampled_from([0, 0, 1, 2.5])
WAITING, SEED = st.sampled_from([[], [4], [26, 12, 4]]), st.sampled_from(["", "one", "two"])


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    hard: dict[str, Any] = {"gender_wish": draw(YES_OR_NO), "age_wish": draw(YES_OR_NO)}
    if draw(YES_OR_NO):
        hard |= {name: draw(strategy) for name, strategy in HARD.items()}
    if draw(YES_OR_NO):
        hard["overlap_hours"] = draw(OVERLAP)
    if draw(YES_OR_NO):
        hard["distance_km"] = draw(DISTANCE)
    if draw(ONE_IN_FIVE):
        hard["age_difference"] = draw(DIFFERENCE)
    if draw(ONE_IN_FIVE):
        hard["organisation"] = True
    names = ("languages", "interests", "goals", "life_stage", "overlap", "distance")
    soft = {name: draw(WEIGHT) for name in names}
    bands = list(draw(WAITING))
    data: dict[str, Any] = {
        "hard": hard,
        "soft": soft,
        "order": {"waiting_bands_weeks": bands, "seed": draw(SEED)},
    }
    steps = []
    if "distance_km" in hard and draw(YES_OR_NO):
        steps = [{"weeks": 4, "more_km": 1}, {"weeks": 26, "more_km": 3}]
    if steps and "overlap_hours" in hard:
        steps[1]["fewer_hours"] = 1
    return Criteria.of({**data, "escalation": {"steps": steps}})


def rounds(newcomers: int = 5, volunteers: int = 4) -> st.SearchStrategy[Any]:
    return st.tuples(persons("newcomer", newcomers), persons("volunteer", volunteers), criteria())
