"""What was worked out about mix, kept so that no page works it out again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.core.tenancy import CityModel


class Problem(models.TextChoices):
    """Why there is no result."""

    NOBODY = "nobody", _("too few people to show a figure")
    FAILED = "failed", _("failed")


class MixResult(CityModel):
    """How mixed a city is, for one choice of groups, areas and time.

    Made only of figures that may be shown, so the result may be shown as well. `key` is the choice as
    `measures.mix` writes it, `stamp` says of which figures and by which rules it was made: where it is another
    than today's, it is made anew. Neither done nor a problem: it waits for a worker, or one is at it.
    """

    key = models.CharField(max_length=400)
    stamp = models.CharField(max_length=80)
    asked = models.DateTimeField(_("asked"))
    done = models.DateTimeField(_("done"), null=True)
    # From 0 to 100, while a worker is at it.
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=10, choices=Problem.choices, blank=True)
    result = models.JSONField(null=True)

    class Meta:
        verbose_name = _("result about mix")
        verbose_name_plural = _("results about mix")
        constraints = [
            models.UniqueConstraint(fields=["city", "key"], name="mix_result_once"),
            models.CheckConstraint(
                condition=Q(done__isnull=True) | Q(result__isnull=False) | ~Q(problem=""),
                name="mix_result_done_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def waits(self) -> bool:
        return self.done is None
