"""Processes that leave nobody behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading


def end_with_parent() -> None:
    """From now on, this process is told to end when the one that began it has ended, also where that was killed."""
    parent = multiprocessing.parent_process()
    assert parent, "nobody began this process by multiprocessing"

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
