"""Regions of one round on the processes of a Dask scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from distributed import Client, LocalCluster

LOCAL = "local"


@contextmanager
def runner(scheduler: str) -> Iterator[Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]]:
    """Something that runs a function over pieces, at the scheduler's address or on processes of this machine."""
    if scheduler == LOCAL:
        with (
            LocalCluster(
                processes=True, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
            ) as cluster,
            Client(cluster) as client,
        ):
            yield _over(client)
    else:
        with Client(scheduler, timeout=10) as client:
            yield _over(client)


def _over(client: Client) -> Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]:
    def run(function: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
        return client.gather(client.map(function, list(pieces), pure=False))

    return run
