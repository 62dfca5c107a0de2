"""`convive demo`: an invented city on this machine, with nothing to install beside it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

import click

from convive.cli import server, use_django
from convive.site import embedded
from convive.site.demo import Size
from convive.site.environment import AS_OWNER

STARTED_IN = 60  # seconds, on a slow machine


@click.command("demo")
@click.option("--size", type=click.Choice(["small", "large"]), default="small", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Prepare the database and the demo city, and stop.")
@click.option(
    "--reset", is_flag=True, help="Delete the demo's database, uploads, letters and secret, and stop."
)
@click.option(
    "--compile",
    "mark",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Compile the engines meanwhile, and touch this file when it is done.",
)
def demo_command(size: Size, port: int, no_serve: bool, reset: bool, mark: Path | None) -> None:
    """Run Convive with an invented city on http://127.0.0.1. Ctrl-C ends it; the data stay."""
    if os.environ.get("DATABASE_URL"):
        raise click.ClickException("the demo keeps its own database; unset DATABASE_URL to run it.")
    if reset:
        embedded.forget(embedded.data_folder())
        click.echo("The demo's data are gone. make demo makes them again.")
        return
    if not no_serve and _taken(port):
        raise click.ClickException(
            f"something answers on port {port} already. End it, or choose another port: make demo PORT={port + 1}"
        )
    os.environ["PORT"] = str(port)
    _say("Starting PostgreSQL")
    use_django()
    _migrate()
    _ensure(size)
    if not no_serve:
        _serve(port, mark)


@contextlib.contextmanager
def _compiling(mark: Path | None) -> Iterator[Callable[[], None]]:
    """Compile the engines beside everything else, which goes before it. What it yields, called now and then, marks
    when it is done.
    """
    if mark is None:
        yield lambda: None
        return
    process = _compile()

    def look() -> None:
        if process.poll() == 0 and not marked:
            mark.touch()
            marked.append(True)

    marked: list[bool] = []
    try:
        yield look
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _compile() -> subprocess.Popen[bytes]:
    # In a group of its own, as it has children. Ended with the demo, it has nothing to tell of what it left undone.
    program = "import os; os.nice(10); from convive.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore:resource_tracker:UserWarning", "-c", program, "warm"],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _say(text: str) -> None:
    click.echo(f"  {text} ...")


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _migrate() -> None:
    """Migrate in a process of its own, which connects as the owner; not at all where nothing is to be done."""
    from django.core.checks import run_checks
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import ProgrammingError

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except ProgrammingError:
        pending = [None]  # a new database, in which the application may not even look
    if not pending and not run_checks(tags=["database"], databases=["default"]):
        return
    connection.close()
    _say("Preparing the database (about a minute the first time)")
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={**os.environ, AS_OWNER: "1"},
        check=False,
    )
    if done.returncode:
        raise click.ClickException("the database could not be prepared; `make reset` starts over.")


def _ensure(size: Size) -> None:
    """Make the demo where it is absent, in a process of its own: it computes, and what computed cannot be forked."""
    from django.conf import settings

    from convive.site.demo import load

    def make() -> None:
        if load.ensure(size, say=_say):
            embedded.look_over(settings.DATA / "postgres", settings.DATABASES["default"]["NAME"])

    child = server.fork(make)
    try:
        child.join()
    finally:
        _end(child)
    if child.exitcode:
        raise click.ClickException("the demo could not be made; see above for why.")


def _serve(port: int, mark: Path | None) -> None:
    address = f"http://127.0.0.1:{port}"
    _say("Starting the web server and the worker")
    children = {
        "web server": server.fork(server.answer, f"127.0.0.1:{port}", 2, 4),
        "worker": server.fork(server.work),
    }

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, stop)
    try:
        _wait_until_it_answers(address, children)
        _introduce(address)
        with _compiling(mark) as look:
            _watch(children, look)
    except KeyboardInterrupt:
        click.echo("\nEnding.")
    finally:
        for child in children.values():
            _end(child)


def _wait_until_it_answers(address: str, children: dict[str, ForkProcess]) -> None:
    deadline = time.monotonic() + STARTED_IN
    while time.monotonic() < deadline:
        _refuse_if_ended(children)
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise click.ClickException(f"the web server did not answer within {STARTED_IN} seconds.")


def _introduce(address: str) -> None:
    from convive.site.demo import load

    click.echo(f"\nConvive is at {address}  (Ctrl-C ends it)\n\nWalk in as")
    for person in load.cast():
        click.echo(f"  {person.name:<24} {person.walk_in['en']}\n  {'':<24} {address}/walk-in/{person.key}/")
    click.echo()


def _watch(children: dict[str, ForkProcess], look: Callable[[], None]) -> None:
    while True:
        _refuse_if_ended(children)
        look()
        time.sleep(0.5)


def _refuse_if_ended(children: dict[str, ForkProcess]) -> None:
    for name, child in children.items():
        if not child.is_alive():
            raise click.ClickException(
                f"the {name} ended by itself (code {child.exitcode}); see above for why."
            )


def _end(child: ForkProcess) -> None:
    child.terminate()
    child.join(10)
    if child.is_alive():
        child.kill()
        child.join()
