from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Code, IntakeOutcome, Side
from convive.city.buddies.models import Application

# Of applications: somebody takes part still. `takes_part` says the same of a row.
OPEN = Q(withdrawn_on__isnull=True) & ~Q(outcome=IntakeOutcome.REFERRED)


def takes_part(row: Application) -> bool:
    return row.withdrawn_on is None and row.outcome != IntakeOutcome.REFERRED


class ApplicationPhase(models.TextChoices):
    APPLIED = "applied", _("applied")
    INTAKE = "intake", _("intake talk planned")
    READY = "ready", _("ready, not waiting")
    POOL = "pool", _("waiting for a duo")
    HELD = "held", _("waiting, but not now")
    PROPOSED = "proposed", _("asked about a duo")
    ACCEPTED = "accepted", _("said yes; to sign")
    IN_DUO = "in_duo", _("in a duo")
    FINISHED = "finished", _("finished")
    REFERRED = "referred", _("went to another offer")
    WITHDRAWN = "withdrawn", _("withdrawn")


def applications(today: dt.date) -> QuerySet[Application]:
    """Every application of the city, with `phase`, an ApplicationPhase, on `today`; `open_duos`, how many duos it is
    in that are not over; and `free`, how many places are left in it.
    """
    rows = Application.objects.annotate(
        begun_duos=F("tally__begun"),
        asked_duos=F("tally__asked"),
        accepted_duos=F("tally__accepted"),
        finished_duos=F("tally__finished"),
    ).annotate(open_duos=F("begun_duos") + F("asked_duos"))
    rows = rows.annotate(free=F("capacity") - F("open_duos"))
    phase = Case(
        When(withdrawn_on__isnull=False, then=Value("withdrawn")),
        When(outcome=IntakeOutcome.REFERRED, then=Value("referred")),
        # Somebody with room for another duo waits for it, whatever else they are in.
        When(
            Q(free__gt=0, pooled_since__isnull=False, held_until__gt=today)
            & (Q(open_duos=0) | Q(side=Side.VOLUNTEER)),
            then=Value("held"),
        ),
        When(accepted_duos__gt=0, then=Value("accepted")),
        When(asked_duos__gt=0, then=Value("proposed")),
        When(pooled_since__lte=today, free__gt=0, then=Value("pool")),
        When(begun_duos__gt=0, then=Value("in_duo")),
        When(finished_duos__gt=0, then=Value("finished")),
        When(outcome=IntakeOutcome.READY, then=Value("ready")),
        When(intake_on__isnull=False, then=Value("intake")),
        default=Value("applied"),
        output_field=models.CharField(),
    )
    return rows.annotate(phase=phase)


def waiting(today: dt.date, side: Code) -> Q:
    """Of `applications`: who can be proposed on `today`. A volunteer with several places can be in a duo already."""
    return Q(
        Q(held_until__isnull=True) | Q(held_until__lte=today),
        side=side,
        pooled_since__lte=today,
        free__gt=0,
        withdrawn_on__isnull=True,
        outcome=IntakeOutcome.READY,
    )
