"""Maps of figures: classes for colours, shapes for a drawing in the page, GeoJSON for the script."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from convive.core.languages import pick
from convive.measures.models import Area, AreaSet
from convive.measures.queries.figures import Figure

CLASSES = 7
STEPS = (1, 2, 2.5, 5, 10)
SMALLEST = 1e-300


@dataclass(frozen=True)
class Scale:
    """Where one class ends and the next begins. A value on a bound belongs to the class above, the last
    bound to the last class.
    """

    bounds: tuple[float, ...]

    @property
    def classes(self) -> list[tuple[float, float]]:
        return list(zip(self.bounds, self.bounds[1:], strict=False))


@dataclass(frozen=True)
class Shape:
    """One area of a map that is drawn in the page."""

    code: str
    name: str
    path: str


def scale(values: Sequence[float]) -> Scale:
    """Bounds for at most seven classes, at round numbers. Equal steps, unless a few values are so much
    larger than the rest that equal steps would put nearly all areas into one class; then equally many
    areas in each.
    """
    known = np.asarray([value for value in values if value is not None], dtype=float)
    if not known.size:
        return Scale(())
    low, high = float(known.min()), float(known.max())
    if low == high:
        return Scale((low, high))
    step = _round_step((high - low) / CLASSES)
    first, last = math.floor(low / step), math.ceil(high / step)
    if last - first > CLASSES:
        step = _round_step(step * 1.01)
        first, last = math.floor(low / step), math.ceil(high / step)
    bounds = [round(index * step, 10) for index in range(first, last + 1)]
    counts, _edges = np.histogram(known, bounds)
    if counts.max() > 0.75 * known.size and known.size >= CLASSES:
        cuts = np.quantile(known, np.linspace(0, 1, CLASSES + 1))
        rounded = [_two_digits(float(cut)) for cut in cuts[1:-1]]
        inner = sorted({cut for cut in rounded if low < cut < high})
        bounds = [_two_digits(low, math.floor), *inner, _two_digits(high, math.ceil)]
    return Scale(tuple(bounds))


def _round_step(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(each * power for each in STEPS if each * power >= step * (1 - 1e-9))


def _two_digits(value: float, to: Callable[[float], float] = round) -> float:
    # The smallest of all floats have no two digits to keep.
    if abs(value) < SMALLEST:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return round(to(value / unit) * unit, 10)


def class_of(value: float | None, of: Scale) -> int | None:
    """The class of a value, from 0 (light) to 6 (dark), spread over the ramp where there are fewer
    classes.
    """
    if value is None or len(of.bounds) < 2:
        return None
    number = len(of.bounds) - 1
    at = min(int(np.searchsorted(of.bounds, value, side="right")) - 1, number - 1)
    return at if number == 1 or number >= CLASSES else round(max(at, 0) * (CLASSES - 1) / (number - 1))


def map_shapes(area_set: AreaSet) -> list[Shape]:
    """The areas of a set as SVG paths on the surface `area_set.view_box`. One query; empty where there is
    no map.
    """
    if not area_set.has_geometry:
        return []
    rows = (
        Area.objects.filter(area_set=area_set)
        .exclude(path="")
        .order_by("code")
        .values_list("code", "names", "path")
    )
    return [Shape(code, pick(names), path) for code, names, path in rows]


def areas_geojson(
    area_set: AreaSet,
    rows: Sequence[Figure] = (),
    *,
    texts: Mapping[str, str] | None = None,
    classes: Mapping[str, int | None] | None = None,
) -> str:
    """The areas of a set as GeoJSON text, with a figure in each where `rows` are given, and what a map says and
    shows of each where `texts` and `classes` are. One query.

    The borders are stored as text and are put in as they are, so that nothing is read and written again.
    """
    figures = {row.code: row for row in rows}
    texts, classes = texts or {}, classes or {}
    features = []
    areas = Area.objects.filter(area_set=area_set).order_by("code")
    for code, names, display, km2 in areas.values_list("code", "names", "display", "area_km2"):
        properties: dict[str, object] = {"code": code, "name": pick(names), "area_km2": km2}
        row = figures.get(code)
        if row is not None:
            properties |= {"value": row.value, "share": row.share, "estimated": row.estimated, "why": row.why}
        if code in texts:
            properties |= {"text": texts[code], "class": classes.get(code)}
        told = json.dumps(properties, ensure_ascii=False)
        features.append(f'{{"type":"Feature","properties":{told},"geometry":{display or "null"}}}')
    return '{"type":"FeatureCollection","features":[' + ",".join(features) + "]}"
