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


@st.composite
def persons(draw: st.DrawFn, kind: str, most: int) -> list[Any]:
    people = []
    for number in range(draw(st.integers(1, most))):
        low = draw(maybe(st.sampled_from([18, 30])))
        facts: dict[str, Any] = {
            "id": f"{kind[0]}{number}",
            "languages": tuple(
                draw(st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(BANDS), max_size=2)).items()
            ),
            "available": hours(draw(st.lists(st.integers(0, 7), max_size=5))),
            "place": draw(
                maybe(st.tuples(st.sampled_from([0.0, 500.0, 3000.0]), st.sampled_from([0.0, 4000.0])))
            ),
            "gender": draw(maybe(st.sampled_from(GENDERS))),
            "wish": draw(st.sampled_from([None, None, *GENDERS])),
            "interests": tuple(draw(st.sets(st.sampled_from(TAGS)))),
            "goals": tuple(draw(st.sets(st.sampled_from(TAGS), max_size=1))),
            "life_stage": draw(maybe(st.sampled_from(["children", "study"]))),
            "age": draw(maybe(st.integers(18, 60))),
            "ages": None if low is None else (low, low + 20),
            "organisation": draw(st.sampled_from([None, "red", "blue"])),
        }
        if kind == "newcomer":
            weeks = draw(maybe(st.sampled_from([0, 3, 4, 11, 12, 26, 60])))
            since = None if weeks is None else TODAY - timedelta(weeks=weeks)
            people.append(Newcomer(**facts, waiting_since=since))
        else:
            people.append(Volunteer(**facts, capacity=draw(st.integers(0, 3))))
    return people


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    hard: dict[str, Any] = {"gender_wish": draw(st.booleans()), "age_wish": draw(st.booleans())}
    if draw(st.booleans()):
        hard["language"] = draw(st.lists(st.sampled_from(LANGUAGES), max_size=2, unique=True))
        hard["newcomer_band"] = draw(st.sampled_from(["A1", "A2", "B1"]))
        hard["volunteer_band"] = draw(st.sampled_from(["A1", "B2"]))
    if draw(st.booleans()):
        hard["overlap_hours"] = draw(st.sampled_from([1, 2, 1.5]))
    if draw(st.booleans()):
        hard["distance_km"] = draw(st.sampled_from([0.5, 3, 4.5]))
    if draw(st.integers(0, 4)) == 0:
        hard["age_difference"] = draw(st.sampled_from([0, 10, 30]))
    if draw(st.integers(0, 4)) == 0:
        hard["organisation"] = True
    names = ("languages", "interests", "goals", "life_stage", "overlap", "distance")
    soft = {name: draw(st.sampled_from([0, 0, 1, 2.5])) for name in names}
    bands = draw(st.sampled_from([[], [4], [26, 12, 4]]))
    data: dict[str, Any] = {
        "hard": hard,
        "soft": soft,
        "order": {"waiting_bands_weeks": bands, "seed": draw(st.sampled_from(["", "one", "two"]))},
    }
    steps = []
    if "distance_km" in hard and draw(st.booleans()):
        steps = [{"weeks": 4, "more_km": 1}, {"weeks": 26, "more_km": 3}]
    if steps and "overlap_hours" in hard:
        steps[1]["fewer_hours"] = 1
    return Criteria.of({**data, "escalation": {"steps": steps}})


def rounds(newcomers: int = 5, volunteers: int = 4) -> st.SearchStrategy[Any]:
    return st.tuples(persons("newcomer", newcomers), persons("volunteer", volunteers), criteria())
