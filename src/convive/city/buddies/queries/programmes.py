"""What the list of programmes and the desk ask: how many people and duos wait for somebody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Programme
from convive.city.buddies.phases import RUNNING, ApplicationPhase, applications, duos
from convive.city.buddies.queries import radar
from convive.core import clock


@dataclass(frozen=True)
class Counts:
    """What needs a person in a programme today. `to_record`: intake talks that are past and not written down."""

    programme: Programme
    applied: int = 0
    to_record: int = 0
    newcomers_waiting: int = 0
    volunteers_waiting: int = 0
    running: int = 0
    to_call: int = 0


def counted(programmes: Iterable[Programme], today: dt.date) -> list[Counts]:
    """Each programme with its counts. Six queries, however many programmes, people and duos."""
    listed = list(programmes)
    keys = [programme.pk for programme in listed]
    people = _people(keys, today)
    running = Counter(
        dict(
            duos(today)
            .filter(programme__in=keys, over_on__isnull=True, phase__in=RUNNING)
            .order_by()
            .values("programme")
            .annotate(number=Count("pk"))
            .values_list("programme", "number")
        )
    )
    calls = Counter(each.programme for each in radar.to_call(listed, today))
    return [
        Counts(
            programme,
            applied=people[programme.pk, "applied"],
            to_record=people[programme.pk, "to_record"],
            newcomers_waiting=people[programme.pk, str(Side.NEWCOMER)],
            volunteers_waiting=people[programme.pk, str(Side.VOLUNTEER)],
            running=running[programme.pk],
            to_call=calls[programme.pk],
        )
        for programme in listed
    ]


def intake_waits(programmes: Iterable[Programme]) -> list[Counts]:
    """Each programme with what waits for an answer or to be written down. One query, for the desk."""
    listed = list(programmes)
    # Whoever has had no talk is in no duo: nothing is to be counted for the phase.
    rows = Application.objects.filter(
        programme__in=[programme.pk for programme in listed],
        participant__erased_at__isnull=True,
        withdrawn_on__isnull=True,
        outcome="",
    )
    found: Counter[tuple[int, str]] = Counter()
    for programme, planned in rows.order_by().values_list("programme", "intake_on"):
        if planned is None:
            found[programme, "applied"] += 1
        elif planned < clock.now():
            found[programme, "to_record"] += 1
    return [
        Counts(programme, found[programme.pk, "applied"], found[programme.pk, "to_record"])
        for programme in listed
    ]


def _people(keys: Collection[int], today: dt.date) -> Counter[tuple[int, str]]:
    rows = applications(today).filter(
        programme__in=keys, participant__erased_at__isnull=True, withdrawn_on__isnull=True
    )
    # Whoever has been through the talk and does not wait is in none of the counts.
    rows = rows.filter(Q(outcome="") | Q(pooled_since__isnull=False))
    found: Counter[tuple[int, str]] = Counter()
    for programme, side, phase, planned in rows.order_by().values_list(
        "programme", "side", "phase", "intake_on"
    ):
        if phase == ApplicationPhase.APPLIED:
            found[programme, "applied"] += 1
        elif phase == ApplicationPhase.INTAKE and planned < clock.now():
            found[programme, "to_record"] += 1
        elif phase == ApplicationPhase.POOL:
            found[programme, side] += 1
    return found
