"""The order of rows, the number of regions and the form of the input change nothing; only seed and ids draw lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.matching import (
    Criteria,
    MatchError,
    Newcomer,
    People,
    Volunteer,
    candidates,
    hours_from,
    propose,
    regions,
)
from convive.engines.matching import Relaxation as Wider
from tests.engines.matching.rounds import TODAY, rounds

EXAMPLES = settings(max_examples=40)


def told(proposal: Any) -> Any:
    """A proposal whatever the order of people."""
    return (
        {(duo.newcomer, duo.volunteer): duo for duo in proposal.duos},
        {waiting.id: waiting._replace(contest=None) for waiting in (*proposal.waiting, *proposal.idle)},
        proposal.certificate,
    )


@EXAMPLES
@given(rounds(6, 5), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(drawn: Any, random: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    shuffled = [random.sample(people, len(people)) for people in (newcomers, volunteers)]
    assert told(propose(*shuffled, criteria, today=TODAY)) == told(found)


@EXAMPLES
@given(rounds(6, 5))
def test_other_names_change_the_draw_alone(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY).certificate
    renamed = [[replace(each, id=f"x{each.id}") for each in people] for people in (newcomers, volunteers)]
    other = propose(*renamed, criteria, today=TODAY).certificate
    assert replace(other, draw=0, least_draw=0) == replace(found, draw=0, least_draw=0)


@EXAMPLES
@given(rounds(4, 3))
def test_twice_as_many_people_make_twice_as_many_duos(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    one = propose(newcomers, volunteers, criteria, today=TODAY).certificate
    both = [
        [*people, *(replace(each, id=f"x{each.id}") for each in people)] for people in (newcomers, volunteers)
    ]
    two = propose(*both, criteria, today=TODAY).certificate
    assert (two.duos, two.quality) == (2 * one.duos, 2 * one.quality)
    assert [band.matched for band in two.bands] == [2 * band.matched for band in one.bands]


@contextmanager
def few_pairs_kept(few: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "MOST_STORED", -1)
        patch.setattr(candidates, "CANDIDATES", few)
        patch.setattr(candidates, "PRICED_IN", 1)
        yield


def bits(proposal: Any) -> list[bytes]:
    """Everything that was worked out on the way to a proposal."""
    edges, solution = proposal._round.edges, proposal._round.solution
    arrays = [edges.start, edges.column, edges.mark, edges.fits_n, edges.fits_v, solution.chosen]
    arrays += [each for stage in solution.stages for each in (stage.prices, stage.gains)]
    return [each.tobytes() for each in arrays if each is not None]


@EXAMPLES
@given(rounds(7, 6), st.sampled_from([0, 0, 1, 2, 3]))
def test_regions_apart_give_the_same_as_one_piece(drawn: Any, few: int) -> None:
    newcomers, volunteers, criteria = drawn
    # Another town, which nobody reaches.
    away = [
        [
            replace(each, id=f"x{each.id}", place=each.place and (each.place[0] + 1e6, each.place[1]))
            for each in people
        ]
        for people in (newcomers, volunteers)
    ]
    newcomers, volunteers = [*newcomers, *away[0]], [*volunteers, *away[1]]
    sizes = []

    def one_by_one(function: Any, parts: Any) -> list[Any]:
        sizes.append(len(parts))
        return [function(part) for part in parts]

    with pytest.MonkeyPatch.context() as patch, few_pairs_kept(few) if few else nullcontext():
        patch.setattr(regions.regions, "__defaults__", (1,))
        whole = propose(newcomers, volunteers, criteria, today=TODAY)
        found = propose(newcomers, volunteers, criteria, today=TODAY, run=one_by_one)
        assert found == whole
        assert bits(found) == bits(whole)
    if criteria.hard.distance_km is not None and len(whole.duos) > 1:
        assert sizes[0] > 1


@EXAMPLES
@given(rounds(7, 6), st.integers(1, 3), st.data())
def test_pairs_that_are_not_kept_in_memory_are_priced_all_the_same(drawn: Any, few: int, data: Any) -> None:
    newcomers, volunteers, criteria = drawn
    every = [(n.id, v.id) for n in newcomers for v in volunteers]
    blocked = data.draw(st.lists(st.sampled_from(every), max_size=6))
    whole = propose(newcomers, volunteers, criteria, today=TODAY, blocked=blocked)
    with few_pairs_kept(few):
        found = propose(newcomers, volunteers, criteria, today=TODAY, blocked=blocked)
    assert found.duos == whole.duos
    assert replace(found.certificate, edges=0) == replace(whole.certificate, edges=0)
    assert [(each.id, each.fits) for each in found.waiting] == [
        (each.id, each.fits) for each in whole.waiting
    ]
    assert [(each.id, each.fits) for each in found.idle] == [(each.id, each.fits) for each in whole.idle]


def test_equals_are_drawn_fairly_and_the_same_each_time() -> None:
    newcomers = [Newcomer(id=name) for name in ("ann", "bea", "cem")]
    volunteers = [Volunteer(id="v")]
    won: Counter[str] = Counter()
    for number in range(300):
        first = propose(newcomers, volunteers, Criteria(), today=TODAY, seed=str(number))
        again = propose(newcomers[::-1], volunteers, Criteria(), today=TODAY, seed=str(number))
        assert [duo.newcomer for duo in first.duos] == [duo.newcomer for duo in again.duos]
        won.update(duo.newcomer for duo in first.duos)
    assert sum(won.values()) == 300
    # 100 each are expected, with a standard deviation of 8.
    assert all(60 < won[each.id] < 140 for each in newcomers)


def test_people_may_be_given_as_arrays() -> None:
    newcomers = [Newcomer(id="a", place=(0.0, 0.0)), Newcomer(id="b", place=(9000.0, 0.0))]
    volunteers = [Volunteer(id="v", place=(100.0, 0.0))]
    criteria = Criteria.of({"hard": {"distance_km": 5}})
    as_arrays = People.of(newcomers, "newcomer"), People.of(volunteers, "volunteer")
    assert propose(*as_arrays, criteria, today=TODAY) == propose(newcomers, volunteers, criteria, today=TODAY)
    with pytest.raises(ValueError, match="read-only"):
        as_arrays[0].x[0] = 1
    with pytest.raises(MatchError, match="these are volunteers, not newcomers"):
        propose(as_arrays[1], as_arrays[0], criteria, today=TODAY)


@pytest.mark.parametrize(
    ("newcomer", "words"),
    [
        ({"id": "b"}, r"row 1 \(b\), column “id”: the id is there already, in row 0"),
        ({"id": ""}, "row 1, column “id”: the id is blank"),
        ({"place": (float("nan"), 0.0)}, "row 1 .*column “x”: is no place"),
        ({"languages": (("nl", "A0"),)}, "row 1 .*column “languages”: “A0” is no band"),
        ({"waiting_since": TODAY + timedelta(days=1)}, "row 1 .*column “waiting_since”: 2026-11-03 is after"),
        ({"available": ((0, 600, 500),)}, "row 1 .*column “available”"),
        ({"age": -3}, "row 1 .*column “age”"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row_and_column(newcomer: dict[str, Any], words: str) -> None:
    people = [Newcomer(id="b"), Newcomer(**{"id": "a", **newcomer})]
    with pytest.raises(MatchError, match=words):
        propose(people, [], Criteria(), today=TODAY)


def test_nobody_is_no_error() -> None:
    assert propose([], [], Criteria(), today=TODAY).duos == ()
    left = propose([Newcomer(id="a")], [], Criteria(), today=TODAY)
    assert left.certificate.exact
    assert [waiting.id for waiting in left.waiting] == ["a"]
    right = propose([], [Volunteer(id="v")], Criteria(), today=TODAY)
    assert [waiting.id for waiting in right.idle] == ["v"]


def test_wider_rules_for_nobody_are_refused() -> None:
    with pytest.raises(MatchError, match="nobody with the id “b”"):
        propose([Newcomer(id="a")], [], Criteria(), today=TODAY, relaxed={"b": Wider(distance_km=3)})


def test_results_are_the_same_whatever_the_grid_of_hours() -> None:
    criteria = Criteria.of({"hard": {"overlap_hours": 1.5}, "soft": {"overlap": 1}})
    volunteer = Volunteer(id="v", available=hours_from("mon:18-20"))
    # Whoever can for one odd minute makes the slots of everybody a minute long.
    odd = Volunteer(id="odd", available=hours_from("wed:3:01-3:02"))
    for text, fits in (("mon:18:30-20", True), ("mon:18:31-20", False), ("sun:23-24;mon:17-19:30", True)):
        newcomers = [Newcomer(id="n", available=hours_from(text))]
        found = propose(newcomers, [volunteer], criteria, today=TODAY)
        fine = propose(newcomers, [volunteer, odd], criteria, today=TODAY)
        assert bool(found.duos) is fits
        assert fine.duos == found.duos
        assert fine.certificate == found.certificate
