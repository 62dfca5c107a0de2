"""Places as squares of 500 m: near enough to find somebody close by, too coarse to find a door."""

from __future__ import annotations

import math
from functools import lru_cache

import pyproj

from convive.city.people.models.participant import BLUR

# Metres of equal area over all of Europe, as official grids of statistics use.
GRID = "EPSG:3035"


@lru_cache(maxsize=1)
def _to_grid() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:4326", GRID, always_xy=True)


def blurred(longitude: float, latitude: float) -> tuple[int, int]:
    """The corner of the square in which a point lies, in metres east and north. The point itself is not kept.

    Raises:
        ValueError: there is no such place on the grid.
    """
    x, y = _to_grid().transform(longitude, latitude)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(f"no place at {longitude}, {latitude}")
    return BLUR * math.floor(x / BLUR), BLUR * math.floor(y / BLUR)
