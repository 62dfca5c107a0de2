"""Processes of their own, to work or to be killed, without a start of their own: each is a fork of one in which Django
is set up. It has its own database and its own settings.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.workers.ready"])
# Seconds in which a worker does what is due.
PATIENCE = 120


@dataclass(frozen=True)
class Done:
    code: int | None
    log: str


def work(database: str, jobs: str = "", **settings: object) -> Done:
    """Let a worker do every job that is due, also those of the module `jobs`. Returns how it ended and what it told."""
    with tempfile.NamedTemporaryFile() as told:
        process = start(database, _work, jobs, told.name, **settings)
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
        return Done(process.exitcode, Path(told.name).read_text(encoding="utf-8"))


def start(
    database: str, act: Callable[..., object], *arguments: Any, **settings: object
) -> ForkServerProcess:
    """Begin `act(*arguments)` in a process of its own. `act` is found there by its name and module."""
    process = _context.Process(target=_begin, args=(database, settings, act, arguments))
    process.start()
    return process


def forget_the_hour() -> None:
    """A worker does of itself only what is due every minute. What has its hour would be done in one run of six and not
    in the others: a test that means it asks for it.
    """
    from procrastinate.contrib.django import app

    planned = app.periodic_registry.periodic_tasks
    for key in [key for key, task in planned.items() if task.cron != "* * * * *"]:
        del planned[key]


def _begin(
    database: str, changed: dict[str, object], act: Callable[..., object], arguments: tuple[Any, ...]
) -> None:
    from django.conf import settings
    from django.db import connections

    for place in (settings.DATABASES["default"], connections["default"].settings_dict):
        place["NAME"] = database
    for name, value in changed.items():
        setattr(settings, name, value)
    act(*arguments)


def _work(jobs: str, told: str) -> None:
    with open(told, "w", encoding="utf-8") as file:
        for output in (1, 2):
            os.dup2(file.fileno(), output)
    from procrastinate.contrib.django import app

    if jobs:
        importlib.import_module(jobs)
    forget_the_hour()
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, concurrency=1)
