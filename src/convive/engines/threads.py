"""How many threads a loop is given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numba


@contextlib.contextmanager
def one_thread(little: bool) -> Iterator[None]:
    """Within the block, loops that are cut among threads run in one, where there is `little` to do.

    To wake a second thread and wait for it takes some hundredths of a millisecond on a quiet machine. On a busy one it
    takes until its turn comes: milliseconds, each time. The number of threads changes no bit of a result.
    """
    before = numba.get_num_threads()
    if little:
        numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)
