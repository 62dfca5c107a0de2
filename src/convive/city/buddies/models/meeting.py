from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import ActivityKind, Doing, MeetingKind, MeetingPlace, NextStep, Side
from convive.city.buddies.models.application import Application
from convive.city.buddies.models.duo import Duo
from convive.city.buddies.models.programme import Programme
from convive.city.people.lists import Channel
from convive.city.people.models import Check
from convive.core.history import keeps_history
from convive.core.languages import check_names, pick
from convive.core.tenancy import CityModel, ParticipantModel


@keeps_history(exclude=["mood", "mood_of_other", "call_wanted"])
class Meeting(ParticipantModel):
    """A meeting of a duo: planned, held, cancelled or attempted. Codes and numbers, no word about anybody.

    How it was and who would like a call are never kept in the history: they go when the person goes.
    """

    duo = models.ForeignKey(Duo, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField(_("on"))
    at = models.TimeField(_("at"), null=True, blank=True)
    kind = models.CharField(_("what happened"), max_length=10, choices=MeetingKind.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    place = models.CharField(_("kind of place"), max_length=10, choices=MeetingPlace.choices, blank=True)
    doing = models.CharField(_("what you did"), max_length=15, choices=Doing.choices, blank=True)
    practised = models.BooleanField(_("mostly in the language that is practised"), null=True, blank=True)
    met_others = models.BooleanField(_("met new people"), null=True, blank=True)
    mood = models.PositiveSmallIntegerField(_("how it was, from 1 to 3"), null=True, blank=True)
    # Of the other of the two, where both told. Each is shown only to whoever gave it.
    mood_of_other = models.PositiveSmallIntegerField(
        _("how it was for the other, from 1 to 3"), null=True, blank=True
    )
    call_wanted = models.BooleanField(_("would like a call"), default=False)
    called_on = models.DateField(_("called on"), null=True, blank=True)
    logged_by = models.CharField(
        _("told by"), max_length=15, choices=[*Side.choices, ("organisation", _("organisation"))]
    )
    logged_at = models.DateTimeField(_("told at"))
    # A phone that lost its line sends the same meeting twice; it is written once.
    sent_as = models.UUIDField(_("key of the sending"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["duo", "kind", "on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["duo", "on"], condition=Q(kind=MeetingKind.HELD), name="meeting_held_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["duo", "sent_as"], condition=Q(sent_as__isnull=False), name="meeting_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=MeetingKind.HELD, minutes__gt=0, minutes__lte=24 * 60)
                | ~Q(kind=MeetingKind.HELD) & Q(minutes=0),
                name="meeting_held_has_minutes",
            ),
            models.CheckConstraint(
                condition=Q(mood__isnull=True) | Q(mood__range=(1, 3)), name="meeting_mood"
            ),
            models.CheckConstraint(
                condition=Q(mood_of_other__isnull=True) | Q(mood_of_other__range=(1, 3)),
                name="meeting_mood_of_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} · {self.get_kind_display()}"


@keeps_history()
class FollowUp(ParticipantModel):
    """A talk that the organisation has with a duo: due on a day, held on another, with answers as codes."""

    duo = models.ForeignKey(Duo, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("held on"), null=True, blank=True)
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices, blank=True)
    still_meeting = models.BooleanField(_("they still meet"), null=True, blank=True)
    satisfied = models.BooleanField(_("both are content"), null=True, blank=True)
    next_step = models.CharField(_("what comes next"), max_length=15, choices=NextStep.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["duo", "due_on"], condition=Q(done_on__isnull=True), name="follow_up_due_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"


@keeps_history()
class GroupActivity(CityModel):
    """A training or an activity of a programme for several people."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind.choices)
    names = models.JSONField(_("name in each language"), validators=[check_names])
    on = models.DateField(_("on"))
    at = models.TimeField(_("at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    where = models.CharField(_("where"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)

    class Meta:
        verbose_name = _("group activity")
        verbose_name_plural = _("group activities")
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 24 * 60)), name="activity_has_minutes")
        ]

    def __str__(self) -> str:
        return pick(self.names)


@keeps_history()
class Attendance(ParticipantModel):
    """That somebody signed up for an activity, and came."""

    activity = models.ForeignKey(GroupActivity, on_delete=models.CASCADE, related_name="attendances")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attendances")
    signed_up_at = models.DateTimeField(_("signed up at"))
    came = models.BooleanField(_("came"), null=True, blank=True)
    # As of the activity: what was counted for a municipality stays counted there.
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    # Of a volunteer who came to a training: the check that says so.
    training_check = models.OneToOneField(
        Check, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("check")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["signed_up_at"]
        constraints = [models.UniqueConstraint(fields=["activity", "application"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.application_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.municipality = self.municipality or self.application.municipality
        super().save(*args, **kwargs)
