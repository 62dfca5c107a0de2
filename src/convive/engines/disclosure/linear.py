"""Linear programs of which the goal or the limits change and the equations stay: each begins where the last one ended.

The solver is HiGHS (Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10 (2018)). An attack asks for hundreds of goals over the same equations, and from the last corner to the
next it is a few steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import highspy
import numpy as np
from scipy import sparse

from convive.engines.disclosure.layout import Floats

# Primal where the last solution is a corner still, dual where it is not.
AS_FITS_THE_START = 0


class Status(Enum):
    BEST = "best"
    IMPOSSIBLE = "impossible"
    ENDLESS = "endless"
    # The solver gave up, also when it began anew.
    UNSOLVED = "unsolved"


ENDS = {
    highspy.HighsModelStatus.kOptimal: Status.BEST,
    highspy.HighsModelStatus.kModelEmpty: Status.BEST,
    highspy.HighsModelStatus.kInfeasible: Status.IMPOSSIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.ENDLESS,
}


@dataclass(frozen=True)
class Solution:
    """`x`: shape (n,). `prices`: shape (rows,), what one more at the right of a row would cost. `value`: of the goal.
    Where the status is not the best, all are 0.
    """

    status: Status
    x: Floats
    prices: Floats
    value: float


class Program:
    """Minimise goal @ x where least <= matrix @ x <= most and low <= x <= high.

    `matrix`: shape (rows, n). `least`, `most`: a number, or shape (rows,). `low`, `high`: shape (n,), may be infinite.
    The same questions in the same order have the same answers.
    """

    def __init__(
        self,
        matrix: sparse.sparray,
        *,
        least: Floats | float,
        most: Floats | float,
        low: Floats,
        high: Floats,
    ) -> None:
        rows = sparse.csr_array(matrix)
        self._rows, self._n = rows.shape
        self._columns = np.arange(self._n, dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("simplex_strategy", AS_FITS_THE_START)
        self._solver.addVars(self._n, np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64))
        self._solver.addRows(
            self._rows,
            np.full(self._rows, least, dtype=np.float64),
            np.full(self._rows, most, dtype=np.float64),
            rows.nnz,
            rows.indptr.astype(np.int32),
            rows.indices.astype(np.int32),
            rows.data.astype(np.float64),
        )

    def limit(self, low: Floats, high: Floats) -> None:
        """Other limits for x, shape (n,) each."""
        self._solver.changeColsBounds(self._n, self._columns, low, high)

    def minimise(self, goal: Floats) -> Solution:
        """`goal`: shape (n,)."""
        self._solver.changeColsCost(self._n, self._columns, goal)
        status = self._run()
        if status is Status.UNSOLVED:
            # The last solution may be a bad start.
            self._solver.clearSolver()
            status = self._run()
        if status is not Status.BEST:
            return Solution(status, np.zeros(self._n), np.zeros(self._rows), 0.0)
        found = self._solver.getSolution()
        return Solution(
            status, np.array(found.col_value), np.array(found.row_dual), self._solver.getObjectiveValue()
        )

    def _run(self) -> Status:
        self._solver.run()
        return ENDS.get(self._solver.getModelStatus(), Status.UNSOLVED)
