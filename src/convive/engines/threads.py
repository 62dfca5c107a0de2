"""How many threads a loop is given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numba


@contextlib.contextmanager
def on_threads(number: int) -> Iterator[None]:
    """Within the block, loops that are cut among threads have so many, or as many as there are processors. The number
    changes no bit of a result.
    """
    before = numba.get_num_threads()
    numba.set_num_threads(min(number, numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
    try:
        yield
    finally:
        numba.set_num_threads(before)


def one_thread(little: bool) -> contextlib.AbstractContextManager[None]:
    """Within the block, such loops run in one thread where there is `little` to do, and else as outside it.

    To wake a second thread and wait for it takes some hundredths of a millisecond on a quiet machine. On a busy one it
    takes until its turn comes: milliseconds, each time.
    """
    return on_threads(1) if little else contextlib.nullcontext()
