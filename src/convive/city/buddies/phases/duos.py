from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Answer, Outcome
from convive.city.buddies.models import Duo, Pause


class DuoPhase(models.TextChoices):
    PROPOSED = "proposed", _("asked, no answer of both yet")
    ACCEPTED = "accepted", _("both said yes; to be signed")
    SIGNED = "signed", _("signed; begins soon")
    ACTIVE = "active", _("meeting")
    PAUSED = "paused", _("paused")
    TERM_OVER = "term_over", _("the term is over; to be closed")
    DECLINED = "declined", _("one of the two said no")
    TAKEN_BACK = "taken_back", _("the proposal was taken back")
    COMPLETED = "completed", _("completed")
    ENDED_EARLY = "ended_early", _("ended early")


# A duo that has begun and is not over.
RUNNING = (DuoPhase.ACTIVE, DuoPhase.PAUSED, DuoPhase.TERM_OVER)


def paused_on(today: dt.date, duo: str = "pk") -> Exists:
    """Whether the duo is in a pause on `today`."""
    return Exists(
        Pause.objects.filter(Q(until__isnull=True) | Q(until__gte=today), duo=OuterRef(duo), since__lte=today)
    )


def duos(today: dt.date) -> QuerySet[Duo]:
    """Every duo of the city, with `phase`, a DuoPhase, on `today`."""
    phase = Case(
        *(When(outcome=outcome, then=Value(outcome)) for outcome in Outcome.values),
        When(
            starts_on__isnull=True,
            newcomer_answer=Answer.YES,
            volunteer_answer=Answer.YES,
            then=Value("accepted"),
        ),
        When(starts_on__isnull=True, then=Value("proposed")),
        When(starts_on__gt=today, then=Value("signed")),
        When(paused_on(today), then=Value("paused")),
        When(Q(ends_on__lt=today), then=Value("term_over")),
        default=Value("active"),
        output_field=models.CharField(),
    )
    return Duo.objects.annotate(phase=phase)
