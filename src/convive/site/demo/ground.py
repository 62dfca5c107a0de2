"""Districts and neighbourhoods of one city as polygons in degrees."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .borders import Borders
from .figures import apportion
from .lattice import Cell, Land, Noise, Point
from .partition import divide, settle
from .plans import Plan

Polygon = list[list[Point]]


@dataclass(frozen=True)
class Ground:
    """The drawn map: a polygon for each district, and for each neighbourhood with the district it lies in."""

    districts: list[Polygon]
    neighbourhoods: list[tuple[int, Polygon, tuple[int, int]]]
    """District, polygon, and two smooth fields of chance (per thousand) for the figures: origin and age."""


def survey(plan: Plan, seed: str) -> Ground:
    """Draw one city. The same plan and seed give the same map, whatever the size of the demo."""
    rng = random.Random(f"{seed}:{plan.slug}:ground")
    chance = [2.0 * rng.random() - 1.0 for _ in range(8191)]
    noise = Noise(rng)
    land = Land(plan.cells, plan.radius, plan.centre, plan.course, plan.width, chance, noise, plan.coves)
    owner = settle(plan, land, noise)
    blocks: list[list[Cell]] = [[] for _ in plan.districts]
    for cell, index in owner.items():
        blocks[index].append(cell)
    parts = apportion(plan.neighbourhoods, [district.people[1] for district in plan.districts])
    small: dict[Cell, int] = {}
    groups: list[tuple[int, list[Cell]]] = []
    for index, cells in enumerate(blocks):
        pieces: dict[int, list[Cell]] = {}
        for cell, part in divide(cells, parts[index], land, rng).items():
            small[cell] = len(groups) + part
            pieces.setdefault(len(groups) + part, []).append(cell)
        groups.extend((index, pieces[number]) for number in sorted(pieces))
    borders = Borders(land, owner, small)
    borders.smooth(2)
    borders.straighten(0.12)

    def degrees(polygon: list[list[Point]]) -> Polygon:
        (lon, lat), (east, north), (c, s) = plan.middle, plan.degrees, plan.turn

        def place(x: float, y: float) -> Point:
            return round(lon + (x * c - y * s) / east, 6), round(lat + (x * s + y * c) / north, 6)

        return [[place(x, y) for x, y in ring] for ring in polygon]

    def tides(cells: list[Cell]) -> tuple[int, int]:
        x, y = land.centre_of(cells[len(cells) // 2])
        return int(700 * noise(0.9 * x + 3, 0.9 * y + 44)), int(300 * noise(0.7 * x + 21, 0.7 * y + 2))

    return Ground(
        [degrees(borders.draw(cells, land)) for cells in blocks],
        [(index, degrees(borders.draw(cells, land)), tides(cells)) for index, cells in groups],
    )
