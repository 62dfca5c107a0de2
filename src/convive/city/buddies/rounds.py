"""Filling a matching round: read, work out, write. It decides nothing: it writes lines of a table, and no duo.

Killed at any moment it leaves the table as it was, and is done again; done twice it writes once.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import QuerySet

from convive.city.buddies import engine
from convive.city.buddies.codes import Code
from convive.city.buddies.models import Round, RoundDuo
from convive.city.buddies.models.round import RoundProblem
from convive.core import clock
from convive.core.models import City
from convive.core.tenancy import in_city
from convive.engines.matching import MatchError, Proposal

logger = logging.getLogger(__name__)

READ, WORKED_OUT = 20, 80


def work_out(city: City, round_id: int) -> None:
    """Fill a round that waits for it. Nothing happens where it was filled, closed or asked for anew meanwhile."""
    with in_city(city):
        row = _waits(round_id).defer("result").select_related("programme").first()
        if row is None:
            return
        try:
            inputs = engine.read(row)
        except MatchError as error:
            _end(row, str(RoundProblem.REFUSED), _refusal(error))
            return
    if not inputs.newcomers or not inputs.volunteers:
        _say(city, row, str(RoundProblem.NOBODY))
        return
    _progress(city, row, READ)
    try:
        proposal = inputs.proposal()
    except MatchError as error:
        _say(city, row, str(RoundProblem.REFUSED), _refusal(error))
        return
    except Exception:
        logger.exception("matching round %s of city %s failed", row.pk, city.slug)
        _say(city, row, str(RoundProblem.FAILED))
        return
    _progress(city, row, WORKED_OUT)
    with in_city(city):
        _write(row, inputs, proposal)


def _waits(round_id: int) -> QuerySet[Round]:
    return Round.objects.filter(pk=round_id, done_at__isnull=True, closed_at__isnull=True)


def _same(row: Round) -> QuerySet[Round]:
    """The round, where nobody asked for it anew since it was read."""
    return _waits(row.pk).filter(asked_at=row.asked_at)


def _progress(city: City, row: Round, percent: int) -> None:
    with in_city(city):
        _same(row).update(progress=percent)


def _say(city: City, row: Round, problem: Code, refused: dict[str, Any] | None = None) -> None:
    with in_city(city):
        _end(row, problem, refused)


def _end(row: Round, problem: Code, refused: dict[str, Any] | None = None) -> None:
    """Write that there is no proposal, and why. What the coordinator fixed stays."""
    result = {"dropped": engine.dropped_of(row)} | ({"refused": refused} if refused else {})
    _same(row).update(problem=problem, result=result, done_at=clock.now(), progress=100)


def _refusal(error: MatchError) -> dict[str, Any]:
    """What cannot be read: of a person only the key and the column; of criteria, the engine's own words."""
    if error.person:
        return {"person": error.person, "column": error.column or ""}
    return {"criteria": str(error)}


def _write(row: Round, inputs: engine.Inputs, proposal: Proposal) -> None:
    if not _same(row).select_for_update().exists():
        return
    kept = {(duo.newcomer, duo.volunteer): duo for duo in proposal.kept}
    lines = row.lines.filter(duo__isnull=True)
    stays = []
    for line in lines.filter(locked=True, held_back=False):
        duo = kept.get((str(line.newcomer_id), str(line.volunteer_id)))
        if duo is not None:
            stays.append(line.pk)
            line.quality, line.reasons = duo.quality, engine.reasons_of(duo)
            line.save(update_fields=["quality", "reasons"])
    lines.exclude(pk__in=stays).delete()
    RoundDuo.objects.bulk_create(
        [
            RoundDuo(
                city_id=row.city_id,
                round=row,
                newcomer_id=int(duo.newcomer),
                volunteer_id=int(duo.volunteer),
                quality=duo.quality,
                reasons=engine.reasons_of(duo),
            )
            for duo in proposal.duos
        ],
        batch_size=1000,
    )
    dropped = sorted({*inputs.dropped} - {(duo.newcomer, duo.volunteer) for duo in proposal.kept})
    result = engine.result_of(proposal) | {"dropped": dropped}
    _same(row).update(result=result, problem="", done_at=clock.now(), progress=100)
