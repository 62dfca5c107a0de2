"""Who gets which cell: city out of land, districts out of the city, neighbourhoods out of districts."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from .lattice import Cell, Land, Noise, Point, around, bank_of
from .plans import DistrictPlan, Plan

Owner = dict[Cell, int]


def settle(plan: Plan, land: Land, noise: Noise) -> Owner:
    """Give each cell of the city to a district; what is left out lies outside the city."""
    owner: Owner = {}
    wishes: Owner = {}
    for cell in land.all_cells():
        x, y = land.centre_of(cell)
        if not _in_sight(plan, x, y):
            continue
        # Borders wander more where cells are large, as lanes and brooks do outside town.
        sway = plan.sway * (0.16 + 0.13 * sqrt(x * x + y * y))
        wx = x + sway * (noise(0.8 * x + 31, 0.8 * y) + 0.5 * noise(2.3 * x + 11, 2.3 * y + 50))
        wy = y + sway * (noise(0.8 * x, 0.8 * y + 17) + 0.5 * noise(2.3 * x + 37, 2.3 * y + 5))
        fray = 1.0 + plan.fray * (noise(1.6 * x + 7, 1.6 * y + 7) + 0.6 * noise(4.3 * x + 2, 4.3 * y + 29))
        bank = bank_of(cell)
        near = [index for index, district in enumerate(plan.districts) if district.bank == bank]
        wishes[cell] = min(near, key=lambda index: _pull(plan.districts[index], wx, wy))
        if any(_reached(plan.districts[index], wx, wy, fray) for index in near):
            owner[cell] = wishes[cell]
    _fill(owner, wishes, list(land.all_cells()))
    return _tidy(owner, plan.islets)


def divide(cells: Sequence[Cell], parts: int, land: Land, rng: random.Random) -> Owner:
    """Cut one district into connected neighbourhoods of about the same number of cells."""
    seeds = _spread(cells, parts, land, rng)
    owner: Owner = {}
    points = {cell: land.centre_of(cell) for cell in cells}
    for _ in range(3):
        owner = {cell: _nearest(points[cell], seeds) for cell in cells}
        seeds = _middles(owner, points, seeds)
    return _tidy(owner, 1)


def _in_sight(plan: Plan, x: float, y: float) -> bool:
    """Whether the city can reach so far at all; spares most of the land the closer look."""
    return any(_reached(district, x, y, 2.0) for district in plan.districts)


def _fill(owner: Owner, wishes: Owner, everywhere: Sequence[Cell]) -> None:
    """Take fields that the city encloses into the city."""
    open_land = set(everywhere)
    outside, queue = {everywhere[0]}, deque([everywhere[0]])
    while queue:
        for other in around(queue.popleft()):
            if other in open_land and other not in owner and other not in outside:
                outside.add(other)
                queue.append(other)
    for cell, index in wishes.items():
        if cell not in outside:
            owner[cell] = index


def _reached(district: DistrictPlan, x: float, y: float, fray: float) -> bool:
    reach = district.reach * fray
    return any((x - sx) * (x - sx) + (y - sy) * (y - sy) < reach * reach for sx, sy in district.seeds)


def _pull(district: DistrictPlan, x: float, y: float) -> float:
    return min((x - sx) * (x - sx) + (y - sy) * (y - sy) for sx, sy in district.seeds) - district.weight


def _apart(a: Point, b: Point) -> float:
    return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])


def _spread(cells: Sequence[Cell], parts: int, land: Land, rng: random.Random) -> list[Point]:
    """Seeds far from one another, but not too evenly, and closer together in town."""
    chosen = [land.centre_of(cells[rng.randrange(len(cells))])]

    def room(cell: Cell) -> float:
        here, size = land.centre_of(cell), land.stretch(cell)
        return min(_apart(here, point) for point in chosen) / (size * size)

    while len(chosen) < parts:
        tries = [cells[rng.randrange(len(cells))] for _ in range(10)]
        chosen.append(land.centre_of(max(tries, key=room)))
    return chosen


def _nearest(point: Point, seeds: Sequence[Point]) -> int:
    x, y = point
    distances = [(x - sx) * (x - sx) + (y - sy) * (y - sy) for sx, sy in seeds]
    return distances.index(min(distances))


def _middles(owner: Owner, points: Mapping[Cell, Point], seeds: Sequence[Point]) -> list[Point]:
    sums = [[0.0, 0.0, 0.0] for _ in seeds]
    for cell, index in owner.items():
        x, y = points[cell]
        sums[index][0] += x
        sums[index][1] += y
        sums[index][2] += 1.0
    return [(x / n, y / n) if n else seeds[index] for index, (x, y, n) in enumerate(sums)]


def _tidy(owner: Owner, islets: int) -> Owner:
    """Keep each owner's largest piece and give scraps to the neighbour that touches most.

    A scrap that touches nobody is an islet: it stays from `islets` cells on, if that is not 0, and else goes.
    """
    result = dict(owner)
    for _ in range(20):
        before = dict(result)
        for scrap in _scraps(result):
            touching: dict[int, int] = {}
            for cell in scrap:
                for other in _dry_neighbours(cell):
                    if other in result and other not in scrap:
                        touching[result[other]] = touching.get(result[other], 0) + 1
            if touching:
                heir = max(sorted(touching), key=lambda index: touching[index])
                result.update(dict.fromkeys(scrap, heir))
            elif not islets or len(scrap) < islets:
                for cell in scrap:
                    del result[cell]
        if result == before:
            return result
    raise ValueError("the plan of the city leaves districts in pieces")


def _scraps(owner: Owner) -> list[list[Cell]]:
    pieces: dict[int, list[list[Cell]]] = {}
    for piece in _pieces(owner):
        pieces.setdefault(owner[piece[0]], []).append(piece)
    scraps: list[list[Cell]] = []
    for index in sorted(pieces):
        whole = sorted(pieces[index], key=lambda piece: (-len(piece), piece[0]))
        scraps.extend(whole[1:])
    return scraps


def _pieces(owner: Owner) -> Iterable[list[Cell]]:
    seen: set[Cell] = set()
    for start in owner:
        if start in seen:
            continue
        seen.add(start)
        piece, queue = [start], deque([start])
        while queue:
            cell = queue.popleft()
            for other in _dry_neighbours(cell):
                if other not in seen and owner.get(other) == owner[cell]:
                    seen.add(other)
                    piece.append(other)
                    queue.append(other)
        yield piece


def _dry_neighbours(cell: Cell) -> list[Cell]:
    return [other for other in around(cell) if bank_of(other) == bank_of(cell)]
