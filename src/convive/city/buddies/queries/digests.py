"""What waits in a programme, as counts: for the week's letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Programme
from convive.city.buddies.phases import ApplicationPhase, DuoPhase, applications, duos
from convive.city.buddies.queries import radar


@dataclass
class Waiting:
    """Of a programme: how many of each, and the weeks of whoever has waited longest on each side (None: nobody)."""

    programme: Programme
    to_answer: int = 0
    weeks_newcomer: int | None = None
    weeks_volunteer: int | None = None
    to_call: int = 0
    follow_ups: int = 0
    unsigned: int = 0

    @property
    def anything(self) -> bool:
        return bool(
            self.to_answer
            or self.to_call
            or self.follow_ups
            or self.unsigned
            or self.weeks_newcomer is not None
            or self.weeks_volunteer is not None
        )


def waiting(programmes: Iterable[Programme], today: dt.date) -> list[Waiting]:
    """What waits in each of these programmes. Seven queries, however many."""
    found = {programme.pk: Waiting(programme) for programme in programmes}
    phases = ApplicationPhase.APPLIED, ApplicationPhase.POOL
    rows = applications(today).filter(programme__in=found, phase__in=phases).order_by()
    for programme, side, phase, since in rows.values_list("programme_id", "side", "phase", "pooled_since"):
        told = found[programme]
        if phase == ApplicationPhase.APPLIED:
            told.to_answer += 1
        else:
            name = "weeks_newcomer" if side == Side.NEWCOMER else "weeks_volunteer"
            setattr(told, name, max(getattr(told, name) or 0, (today - since).days // 7))
    for each in radar.standings([row.programme for row in found.values()], today):
        found[each.programme].to_call += each.group == radar.CALL
        found[each.programme].follow_ups += each.follow_up_due is not None
    accepted = duos(today).filter(programme__in=found, phase=DuoPhase.ACCEPTED)
    for programme in accepted.order_by().values_list("programme_id", flat=True):
        found[programme].unsigned += 1
    return list(found.values())
