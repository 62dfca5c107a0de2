"""Each hard rule lets a pair through and keeps the next one apart; each soft weight prefers the better of two."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from convive.engines.matching import (
    Criteria,
    MatchError,
    Newcomer,
    Proposal,
    Volunteer,
    hours_from,
    propose,
)
from tests.engines.matching.rounds import TODAY

NEWCOMER = Newcomer(
    id="n",
    languages=(("nl", "A2"), ("ar", "C2")),
    available=hours_from("mon:18-21"),
    place=(0.0, 0.0),
    gender="f",
    age=30,
    organisation="red",
)
VOLUNTEER = Volunteer(
    id="v",
    languages=(("nl", "B2"),),
    available=hours_from("mon:19-22"),
    place=(3000.0, 4000.0),
    gender="m",
    age=40,
    organisation="red",
)


def round_of(newcomers: Any, volunteers: Any, today: Any = TODAY, **parts: Any) -> Proposal:
    return propose(newcomers, volunteers, Criteria.of(parts), today=today)


def meet(hard: dict[str, Any], newcomer: dict[str, Any], volunteer: dict[str, Any]) -> bool:
    n, v = replace(NEWCOMER, **newcomer), replace(VOLUNTEER, **volunteer)
    return bool(round_of([n], [v], hard=hard).duos)


LANGUAGE = {"language": ["nl"], "newcomer_band": "A2", "volunteer_band": "B2"}


@pytest.mark.parametrize(
    ("hard", "newcomer", "volunteer", "fits"),
    [
        (LANGUAGE, {}, {}, True),
        (LANGUAGE, {"languages": (("nl", "A1"),)}, {}, False),
        (LANGUAGE, {"languages": (("nl", "C2"),)}, {}, True),
        (LANGUAGE, {"languages": ()}, {}, False),
        (LANGUAGE, {}, {"languages": (("nl", "B1"),)}, False),
        (LANGUAGE, {}, {"languages": (("nl", "C1"),)}, True),
        (LANGUAGE, {}, {"languages": (("ar", "C2"),)}, False),
        ({"language": ["fr", "ar"]}, {}, {"languages": (("ar", "A1"),)}, True),
        ({"newcomer_band": "B1"}, {}, {}, False),
        ({"newcomer_band": "B1"}, {}, {"languages": (("ar", "A1"),)}, True),
        ({"overlap_hours": 2}, {}, {}, True),
        ({"overlap_hours": 2}, {"available": hours_from("mon:18-20:59")}, {}, False),
        ({"overlap_hours": 2}, {}, {"available": hours_from("mon:19:01-22")}, False),
        ({"overlap_hours": 2}, {}, {"available": hours_from("tue:18-21")}, False),
        ({"overlap_hours": 2}, {"available": hours_from("mon:18-20;mon:19:30-21")}, {}, True),
        (
            {"overlap_hours": 2},
            {"available": hours_from("mon:18-19;tue:9-10")},
            {"available": hours_from("mon:18-19;tue:8-12")},
            True,
        ),
        ({"distance_km": 5}, {}, {}, True),
        ({"distance_km": 4.999}, {}, {}, False),
        ({"distance_km": 5}, {"place": (-1.0, 0.0)}, {}, False),
        ({"distance_km": 5}, {}, {"place": None}, False),
        ({"distance_km": 5}, {"place": None}, {}, False),
        ({}, {"place": None}, {}, True),
        ({"gender_wish": True}, {"wish": "m"}, {"wish": "f"}, True),
        ({"gender_wish": True}, {"wish": "f"}, {}, False),
        ({"gender_wish": True}, {}, {"wish": "m"}, False),
        ({"gender_wish": True}, {"wish": "m"}, {"gender": None}, False),
        ({}, {"wish": "f"}, {}, False),
        ({"gender_wish": False}, {"wish": "f"}, {"wish": "m"}, True),
        ({"age_wish": True}, {"ages": (40, 50)}, {"ages": (20, 30)}, True),
        ({"age_wish": True}, {"ages": (41, 50)}, {}, False),
        ({"age_wish": True}, {"ages": (20, 39)}, {}, False),
        ({"age_wish": True}, {}, {"ages": (31, 50)}, False),
        ({"age_wish": True}, {}, {"ages": (20, 29)}, False),
        ({"age_wish": True}, {"ages": (40, 50)}, {"age": None}, False),
        ({"age_wish": False}, {"ages": (41, 50)}, {}, True),
        ({"age_difference": 10}, {}, {}, True),
        ({"age_difference": 9}, {}, {}, False),
        ({"age_difference": 9}, {"age": 40}, {"age": 31}, True),
        ({"age_difference": 9}, {"age": 41}, {"age": 31}, False),
        ({"age_difference": 10}, {"age": None}, {}, False),
        ({"organisation": True}, {}, {}, True),
        ({"organisation": True}, {"organisation": "blue"}, {}, False),
        ({"organisation": True}, {}, {"organisation": None}, False),
        ({"organisation": True}, {"organisation": None}, {"organisation": None}, True),
        ({}, {}, {"capacity": 0}, False),
    ],
)
def test_a_rule_lets_through_and_keeps_apart(
    hard: dict[str, Any], newcomer: dict[str, Any], volunteer: dict[str, Any], fits: bool
) -> None:
    assert meet(hard, newcomer, volunteer) is fits


def test_a_volunteer_meets_as_many_as_there_is_room_for() -> None:
    newcomers = [replace(NEWCOMER, id=f"n{number}") for number in range(4)]
    found = round_of(newcomers, [replace(VOLUNTEER, capacity=3)])
    assert len(found.duos) == 3
    assert len(found.waiting) == 1


BETTER: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "languages": ({"languages": (("ar", "C1"),)}, {"languages": (("ar", "A1"),)}),
    "interests": ({"interests": ("music", "sport")}, {"interests": ("music", "chess")}),
    "goals": ({"goals": ("work",)}, {"goals": ("home",)}),
    "life_stage": ({"life_stage": "children"}, {"life_stage": "study"}),
    "overlap": ({"available": hours_from("mon:18-21")}, {"available": hours_from("mon:18-20:30")}),
    "distance": ({"place": (900.0, 0.0)}, {"place": (0.0, 1000.0)}),
}


@pytest.mark.parametrize("measure", BETTER)
@pytest.mark.parametrize("turned", [False, True])
def test_a_weight_prefers_the_better_of_two(measure: str, turned: bool) -> None:
    wanted = replace(NEWCOMER, interests=("music", "sport"), goals=("work",), life_stage="children")
    better, worse = BETTER[measure]
    volunteers = [replace(VOLUNTEER, id="better", **better), replace(VOLUNTEER, id="worse", **worse)]
    for order in (volunteers, volunteers[::-1]):
        if turned:
            # The other way round: two newcomers, one volunteer.
            one = Volunteer(**{name: getattr(wanted, name) for name in Common}, id="v")
            two = [Newcomer(**{name: getattr(each, name) for name in Common}, id=each.id) for each in order]
            found = round_of(two, [one], soft={measure: 1})
            assert [duo.newcomer for duo in found.duos] == ["better"]
        else:
            found = round_of([wanted], order, soft={measure: 1})
            assert [duo.volunteer for duo in found.duos] == ["better"]


Common = ("languages", "available", "place", "interests", "goals", "life_stage")


def test_narrow_hours_gain_nothing() -> None:
    """Saying less of one's time never makes a duo better, and jumps no queue."""
    wide, narrow = hours_from("mon:18-21;tue:18-21"), hours_from("mon:18-21")
    volunteer = replace(VOLUNTEER, available=wide)
    hard, soft = {"overlap_hours": 2}, {"overlap": 1}
    people = [replace(NEWCOMER, id="wide", available=wide), replace(NEWCOMER, id="narrow", available=narrow)]
    found = round_of(people, [volunteer], hard=hard, soft=soft)
    assert [duo.newcomer for duo in found.duos] == ["wide"]


