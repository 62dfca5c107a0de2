from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.mixing.scale import RINGS, joined, lattice_of, profile, profile_points, reference
from convive.engines.threads import on_threads
from tests.engines.mixing.scale.towns import maps, scattered_cells

EQUIPOP = Path(__file__).parents[4] / "../shared/data/mixing/equipop"


def gridby():
    """EquiPop’s teaching town (version 1.62.1, MIT): 6 by 4 km, a gradient west to east, a river without people."""
    random = np.random.default_rng(1848)
    column, row = (axis.ravel() for axis in np.meshgrid(np.arange(60), np.arange(40), indexing="ij"))
    people = random.poisson(8, 2400).astype(float)
    people[column == 30] = 0
    group = random.binomial(people.astype(int), 0.10 + 0.50 * column / 59)
    return column * 100.0 + 50, row * 100.0 + 50, np.column_stack([group, people - group])


@pytest.mark.parametrize(
    ("ring", "name"),
    [("whole", "gridby_reference.csv"), ("proportional", "gridby_reference_proportional.csv")],
)
@pytest.mark.parametrize("scattered", [False, True])
def test_the_town_that_equipop_ships_has_its_answers(ring, name, scattered):
    if not EQUIPOP.is_dir():
        pytest.skip("shared/data/mixing is not here")
    with (EQUIPOP / name).open(newline="") as file:
        answers = list(csv.DictReader(file))

    def column(title):
        return np.array([float(answer[title]) for answer in answers])

    x, y, counts = gridby()
    found = (
        profile_points(x, y, counts, [400], ring=ring)
        if scattered
        else profile(lattice_of(x, y, counts, cell=100), [400], ring=ring)
    )
    where = {(float(x[at]), float(y[at])): place for place, at in enumerate(found.source)}
    order = [where[at] for at in zip(column("x"), column("y"), strict=True)]
    assert len(order) == 2360
    assert found.empty == 40
    np.testing.assert_array_equal(found.residents.sum(axis=1)[order], column("N_local"))
    np.testing.assert_array_equal(found.reached[order, 0], column("N_400"))
    members = (found.shares[:, 0, 0] * found.reached[:, 0])[order]
    np.testing.assert_allclose(members, column("T_count_group_400"), rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.distance[order, 0], column("Dist_400"), rtol=0, atol=1e-6)


@given(maps(), st.sampled_from(RINGS), st.lists(st.integers(1, 120), min_size=1, max_size=5, unique=True))
@settings(max_examples=60)
def test_any_small_map_is_profiled_as_the_reference_does(town, ring, ks):
    column, row, counts = town
    lattice = lattice_of(column * 250.0, row * 250.0, counts, cell=250)
    found = profile(lattice, ks, ring=ring)
    shares, reached, distance, alike = reference.profile(
        lattice.column.astype(int), lattice.row.astype(int), lattice.counts, found.ks, whole=ring == "whole"
    )
    np.testing.assert_array_equal(found.reached, reached)
    np.testing.assert_allclose(found.shares, shares, rtol=1e-13)
    np.testing.assert_allclose(found.distance, distance * 250, rtol=1e-13)
    np.testing.assert_allclose(found.alike, alike, rtol=1e-6)


@pytest.mark.parametrize(("cells", "width"), [(150, 13), (250, 40), (300, 3000), (200, 20000)])
@pytest.mark.parametrize("ring", RINGS)
def test_dense_and_sparse_maps_are_profiled_as_the_reference_does(cells, width, ring):
    column, row, counts = scattered_cells(cells, width)
    lattice = lattice_of(column, row, counts, cell=1)
    found = profile(lattice, [1, 7, 40, 200, 900], ring=ring)
    shares, reached, distance, _ = reference.profile(
        lattice.column.astype(int), lattice.row.astype(int), lattice.counts, found.ks, whole=ring == "whole"
    )
    np.testing.assert_array_equal(found.reached, reached)
    np.testing.assert_allclose(found.shares, shares, rtol=1e-13)
    np.testing.assert_allclose(found.distance, distance, rtol=1e-13)


