"""Borders: from GeoJSON in any coordinate system to WGS 84, checked, and drawn for pages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyproj
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from convive.measures.importing.problems import ImportRefused

# Borders are drawn on a surface this many steps wide. What is drawn into the page itself must be short;
# what the script fetches to zoom into may be finer.
DRAWING_WIDTH = 1000
PATH_STEPS = 1.5
DISPLAY_STEPS = 0.5
WGS84 = "EPSG:4326"
DEGREE_DIGITS = 7
LEEWAY = 5
DISPLAY_DIGITS = 5


@dataclass(frozen=True)
class Feature:
    """One feature of a map: its number (the first is 1), its properties, and its border in WGS 84 if it
    has a good one.
    """

    number: int
    properties: dict[str, Any]
    geometry: BaseGeometry | None
    problem: tuple[str, dict[str, Any]] | None


@dataclass(frozen=True)
class Drawing:
    """A border, ready to be shown."""

    geometry: dict[str, Any]
    display: str
    path: str
    area_km2: float
    x: float
    y: float


@dataclass(frozen=True)
class MapDrawing:
    """All borders of a set, drawn on the same surface."""

    drawings: tuple[Drawing | None, ...]
    view_box: str
    outline: tuple[float, float, float, float]


def read_features(name: str, content: bytes, crs: str | None = None, axes: str = "xy") -> list[Feature]:
    """The features of a GeoJSON file. What is wrong with a single border stands in its feature.

    The coordinate system is `crs`, else that named in the file, else WGS 84. Coordinates are read in the
    order of GeoJSON, east before north, whatever the official order of the system; `axes="yx"` turns that
    round.

    Raises: ImportRefused: the file is no GeoJSON, or its coordinates do not fit the coordinate system.
    """
    data = _parsed(name, content)
    system = crs or _named_crs(name, data)
    features = [_feature(number, item) for number, item in enumerate(data["features"], start=1)]
    good = [feature for feature in features if feature.geometry is not None]
    moved = to_wgs84(
        [feature.geometry for feature in good if feature.geometry is not None], system, axes, name
    )
    by_number = {feature.number: geometry for feature, geometry in zip(good, moved, strict=True)}
    return [
        Feature(feature.number, feature.properties, by_number.get(feature.number), feature.problem)
        for feature in features
    ]


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ImportRefused(
            _("%(file)s is not valid JSON: %(error)s.") % {"file": name, "error": error}
        ) from None
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection" or not data.get("features"):
        found = data.get("type", "") if isinstance(data, dict) else ""
        raise ImportRefused(
            _("%(file)s is not a GeoJSON FeatureCollection with features (it says “%(found)s”).")
            % {"file": name, "found": found}
        )
    return data


def _feature(number: int, item: Any) -> Feature:
    item = item if isinstance(item, dict) else {}
    properties = dict(item.get("properties") or {})
    if "id" in item:
        properties.setdefault("id", item["id"])
    raw = item.get("geometry")
    if not raw or not raw.get("coordinates"):
        return Feature(number, properties, None, ("no-geometry", {}))
    if raw.get("type") not in ("Polygon", "MultiPolygon"):
        return Feature(number, properties, None, ("not-a-polygon", {"found": raw.get("type")}))
    try:
        geometry = shapely.force_2d(shape(raw))
    except (ValueError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        return Feature(number, properties, None, ("unreadable-geometry", {"detail": str(error)}))
    if geometry.is_empty:
        return Feature(number, properties, None, ("no-geometry", {}))
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return Feature(
            number, properties, None, ("unreadable-geometry", {"detail": _("a coordinate is no number")})
        )
    if not geometry.is_valid:
        detail = shapely.is_valid_reason(geometry)
        return Feature(number, properties, None, ("invalid-geometry", {"detail": detail}))
    return Feature(number, properties, geometry, None)


def _named_crs(name: str, data: dict[str, Any]) -> str:
    """The coordinate system of the older GeoJSON, which files still carry; WGS 84 without one."""
    member = data.get("crs")
    if not member:
        return WGS84
    text = str((member.get("properties") or {}).get("name", "")) if isinstance(member, dict) else ""
    if re.search(r"CRS84$", text):
        return WGS84
    code = re.search(r"EPSG(?:::?|/\d+(?:\.\d+)?/|:[\d.]+:)(\d+)$", text)
    if not code:
        raise ImportRefused(
            _(
                "%(file)s names the coordinate system “%(text)s”. "
                'Give its EPSG code in the recipe: crs = "EPSG:…".'
            )
            % {"file": name, "text": text}
        )
    return f"EPSG:{code[1]}"


@lru_cache(maxsize=16)
def _system(code: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_user_input(code)
    except pyproj.exceptions.CRSError:
        raise ImportRefused(
            _("%(code)s is not a coordinate system that is known. Write it as “EPSG:25833”.") % {"code": code}
        ) from None


def to_wgs84(geometries: Sequence[BaseGeometry], code: str, axes: str, name: str) -> list[BaseGeometry]:
    """Borders in degrees, east before north.

    Raises:
        ImportRefused: some coordinates lie outside the area for which the system is made.
    """
    if not geometries:
        return []
    system = _system(code)
    given = list(geometries)
    if axes == "yx":
        given = list(shapely.transform(given, lambda points: points[:, ::-1]))
    moved = (
        given
        if system.equals(_system(WGS84))
        else list(_projected(given, system, _system(WGS84), DEGREE_DIGITS))
    )
    if not _fits(moved, system):
        turned = shapely.transform(given, lambda points: points[:, ::-1])
        swapped = _fits(list(_projected(list(turned), system, _system(WGS84), DEGREE_DIGITS)), system)
        hint = (
            _('They would fit with north before east: write axes = "yx" in the recipe.')
            if swapped
            else _('Is it another system? Give its EPSG code in the recipe: crs = "EPSG:…".')
        )
        raise ImportRefused(
            _("The coordinates in %(file)s do not lie where %(code)s is used.") % {"file": name, "code": code}
            + " "
            + hint
        )
    return moved


def _projected(
    geometries: Sequence[BaseGeometry], source: pyproj.CRS, target: pyproj.CRS, digits: int | None = None
) -> NDArray[np.object_]:
    transformer = pyproj.Transformer.from_crs(source, target, always_xy=True)

    def move(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
        return moved if digits is None else np.round(moved, digits)

    return np.asarray(shapely.transform(np.asarray(geometries, dtype=object), move))


def _fits(geometries: Sequence[BaseGeometry], system: pyproj.CRS) -> bool:
    """Whether borders in degrees lie on the earth, and where their system is used (with a degree of
    leeway).
    """
    bounds = shapely.total_bounds(np.asarray(geometries, dtype=object))
    if not np.isfinite(bounds).all() or abs(bounds[[0, 2]]).max() > 180 or abs(bounds[[1, 3]]).max() > 90:
        return False
    area = system.area_of_use
    if area is None or area.west > area.east:
        return True
    return bool(
        bounds[0] >= area.west - LEEWAY
        and bounds[2] <= area.east + LEEWAY
        and bounds[1] >= area.south - LEEWAY
        and bounds[3] <= area.north + LEEWAY
    )


def draw(geometries: Sequence[BaseGeometry | None]) -> MapDrawing:
    """Borders simplified together, so that neighbours keep the same line between them, as GeoJSON and as
    SVG paths.

    The surface is an equal-area projection about the middle of the map, north up.
    """
    present = [index for index, geometry in enumerate(geometries) if geometry is not None]
    if not present:
        return MapDrawing((None,) * len(geometries), "", (0.0, 0.0, 0.0, 0.0))
    degrees = np.asarray([geometries[index] for index in present], dtype=object)
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(degrees))
    flat = pyproj.CRS.from_proj4(
        f"+proj=laea +lat_0={(south + north) / 2} +lon_0={(west + east) / 2} +datum=WGS84 +units=m"
    )
    metres = _projected(list(degrees), _system(WGS84), flat)
    left, bottom, right, top = shapely.total_bounds(metres)
    scale = DRAWING_WIDTH / max(right - left, 1e-9)
    drawn = shapely.coverage_simplify(metres, tolerance=PATH_STEPS / scale)
    finer = shapely.coverage_simplify(metres, tolerance=DISPLAY_STEPS / scale)
    shown = _projected(list(finer), flat, _system(WGS84), DISPLAY_DIGITS)
    inside = shapely.point_on_surface(degrees)
    drawings: list[Drawing | None] = [None] * len(geometries)
    for place, index in enumerate(present):
        drawings[index] = Drawing(
            geometry=json.loads(shapely.to_geojson(degrees[place])),
            display=json.dumps(mapping(shown[place]), separators=(",", ":")),
            path=svg_path(drawn[place], left, top, scale),
            area_km2=float(round(shapely.area(metres[place]) / 1e6, 6)),
            x=round(float(inside[place].x), 6),
            y=round(float(inside[place].y), 6),
        )
    height = max(round((top - bottom) * scale), 1)
    outline = (round(west, 5), round(south, 5), round(east, 5), round(north, 5))
    return MapDrawing(tuple(drawings), f"0 0 {DRAWING_WIDTH} {height}", outline)


def svg_path(geometry: BaseGeometry, left: float, top: float, scale: float) -> str:
    """The path of a polygon: tenths of a step, each point relative to the one before, which keeps the
    text short.
    """
    parts = []
    for polygon in getattr(geometry, "geoms", [geometry]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = (shapely.get_coordinates(ring) - (left, top)) * (scale, -scale)
            steps = np.rint(points * 10).astype(np.int64)
            moved = np.diff(steps, axis=0)
            moved = moved[(moved != 0).any(axis=1)][:-1] if len(moved) > 1 else moved
            first = f"M{_tenths(steps[0][0])},{_tenths(steps[0][1])}"
            parts.append(first + "".join(f"l{_tenths(dx)},{_tenths(dy)}" for dx, dy in moved) + "z")
    return "".join(parts)


def _tenths(number: int) -> str:
    whole, tenth = divmod(abs(int(number)), 10)
    return ("-" if number < 0 else "") + (f"{whole}.{tenth}" if tenth else f"{whole}")
