"""Tables for the property tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from convive.engines.mixing.counts import Counts

NAMES = ("north", "south", "east", "west", "hill", "harbour", "station")
GROUPS = ("a", "b", "c", "d")

Floats = NDArray[np.float64]


@st.composite
def dates(draw: st.DrawFn, fewest: int = 0, shared: bool = False) -> tuple[Counts, Counts]:
    """Two dates with the same groups; their units overlap, or are the same where `shared`."""
    groups = draw(st.integers(2, 4))
    units = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    others = units if shared else draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    return draw(_counts(units, groups, fewest)), draw(_counts(others, groups, fewest))


@st.composite
def _counts(draw: st.DrawFn, units: list[str], groups: int, fewest: int) -> Counts:
    row = st.lists(st.integers(fewest, 400), min_size=groups, max_size=groups)
    matrix = draw(
        st.lists(row, min_size=len(units), max_size=len(units)).filter(lambda rows: np.sum(rows) > 0)
    )
    return Counts.of(matrix, GROUPS[:groups], units)
