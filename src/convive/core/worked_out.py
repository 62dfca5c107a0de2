"""What a worker works out for readers who wait: asked for once, kept for a while, with its progress meanwhile.

Nothing here is a person's act: it is arithmetic on what its readers see already. So it is not in the audit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from convive.core.jobs import defer_once

logger = logging.getLogger(__name__)

Answer = dict[str, Any]
# After so many seconds without a result, a worker is asked again.
PATIENCE = 10 * 60


def ask(key: str, job: Any, lock: str, **arguments: Any) -> Answer:
    """What was worked out, under "found". Until a worker has it: how far it is under "progress", of 100, or "failed".

    `key` says of what it is; `lock`, of which one job waits at a time.
    """
    known: Answer | None = cache.get(key)
    if known is not None:
        return known
    known = {"progress": 0}
    cache.set(key, known, PATIENCE)
    defer_once(job, lock, **arguments)
    return known


def keep(key: str, seconds: int, work: Callable[[Callable[[int], None]], Any]) -> None:
    """Work something out and keep it for so many seconds. `work` may tell how far it is. Safe to run again."""

    def progress(percent: int) -> None:
        cache.set(key, {"progress": percent}, PATIENCE)

    try:
        cache.set(key, {"found": work(progress)}, seconds)
    except Exception:
        logger.exception("%s could not be worked out", key)
        cache.set(key, {"failed": True}, PATIENCE)
