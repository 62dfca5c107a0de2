from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import IntakeOutcome, Referral, Side, Trajectory
from convive.city.buddies.models.programme import Programme
from convive.city.people.models import Participant
from convive.core.history import keeps_history
from convive.core.tenancy import ParticipantModel


@keeps_history()
class Application(ParticipantModel):
    """Somebody's way through a programme, on one side. Its phase is computed (`phases.application_phase`)."""

    ERASED_BY = "participant_id"
    ERASED_TO = {"trajectory": "''", "hours_needed": "NULL", "municipality": "''"}

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="applications")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    applied_at = models.DateTimeField(_("applied at"))
    intake_on = models.DateTimeField(_("intake talk at"), null=True, blank=True)
    intake_done_on = models.DateField(_("intake talk held on"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome of the intake"), max_length=10, choices=IntakeOutcome.choices, blank=True
    )
    referred_to = models.CharField(_("goes to"), max_length=20, choices=Referral.choices, blank=True)
    trajectory = models.CharField(
        _("civic-integration trajectory"), max_length=10, choices=Trajectory.choices, blank=True
    )
    hours_needed = models.PositiveSmallIntegerField(_("hours to reach"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("duos at once"), default=1)
    pooled_since = models.DateField(_("waiting since"), null=True, blank=True)
    held_until = models.DateField(_("not before"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    asked_to_go_on = models.DateField(_("asked to go on as a volunteer on"), null=True, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["applied_at", "pk"]
        indexes = [models.Index(fields=["city", "programme", "side", "pooled_since"])]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "participant", "side"],
                condition=Q(withdrawn_on__isnull=True) & ~Q(outcome=IntakeOutcome.REFERRED),
                name="application_open_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(intake_done_on__isnull=False),
                name="application_outcome_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(pooled_since__isnull=True) | Q(outcome=IntakeOutcome.READY),
                name="application_waits_when_ready",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=IntakeOutcome.REFERRED) | ~Q(referred_to=""),
                name="application_referred_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.VOLUNTEER, capacity__gte=1) | Q(side=Side.NEWCOMER, capacity=1),
                name="application_capacity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.pk}"
