"""What was sent to whom, so that letters are few, and none goes out twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Side
from convive.city.buddies.models.duo import Duo
from convive.city.people.models import Participant
from convive.core.tenancy import CityModel, ParticipantModel


class ReminderKind(models.TextChoices):
    ANSWER = "answer", _("to answer a proposal")
    SIGN = "sign", _("to sign the agreement")
    MEET = "meet", _("to tell of a meeting")
    ENDS = "ends", _("that the term ends")


class Reminder(ParticipantModel):
    """A reminder that went out, to one of a duo."""

    duo = models.ForeignKey(Duo, on_delete=models.CASCADE, related_name="reminders")
    side = models.CharField(_("to"), max_length=10, choices=Side.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=ReminderKind.choices)
    on = models.DateField(_("on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["duo", "side", "kind", "on"], name="reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.on}"


class Digest(CityModel):
    """That a coordinator got the letter of a week (its Monday)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(_("week"))

    class Meta:
        verbose_name = _("weekly letter")
        verbose_name_plural = _("weekly letters")
        constraints = [models.UniqueConstraint(fields=["city", "user", "week"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.week}"


class CalendarFeed(ParticipantModel):
    """The address at which somebody's calendar reads their own meetings. Only a digest of its key is kept."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="feeds")
    key_hash = models.CharField(_("SHA-256 of the key"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at__isnull=True), name="feed_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
