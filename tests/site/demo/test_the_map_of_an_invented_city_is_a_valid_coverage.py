from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from convive.site.demo import ALDERMONDE, PLANS, DemoCity, build
from tests.invented import invented

SHARED = Path(__file__).parents[3] / "../shared"


@pytest.fixture(scope="module", params=sorted(PLANS))
def city(request: pytest.FixtureRequest) -> DemoCity:
    return invented("small", request.param)


@pytest.fixture(scope="module")
def aldermonde() -> DemoCity:
    return invented("large")


def geometries(city: DemoCity, name: str) -> dict[str, BaseGeometry]:
    features = json.loads(city.files()[name])["features"]
    return {f["properties"][city.plan.headings.code]: shape(f["geometry"]) for f in features}


def banks(city: DemoCity, districts: Mapping[str, BaseGeometry]) -> list[list[BaseGeometry]]:
    pairs = list(zip(districts.values(), city.plan.districts, strict=True))
    return [[geometry for geometry, plan in pairs if plan.bank == bank] for bank in (1, -1)]


def test_every_district_is_a_valid_polygon(city: DemoCity) -> None:
    districts = geometries(city, "districts.geojson")
    assert len(districts) == len(city.plan.districts)
    assert all(geometry.is_valid for geometry in districts.values())


def test_neighbouring_districts_share_their_border_to_the_last_digit(city: DemoCity) -> None:
    assert shapely.coverage_is_valid(list(geometries(city, "districts.geojson").values()))


def test_the_water_keeps_the_banks_apart(city: DemoCity) -> None:
    north, south = (shapely.union_all(bank) for bank in banks(city, geometries(city, "districts.geojson")))
    # Aldermonde's river is 50 m wide where it is narrowest, a degree about 70 to 111 km.
    assert north.distance(south) > 0.0003


def test_there_are_no_gaps_on_either_bank(city: DemoCity) -> None:
    for bank in banks(city, geometries(city, "districts.geojson")):
        whole = shapely.union_all(bank)
        largest = max(shapely.get_parts(whole), key=lambda part: part.area)
        assert not list(largest.interiors)
        assert largest.area > 0.97 * whole.area  # what is left are islets


def test_outer_rings_run_counter_clockwise_and_coordinates_have_six_decimals(city: DemoCity) -> None:
    for geometry in geometries(city, "districts.geojson").values():
        assert all(part.exterior.is_ccw for part in shapely.get_parts(geometry))
        points = shapely.get_coordinates(geometry)
        assert (points.round(6) == points).all()


def test_neighbourhoods_fill_their_district_exactly(aldermonde: DemoCity) -> None:
    districts = geometries(aldermonde, "districts.geojson")
    neighbourhoods = geometries(aldermonde, "neighbourhoods.geojson")
    assert len(neighbourhoods) == 430
    assert all(geometry.is_valid for geometry in neighbourhoods.values())
    assert shapely.coverage_is_valid(list(neighbourhoods.values()))
    for code, district in districts.items():
        inside = [neighbourhoods[a.code] for a in aldermonde.neighbourhoods if a.parent == code]
        assert shapely.equals(shapely.coverage_union_all(inside).normalize(), district.normalize())


def test_the_map_is_the_same_in_both_sizes(aldermonde: DemoCity) -> None:
    assert invented("small").files()["districts.geojson"] == aldermonde.files()["districts.geojson"]


def test_the_old_centre_is_smaller_than_any_district_outside(aldermonde: DemoCity) -> None:
    areas = [geometry.area for geometry in geometries(aldermonde, "districts.geojson").values()]
    assert areas[0] == min(areas)
    assert max(areas) > 3 * areas[0]


def test_no_two_areas_have_the_same_code_or_name(aldermonde: DemoCity) -> None:
    areas = (*aldermonde.districts, *aldermonde.neighbourhoods)
    assert len({area.code for area in areas}) == len({area.name for area in areas}) == len(areas)


def test_no_district_bears_the_name_of_a_belgian_municipality_of_today_or_before() -> None:
    table = SHARED / "data/be_refnis_names/refnis_hierarchy_nl_fr_de_validity.csv"
    if not table.is_file():
        pytest.skip("the list of Belgian municipalities is not here")
    with table.open(encoding="utf-8-sig") as lines:
        real = {row[key].lower() for row in csv.DictReader(lines) for key in ("TX_REFNIS_NL", "TX_REFNIS_FR")}
    names = {district.name.lower() for district in ALDERMONDE.districts} | {"aldermonde"}
    names |= {area.name.lower() for area in invented("large").neighbourhoods}
    assert "mechelen" in real
    assert not names & real


@pytest.mark.parametrize("seed", ["a", "b"])
def test_another_seed_gives_another_valid_city(seed: str, city: DemoCity) -> None:
    other = build("small", seed, city.slug)
    districts = geometries(other, "districts.geojson")
    assert shapely.coverage_is_valid(list(districts.values()))
    assert other.files()["districts.geojson"] != city.files()["districts.geojson"]


def test_a_size_or_city_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="'small' or 'large'"):
        build("huge")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there are aldermonde, bjorkasund"):
        build(city="atlantis")
