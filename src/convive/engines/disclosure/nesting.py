"""Area sets that lie within each other, protected as one table.

Where districts are shown beside their neighbourhoods, each district's row adds up its neighbourhoods, so that two
tables, each safe alone, may give a left-out number away together. This is the graph of Gusfield, "A graph theoretic
approach to statistical data security", SIAM Journal on Computing 17 (1988), with a place for each number of an area
that holds others. Every number is a line between two places, along which people flow:

    a smallest area's row → (area above, group) → … → (city, group) → the city's row
    and back by the totals: the city's row → (city, total) → … → (area above, total) → the smallest area's row

What flows into a place flows out of it. So a left-out number can be another one exactly if one person more, or
one less, can go round through left-out lines alone.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convive.engines.disclosure.exposure import BoolTable, CountTable
from convive.engines.disclosure.layout import DisclosureError

# What it costs to leave a number out: fewest first, an area that holds others and totals only where nothing else
# helps.
HOLDS_OTHERS, ITS_TOTAL, CITY_GROUP, CITY_TOTAL = 20.0, 100.0, 10_000.0, 1_000_000.0
Line = tuple[int, int]


@dataclass(frozen=True)
class Nested:
    """Areas of all sets, one below the other.

    `counts`: people, shape (areas, groups + 1), each area's total last; the groups of an area add up to its total.
    `parent`: shape (areas,), the place of the area above, or -1. `outermost`: shape (areas,), the areas that make up
    the city (the others repeat them). `published`: shape (areas, groups + 1), false where a set has no such number:
    it may be anything. Raises DisclosureError, naming the row, where these do not fit together.
    """

    counts: CountTable
    parent: NDArray[np.int64]
    outermost: BoolTable
    published: BoolTable

    def __post_init__(self) -> None:
        if self.counts.ndim != 2 or np.shape(self.published) != self.counts.shape:
            raise DisclosureError(
                f"counts of shape {self.counts.shape}, published of shape {np.shape(self.published)}; both are "
                "areas by groups and a total"
            )
        if np.shape(self.parent) != (len(self.counts),) or np.shape(self.outermost) != (len(self.counts),):
            raise DisclosureError(
                f"{len(self.counts)} areas, but not as many parents and marks of the outermost"
            )
        wrong = np.argwhere(self.counts < 0)
        if wrong.size:
            row, column = wrong[0]
            raise DisclosureError(
                f"row {row}, column {column}: {self.counts[row, column]} is no number of people"
            )
        apart = np.flatnonzero(self.counts[:, :-1].sum(axis=1) != self.counts[:, -1])
        if apart.size:
            raise DisclosureError(f"row {apart[0]}: the groups do not add up to the total")


def protect_nested(
    table: Nested, threshold: int, also_hide: BoolTable, also_hide_sums: BoolTable
) -> tuple[BoolTable, BoolTable]:
    """What is left out of the areas, shape (areas, groups + 1), and of the city's sums, shape (groups + 1,).
    `also_hide`, `also_hide_sums`: what the caller leaves out for reasons of its own, of the same shapes.

    A count from 1 to `threshold` - 1 is left out, then as many others as it takes that no left-out count follows
    from all sets together, for a reader who knows that each holds at least one person. What a source has more of
    a group in an area than in those it holds is taken as known, unless those hold none of the group. A zero
    stays, unless the source has people inside that area.
    """
    return _Graph(table, threshold, np.vstack([also_hide, also_hide_sums])).close()


class _Graph:
    def __init__(self, table: Nested, threshold: int, also_hide: BoolTable) -> None:
        self.rows, self.columns = table.counts.shape
        holds = np.zeros(self.rows, dtype=bool)
        holds[table.parent[table.parent >= 0]] = True
        # How many people there are at most: a source may have fewer in an area than in those it holds.
        most = np.where(table.published, table.counts, 0)
        inside = np.zeros_like(most)
        for row in _from_the_inside(table.parent):
            most[row] = np.maximum(most[row], inside[row])
            if table.parent[row] >= 0:
                inside[table.parent[row]] += most[row]
        own = np.where(table.published, table.counts, inside)
        # The last row is the city.
        self.values = np.vstack([own, own[table.outermost].sum(axis=0)])
        self.most = np.vstack([most, most[table.outermost].sum(axis=0)])
        # A number that no set shows: people may come and go there as they like.
        self.free = np.vstack([~table.published, np.zeros(self.columns, dtype=bool)])
        small = self.values < threshold
        self.hidden = (small | also_hide) & (self.values > 0) & ~self.free
        # Areas with people of a group of whom none is in an area inside: where they are, nobody is told.
        self.elsewhere = holds[:, None] & table.published & (table.counts > 0) & (inside == 0)
        self.cost = self._costs(np.append(holds, False))
        self._lines(table.parent, holds)

    def _costs(self, holds: BoolTable) -> NDArray[np.float64]:
        cost = 1.0 + self.values / (self.values.max() + 1.0)
        cost[holds] += HOLDS_OTHERS
        cost[:-1, -1] += ITS_TOTAL
        cost[-1] += CITY_GROUP
        cost[-1, -1] += CITY_TOTAL
        result: NDArray[np.float64] = cost
        return result

    def _lines(self, parent: NDArray[np.int64], holds: BoolTable) -> None:
        """Places are numbered: a row for each smallest area and for the city, then one for each group in each
        area that holds others, and in the city.
        """
        city, width = self.rows, self.columns
        places: dict[tuple[int, int], int] = {}

        def place(row: int, column: int) -> int:
            return places.setdefault((row, column), len(places))

        self.ends: dict[Line, tuple[int, int]] = {}
        for row in range(self.rows + 1):
            for column in range(width):
                if self.most[row, column] <= 0:
                    continue
                if row == city:
                    tail, head = place(city, column), place(city, -1)
                else:
                    above = int(parent[row]) if parent[row] >= 0 else city
                    tail = place(row, column if holds[row] else -1)
                    head = place(above, column)
                self.ends[row, column] = (head, tail) if column == width - 1 else (tail, head)
        self.at: list[list[tuple[int, Line | None]]] = [[] for _place in places]
        for line, (tail, head) in self.ends.items():
            self.at[tail].append((head, line))
            if self.values[line] >= 2 or self.free[line]:
                self.at[head].append((tail, line))

        for row, column in np.argwhere(self.elsewhere[:, :-1]):
            total, group = place(int(row), width - 1), place(int(row), int(column))
            self.at[total].append((group, None))
            self.at[group].append((total, None))

    def close(self) -> tuple[BoolTable, BoolTable]:
        """Leave out more until nothing left out follows from the rest. What is added lies on a closed path
        itself, and leaving out more never opens what was closed, so one look at each is enough.
        """
        for row, column in np.argwhere(self.hidden):
            line = (int(row), int(column))
            tail, head = self.ends[line]
            ways = [self._cheapest(head, tail, line)]
            if self.values[line] >= 2 and ways[0][0] > 0:
                ways.append(self._cheapest(tail, head, line, ways[0][0]))
            for other in min(ways, key=lambda way: way[0])[1]:
                if other is not None and not self.free[other]:
                    self.hidden[other] = True
        return self.hidden[:-1], self.hidden[-1]

    def _cheapest(
        self, start: int, goal: int, without: Line, limit: float = np.inf
    ) -> tuple[float, list[Line | None]]:
        """The cheapest way between two places that does not use this line, and its cost."""
        best = {start: 0.0}
        came: dict[int, tuple[int, Line | None]] = {}
        queue: list[tuple[float, int]] = [(0.0, start)]
        while queue:
            cost, here = heapq.heappop(queue)
            if here == goal:
                break
            if cost > best[here]:
                continue
            for there, line in self.at[here]:
                if line == without:
                    continue
                open_already = line is None or self.hidden[line] or self.free[line]
                price = cost if open_already else cost + float(self.cost[line])
                if price < best.get(there, limit):
                    best[there] = price
                    came[there] = (here, line)
                    heapq.heappush(queue, (price, there))
        if goal not in best:
            return np.inf, []
        way: list[Line | None] = []
        here = goal
        while here != start:
            here, line = came[here]
            way.append(line)
        return best[goal], way


def _from_the_inside(parent: NDArray[np.int64]) -> list[int]:
    """Rows in an order in which an area comes after all that lie in it."""
    depth = np.zeros(len(parent), dtype=np.int64)
    above = parent.copy()
    while np.any(above >= 0):
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    return [int(row) for row in np.argsort(-depth, kind="stable")]
