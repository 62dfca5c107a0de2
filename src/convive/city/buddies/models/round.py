from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.models.application import Application
from convive.city.buddies.models.duo import Duo
from convive.city.buddies.models.programme import Programme
from convive.core.history import keeps_history
from convive.core.tenancy import CityModel, ParticipantModel


class RoundProblem(models.TextChoices):
    NOBODY = "nobody", _("nobody waits on one of the two sides")
    REFUSED = "refused", _("the criteria or a person's facts cannot be read")
    FAILED = "failed", _("failed")


@keeps_history(exclude=["result", "progress"])
class Round(CityModel):
    """A matching moment: the proposal worked out for a day, from a seed that is public before it.

    `result` holds codes, numbers and keys of applications, never a name.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    day = models.DateField(_("day"))
    seed = models.CharField(_("seed of the draw"), max_length=80)
    criteria = models.JSONField(_("criteria"))
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)
    done_at = models.DateTimeField(_("worked out at"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=10, choices=RoundProblem.choices, blank=True)
    result = models.JSONField(_("waiting, contests, certificate"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("matching round")
        verbose_name_plural = _("matching rounds")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(closed_at__isnull=True), name="round_open_once_a_programme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


@keeps_history(exclude=["reasons"])
class RoundDuo(ParticipantModel):
    """A line of the matching table: two people, why, and what the coordinator did with it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="lines")
    newcomer = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    quality = models.PositiveSmallIntegerField(_("quality, of 10 000"), default=0)
    reasons = models.JSONField(_("reasons"), default=list)
    locked = models.BooleanField(_("stays when the table is worked out again"), default=False)
    held_back = models.BooleanField(_("held back"), default=False)
    by_hand = models.BooleanField(_("put together by hand"), default=False)
    duo = models.OneToOneField(Duo, on_delete=models.PROTECT, null=True, blank=True, related_name="line")

    class Meta:
        verbose_name = _("line of a matching table")
        verbose_name_plural = _("lines of a matching table")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "newcomer"], name="round_newcomer_once"),
            models.CheckConstraint(
                condition=Q(held_back=False) | Q(duo__isnull=True), name="round_line_held_back_is_not_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.pk}"
