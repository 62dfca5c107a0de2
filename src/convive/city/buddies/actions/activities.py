"""Trainings and group activities: what is on, who comes, and who came."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs
from convive.city.buddies.codes import ActivityKind, BuddyReason, Doing, Side
from convive.city.buddies.models import Application, Attendance, GroupActivity, HoursEntry, Programme
from convive.city.buddies.phases import takes_part
from convive.city.people.actions import add_check
from convive.city.people.lists import CheckKind, CheckOutcome
from convive.city.people.models import Participant
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def make_activity(programme: Programme, *, by: User, **values: Any) -> GroupActivity:
    """Add a training or an activity to a programme.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: a name, the day or the minutes are missing or wrong.
    """
    require(runs(by, programme))
    row = GroupActivity(city=programme.city, programme=programme, **values)
    row.full_clean(exclude=["city"])
    row.save()
    audit.record("activity.made", row, by=by, why=BuddyReason.RUNNING, details={"on": row.on.isoformat()})
    return row


@transaction.atomic
def change_activity(activity: GroupActivity, *, by: User, **values: Any) -> GroupActivity:
    """Change it. Its day and minutes stay once somebody was noted to have come: hours rest on them.

    Raises:
        PermissionDenied, ValidationError: as `make_activity`; or there are fewer places than people.
    """
    require(runs(by, activity.programme))
    row = _locked(activity)
    before = (row.on, row.minutes, row.kind)
    for name, value in values.items():
        setattr(row, name, value)
    if (row.on, row.minutes, row.kind) != before and row.attendances.filter(came=True).exists():
        raise ValidationError(_("Somebody was noted to have come. Day, minutes and kind stay as they are."))
    if row.seats is not None and row.seats < _comes(row).count():
        raise ValidationError({"seats": _("More people than that come already.")})
    row.full_clean(exclude=["city", "programme"])
    row.save()
    audit.record("activity.changed", row, by=by, why=BuddyReason.RUNNING, details={"on": row.on.isoformat()})
    return row


@transaction.atomic
def sign_up(activity: GroupActivity, application: Application, *, by: User) -> Attendance:
    """Somebody of the programme comes: by their own word, or put on the list by whoever runs it.

    Raises:
        PermissionDenied: `by` is neither the person nor runs the programme.
        ValidationError: it is over or full, or the person does not take part in the programme.
    """
    own = application.participant.user_id == by.pk
    require(own or runs(by, activity.programme))
    row = _locked(activity)
    now = Application.objects.get(pk=application.pk)
    if now.programme_id != row.programme_id or not takes_part(now):
        raise ValidationError(_("Only who takes part in the programme can come."))
    known = row.attendances.filter(application=application).first()
    if known is not None and known.came is not False:
        return known
    _check_coming(row, own)
    if row.seats is not None and _comes(row).count() >= row.seats:
        raise ValidationError(_("All places are taken."))
    if known is None:
        known = Attendance(city=row.city, activity=row, application=application)
    known.came, known.signed_up_at = None, clock.now()
    known.save()
    audit.record("attendance.signed-up", known, by=by, why=_why(own))
    return known


@transaction.atomic
def sign_off(activity: GroupActivity, application: Application, *, by: User) -> None:
    """Somebody does not come after all. Nothing of it is kept.

    Raises:
        PermissionDenied: as `sign_up`.
        ValidationError: it is over, or the person was noted to have come.
    """
    own = application.participant.user_id == by.pk
    require(own or runs(by, activity.programme))
    row = _locked(activity)
    known = row.attendances.filter(application=application).first()
    if known is None:
        return
    if known.came:
        raise ValidationError(_("This person was noted to have come."))
    _check_coming(row, own)
    audit.record("attendance.signed-off", known, by=by, why=_why(own))
    known.delete()


@transaction.atomic
def note_who_came(activity: GroupActivity, came: Mapping[int, bool], *, by: User) -> int:
    """Note who came, by the keys of attendances. A newcomer who came has an entry of hours from it, a volunteer who
    came to a training the check that says so; both go again where it was a mistake. Returns how many notes changed.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: the day has not come, or hours that would go are confirmed.
    """
    require(runs(by, activity.programme))
    row = _locked(activity)
    if row.on > row.city.today:
        raise ValidationError(_("The day has not come yet."))
    # Participants before entries, as whoever confirms hours locks them.
    noted = row.attendances.filter(pk__in=came)
    coming = Participant.objects.filter(applications__attendances__in=noted).order_by("pk")
    list(coming.select_for_update(of=("self",)).values_list("pk"))
    people = row.attendances.select_for_update(of=("self",)).select_related(
        "application__participant__city", "training_check"
    )
    changed = 0
    for attendance in people.filter(pk__in=came).order_by("pk"):
        if attendance.came is came[attendance.pk]:
            continue
        attendance.came = came[attendance.pk]
        attendance.save(update_fields=["came"])
        if attendance.came:
            _credit(row, attendance, by)
        else:
            _uncredit(row, attendance)
        changed += 1
        details = {"came": attendance.came}
        audit.record("attendance.noted", attendance, by=by, why=BuddyReason.RUNNING, details=details)
    return changed


def _credit(activity: GroupActivity, attendance: Attendance, by: User) -> None:
    application = attendance.application
    if application.side == Side.NEWCOMER:
        HoursEntry.objects.get_or_create(
            attendance=attendance,
            defaults={
                "city": activity.city,
                "participant": application.participant,
                "on": activity.on,
                "minutes": activity.minutes,
                "doing": Doing.COURSE if activity.kind == ActivityKind.TRAINING else Doing.OTHER,
                "code": secrets.token_urlsafe(9),
                "asked_at": clock.now(),
            },
        )
    elif activity.kind == ActivityKind.TRAINING and attendance.training_check is None:
        attendance.training_check = add_check(
            application.participant, CheckKind.TRAINING, CheckOutcome.DONE, on=activity.on, by=by
        )
        attendance.save(update_fields=["training_check"])


def _uncredit(activity: GroupActivity, attendance: Attendance) -> None:
    entry = HoursEntry.objects.select_for_update().filter(attendance=attendance).first()
    if entry is not None:
        if entry.confirmed_at is not None:
            raise ValidationError(_("The hours of somebody who came are confirmed already."))
        entry.delete()
    if attendance.training_check is not None:
        # The one that this attendance brought, and no other of the same day.
        attendance.training_check.delete()


def _locked(activity: GroupActivity) -> GroupActivity:
    return GroupActivity.objects.select_for_update(of=("self",)).select_related("city").get(pk=activity.pk)


def _comes(activity: GroupActivity) -> Any:
    return activity.attendances.filter(Q(came__isnull=True) | Q(came=True))


def _check_coming(activity: GroupActivity, own: bool) -> None:
    """Whoever runs the programme may put somebody on the list afterwards, who came without a word."""
    today: dt.date = activity.city.today
    if own and activity.on < today:
        raise ValidationError(_("This day has passed."))


def _why(own: bool) -> str:
    return str(BuddyReason.ANSWERED if own else BuddyReason.RUNNING)
