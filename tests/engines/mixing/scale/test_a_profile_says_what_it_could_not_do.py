from __future__ import annotations

import numpy as np
import pytest

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.scale import (
    bandwidth_curve,
    curve,
    lattice_of,
    profile,
    profile_points,
    simulated,
)


def test_places_that_cannot_reach_k_people_are_counted_and_stand_in_no_figure():
    # Two places 300 m apart, and a hamlet far away.
    lattice = lattice_of([0, 300, 90_000], [0, 0, 0], [[8, 2], [1, 9], [3, 0]], ("a", "b"), cell=100)
    found = profile(lattice, [3, 20, 30], reach=1000)
    assert found.places_short.tolist() == [0, 1, 3]
    assert found.people_short.tolist() == [0, 3, 23]
    assert found.reached[2].tolist() == [3, 3, 3]
    line = curve(found)
    assert line.places_short.tolist() == [0, 1, 3]
    assert line.isolation[1].tolist() == [pytest.approx(9 / 20), pytest.approx(11 / 20)]
    assert np.isnan(line.D[2])
    assert np.isnan(line.H[2])
    assert np.isnan(line.expected_D[2])


def test_more_people_than_there_are_reach_nobody():
    found = profile(lattice_of([0, 100], [0, 0], [[1, 2], [3, 4]]), [10, 11])
    assert found.places_short.tolist() == [0, 2]
    assert found.reached.tolist() == [[10, 10], [10, 10]]
    points = profile_points([0, 100], [0, 0], [[1, 2], [3, 4]], [10, 11])
    assert points.places_short.tolist() == [0, 2]
    assert points.reached.tolist() == [[10, 10], [10, 10]]


def test_cells_with_nobody_are_left_out_and_counted():
    lattice = lattice_of([0, 100, 200], [0, 0, 0], [[0, 0], [3, 4], [0, 0]], cell=100)
    assert (lattice.places, lattice.empty) == (1, 2)
    found = profile(lattice, [7])
    assert found.source.tolist() == [1]
    assert curve(found).empty == 2
    assert profile_points([0, 100, 200], [0, 0, 0], [[0, 0], [3, 4], [0, 0]], [7]).empty == 2


def test_a_map_where_nobody_lives_has_an_empty_profile():
    found = profile(lattice_of([0, 100], [0, 0], [[0], [0]]), [7])
    assert found.shares.shape == (0, 1, 1)
    assert np.isnan(curve(found).D).all()


@pytest.mark.parametrize(
    ("x", "y", "counts", "where"),
    [
        (
            [0, 100, 250],
            [0, 0, 0],
            [[1], [2], [3]],
            "row 2, column “x”: 250 is not on a lattice of 100 metres",
        ),
        ([0, 100, 200], [0, float("nan"), 0], [[1], [2], [3]], "row 1, column “y”: the coordinate is blank"),
        ([0, 100, 100], [0, 0, 0], [[1], [2], [3]], "row 2: the cell (100, 0) is there twice"),
        ([0, 100, 200], [0, 0, 0], [[1], [-2], [3]], "row 1, column “a”: -2 is negative"),
        (
            [0, 100, 200],
            [0, 0, 0],
            [[1], [2], [0.5]],
            "row 2, column “a”: 0.5 is not a whole number of people",
        ),
    ],
)
def test_bad_cells_are_refused_by_row_and_column(x, y, counts, where):
    with pytest.raises(MixError) as error:
        lattice_of(x, y, counts, ("a",), cell=100)
    assert str(error.value) == where


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda cells: profile(cells, []), "name at least one k"),
        (lambda cells: profile(cells, [0, 5]), "each k must be a whole number"),
        (lambda cells: profile(cells, [2.5]), "each k must be a whole number"),
        (lambda cells: profile(cells, [5, 5]), "a k is there twice"),
        (lambda cells: profile(cells, [5], ring="half"), "proportional"),
        (lambda cells: profile(cells, [5], reach=-1), "reach"),
        (lambda cells: profile(cells, [5], slice(0, 2, 2)), "step"),
        (lambda cells: bandwidth_curve(cells, [0]), "more than 0 metres"),
        (lambda cells: bandwidth_curve(cells, []), "at least one bandwidth"),
        (lambda cells: bandwidth_curve(cells, [100], "gaussian"), "the kernel is one of"),
        (lambda cells: simulated(cells, [5], 0, 1), "at least one simulation"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(call, says):
    with pytest.raises(MixError, match=says):
        call(lattice_of([0, 100], [0, 0], [[5], [6]]))
