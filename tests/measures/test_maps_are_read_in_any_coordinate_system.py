from __future__ import annotations

import json

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import shape

from convive.measures.importing.geometry import draw, read_features
from convive.measures.importing.problems import ImportRefused
from tests.measures.small import FEATURES, collection, square


def moved(code: str, *, north_first: bool = False) -> list[dict]:
    """The small map in another system, east before north unless said."""
    transformer = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)

    def move(points: np.ndarray) -> np.ndarray:
        new = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return new[:, ::-1] if north_first else new

    return [
        {
            **feature,
            "geometry": json.loads(shapely.to_geojson(shapely.transform(shape(feature["geometry"]), move))),
        }
        for feature in FEATURES
    ]


def corners(features: list) -> np.ndarray:
    return shapely.total_bounds([feature.geometry for feature in features])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("EPSG:4326", None),
        ("EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"),
        # The official order of 4326 is north first; files that name it carry east first all the same.
        ("EPSG:4326", "urn:ogc:def:crs:EPSG::4326"),
        ("EPSG:25832", "urn:ogc:def:crs:EPSG::25832"),
        ("EPSG:25832", "EPSG:25832"),
        ("EPSG:31370", "urn:ogc:def:crs:EPSG:6.9:31370"),
        ("EPSG:3035", "http://www.opengis.net/def/crs/EPSG/0/3035"),
        ("EPSG:3857", "urn:ogc:def:crs:EPSG::3857"),
    ],
)
def test_the_system_named_in_the_file_is_used(code: str, name: str | None) -> None:
    found = read_features("map.geojson", collection(moved(code), name))
    assert corners(found) == pytest.approx([4.0, 51.0, 4.2, 51.2], abs=1e-5)


def test_the_recipe_names_a_system_that_the_file_does_not() -> None:
    with pytest.raises(ImportRefused, match="Is it another system"):
        read_features("map.geojson", collection(moved("EPSG:31370")))
    found = read_features("map.geojson", collection(moved("EPSG:31370")), crs="EPSG:31370")
    assert corners(found) == pytest.approx([4.0, 51.0, 4.2, 51.2], abs=1e-5)


def test_north_before_east_is_noticed_and_can_be_asked_for() -> None:
    turned = collection(moved("EPSG:25831", north_first=True), "EPSG:25831")
    with pytest.raises(ImportRefused, match='axes = "yx"'):
        read_features("map.geojson", turned)
    found = read_features("map.geojson", turned, axes="yx")
    assert corners(found) == pytest.approx([4.0, 51.0, 4.2, 51.2], abs=1e-5)


@pytest.mark.parametrize("name", ["EPSG:999999", "my own system"])
def test_a_system_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ImportRefused, match="EPSG"):
        read_features("map.geojson", collection(FEATURES, name))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"type": "Topology"}', b'{"type": "FeatureCollection"}']
)
def test_a_file_that_is_no_map_is_refused(content: bytes) -> None:
    with pytest.raises(ImportRefused, match=r"map\.geojson"):
        read_features("map.geojson", content)


BOW = [[4.0, 51.0], [4.1, 51.1], [4.1, 51.0], [4.0, 51.1], [4.0, 51.0]]


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "no-geometry"),
        ({"type": "Polygon", "coordinates": []}, "no-geometry"),
        ({"type": "Point", "coordinates": [4.0, 51.0]}, "not-a-polygon"),
        ({"type": "Polygon", "coordinates": [BOW]}, "invalid-geometry"),
        ({"type": "Polygon", "coordinates": [[[4.0, 51.0], [4.1, 51.0]]]}, "unreadable-geometry"),
        ({"type": "Polygon", "coordinates": ["x"]}, "unreadable-geometry"),
    ],
)
def test_what_is_wrong_with_one_border_stands_in_its_feature(geometry: dict | None, code: str) -> None:
    broken = {**FEATURES[1], "geometry": geometry}
    found = read_features("map.geojson", collection([FEATURES[0], broken, FEATURES[2]]))
    assert [feature.number for feature in found if feature.problem] == [2]
    assert found[1].problem is not None
    assert found[1].problem[0] == code
    assert found[0].geometry is not None


def wavy(x: float, code: str) -> dict:
    """Two of these side by side share a line of many points."""
    middle = [[4.1 + 0.0004 * np.sin(step), 51.0 + step * 0.001] for step in range(101)]
    outer = [[x, 51.1], [x, 51.0]]
    feature = square(code, code, x, 51.0)
    feature["geometry"]["coordinates"] = [[*middle, *outer, middle[0]]]
    return feature


def test_neighbours_keep_one_line_between_them_when_drawn() -> None:
    found = read_features("map.geojson", collection([wavy(4.0, "west"), wavy(4.2, "east")]))
    drawn = draw([feature.geometry for feature in found])
    west, east = (shape(json.loads(drawing.display)) for drawing in drawn.drawings if drawing)
    before = sum(len(shapely.get_coordinates(feature.geometry)) for feature in found)
    assert len(shapely.get_coordinates([west, east])) < before
    assert west.intersection(east).area == 0
    assert west.union(east).symmetric_difference(shapely.box(4.0, 51.0, 4.2, 51.1)).area == pytest.approx(
        0, abs=1e-9
    )


def test_the_drawing_fills_its_surface_with_north_up() -> None:
    found = read_features("map.geojson", collection(FEATURES))
    drawn = draw([feature.geometry for feature in found])
    width, height = (int(part) for part in drawn.view_box.split()[2:])
    assert width == 1000
    # A degree of longitude is shorter than one of latitude, so a square of degrees stands tall.
    assert height == pytest.approx(1000 * 111.2 / 70.0, rel=0.02)
    south, north = drawn.drawings[0], drawn.drawings[2]
    assert south is not None
    assert north is not None
    first_y = [float(drawing.path.split(",")[1].split("l")[0]) for drawing in (south, north)]
    assert first_y[0] > first_y[1]
    assert south.area_km2 == pytest.approx(7.0 * 11.1, rel=0.02)
    assert drawn.outline == (4.0, 51.0, 4.2, 51.2)
    assert (south.x, south.y) == pytest.approx((4.05, 51.05), abs=0.05)
