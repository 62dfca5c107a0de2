"""Working out how mixed a city is, once for each choice, in the background.

Nothing here is a person's act: it is arithmetic on public figures, done for whoever looks first. So it is not in
the audit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging

from convive.core import clock
from convive.core.jobs import defer_once
from convive.core.models import City
from convive.core.tenancy import in_city
from convive.measures.mix.choosing import Asked, MixChoice, choose_mix
from convive.measures.mix.computing import compute_mix
from convive.measures.mix.reading import read_inputs
from convive.measures.models import MixResult
from convive.measures.models.mix import Problem
from convive.measures.queries.mix import kept_mix, stamp_of
from convive.measures.queries.offers import Offer, offer, set_code

logger = logging.getLogger(__name__)

# Whoever turns every choice of a page must not keep the workers from everything else.
MOST_WAITING = 30
# After so long without a result, a worker is asked again.
PATIENCE = dt.timedelta(minutes=10)


class Busy(Exception):
    """Too many results wait for a worker already."""


def ask_mix(choice: MixChoice) -> MixResult:
    """The kept result of a choice; where there is none of today's figures, one that a worker will fill. Call it
    inside the city's scope.

    Raises: Busy: too many wait already.
    """
    row, stamp = kept_mix(choice)
    if row is not None and (not row.waits or clock.now() - row.asked < PATIENCE):
        return row
    if row is None and MixResult.objects.filter(done__isnull=True).count() >= MOST_WAITING:
        raise Busy
    empty = {"stamp": stamp, "asked": clock.now(), "done": None, "progress": 0, "problem": "", "result": None}
    row, _made = MixResult.objects.update_or_create(city=choice.city, key=choice.key, defaults=empty)
    _defer(row)
    return row


def _defer(row: MixResult) -> None:
    from convive.measures import jobs

    lock = f"mix:{row.city_id}:{row.pk}"
    defer_once(jobs.compute_mix, lock, city_id=row.city_id, result_id=row.pk)


def compute(city: City, result_id: int) -> None:
    """Fill a row that waits. Safe to run again; nothing is written but the whole result."""
    with in_city(city):
        row = MixResult.objects.filter(pk=result_id, done__isnull=True).first()
        choice = choice_of(city, row.key) if row else None
        if row is None:
            return
        if choice is None or choice.key != row.key or stamp_of(choice) != row.stamp:
            # The figures changed while it waited; whoever looks now asks for another.
            row.delete()
            return
        inputs = read_inputs(choice)
    mine = {"pk": result_id, "stamp": row.stamp}
    last = clock.now()

    def progress(percent: int) -> None:
        nonlocal last
        if clock.now() - last >= dt.timedelta(seconds=0.5):
            last = clock.now()
            with in_city(city):
                MixResult.objects.filter(**mine).update(progress=min(percent, 99))

    try:
        result = compute_mix(inputs, progress)
        changes = {"result": result, "problem": "" if result else Problem.NOBODY}
    except Exception:
        logger.exception("the mix %s of city %s failed", row.key, city.slug)
        changes = {"result": None, "problem": Problem.FAILED}
    with in_city(city):
        MixResult.objects.filter(**mine).update(**changes, done=clock.now(), progress=100)


def choice_of(city: City, key: str, offered: Offer | None = None) -> MixChoice | None:
    """The choice that a key names, or what comes nearest to it. Call it inside the city's scope."""
    names = ("indicator", "group", "areas", "period", "since")
    return choose_mix(city, offered or offer(city), Asked(**dict(zip(names, key.split("|"), strict=True))))


def prepare_mix(city: City) -> int:
    """After an import: forget what was worked out of earlier figures, and ask for what pages show first. Returns how
    many results are asked for. Call it inside the city's scope.
    """
    offered = offer(city)
    stale = [row.pk for row in MixResult.objects.defer("result") if _is_stale(city, offered, row)]
    MixResult.objects.filter(pk__in=stale).delete()
    first = choose_mix(city, offered, Asked())
    if first is None:
        return 0
    asked = 0
    for area_set in first.area_sets:
        choice = choose_mix(city, offered, Asked(indicator=first.offered.code, areas=set_code(area_set)))
        if choice is not None:
            with contextlib.suppress(Busy):
                ask_mix(choice)
                asked += 1
    return asked


def _is_stale(city: City, offered: Offer, row: MixResult) -> bool:
    choice = choice_of(city, row.key, offered)
    return choice is None or choice.key != row.key or stamp_of(choice) != row.stamp
