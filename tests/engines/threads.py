"""How many threads the loops of a test have."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numba


@contextlib.contextmanager
def on_threads(number: int) -> Iterator[None]:
    """Within the block, loops that are cut among threads have so many, or as many as there are processors."""
    before = numba.get_num_threads()
    numba.set_num_threads(min(number, numba.config.NUMBA_NUM_THREADS))
    try:
        yield
    finally:
        numba.set_num_threads(before)
