"""Running the site: migrate as the owner, serve and work as the application."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.context import ForkProcess

import click

from convive.cli import use_django
from convive.cli.ending import end_with_parent
from convive.site.environment import AS_OWNER


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date and raise the walls between cities. Connects as the owner of the tables."""
    os.environ[AS_OWNER] = "1"
    use_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False)


@click.command("serve")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port to answer on.")
@click.option("--workers", default=2, show_default=True, help="Number of processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each process.")
def serve_command(bind: str, workers: int, threads: int) -> None:
    """Answer requests, with gunicorn. Refuses to start where a wall between cities is missing."""
    _look_at_the_walls()
    os.execv(sys.executable, web_server(bind, workers, threads))


@click.command("work")
def work_command() -> None:
    """Do the background and periodic jobs. Refuses to start where a wall between cities is missing."""
    _look_at_the_walls()
    os.execv(sys.executable, worker())


def _look_at_the_walls() -> None:
    use_django()
    from django.core.checks import ERROR, run_checks

    errors = [found for found in run_checks(databases=["default"]) if found.level >= ERROR]
    if errors:
        told = "\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors)
        raise click.ClickException(f"this does not start as it is.\n{told}")


def web_server(bind: str, workers: int, threads: int) -> list[str]:
    """The command line of the web server."""
    return [
        *(sys.executable, "-m", "gunicorn", "convive.site.wsgi:application"),
        *("--bind", bind, "--workers", str(workers), "--threads", str(threads)),
        *("--preload", "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning"),
        # Heartbeats on a disk that is slow to answer make gunicorn kill healthy workers.
        *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"),
    ]


def worker() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-m", "django", "procrastinate", "worker"]


def answer(bind: str, workers: int, threads: int) -> None:
    """Be the web server, in this process."""
    from gunicorn.app import wsgiapp

    _python, _module, *arguments = web_server(bind, workers, threads)
    sys.argv = arguments
    wsgiapp.run()


def work() -> None:
    """Be the worker, in this process."""
    from django.core.management import execute_from_command_line

    _python, _module, *arguments = worker()
    execute_from_command_line(arguments)


def fork(target: Callable[..., object], *arguments: object) -> ForkProcess:
    """A child that has Django set up already, as this process does, and does not have to import it for some seconds.

    In its own session, so that Ctrl-C reaches only the parent; where the parent is killed, it ends too. Not for a
    process that has computed anything: threads do not survive the fork.
    """
    from django.db import connections

    def run() -> None:
        os.setsid()
        end_with_parent()
        target(*arguments)

    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    return child
