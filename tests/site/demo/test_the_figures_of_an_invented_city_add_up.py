from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convive.engines.mixing import all_indices
from convive.site.demo import PLANS, DemoCity, Size
from convive.site.demo.figures import YEARS, People, apportion
from convive.site.demo.schools import OF_A_THOUSAND
from tests.invented import invented

Table = list[dict[str, str]]


@pytest.fixture(scope="module")
def aldermonde() -> DemoCity:
    return invented("large")


@pytest.fixture(scope="module", params=[(size, city) for city in PLANS for size in ("small", "large")])
def city(request: pytest.FixtureRequest) -> DemoCity:
    size, slug = request.param
    return invented(size, slug)


def table(city: DemoCity, name: str) -> Table:
    return list(csv.DictReader(io.StringIO(city.files()[name].decode())))


def sums(
    rows: Iterable[dict[str, str]], by: tuple[str, ...], columns: tuple[str, ...]
) -> dict[object, list[int]]:
    totals: dict[object, list[int]] = defaultdict(lambda: [0] * len(columns))
    for row in rows:
        totals[tuple(row[key] for key in by)] = [
            total + int(row[column])
            for total, column in zip(totals[tuple(row[key] for key in by)], columns, strict=True)
        ]
    return dict(totals)


def dissimilarity(rows: Iterable[People]) -> float:
    rows = list(rows)
    here, elsewhere = sum(r.born_here for r in rows), sum(r.born_elsewhere for r in rows)
    return sum(abs(r.born_here / here - r.born_elsewhere / elsewhere) for r in rows) / 2


@pytest.mark.parametrize(
    ("size", "slug", "inhabitants"),
    [
        ("small", "aldermonde", 8_600),
        ("large", "aldermonde", 86_000),
        ("small", "bjorkasund", 4_200),
        ("large", "bjorkasund", 42_000),
    ],
)
def test_each_city_has_the_inhabitants_it_says(size: str, slug: str, inhabitants: int) -> None:
    assert invented(size, slug).inhabitants == inhabitants  # type: ignore[arg-type]


def test_every_file_has_every_district_in_every_year(city: DemoCity) -> None:
    expected = len(city.districts) * len(YEARS)
    assert list(YEARS) == list(range(2016, 2026))
    for name in ("population.csv", "dwellings.csv", "income.csv"):
        assert len(table(city, name)) == expected


def test_the_groups_of_a_dimension_sum_to_the_inhabitants(city: DemoCity) -> None:
    h = city.plan.headings
    for row in table(city, "population.csv"):
        inhabitants = int(row[h.inhabitants])
        assert int(row[h.born_here]) + int(row[h.born_elsewhere]) == inhabitants
        assert sum(int(row[column]) for column in (h.young, h.middle, h.old)) == inhabitants
    for row in table(city, "dwellings.csv"):
        assert int(row[h.owned]) + int(row[h.rented]) == int(row[h.dwellings])


def test_no_count_is_negative(aldermonde: DemoCity) -> None:
    for name, content in aldermonde.files().items():
        if name.endswith(".csv"):
            assert ",-" not in content.decode()


def test_neighbourhoods_sum_to_their_district_in_every_group_and_year(aldermonde: DemoCity) -> None:
    h = aldermonde.plan.headings
    parent = {area.code: area.parent or "" for area in aldermonde.neighbourhoods}
    for name, columns in {
        "population": (h.inhabitants, h.born_here, h.born_elsewhere, h.young, h.middle, h.old),
        "dwellings": (h.dwellings, h.owned, h.rented),
    }.items():
        nested = [
            row | {h.code: parent[row[h.code]]} for row in table(aldermonde, f"{name}-neighbourhoods.csv")
        ]
        by = (h.date, h.code)
        assert sums(nested, by, columns) == sums(table(aldermonde, f"{name}.csv"), by, columns)


def test_neighbourhoods_add_up_in_their_own_groups(aldermonde: DemoCity) -> None:
    for row in aldermonde.neighbourhood_people:
        assert row.young + row.middle + row.old == row.inhabitants > 0


def test_the_small_city_has_no_neighbourhoods() -> None:
    small = invented("small")
    assert not small.neighbourhoods
    assert sorted(small.files()) == [
        "districts.geojson",
        "dwellings.csv",
        "income.csv",
        "population.csv",
        "pupils.csv",
    ]


def test_the_centre_and_the_station_quarter_are_more_mixed_than_the_suburbs(aldermonde: DemoCity) -> None:
    names = {area.code: area.name for area in aldermonde.districts}
    share = {
        names[row.code]: row.born_elsewhere / row.inhabitants for row in aldermonde.people if row.year == 2025
    }
    assert min(share["Binnenstad"], share["Stationskwartier"]) > 2.5 * max(
        share["Kraaienhove"], share["Elzendries"]
    )
    assert 0.05 < min(share.values()) < max(share.values()) < 0.4


def test_over_ten_years_the_city_becomes_more_mixed_and_never_by_a_leap(aldermonde: DemoCity) -> None:
    series = [dissimilarity(row for row in aldermonde.people if row.year == year) for year in YEARS]
    assert series[-1] < series[0] - 0.03
    assert all(abs(after - before) < 0.015 for before, after in zip(series, series[1:], strict=False))


@given(st.integers(0, 10_000), st.lists(st.integers(0, 1_000), min_size=1).filter(any))
def test_shares_sum_to_the_whole_and_miss_their_quota_by_less_than_one(
    total: int, weights: list[int]
) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


@pytest.mark.parametrize("size", ["small", "large"])
def test_pupils_are_those_of_the_districts_and_nobody_is_lost(size: Size) -> None:
    city = invented(size)
    for year in YEARS:
        of_the_year = [row for row in city.pupils if row.year == year]
        districts = [row for row in city.people if row.year == year]
        assert sum(row.born_here + row.born_elsewhere for row in of_the_year) == sum(
            row.young * OF_A_THOUSAND // 1_000 for row in districts
        )
        assert [row.code for row in of_the_year] == [school.code for school in city.schools]
        assert all(row.born_here >= 0 and row.born_elsewhere >= 0 for row in of_the_year)


def test_schools_are_less_mixed_than_the_districts_they_stand_in() -> None:
    city = invented("large")
    pupils = [[row.born_elsewhere, row.born_here] for row in city.pupils if row.year == YEARS[-1]]
    people = [[row.born_elsewhere, row.born_here] for row in city.people if row.year == YEARS[-1]]
    assert all_indices(pupils).D[0] > all_indices(people).D[0]
