from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Doing
from convive.city.buddies.models.meeting import Attendance, Meeting
from convive.city.people.models import Participant
from convive.core.history import keeps_history
from convive.core.models import Organisation
from convive.core.tenancy import ParticipantModel


@keeps_history()
class HoursEntry(ParticipantModel):
    """Time that a newcomer took part in something, and who confirmed it. The newcomer owns it and shows it.

    `code` is what the newcomer shows to whoever was there: with it, somebody who works for an organisation of the city
    confirms the entry, and sees nothing else. `organisation` is the one that confirmed (None: the city).
    """

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="hours_entries")
    on = models.DateField(_("on"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    doing = models.CharField(_("what it was"), max_length=15, choices=Doing.choices)
    code = models.CharField(_("code to confirm it"), max_length=40, blank=True)
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="hours_entry"
    )
    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="hours_entry"
    )
    asked_at = models.DateTimeField(_("asked at"))
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("entry of hours")
        verbose_name_plural = _("entries of hours")
        ordering = ["on", "pk"]
        constraints = [
            # Empty: the person left, and the confirmed hours of a programme stay as a number.
            models.UniqueConstraint(fields=["city", "code"], condition=~Q(code=""), name="hours_code_once"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 24 * 60)), name="hours_have_minutes"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="hours_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} · {self.minutes}"


@keeps_history()
class Proof(ParticipantModel):
    """A proof of hours as it was printed: what it says, and the code by which anybody can verify it."""

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proofs")
    code = models.CharField(_("code"), max_length=40)
    made_at = models.DateTimeField(_("made at"))
    minutes = models.PositiveIntegerField(_("minutes"))
    # [{"on": …, "minutes": …, "doing": …, "organisation": …}]: as confirmed on the day it was made.
    lines = models.JSONField(_("what was confirmed"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof of hours")
        verbose_name_plural = _("proofs of hours")
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="proof_code_once")]

    def __str__(self) -> str:
        return self.code
