"""Workers for pieces that do not need one another: those of a Dask scheduler, or processes of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from distributed import Client

# Compiled loops use the threads of a worker together; two of them at a time would use each other's.
ONE_AT_A_TIME = threading.Lock()


@contextmanager
def workers(scheduler: str | None, processes: int) -> Iterator[Client]:
    """A client of the scheduler at this address, or of as many processes of this machine. Waits for a first worker."""
    from distributed import Client, LocalCluster

    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=10, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise click.ClickException(f"There is no scheduler at {scheduler}: {error}") from error
        with client:
            if not client.nthreads():
                click.echo("The scheduler has no workers yet; waiting for one.", err=True)
                client.wait_for_workers(1)
            yield client
        return
    with (
        LocalCluster(
            n_workers=processes, threads_per_worker=1, dashboard_address=None, memory_limit=0, silence_logs=40
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def all_threads_of_a_worker() -> Iterator[None]:
    """On a worker, around compiled loops: one piece at a time, on as many threads as the worker has."""
    import numba
    from distributed import get_worker

    with ONE_AT_A_TIME:
        threads = max(1, min(get_worker().state.nthreads, numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
        numba.set_num_threads(threads)
        yield
