from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import AgreementKind, PauseReason, Signer
from convive.city.buddies.models.duo import Duo
from convive.core.history import keeps_history
from convive.core.tenancy import ParticipantModel


@keeps_history()
class Agreement(ParticipantModel):
    """One version of what a duo and the organisation agree. A change makes another version, signed again.

    `texts` has the words in each language, without a name in them; `text_hash` is the SHA-256 of them all, as
    `agreements.fingerprint` takes it. Names are added where the document is drawn.
    """

    duo = models.ForeignKey(Duo, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind.choices)
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES), verbose_name=_("languages")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    days_between = models.PositiveSmallIntegerField(_("days between meetings"))
    texts = models.JSONField(_("text in each language"))
    text_hash = models.CharField(_("SHA-256 of the text"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["duo", "number"]
        constraints = [
            models.UniqueConstraint(fields=["duo", "number"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="agreement_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duo} · {self.number}"


@keeps_history()
class Signature(ParticipantModel):
    """That one of the three signed an agreement: when, in which language, and the fingerprint of what they read."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    signer = models.CharField(_("who"), max_length=15, choices=Signer.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text_hash = models.CharField(_("SHA-256 of the text"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    # By somebody who has no account, and noted by the organisation, which keeps the paper.
    on_paper = models.BooleanField(_("on paper"), default=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["agreement", "signer"], name="signed_once_each")]

    def __str__(self) -> str:
        return str(self.get_signer_display())


@keeps_history()
class Pause(ParticipantModel):
    """Days on which a duo does not meet and nobody is reminded. `until` is empty while its end is open."""

    duo = models.ForeignKey(Duo, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateField(_("since"))
    until = models.DateField(_("until, that day included"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=20, choices=PauseReason.choices)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["duo"], condition=Q(until__isnull=True), name="pause_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until or ''}"
