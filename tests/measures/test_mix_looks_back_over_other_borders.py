"""Where borders changed, weights carry the earlier date to those of today, as an estimate."""

from __future__ import annotations

import json

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.engines.mixing import Counts, all_indices
from convive.engines.mixing.change import Weights, change
from convive.measures.mix import Asked, choose_mix
from convive.measures.mix.reading import read_inputs
from convive.measures.queries import offer
from tests.measures.editions import BEFORE, NOW, WEIGHTS, town
from tests.measures.test_mix_is_worked_out_once_of_what_may_be_shown import worked_out

HERE = "districts-2023"
GROUPS = ("abroad", "rest")


def table(counts: list[tuple[int, int]]) -> np.ndarray:
    return np.array([[abroad, people - abroad] for people, abroad in counts])


def carried(counts: list[tuple[int, int]] = BEFORE) -> dict[str, np.ndarray]:
    """By hand: everybody of an area goes to the new ones by its weights."""
    found = {code: np.zeros(2) for code in "ABCDEF"}
    for old, new, share in WEIGHTS:
        found[new] += share * table(counts)[int(old)]
    return found


def test_a_date_counted_in_other_borders_is_offered_where_weights_lead_from_them(city: City) -> None:
    town(city)
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked(areas=HERE))
        back = choose_mix(city, offer(city), Asked(areas="districts-2020"))
    assert [period.end.year for period in choice.periods] == [2023]
    assert [period.end.year for period in choice.earlier_periods] == [2018]
    assert choice.since == choice.earlier_periods[0]
    assert [borders.year for borders in choice.carried.values()] == [2020]
    # Nothing leads from the new borders to the old ones.
    assert not back.carried


def test_the_earlier_figure_is_that_of_the_carried_counts_and_is_estimated(city: City) -> None:
    town(city)
    found = worked_out(city, areas=HERE)
    there = np.rint(np.array(list(carried().values()))).astype(int)
    assert found.earlier.index == pytest.approx(float(all_indices(there).D[0]), abs=1e-9)
    assert found.earlier.estimated
    assert not found.now.estimated
    assert found.now.index == pytest.approx(float(all_indices(table(NOW)).D[0]), abs=1e-9)
    assert [(period.end.year, estimated) for period, _index, estimated in found.over_time] == [
        (2018, True),
        (2023, False),
    ]


def test_the_parts_of_the_change_are_those_of_the_engine_with_the_same_weights(city: City) -> None:
    town(city)
    parts = worked_out(city, areas=HERE).change["H"]
    old, new, share = zip(*WEIGHTS, strict=True)
    found = change(
        Counts.of(table(BEFORE), GROUPS, [f"{at:02d}" for at in range(len(BEFORE))]),
        Counts.of(table(NOW), GROUPS, list("ABCDEF")),
        weights=Weights.of(old, new, share),
    ).H
    for name in ("before", "after", "group_margin", "unit_margin", "structure", "total"):
        assert parts[name] == pytest.approx(getattr(found, name), abs=1e-9), name


def test_an_area_that_gets_people_from_one_with_a_left_out_number_is_left_out_then(city: City) -> None:
    town(city, [*BEFORE[:1], (800, 2), *BEFORE[2:]])
    with in_city(city):
        inputs = read_inputs(choose_mix(city, offer(city), Asked(areas=HERE)))
    before = inputs.earlier.origin.counts
    missing = {code for code, row in zip(before.units, before.suppressed.any(axis=1), strict=True) if row}
    assert "01" in missing
    reached = {new for old, new, _share in WEIGHTS if old in missing}
    counts = inputs.earlier.counts
    hidden = {code for code, row in zip(counts.units, counts.suppressed.all(axis=1), strict=True) if row}
    assert hidden == reached
    assert not counts.matrix[counts.suppressed].any()
    shown = np.array([code not in reached for code in counts.units])
    by_hand = np.rint(np.array(list(carried().values()))).astype(int)
    assert (counts.matrix[shown] == by_hand[shown]).all()


def test_a_left_out_number_of_then_changes_nothing_that_is_shown_now(city: City, other_city: City) -> None:
    for where, hidden in ((city, 2), (other_city, 4)):
        town(where, [*BEFORE[:1], (800, hidden), *BEFORE[2:]])
    one, other = worked_out(city, areas=HERE), worked_out(other_city, areas=HERE)
    assert one.earlier is not None
    assert json.dumps(one.data) == json.dumps(other.data)


def test_where_an_area_has_no_weights_nothing_is_carried(city: City) -> None:
    town(city, weights=[row for row in WEIGHTS if row[0] != "07"])
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked(areas=HERE))
    assert not choice.carried
    assert choice.since is None


def test_weights_that_a_file_rounded_are_made_whole(city: City) -> None:
    rounded = [*WEIGHTS[:1], ("01", "A", 0.2496), ("01", "B", 0.75), *WEIGHTS[3:]]
    town(city, weights=rounded)
    with in_city(city):
        inputs = read_inputs(choose_mix(city, offer(city), Asked(areas=HERE)))
    assert inputs.earlier.counts.people == pytest.approx(table(BEFORE).sum(), abs=len(NOW))


def test_carrying_takes_four_more_queries_whatever_the_size(city: City) -> None:
    town(city)
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked(areas=HERE))
        with CaptureQueriesContext(connection) as asked:
            read_inputs(choice)
    assert len(asked) == 3 + 4
