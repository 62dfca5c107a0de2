"""Starting a process."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_pauses() -> Iterator[None]:
    """Import much. The collector would walk again and again through what was imported so far, for a fifth of the time;
    what was imported stays, so it never needs to. Forks share that memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
