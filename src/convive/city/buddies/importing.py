"""An import on its way through a worker: asked for, under way, done or refused. All of it is written, or nothing.

Where it stands lies in the cache for an hour, and so does the sealed file, until it is written.
"""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import translation

from convive.city.buddies.access import runs
from convive.city.buddies.actions.exchange import PlanChanged, import_people
from convive.city.buddies.exchange.sealing import HOLDS, unseal
from convive.city.buddies.models import Programme
from convive.core.access import require
from convive.core.models import City, User
from convive.core.tenancy import in_city

logger = logging.getLogger(__name__)


def start(programme: Programme, sealed: str, *, by: User) -> str:
    """Leave what a dry run sealed to a worker. Returns the key by which `how_far` knows it.

    Raises:
        PermissionDenied: `by` does not run the programme.
    """
    from convive.city.buddies.jobs import exchange as jobs

    require(runs(by, programme))
    key = secrets.token_urlsafe(12)
    asked = {"programme": programme.pk, "by": by.pk, "sealed": sealed}
    cache.set(_place(key), asked, HOLDS)
    jobs.write_people.defer(city_id=programme.city_id, key=key)
    return key


def how_far(programme: Programme, key: str, *, by: User) -> dict[str, Any] | None:
    """Of an import that `by` asked for: its counts under "done", or "refused", or "failed", or its percentage under
    "progress". None: there is none, or it is too long ago.
    """
    found = cache.get(_place(key))
    if found is None or (found["programme"], found["by"]) != (programme.pk, by.pk):
        return None
    return found if "sealed" not in found else {"progress": cache.get(_percentage(key), 0)}


def work(city: City, key: str) -> None:
    """Write an import that waits. Nothing happens where it is written or too old. Safe to run again: how it ended is
    kept in the transaction in which it is written.
    """
    asked = cache.get(_place(key))
    if asked is None or "sealed" not in asked:
        return
    whose = {"programme": asked["programme"], "by": asked["by"]}
    try:
        with ThreadPoolExecutor(1) as pool, in_city(city):
            programme = Programme.objects.select_related("city", "organisation").get(pk=asked["programme"])
            by = User.objects.get(pk=asked["by"])
            opened = unseal(asked["sealed"], programme, by)
            if opened is None:
                raise PermissionDenied

            def progress(percent: int) -> None:
                pool.submit(_tell, key, percent).result()

            with translation.override(by.language):
                made = import_people(programme, opened[0], digest=opened[1], by=by, progress=progress)
            cache.set(_place(key), whose | {"done": made.counts}, HOLDS)
    except (PermissionDenied, PlanChanged, ValidationError):
        cache.set(_place(key), whose | {"refused": True}, HOLDS)
    except Exception:
        logger.exception("import %s of city %s failed", key, city.slug)
        cache.set(_place(key), whose | {"failed": True}, HOLDS)


def _tell(key: str, percent: int) -> None:
    # In a thread, which has a connection of its own: what the import's says nobody sees before the end.
    try:
        cache.set(_percentage(key), percent, HOLDS)
    finally:
        connection.close()


def _place(key: str) -> str:
    return f"buddy-import:{key}"


def _percentage(key: str) -> str:
    return f"buddy-import-progress:{key}"
