from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Answer, Code, EndingReason, Outcome, Side, other_side
from convive.city.buddies.models.application import Application
from convive.city.buddies.models.programme import Programme
from convive.city.people.models import Participant
from convive.core.history import keeps_history
from convive.core.tenancy import ParticipantModel


@keeps_history()
class Duo(ParticipantModel):
    """A newcomer and a volunteer who were asked to meet. Its phase is computed (`phases.duo_phase`).

    `slot` is which of the volunteer's places it takes, from 1: with it the database itself holds that nobody is in
    more duos than they offered, whoever confirms at the same moment.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="duos")
    newcomer = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="as_newcomer")
    volunteer = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="as_volunteer")
    slot = models.PositiveSmallIntegerField(_("place of the volunteer"), default=1)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    proposed_at = models.DateTimeField(_("asked at"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    newcomer_answer = models.CharField(
        _("newcomer's answer"), max_length=3, choices=Answer.choices, blank=True
    )
    newcomer_answered_at = models.DateTimeField(_("newcomer answered at"), null=True, blank=True)
    volunteer_answer = models.CharField(
        _("volunteer's answer"), max_length=3, choices=Answer.choices, blank=True
    )
    volunteer_answered_at = models.DateTimeField(_("volunteer answered at"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    over_on = models.DateField(_("over on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=20, choices=EndingReason.choices, blank=True)
    # Where the two lived when they began: what was counted for a municipality stays counted there.
    municipality = models.CharField(_("municipality of the newcomer"), max_length=80, blank=True)
    volunteer_municipality = models.CharField(_("municipality of the volunteer"), max_length=80, blank=True)
    in_contact = models.BooleanField(_("still in contact"), null=True, blank=True)

    class Meta:
        verbose_name = _("duo")
        verbose_name_plural = _("duos")
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["city", "programme", "over_on"]),
            models.Index(fields=["newcomer", "over_on"]),
            models.Index(fields=["volunteer", "over_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer"], condition=Q(over_on__isnull=True), name="duo_newcomer_in_one_at_once"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "slot"],
                condition=Q(over_on__isnull=True),
                name="duo_volunteer_place_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(over_on__isnull=True, outcome="") | Q(over_on__isnull=False) & ~Q(outcome=""),
                name="duo_over_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="duo_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(newcomer_answer=Answer.YES, volunteer_answer=Answer.YES),
                name="duo_starts_with_two_yes",
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="duo_slot_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("duo %(number)s") % {"number": self.pk})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.starts_on is not None:
            fields = kwargs.get("update_fields")
            for name, application in (
                ("municipality", self.newcomer),
                ("volunteer_municipality", self.volunteer),
            ):
                if not getattr(self, name) and application.municipality:
                    setattr(self, name, application.municipality)
                    fields = None if fields is None else {*fields, name}
            if fields is not None:
                kwargs["update_fields"] = fields
        super().save(*args, **kwargs)

    def application(self, side: Code) -> Application:
        return self.newcomer if side == Side.NEWCOMER else self.volunteer

    def other(self, side: Code) -> Application:
        return self.application(other_side(side))

    def side_of(self, participants: Collection[int]) -> str:
        """On which side one of these participants, by their keys, is: for a duo in which one of them is."""
        return str(Side.NEWCOMER if self.newcomer.participant_id in participants else Side.VOLUNTEER)

    def other_than(self, participants: Collection[int]) -> Participant:
        """The other of the two, for a duo in which one of these participants, by their keys, is."""
        return self.other(self.side_of(participants)).participant

    def answer(self, side: Code) -> str:
        return self.newcomer_answer if side == Side.NEWCOMER else self.volunteer_answer


class DuoTally(models.Model):
    """How many duos an application is in, by how far they are. A view of the database, with which it counts all
    duos in one go where a list asks, and not for each line again.
    """

    application = models.OneToOneField(
        Application, on_delete=models.DO_NOTHING, primary_key=True, related_name="tally", db_constraint=False
    )
    begun = models.IntegerField()
    asked = models.IntegerField()
    accepted = models.IntegerField()
    finished = models.IntegerField()

    class Meta:
        managed = False
        db_table = "buddies_duotally"

    def __str__(self) -> str:
        return str(self.application_id)
