from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.mixing.scale import curve, curve_from, curve_sums, lattice_of, profile
from convive.engines.mixing.scale.tiles import Survey, piece, profile_tile, together
from tests.engines.mixing.scale.towns import maps, scattered_cells


def in_tiles(lattice, ks, most, reach=None, ring="proportional", halo=None):
    """The profile, the curve added up from its tiles, and how many tiles had to be done again."""
    survey = Survey.of(lattice)
    farthest = None if reach is None else int(np.ceil(reach / lattice.cell))
    waiting = survey.tiles(ks, most, farthest)
    if halo is not None:
        waiting = [replace(tile, halo=halo, final=False) for tile in waiting]
    found, again, sums = [], 0, None
    while waiting:
        tile = waiting.pop()
        found.append(profile_tile(piece(lattice, tile), tile, ks, ring=ring, reach=reach))
        more = curve_sums(found[-1].profile, survey.all_people)
        sums = more if sums is None else sums + more
        wider = survey.wider(tile, found[-1], farthest)
        if wider is not None:
            again += 1
            waiting.append(wider)
    line = curve_from(sums, found[0].profile.ks, lattice.groups, survey.all_people, lattice.empty)
    return together(found, survey, lattice.empty), line, again


def same(one, other):
    for field in fields(one):
        np.testing.assert_array_equal(
            getattr(one, field.name), getattr(other, field.name), err_msg=field.name
        )


@pytest.mark.parametrize("ring", ["proportional", "whole"])
@pytest.mark.parametrize(
    ("cells", "width", "most"), [(60, 20, 1), (900, 70, 90), (900, 300, 200), (900, 300, 10**6)]
)
def test_any_number_of_tiles_gives_the_bits_of_one_piece(cells, width, ring, most):
    column, row, counts = scattered_cells(cells, width, groups=3, seed=9)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    ks = [20, 150, 800]
    found, line, _again = in_tiles(lattice, ks, most, ring=ring)
    whole = profile(lattice, ks, ring=ring)
    same(whole, found)
    same(curve(whole), line)


def test_a_halo_that_is_too_narrow_is_found_out_and_widened():
    column, row, counts = scattered_cells(1500, 200, groups=2, seed=4)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    ks = [30, 600]
    found, line, again = in_tiles(lattice, ks, 300, halo=1)
    assert again > 4
    whole = profile(lattice, ks)
    same(whole, found)
    same(curve(whole), line)


def test_a_tile_without_any_halo_is_widened_too():
    lattice = lattice_of(np.array([2100, 22200]), np.array([13500, 33700]), [[7, 6, 0], [0, 3, 3]], cell=100)
    found, _line, again = in_tiles(lattice, [11, 50], 1, halo=0)
    assert again > 4
    same(profile(lattice, [11, 50]), found)


@pytest.mark.parametrize("reach", [0.0, 450.0, 2000.0])
def test_a_reach_ends_the_search_in_tiles_as_in_one_piece(reach):
    column, row, counts = scattered_cells(1200, 150, groups=2, seed=6)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    ks = [30, 600]
    found, line, _again = in_tiles(lattice, ks, 200, reach=reach)
    whole = profile(lattice, ks, reach=reach)
    assert whole.short.any()
    same(whole, found)
    same(curve(whole), line)


@given(maps(), st.integers(1, 20), st.integers(0, 40), st.lists(st.integers(1, 99), min_size=1, unique=True))
@settings(max_examples=40)
def test_any_small_map_cut_anyhow_is_the_map(town, most, halo, ks):
    column, row, counts = town
    lattice = lattice_of(column * 100.0, row * 100.0, counts, cell=100)
    found, _line, _again = in_tiles(lattice, ks, most, halo=halo)
    same(profile(lattice, ks), found)


def test_tiles_hold_every_cell_once_and_no_more_than_asked_for_where_blocks_allow():
    column, row, counts = scattered_cells(4000, 900, groups=2, seed=3)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    seen = np.zeros(lattice.places, np.int64)
    for tile in Survey.of(lattice).tiles([100], 50):
        inside = (
            (lattice.row >= tile.south) & (lattice.row < tile.north)
            & (lattice.column >= tile.west) & (lattice.column < tile.east)
        )  # fmt: skip
        assert 0 < inside.sum() <= 50
        seen += inside
    assert (seen == 1).all()
