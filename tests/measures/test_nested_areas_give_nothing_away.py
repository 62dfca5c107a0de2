"""Neighbourhoods beside the districts that hold them: the two tables together, held against attackers that share
no code with what protects them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json

import numpy as np
import pytest
from django.test import override_settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.core.tenancy import in_city
from convive.engines.disclosure import Nested, protect_nested
from convive.measures import queries
from convive.measures.actions import run_import
from convive.measures.coverage import refresh, refresh_outdated
from convive.measures.importing.recipe import parse_recipe
from convive.measures.models import Area, Coverage, Dimension, Group, Indicator
from convive.measures.periods import Period
from convive.measures.protection import Table, make_tables
from convive.measures.together import protect_tables
from tests.measures.small import FEATURES, RECIPE, fill, source

NO = np.zeros


def nested(
    counts: np.ndarray, districts: np.ndarray, more: np.ndarray | None = None, *, anywhere: bool = False
) -> Nested:
    """Districts above neighbourhoods. `more`: people whom a source has in a district and in no neighbourhood;
    `anywhere`: also where no neighbourhood has any.
    """
    number = int(districts.max()) + 1
    above = np.zeros((number, counts.shape[1]), dtype=np.int64)
    np.add.at(above, districts, counts)
    above = above if more is None else above + more[:number, : counts.shape[1]] * (above > 0)
    if anywhere:
        above = above + (above == 0)
    cells = np.vstack([above, counts])
    cells = np.column_stack([cells, cells.sum(axis=1)])
    parent = np.concatenate([np.full(number, -1), districts]).astype(np.int64)
    return Nested(cells, parent, parent < 0, np.ones(cells.shape, dtype=bool))


def protected(table: Nested, threshold: int) -> tuple[np.ndarray, np.ndarray]:
    return protect_nested(table, threshold, NO(table.counts.shape, bool), NO(table.counts.shape[1], bool))


def equations(table: Nested) -> np.ndarray:
    """What everybody knows: every row, every district and the city add up. Unknown are all numbers of all areas,
    then the city's.
    """
    rows, columns = table.counts.shape
    at = np.arange((rows + 1) * columns).reshape(rows + 1, columns)
    known = []
    for row in range(rows + 1):
        line = NO(at.size)
        line[at[row, :-1]], line[at[row, -1]] = 1, -1
        known.append(line)
    for column in range(columns):
        for row in range(rows):
            inside = np.flatnonzero(table.parent == row)
            # People of whom none is in an area inside are somewhere in it, and nobody knows how many they are.
            elsewhere = (table.counts[inside].sum(axis=0) == 0) & (table.counts[row] > 0)
            if inside.size and not (elsewhere.any() if column == columns - 1 else elsewhere[column]):
                line = NO(at.size)
                line[at[inside, column]], line[at[row, column]] = 1, -1
                known.append(line)
        line = NO(at.size)
        line[at[np.flatnonzero(table.outermost), column]], line[at[rows, column]] = 1, -1
        known.append(line)
    return np.array(known)


def computable(table: Nested, hidden: np.ndarray) -> list[int]:
    """Which hidden numbers follow from the shown ones: a number is fixed if no solution of the equations between
    hidden ones moves it.
    """
    sums = equations(table)[:, hidden.ravel()]
    if not sums.shape[1]:
        return []
    _u, size, directions = np.linalg.svd(sums)
    free = directions[int((size > 1e-9).sum()) :]
    return [i for i in range(sums.shape[1]) if np.abs(free[:, i]).max(initial=0) < 1e-9]


@st.composite
def tables(draw, most_areas: int = 7, most_groups: int = 3, most: int = 40, anywhere: bool = True) -> Nested:
    areas = draw(st.integers(1, most_areas))
    groups = draw(st.integers(1, most_groups))
    number = st.one_of(st.integers(0, 6), st.integers(0, most))
    counts = np.array(draw(st.lists(number, min_size=areas * groups, max_size=areas * groups)))
    districts = np.array(draw(st.lists(st.integers(0, 2), min_size=areas, max_size=areas)))
    _codes, districts = np.unique(districts, return_inverse=True)
    more = np.array(draw(st.lists(st.integers(0, 3), min_size=9, max_size=9))).reshape(3, 3)
    return nested(
        counts.reshape(areas, groups),
        districts,
        more if draw(st.booleans()) else None,
        anywhere=anywhere and draw(st.booleans()),
    )


@settings(max_examples=300)
@given(tables(), st.integers(2, 10))
def test_no_hidden_number_follows_from_both_tables_together(table: Nested, threshold: int) -> None:
    areas, sums = protected(table, threshold)
    city = table.counts[table.outermost].sum(axis=0)
    hidden, every = np.vstack([areas, sums]), np.vstack([table.counts, city])
    assert np.all(hidden[(every > 0) & (every < threshold)])
    assert not np.any(hidden[every == 0])
    assert computable(table, hidden) == []


@settings(max_examples=60)
@given(tables(most_areas=3, most_groups=2, most=4, anywhere=False))
def test_trying_all_whole_numbers_leaves_every_hidden_number_open(table: Nested) -> None:
    """Who attacks knows that a hidden number is one person or more."""
    areas, sums = protected(table, 3)
    city = table.counts[table.outermost].sum(axis=0)
    every, hidden = np.vstack([table.counts, city]), np.vstack([areas, sums])
    leaves = [row for row in range(len(table.parent)) if not np.any(table.parent == row)]
    cells = [(row, c) for row in leaves for c in range(every.shape[1] - 1) if hidden[row, c]]
    above = {
        row: np.flatnonzero(table.parent == row) for row in range(len(table.parent)) if row not in leaves
    }
    more = {row: table.counts[row] - table.counts[inside].sum(axis=0) for row, inside in above.items()}
    found: dict[tuple[int, int], set[int]] = {tuple(cell): set() for cell in np.argwhere(hidden)}
    # One more than the largest number there is: a smaller range would itself rule values out.
    most = max((int(every[cell]) for cell in cells), default=1) + 1
    for values in itertools.product(range(1, max(7, most + 1)), repeat=len(cells)):
        guess = every.copy()
        for cell, value in zip(cells, values, strict=True):
            guess[cell] = value
        guess[leaves, -1] = guess[leaves, :-1].sum(axis=1)
        for row, inside in above.items():
            guess[row] = guess[inside].sum(axis=0) + more[row]
        guess[-1] = guess[:-1][table.outermost].sum(axis=0)
        if np.array_equal(guess[~hidden], every[~hidden]) and np.all(guess[hidden] >= 1):
            for cell in found:
                found[cell].add(int(guess[cell]))
    assert all(len(values) > 1 for values in found.values())


def test_a_district_hides_where_its_neighbourhoods_would_be_the_difference() -> None:
    counts = np.array([[3, 97], [20, 80], [10, 90], [40, 60]])
    table = nested(counts, np.array([0, 0, 1, 1]))
    areas, sums = protected(table, 5)
    assert areas[2, 0]
    assert areas[:2].any() or areas[3, 0], "23 - 20 would be 3"
    assert not sums.any()


NESTED = (
    RECIPE.replace(
        "[[area_sets]]",
        """[[area_sets]]
