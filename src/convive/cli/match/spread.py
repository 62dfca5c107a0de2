"""Regions of one round on the processes of a Dask scheduler."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from convive.cli.scheduler import all_threads_of_a_worker, workers

LOCAL = "local"


@contextmanager
def runner(scheduler: str) -> Iterator[Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]]:
    """Something that runs a function over pieces, at the scheduler's address or on processes of this machine."""
    with workers(None if scheduler == LOCAL else scheduler, os.cpu_count() or 1) as client:

        def run(function: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
            return client.gather(client.map(_alone, [function] * len(pieces), list(pieces), pure=False))

        yield run


def _alone(function: Callable[[Any], Any], piece: Any) -> Any:
    with all_threads_of_a_worker():
        return function(piece)
