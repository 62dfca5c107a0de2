"""A reader with a calculator: what follows from printed numbers, by linear programs of its own.

Shares no code with the engine. Numbers have names; what is known of them are sums and bounds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

Name = Hashable


class Reader:
    """What somebody knows. Every number is zero or more."""

    def __init__(self) -> None:
        self.place: dict[Name, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.sums: list[tuple[dict[int, float], float]] = []
        self._lines: tuple[int, sparse.csr_array] | None = None

    def number(self, name: Name) -> int:
        if name not in self.place:
            self.place[name] = len(self.place)
            self.low.append(0.0)
            self.high.append(np.inf)
        return self.place[name]

    def is_between(self, name: Name, low: float, high: float) -> None:
        at = self.number(name)
        self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)

    def reads(self, name: Name, value: float) -> None:
        self.is_between(name, value, value)

    def adds_up(self, total: Name, parts: Iterable[Name], more: float = 0.0) -> None:
        """`total` is the sum of `parts` and of `more`, which is known."""
        self.weighs(total, dict.fromkeys(parts, 1.0), more)

    def weighs(self, total: Name, parts: Mapping[Name, float], more: float = 0.0) -> None:
        line = {self.number(total): 1.0}
        for part, weight in parts.items():
            at = self.number(part)
            line[at] = line.get(at, 0.0) - weight
        self.sums.append((line, more))

    def range(self, name: Name) -> tuple[float, float]:
        """Between which whole numbers a number must lie. Raises AssertionError where what was read contradicts."""
        matrix = self.matrix()
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.place))
            goal[self.place[name]] = sign
            found = linprog(
                goal,
                A_eq=matrix if self.sums else None,
                b_eq=np.array([more for _, more in self.sums]) if self.sums else None,
                bounds=np.column_stack([self.low, self.high]),
            )
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))

    def matrix(self) -> sparse.csr_array:
        """The sums, a line each, over all numbers."""
        if self._lines is None or self._lines[0] != len(self.sums):
            triples = [
                (at, place, weight)
                for at, (line, _) in enumerate(self.sums)
                for place, weight in line.items()
            ]
            rows, columns, data = zip(*triples, strict=True) if triples else ((), (), ())
            shape = (len(self.sums), len(self.place))
            self._lines = len(self.sums), sparse.csr_array((data, (rows, columns)), shape=shape)
        return self._lines[1]

    def pins_down(self, name: Name) -> bool:
        low, high = self.range(name)
        return high - low < 1