code = "quarters"
year = 2020
names = { en = "Quarters" }

[area_sets.areas]
file = "quarters"
code = "code"
names = { en = "name" }

[[area_sets]]""",
        1,
    )
    .replace("[files]", '[files]\nquarters = "quarters.csv"\npeople_quarters = "people_quarters.csv"')
    .replace(
        'names = { en = "name" }\n\n[[dim',
        'names = { en = "name" }\nparent = { set = "quarters", year = 2020, column = "in" }\n\n[[dim',
    )
)
VALUES = NESTED[NESTED.index("[[values]]") :]
NESTED += VALUES.replace('file = "people"', 'file = "people_quarters"').replace('"districts"', '"quarters"')

FINE = "area,year,people,abroad\n01,2020,100,3\n02,2020,200,20\n03,2020,150,10\n04,2020,150,40\n"
COARSE = "area,year,people,abroad\nA,2020,300,23\nB,2020,300,50\n"


def two_levels() -> dict[str, bytes | str]:
    within = {"01": "A", "02": "A", "03": "B", "04": "B"}
    features = [
        {**each, "properties": {**each["properties"], "in": within[each["properties"]["id"]]}}
        for each in FEATURES
    ]
    return {
        "map": json.dumps({"type": "FeatureCollection", "features": features}).encode(),
        "quarters": "code,name\nA,Old town\nB,New town\n",
        "people": FINE,
        "people_quarters": COARSE,
    }


def published(city) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    with in_city(city):
        offered = queries.offer(city)
        for area_set in ("quarters-2020", "districts-2020"):
            for group in ("abroad", "here", "total"):
                result = queries.figures(queries.choose(offered, group=group, area_set=area_set))
                found |= {f"{row.code} {group}": row.value for row in result.rows}
                found[f"city {group}"] = result.city_value
    return found


def test_two_published_sets_give_no_count_away(city) -> None:
    fill(city, NESTED, **two_levels())
    shown = published(city)
    assert shown["01 abroad"] is None
    for code, inside in (("A", ("01", "02")), ("B", ("03", "04"))):
        for group in ("abroad", "here", "total"):
            unknown = [name for name in (code, *inside) if shown[f"{name} {group}"] is None]
            assert len(unknown) != 1, "the two others would be its difference"
    assert shown["A total"] == 300


def test_a_set_alone_is_left_as_it_was(city) -> None:
    files = two_levels()
    fill(city, NESTED, **files)
    with in_city(city):
        Area.objects.update(parent=None)
        # As if it had never been published: otherwise what was left out would stay left out.
        Coverage.objects.all().delete()
        refresh(city, Indicator.objects.all())
    shown = published(city)
    assert (shown["A abroad"], shown["B abroad"]) == (23, 50)


def test_where_areas_lie_is_decided_on_anew_when_it_changes(city) -> None:
    within = '\nparent = { set = "quarters", year = 2020, column = "in" }'
    files = two_levels()
    fill(city, NESTED.replace(within, ""), **files)
    assert published(city)["A abroad"] == 23
    areas_alone = NESTED[: NESTED.index("[[dimensions]]")].replace('people = "people.csv"\n', "")
    areas_alone = areas_alone.replace('people_quarters = "people_quarters.csv"\n', "")
    roles = {"map": "map.geojson", "quarters": "quarters.csv"}
    given = {role: source(name, files[role], role) for role, name in roles.items()}
    run_import(parse_recipe(areas_alone), given, city=city, by=None)
    shown = published(city)
    assert [shown["A abroad"], shown["01 abroad"], shown["02 abroad"]].count(None) != 1


@pytest.mark.parametrize("number", [3, 12])
def test_another_threshold_holds_at_once_and_is_kept_later(city, settings, number: int) -> None:
    fill(city, NESTED, **two_levels())
    settings.DISCLOSURE_THRESHOLD = number
    now = published(city)
    assert (now["03 abroad"] is None) if number > 10 else True
    with in_city(city):
        assert refresh_outdated(city) == 1
        assert refresh_outdated(city) == 0
        assert set(Coverage.objects.values_list("threshold", flat=True)) == {number}
    assert published(city) == now


@st.composite
def two_sets(draw) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coarse and fine counts, and the coarse area of each fine one, or -1. Some coarse areas are not divided."""
    number = st.one_of(st.integers(0, 6), st.integers(0, 60))
    coarse_areas, fine_areas = draw(st.integers(1, 4)), draw(st.integers(1, 7))
    inside = np.array(
        draw(st.lists(st.integers(-1, coarse_areas - 1), min_size=fine_areas, max_size=fine_areas))
    )
    fine = np.array(draw(st.lists(st.tuples(number, number), min_size=fine_areas, max_size=fine_areas)))
    coarse = np.array(draw(st.lists(st.tuples(number, number), min_size=coarse_areas, max_size=coarse_areas)))
    for area in range(coarse_areas):
        if np.any(inside == area):
            coarse[area] = fine[inside == area].sum(axis=0)
    return coarse, fine, inside