def test_a_brute_force_that_sorts_people_one_by_one_finds_the_same_people():
    """Independent of the reference: everybody in a list by distance, rings by hand."""
    column, row, counts = scattered_cells(120, 25, groups=2, seed=3)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    found = profile(lattice, [30])
    for place in range(lattice.places):
        away = sorted(
            ((int(c) - int(lattice.column[place])) ** 2 + (int(r) - int(lattice.row[place])) ** 2, group)
            for c, r, here in zip(lattice.column, lattice.row, lattice.counts, strict=True)
            for group, people in enumerate(here)
            for _ in range(people)
        )
        ring = away[29][0]
        inner = [group for square, group in away if square < ring]
        crossing = [group for square, group in away if square == ring]
        part = (30 - len(inner)) / len(crossing)
        share = (inner.count(0) + part * crossing.count(0)) / 30
        assert found.shares[place, 0, 0] == pytest.approx(share, rel=1e-12)


@pytest.mark.parametrize("ring", RINGS)
def test_scattered_points_on_a_lattice_give_what_the_lattice_gives(ring):
    column, row, counts = scattered_cells(300, 40, seed=5)
    ks = [20, 90, 400]
    flat = profile(lattice_of(column * 100, row * 100, counts, cell=100), ks, ring=ring)
    points = profile_points(column * 100, row * 100, counts, ks, ring=ring)
    order = np.argsort(flat.source)
    np.testing.assert_array_equal(flat.source[order], points.source)
    np.testing.assert_array_equal(flat.shares[order], points.shares)
    np.testing.assert_array_equal(flat.reached[order], points.reached)
    elsewhere = flat.residents[order].sum(axis=1)[:, None] < np.array(ks)
    np.testing.assert_allclose(flat.distance[order][elsewhere], points.distance[elsewhere], rtol=1e-12)


def test_points_at_one_distance_enter_together_even_where_decimals_round():
    # 0.1 + 0.2 is not 0.3 in floats; the two neighbours are equally far all the same.
    found = profile_points(
        [0.3, 0.1 + 0.2 + 0.3, 0.0], [0, 0, 0], [[1, 0], [4, 0], [0, 4]], [5], ring="proportional"
    )
    assert found.shares[0, 0].tolist() == [0.6, 0.4]


def test_people_at_one_point_are_reached_together():
    found = profile_points([0, 0, 10], [0, 0, 0], [[2, 0], [0, 2], [4, 4]], [2, 4, 8])
    assert found.shares[0].tolist() == [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
    assert found.distance[0].tolist() == [0, 0, pytest.approx(np.sqrt(50))]


@pytest.mark.parametrize("rows", [1, 3, 7])
def test_pieces_of_a_map_joined_are_the_whole_to_the_last_bit(rows):
    column, row, counts = scattered_cells(900, 45, groups=4, seed=8)
    whole = lattice_of(column * 100, row * 100, counts, cell=100)
    ks = [10, 60, 300, 1500]
    found = profile(whole, ks)
    bands = [slice(start, start + rows) for start in range(0, whole.shape[0], rows)]
    same(found, joined([profile(whole, ks, band) for band in bands]))


def test_tiles_with_the_halo_they_need_are_the_whole_to_the_last_bit():
    column, row, counts = scattered_cells(1500, 60, groups=2, seed=9)
    whole = lattice_of(column * 100, row * 100, counts, cell=100)
    ks, reach = [20, 150, 800], 700.0
    found = profile(whole, ks, reach=reach)
    assert 0 < found.short.mean() < 1
    pieces = []
    for start in range(0, whole.shape[0], 11):
        tile, rows = whole.cut(slice(start, start + 11), reach)
        assert tile.places < whole.places
        pieces.append(profile(tile, ks, rows, reach=reach))
    same(found, joined(pieces))


def test_the_farthest_distance_found_is_a_halo_that_is_enough():
    column, row, counts = scattered_cells(1500, 60, groups=2, seed=10)
    whole = lattice_of(column * 100, row * 100, counts, cell=100)
    band = slice(20, 30)
    found = profile(whole, [50], band, ring="whole")
    tile, rows = whole.cut(band, float(found.distance.max()))
    same(found, profile(tile, [50], rows, ring="whole"))


def test_bits_do_not_depend_on_the_number_of_threads():
    column, row, counts = scattered_cells(6000, 120, seed=11)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    with on_threads(2):
        many = profile(lattice, [10, 500, 4000])
    with on_threads(1):
        same(many, profile(lattice, [10, 500, 4000]))


def same(one, other):
    assert one.ks == other.ks
    for name in ("shares", "reached", "distance", "alike", "residents", "source"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
