"""The change of one index and its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PARTS = ("additions", "removals", "group_margin", "unit_margin", "structure")
VALUES = ("before", "after", "total", *PARTS)


@dataclass(frozen=True)
class PartValues:
    """The change of an index and its parts, which add up to `total`.

    before, after: the index at each date; total = after - before. additions: what units and groups that are
    only there after bring; removals: what the loss of those only there before does. group_margin: that groups
    grew or shrank. unit_margin: that units did. structure: that the groups are spread otherwise, sizes apart.
    Nats for M, none for H.
    """

    before: float
    after: float
    total: float
    additions: float
    removals: float
    group_margin: float
    unit_margin: float
    structure: float


@dataclass(frozen=True)
class Parts(PartValues):
    """Those of a table. local: shape (n, 5), what each unit adds to each part, in the order of `PARTS`; columns add up
    to the parts, rows to the change of what the unit adds to the index.
    """

    local: NDArray[np.float64]