def as_table(counts: np.ndarray, first: int) -> Table:
    areas = range(first, first + len(counts))
    day = dt.date(2020, 12, 31)
    rows = [
        (area, group, day, day, float(value), None, False)
        for area, line in zip(areas, counts, strict=True)
        for group, value in ((None, line.sum()), (1, line[0]), (2, line[1]))
    ]
    return make_tables(areas, rows)[Period(day, day)]


@django_settings(DISCLOSURE_THRESHOLD=5)
@settings(max_examples=300)
@given(two_sets())
def test_sets_that_divide_a_part_of_the_city_give_nothing_away_either(drawn) -> None:
    coarse, fine, inside = drawn
    tables = {1: as_table(coarse, 100), 2: as_table(fine, 200)}
    parents = {200 + at: 100 + int(above) for at, above in enumerate(inside) if above >= 0}
    dimension = Dimension(pk=1, partition=True)
    groups = [Group(pk=1, dimension=dimension), Group(pk=2, dimension=dimension)]
    protect_tables(tables, Indicator(kind="count", of_people=True), groups, parents)
    # Unknown: the two groups in each fine area, then in each coarse one.
    every = np.vstack([fine, coarse]).ravel().astype(float)
    unit = np.eye(every.size).reshape(len(fine) + len(coarse), 2, every.size)
    lines = {2: unit[: len(fine)], 1: unit[len(fine) :]}
    known = [
        lines[1][area, group] - lines[2][inside == area, group].sum(axis=0)
        for area in range(len(coarse))
        for group in (0, 1)
        if np.any(inside == area)
    ]
    left_out = []
    for key, table in tables.items():
        for group, columns in ((1, [0]), (2, [1]), (None, [0, 1])):
            line = lines[key][:, columns].sum(axis=1)
            known += list(line[table.columns[group].shown])
            left_out += list(line[~table.columns[group].shown])
            (known if table.sums_shown[group] else left_out).append(line.sum(axis=0))
    known += [each for each in np.eye(every.size)[every == 0]]
    rank = np.linalg.matrix_rank(np.array(known))
    for line in left_out:
        if 0 < line @ every < 5:
            assert np.linalg.matrix_rank(np.vstack([*known, line])) > rank
