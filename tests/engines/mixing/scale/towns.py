"""Small maps that the tests share."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st


def scattered_cells(cells: int, width: int, groups: int = 3, seed: int = 0):
    """Column, row and counts of up to `cells` different cells on a square of `width`; some hold nobody."""
    random = np.random.default_rng(seed)
    at = np.unique(random.integers(0, width, (cells, 2)), axis=0)
    counts = random.poisson(3, (len(at), groups)) * random.integers(0, 4, (len(at), 1))
    counts[0, 0] += 1
    return at[:, 0], at[:, 1], counts.astype(np.int64)


@st.composite
def maps(draw):
    """Any small map of cells: some far apart, some empty, some alone."""
    width = draw(st.sampled_from([1, 2, 5, 20, 1000]))
    places = draw(
        st.lists(
            st.tuples(st.integers(0, width), st.integers(0, width)), min_size=1, max_size=25, unique=True
        )
    )
    groups = draw(st.integers(1, 5))
    counts = [draw(st.lists(st.integers(0, 9), min_size=groups, max_size=groups)) for _ in places]
    counts[0][0] += 1
    column, row = np.array(places, dtype=np.int64).T
    return column, row, np.array(counts, dtype=np.int64)
