"""A reader with a calculator: what follows from printed numbers, by linear programs of its own.

Shares no code with the engine. Numbers have names; what is known of them are sums and bounds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import highspy
import numpy as np

Name = Hashable
BEST, ENDLESS = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded


class Reader:
    """What somebody knows. Every number is zero or more."""

    def __init__(self) -> None:
        self.place: dict[Name, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.sums: list[tuple[dict[int, float], float]] = []
        self._solver: highspy.Highs | None = None

    def number(self, name: Name) -> int:
        if name not in self.place:
            self.place[name] = len(self.place)
            self.low.append(0.0)
            self.high.append(np.inf)
            self._solver = None
        return self.place[name]

    def is_between(self, name: Name, low: float, high: float) -> None:
        at = self.number(name)
        self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)
        self._solver = None

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
        self._solver = None

    def range(self, name: Name) -> tuple[float, float]:
        """Between which whole numbers a number must lie. Raises AssertionError where what was read contradicts."""
        self._solver = self._solver or self._begun()
        ends = []
        for sign in (1.0, -1.0):
            self._solver.changeColCost(self.place[name], sign)
            self._solver.run()
            status = self._solver.getModelStatus()
            assert status in (BEST, ENDLESS), self._solver.modelStatusToString(status)
            ends.append(sign * self._solver.getObjectiveValue() if status == BEST else np.inf)
        self._solver.changeColCost(self.place[name], 0.0)
        return float(np.ceil(ends[0] - 1e-6)), float(np.floor(ends[1] + 1e-6))

    def whole_numbers(self, goal: Mapping[Name, float]) -> dict[Name, int]:
        """Whole numbers that agree with all that was read; of these, with the least sum by the weights of `goal`."""
        solver, n = self._begun(), len(self.place)
        for name, weight in goal.items():
            solver.changeColCost(self.place[name], weight)
        places, whole = np.arange(n, dtype=np.int32), np.ones(n, dtype=np.uint8)
        solver.changeColsIntegrality(n, places, whole)
        solver.run()
        assert solver.getModelStatus() == BEST, solver.modelStatusToString(solver.getModelStatus())
        found = solver.getSolution().col_value
        return {name: round(found[at]) for name, at in self.place.items()}

    def _begun(self) -> highspy.Highs:
        """What is known, to be asked about one number after another."""
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.addVars(len(self.place), np.array(self.low), np.array(self.high))
        for line, more in self.sums:
            solver.addRow(
                more, more, len(line), np.array([*line], dtype=np.int32), np.array([*line.values()])
            )
        return solver

    def pins_down(self, name: Name) -> bool:
        low, high = self.range(name)
        return high - low < 1
