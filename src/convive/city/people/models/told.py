"""What is known of a participant, each fact with its date."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.city.people.lists import Agreed, Band, CheckKind, CheckOutcome, Judge
from convive.city.people.models.participant import Participant
from convive.core.history import keeps_history
from convive.core.tenancy import ParticipantModel

WEEKDAYS = (
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
)  # fmt: skip


@keeps_history()
class Consent(ParticipantModel):
    """What somebody agreed to, in which words, since when, and until when."""

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("agreed"), max_length=20, choices=Agreed.choices)
    text_version = models.CharField(_("words that were read"), max_length=20)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_held_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


@keeps_history()
class SpokenLanguage(ParticipantModel):
    """A language somebody speaks, how well, who says so, and when they judged it."""

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="languages")
    # ISO 639; names in every language come from Unicode's CLDR.
    language = models.CharField(_("language"), max_length=10)
    band = models.CharField(_("how well"), max_length=2, choices=Band.choices)
    judged_by = models.CharField(_("judged by"), max_length=15, choices=Judge.choices, default=Judge.SELF)
    judged_on = models.DateField(_("judged on"))

    class Meta:
        verbose_name = _("spoken language")
        verbose_name_plural = _("spoken languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "language"], name="language_spoken_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}:{self.band}"


@keeps_history()
class Availability(ParticipantModel):
    """Hours of a weekday on which somebody can meet: `start` and `end` in minutes after midnight."""

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    start = models.PositiveSmallIntegerField(_("from"))
    end = models.PositiveSmallIntegerField(_("until"))

    class Meta:
        verbose_name = _("hours free")
        verbose_name_plural = _("hours free")
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, end__lte=24 * 60, start__lt=F("end")),
                name="availability_is_a_stretch",
            ),
            models.UniqueConstraint(fields=["participant", "weekday", "start"], name="availability_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}:{self.start}-{self.end}"


@keeps_history()
class Check(ParticipantModel):
    """That a screening, a training or the like took place: outcome, date and expiry. Never a document."""

    ERASED_BY = "participant_id"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(_("what"), max_length=20, choices=CheckKind.choices)
    outcome = models.CharField(_("outcome"), max_length=10, choices=CheckOutcome.choices)
    on = models.DateField(_("on"))
    expires = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires__isnull=True) | Q(expires__gte=F("on")), name="check_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
