from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import FunderIndicator
from convive.city.buddies.models.programme import Programme
from convive.core.history import keeps_history
from convive.core.tenancy import CityModel


@keeps_history()
class Commitment(CityModel):
    """What was promised to a funder: how many of what, from when to when, for which municipalities.

    The same thing promised twice for the same days and places is refused unless its funding was doubled.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    funder = models.CharField(_("funder"), max_length=120)
    indicator = models.CharField(_("what is counted"), max_length=20, choices=FunderIndicator.choices)
    # Empty: all of the programme's.
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("until, that day included"))
    committed = models.PositiveIntegerField(_("promised"))
    doubled = models.BooleanField(_("its funding was doubled for this"), default=False)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["until", "funder", "indicator"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="commitment_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(committed__gt=0), name="commitment_is_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.funder} · {self.get_indicator_display()}"
