"""From cells to borders: rings of corners, drawn smooth, with every one shared to the last digit."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from .lattice import Cell, Corner, Land, Point, around, bank_of, is_water

Ring = list[Corner]
Owner = Mapping[Cell, int]
OUTER, DISTRICT, NEIGHBOURHOOD = 3, 2, 1


def trace(cells: Iterable[Cell], land: Land) -> list[Ring]:
    """The rings around a set of cells, land on the left.

    Three cells meet at every corner, so a ring never touches itself.
    """
    inside = set(cells)
    follow: dict[Corner, Corner] = {}
    for cell in sorted(inside):
        corners = land.corners(cell)
        for side, other in enumerate(around(cell)):
            if other not in inside or bank_of(other) != bank_of(cell):
                follow[corners[side]] = corners[(side + 1) % 6]
    rings: list[Ring] = []
    while follow:
        ring = [next(iter(follow))]
        while (corner := follow.pop(ring[-1])) != ring[0]:
            ring.append(corner)
        rings.append(ring)
    return rings


class Borders:
    """The net of all borders: which corners it joins, how high each stretch ranks, where each corner lies."""

    def __init__(self, land: Land, districts: Owner, neighbourhoods: Owner) -> None:
        self._links: dict[Corner, dict[Corner, int]] = {}
        for cell in sorted(districts):
            corners = land.corners(cell)
            for side, other in enumerate(around(cell)):
                rank = self._rank(cell, other, districts, neighbourhoods)
                if rank:
                    a, b = corners[side], corners[(side + 1) % 6]
                    self._links.setdefault(a, {})[b] = rank
                    self._links.setdefault(b, {})[a] = rank
        self.points: dict[Corner, Point] = {corner: land.place(corner) for corner in self._links}
        self.kept: set[Corner] = set(self._links)

    @staticmethod
    def _rank(cell: Cell, other: Cell, districts: Owner, neighbourhoods: Owner) -> int:
        if other not in districts or bank_of(other) != bank_of(cell):
            return OUTER
        if districts[cell] != districts[other]:
            return DISTRICT
        return NEIGHBOURHOOD if neighbourhoods[cell] != neighbourhoods[other] else 0

    def _top(self, corner: Corner) -> list[Corner]:
        """The corners next to this one along the highest border through it."""
        links = self._links[corner]
        highest = max(links.values())
        top = [other for other, rank in links.items() if rank == highest]
        return top if len(top) > 1 else list(links)

    def _fixed(self, corner: Corner) -> bool:
        return any(is_water(corner, other) for other in self._links[corner])

    def smooth(self, passes: int) -> None:
        """Draw each corner towards its neighbours on the same border; the banks stay where the water is."""
        movable = [(corner, self._top(corner)) for corner in self._links if not self._fixed(corner)]
        for _ in range(passes):
            moved: dict[Corner, Point] = {}
            for corner, others in movable:
                x, y = self.points[corner]
                mx = sum(self.points[other][0] for other in others) / len(others)
                my = sum(self.points[other][1] for other in others) / len(others)
                moved[corner] = ((x + mx) / 2.0, (y + my) / 2.0)
            self.points.update(moved)

    def straighten(self, tolerance: float) -> None:
        """Leave out corners that a border does not need (Visvalingam and Whyatt, 1993).

        `tolerance` is the triangle a corner may span and still go, as a share of its sides' mean square.
        """
        chain = {c: list(links) for c, links in self._links.items() if len(links) == 2 and not self._fixed(c)}
        heap = [(self._weight(corner, chain[corner]), corner) for corner in chain]
        heapq.heapify(heap)
        while heap and heap[0][0] < tolerance:
            weight, corner = heapq.heappop(heap)
            if corner not in self.kept or weight != self._weight(corner, chain[corner]):
                continue
            a, b = chain[corner]
            if a in chain and b in chain[a]:
                continue
            self.kept.discard(corner)
            for end, new in ((a, b), (b, a)):
                if end in chain:
                    chain[end] = [new if other == corner else other for other in chain[end]]
                    heapq.heappush(heap, (self._weight(end, chain[end]), end))

    def _weight(self, corner: Corner, ends: Sequence[Corner]) -> float:
        (ax, ay), (bx, by) = self.points[ends[0]], self.points[ends[1]]
        x, y = self.points[corner]
        area = abs((ax - x) * (by - y) - (bx - x) * (ay - y)) / 2.0
        sides = [
            (self.points[c][0] - self.points[o][0]) ** 2 + (self.points[c][1] - self.points[o][1]) ** 2
            for c in (corner,)
            for o in self._links[c]
        ]
        return area / (sum(sides) / len(sides))

    def draw(self, cells: Iterable[Cell], land: Land) -> list[list[Point]]:
        """The rings of a set of cells as points in kilometres, the outer ring first, each closed."""
        rings = [[self.points[c] for c in ring if c in self.kept] for ring in trace(cells, land)]
        rings.sort(key=lambda ring: -signed_area(ring))
        return [[*ring, ring[0]] for ring in rings]


def signed_area(ring: Sequence[Point]) -> float:
    """Square kilometres; positive when the ring runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2.0