def test_who_waited_longer_comes_first_whatever_the_quality() -> None:
    long = replace(NEWCOMER, id="long", place=(90_000.0, 0.0), waiting_since=TODAY - timedelta(weeks=12))
    short = replace(NEWCOMER, id="short", waiting_since=TODAY - timedelta(weeks=12) + timedelta(days=1))
    found = round_of([short, long], [VOLUNTEER], soft={"distance": 1})
    assert [duo.newcomer for duo in found.duos] == ["long"]
    assert [waiting.id for waiting in found.waiting] == ["short"]
    same = replace(short, waiting_since=long.waiting_since)
    assert [duo.newcomer for duo in round_of([same, long], [VOLUNTEER], soft={"distance": 1}).duos] == [
        "short"
    ]


def test_more_duos_come_before_a_longer_wait() -> None:
    long = replace(NEWCOMER, id="long", waiting_since=TODAY - timedelta(weeks=60))
    short = replace(NEWCOMER, id="short", wish="m")
    woman = replace(VOLUNTEER, id="woman", gender="f")
    found = round_of([long, short], [VOLUNTEER, woman])
    assert {(duo.newcomer, duo.volunteer) for duo in found.duos} == {("long", "woman"), ("short", "v")}


def test_rules_widen_with_waiting() -> None:
    hard = {"distance_km": 4, "overlap_hours": 3}
    steps = {"steps": [{"weeks": 4, "more_km": 1}, {"weeks": 12, "more_km": 1, "fewer_hours": 1}]}
    for weeks, fits in ((0, False), (4, False), (11, False), (12, True), (40, True)):
        person = replace(NEWCOMER, waiting_since=TODAY - timedelta(weeks=weeks))
        assert bool(round_of([person], [VOLUNTEER], hard=hard, escalation=steps).duos) is fits
    duo = round_of([person], [VOLUNTEER], hard=hard, escalation=steps).duos[0]
    assert {"code": "escalation", "weeks": 12, "more_km": 1, "fewer_hours": 1} in [
        {"code": reason.code, **reason.values} for reason in duo.reasons
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"hards": {}}, r"\[hards\] is not known"),
        ({"hard": {"distance": 3}}, r"\[hard\] has no key “distance”"),
        ({"hard": {"newcomer_band": "A0"}}, "newcomer_band is one of A1"),
        ({"hard": {"overlap_hours": -1}}, "overlap_hours is a number"),
        ({"hard": {"distance_km": True}}, "distance_km is a number"),
        ({"hard": {"distance_km": float("nan")}}, "distance_km is a number"),
        ({"hard": {"language": [3]}}, "language is a list"),
        ({"hard": {"gender_wish": 1}}, "gender_wish is true or false"),
        ({"soft": {"distance": -1}}, "distance is a weight"),
        ({"soft": {"luck": 1}}, r"\[soft\] has no key “luck”"),
        ({"order": {"waiting_bands_weeks": 4}}, "is a list"),
        ({"order": {"waiting_bands_weeks": [4, 4]}}, "are different numbers"),
        ({"order": {"seed": True}}, "seed is a text"),
        ({"escalation": {"steps": [{"more_km": 1}]}}, "a step needs its weeks"),
        ({"escalation": {"steps": [{"weeks": 4, "more_km": 1}]}}, "more_km needs a distance_km"),
        (
            {"hard": {"overlap_hours": 1}, "escalation": {"steps": [{"weeks": 4, "fewer_hours": 2}]}},
            "fewer_hours is more than overlap_hours",
        ),
    ],
)
def test_criteria_that_cannot_be_are_refused_by_name(data: dict[str, Any], words: str) -> None:
    with pytest.raises(MatchError, match=words):
        Criteria.of(data)
