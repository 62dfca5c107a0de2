"""`convive warm`: compile the engines' loops before anybody waits for them."""

from __future__ import annotations

import time

import click


@click.command("warm")
def warm_command() -> None:
    """Compile the engines, so that no first call waits for a compiler.

    `make env` does so. Run it again as the account that runs Convive where that account keeps its own
    NUMBA_CACHE_DIR, and after moving to another kind of processor.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    from convive.cli.ending import end_with_parent
    from convive.engines.warming import engines_to_warm, warm_up

    began = time.monotonic()
    names = engines_to_warm()
    # Two at a time: more memory than time is saved by more.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=fresh, initializer=end_with_parent) as pool:
        for done in as_completed([pool.submit(warm_up, name) for name in names]):
            name = done.result().removeprefix("convive.engines.").removesuffix(".warm").replace(".warm_", ".")
            click.echo(f"  {name} after {time.monotonic() - began:.0f} s")
