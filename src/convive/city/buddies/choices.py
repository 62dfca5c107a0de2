"""Whom else somebody of an open matching table could meet: asked for by a page, worked out by a worker.

Kept are keys of applications, codes and numbers, never a name, and for a minute: long enough to be read, and the next
who asks gets the facts of then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from convive.city.buddies import engine
from convive.city.buddies.codes import other_side
from convive.city.buddies.models import Application, Round, RoundDuo
from convive.core import worked_out
from convive.core.models import City
from convive.core.tenancy import in_city
from convive.engines.matching import Duo as EngineDuo
from convive.engines.matching import MatchError, second_best

# Of everybody else who fits, so many are offered.
MOST = 30
KEPT_FOR = 60
READ = 40


def ask(row: Round, person: Application) -> worked_out.Answer:
    """The best other choice under "best", everybody else who fits under "fits" and, beyond `MOST`, their number under
    "more"; or under "refused" why the criteria cannot be read.
    """
    from convive.city.buddies.jobs import matching as jobs

    return worked_out.ask(
        _key(row, person.pk),
        jobs.find_choices,
        f"choices:{row.city_id}:{row.pk}:{person.pk}",
        city_id=row.city_id,
        round_id=row.pk,
        person_id=person.pk,
    )


def work_out(city: City, round_id: int, person_id: int) -> None:
    """Nothing happens where the table was closed or is worked out again meanwhile, or the person is gone."""
    with in_city(city):
        rows = Round.objects.filter(pk=round_id, done_at__isnull=False, closed_at__isnull=True)
        row = rows.defer("result").select_related("programme").first()
        person = Application.objects.filter(pk=person_id).first()
        if row is None or person is None:
            return
        key = _key(row, person_id)

    def work(progress: Callable[[int], None]) -> dict[str, Any]:
        try:
            with in_city(city):
                mine = list(_lines_of(row, person))
                inputs = engine.read(row, without=mine[0] if mine else None)
            progress(READ)
            return _found(inputs, person, {str(getattr(each, _field(person, other=True))) for each in mine})
        except MatchError as error:
            return {"refused": str(error)}

    worked_out.keep(key, KEPT_FOR, work)


def _lines_of(row: Round, person: Application) -> QuerySet[RoundDuo]:
    """The lines in which somebody stands and that nobody was asked about yet."""
    return row.lines.filter(**{_field(person): person.pk}, duo__isnull=True)


def _field(person: Application, *, other: bool = False) -> str:
    return f"{other_side(person.side) if other else person.side}_id"


def _key(row: Round, person: int) -> str:
    # Another table has other choices: worked out anew, or with lines that are locked, held back or gone.
    lines = row.lines.order_by("pk").values_list("pk", "locked", "held_back", "duo_id")
    table = hashlib.sha256(repr((row.done_at, list(lines))).encode()).hexdigest()[:16]
    return f"buddy-choices:{row.pk}:{person}:{table}"


def _found(inputs: engine.Inputs, person: Application, now: set[str]) -> dict[str, Any]:
    key = str(person.pk)
    best = _second(inputs, key, other_side(person.side), now)
    told = now | ({best["key"]} if best else set())
    fits = [fit for fit in inputs.fitting(key) if fit.person not in told]
    return {
        "best": best,
        "fits": [{"key": fit.person, "reasons": fit.reasons} for fit in fits[:MOST]],
        "more": max(0, len(fits) - MOST),
    }


def _second(inputs: engine.Inputs, key: str, side: str, now: set[str]) -> dict[str, Any] | None:
    """The best set of duos in which the person meets somebody else than now, and what that does to the whole."""
    proposal = inputs.proposal(explain=False)
    for duo in proposal.duos:
        # Where the coordinator changed the table by hand, the best may be somebody else than now already.
        if key in (duo.newcomer, duo.volunteer) and getattr(duo, side) not in now:
            return _told(duo, side)
    try:
        found = second_best(proposal, key)
    except KeyError:
        return None
    if found is None:
        return None
    change = found.change
    return _told(found.duo, side) | {
        "change": {"duos": change.duos, "lost": len(change.lost), "moved": len(change.moved)}
    }


def _told(duo: EngineDuo, side: str) -> dict[str, Any]:
    return {"key": getattr(duo, side), "reasons": engine.reasons_of(duo), "change": None}
