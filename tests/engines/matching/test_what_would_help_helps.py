"""Each relaxation that is suggested gives a duo, and a smaller one of its kind does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from convive.engines.matching import (
    BANDS,
    Criteria,
    Newcomer,
    Relaxation,
    Volunteer,
    hours_from,
    propose,
)
from convive.engines.matching.reference import broken
from tests.engines.matching.rounds import TODAY, rounds

EXAMPLES = settings(max_examples=60)


def in_a_duo(proposal: Any, person: str) -> bool:
    return any(person in (duo.newcomer, duo.volunteer) for duo in proposal.duos)


def smaller(given: Relaxation) -> list[Relaxation]:
    """The next smaller relaxation of a single rule with an amount."""
    if given.distance_km:
        return [replace(given, distance_km=round(given.distance_km - 0.1, 1))]
    if given.overlap_hours is not None:
        return [replace(given, overlap_hours=given.overlap_hours + 1 / 60)]
    for name in ("newcomer_band", "volunteer_band"):
        band = getattr(given, name)
        if band and band != "C2":
            return [replace(given, **{name: BANDS[BANDS.index(band) + 1]})]
    if given.age_difference:
        return [replace(given, age_difference=given.age_difference - 1)]
    return []


@EXAMPLES
@given(rounds(6, 4))
def test_what_would_help_helps_and_less_does_not(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    for waiting in (*found.waiting, *found.idle):
        for each in waiting.would_help:
            if each.rules in (("speak",), ("place",)):
                continue
            after = propose(
                newcomers, volunteers, criteria, today=TODAY, relaxed={waiting.id: each.relaxation}
            )
            assert in_a_duo(after, waiting.id)
            # Two who are never free at the same time cannot meet, whatever the rule says.
            assert each.relaxation.overlap_hours is None or each.relaxation.overlap_hours > 0
            if not each.instead:
                # A volunteer with room for more may be given more than one.
                more = len(after.duos) - len(found.duos)
                assert more == 1 or (more > 1 and waiting.role == "volunteer")
            if len(each.rules) == 1:
                for less in smaller(each.relaxation):
                    still = propose(newcomers, volunteers, criteria, today=TODAY, relaxed={waiting.id: less})
                    assert len(still.duos) == len(found.duos)
                    if waiting.role == "volunteer":
                        assert not in_a_duo(still, waiting.id) or waiting.fits


def test_nobody_is_offered_to_meet_at_no_time() -> None:
    criteria = Criteria.of({"hard": {"overlap_hours": 2}})
    newcomer = Newcomer(id="n", available=hours_from("mon:18-20"))

    def offered(text: str) -> list[float | None]:
        volunteer = Volunteer(id="v", available=hours_from(text))
        found = propose([newcomer], [volunteer], criteria, today=TODAY)
        helps = [each.would_help for each in (found.waiting[0], found.idle[0])]
        assert [len(each) for each in helps] == [len(helps[0])] * 2
        return [each.relaxation.overlap_hours for each in helps[0]]

    assert offered("mon:19:30-22") == [0.5]
    assert offered("mon:20-22") == []
    assert offered("tue:18-20") == []


@EXAMPLES
@given(rounds(5, 3))
def test_another_volunteer_like_the_recruit_gives_one_duo_more(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    fitted = {waiting.id for waiting in found.waiting if waiting.fits}
    assert {each for recruit in found.recruiting for each in recruit.newcomers} == fitted
    for recruit in found.recruiting:
        like = next(each for each in volunteers if each.id == recruit.like)
        facts = {name: getattr(like, name) for name in like.__dataclass_fields__}
        for many in range(1, recruit.people + 1):
            new = Volunteer(**{**facts, "id": "new", "capacity": many})
            after = propose(newcomers, [*volunteers, new], criteria, today=TODAY)
            assert len(after.duos) == len(found.duos) + many


@EXAMPLES
@given(rounds(6, 3))
def test_one_more_place_gives_one_duo_more(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    for waiting in found.waiting:
        assert (waiting.fits > 0) == any(each.rules == ("place",) for each in waiting.would_help)
        one = next(each for each in newcomers if each.id == waiting.id)
        fitting = [v for v in volunteers if not broken(one, v, criteria, TODAY)]
        assert len(fitting) == waiting.fits
        for volunteer in fitting:
            for more in (1, len(newcomers)):
                roomier = [
                    replace(each, capacity=each.capacity + more) if each is volunteer else each
                    for each in volunteers
                ]
                after = propose(newcomers, roomier, criteria, today=TODAY)
                if more == 1:
                    assert len(after.duos) == len(found.duos) + 1
                else:
                    assert in_a_duo(after, waiting.id)


@EXAMPLES
@given(rounds(5, 4))
def test_everybody_is_told_something(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    assert all(duo.reasons for duo in found.duos)
    assert all(waiting.reasons for waiting in (*found.waiting, *found.idle))
    there = {duo.newcomer for duo in found.duos} | {waiting.id for waiting in found.waiting}
    assert there == {each.id for each in newcomers}
    busy = {duo.volunteer for duo in found.duos}
    assert {each.id for each in found.idle} == {v.id for v in volunteers if v.capacity and v.id not in busy}
