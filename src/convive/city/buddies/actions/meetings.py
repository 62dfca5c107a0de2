"""What a duo tells of its meetings: held, planned, cancelled, tried in vain. Either of the two tells it, or the
organisation for them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs, side_of
from convive.city.buddies.codes import BuddyReason, Doing, MeetingKind
from convive.city.buddies.models import Duo, HoursEntry, Meeting
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User

ORGANISATION = "organisation"
# Days for which somebody can mend or take back what they told.
MEND_DAYS = 14
# Nobody knows their diary further ahead.
PLAN_DAYS = 366

# What of a meeting is told beside its day and minutes.
DETAILS = ("place", "doing", "practised", "met_others")


@dataclass(frozen=True)
class Told:
    """A meeting as it stands after somebody told of it. `how` is "new", "same" (it was sent before) or "updated"
    (the day was known already).
    """

    meeting: Meeting
    how: str


def teller(user: User, duo: Duo) -> str | None:
    """As whom somebody tells of a duo's meetings: one of its sides, the organisation, or None."""
    return side_of(user, duo) or (ORGANISATION if runs(user, duo.programme) else None)


@transaction.atomic
def log_meeting(
    duo: Duo,
    *,
    on: dt.date,
    minutes: int,
    by: User,
    mood: int | None = None,
    call_wanted: bool = False,
    planned: Meeting | None = None,
    sent_as: UUID | None = None,
    **details: Any,
) -> Told:
    """Tell that the two met. One meeting a day: whoever tells second changes it, and does not double it.

    A meeting that was planned for the day, or is given as `planned`, becomes this one. `details` are `DETAILS`; how it
    was is kept of the two alone.

    Raises:
        PermissionDenied: `by` is neither of the two and does not run the programme.
        ValidationError: the day cannot be, or the hours of the day are confirmed with other minutes.
    """
    who, duo = _locked(duo, by)
    known = _sent(duo, sent_as)
    if known is not None:
        return Told(known, "same")
    _check_held(duo, on)
    meeting = duo.meetings.filter(on=on, kind=MeetingKind.HELD).first()
    how = "updated" if meeting else "new"
    waiting = duo.meetings.filter(kind=MeetingKind.PLANNED)
    plan = waiting.filter(pk=planned.pk).first() if planned is not None else waiting.filter(on=on).first()
    if meeting is None:
        meeting = plan or Meeting(city=duo.city, duo=duo)
        meeting.kind, meeting.on, meeting.logged_by, meeting.sent_as = MeetingKind.HELD, on, who, sent_as
        meeting.mood = meeting.mood_of_other = None
    elif plan is not None:
        plan.delete()
    if meeting.logged_by == ORGANISATION != who:
        # The two know better: from now on it is theirs to mend.
        meeting.logged_by = who
    _put(meeting, who, minutes, mood, details)
    meeting.call_wanted = meeting.call_wanted or call_wanted
    if call_wanted:
        meeting.called_on = None
    _save(meeting, told=how == "new")
    hours_of(meeting)
    audit.record("meeting.told", meeting, by=by, why=_why(who), details=_facts(meeting) | {"how": how})
    return Told(meeting, how)


@transaction.atomic
def plan_meeting(
    duo: Duo, *, on: dt.date, at: dt.time | None = None, by: User, sent_as: UUID | None = None
) -> Told:
    """Put a meeting into the diary of the two. A second plan for the same day changes its time.

    Raises:
        PermissionDenied: `by` is neither of the two and does not run the programme.
        ValidationError: the day has passed, is too far, or the duo does not meet on it.
    """
    who, duo = _locked(duo, by)
    known = _sent(duo, sent_as)
    if known is not None:
        return Told(known, "same")
    _check_open(duo)
    today = duo.city.today
    if on < today:
        raise ValidationError({"on": _("This day has passed. Say that you met instead.")})
    if on > today + dt.timedelta(days=PLAN_DAYS):
        raise ValidationError({"on": _("Choose a day within a year.")})
    if duo.starts_on is not None and on < duo.starts_on:
        raise ValidationError({"on": _("You begin to meet later than that.")})
    meeting = duo.meetings.filter(on=on, kind=MeetingKind.PLANNED).first()
    how = "updated" if meeting else "new"
    if meeting is None:
        meeting = Meeting(city=duo.city, duo=duo, on=on, kind=MeetingKind.PLANNED, sent_as=sent_as)
    meeting.at, meeting.logged_by = at, who
    _save(meeting)
    audit.record("meeting.planned", meeting, by=by, why=_why(who), details=_facts(meeting))
    return Told(meeting, how)


@transaction.atomic
def not_met(
    duo: Duo, *, kind: str, by: User, planned: Meeting | None = None, sent_as: UUID | None = None
) -> Told:
    """Tell that a meeting was cancelled, or that somebody tried and reached nobody. Once a day is enough of each.

    A plan that is cancelled before its day counts on the day on which it was: the two were in touch then.

    Raises:
        PermissionDenied: `by` is neither of the two and does not run the programme.
        ValidationError: the duo does not meet now, or the planned day has not come and somebody waited in vain.
    """
    if kind not in (MeetingKind.CANCELLED, MeetingKind.ATTEMPTED):
        raise ValueError(f"{kind} is not a way of not meeting")
    who, duo = _locked(duo, by)
    known = _sent(duo, sent_as)
    if known is not None:
        return Told(known, "same")
    _check_open(duo)
    today = duo.city.today
    meeting = None
    if planned is not None:
        meeting = duo.meetings.filter(kind=MeetingKind.PLANNED, pk=planned.pk).first()
        if meeting is None:
            raise ValidationError(_("Somebody told of this meeting already."))
        if kind == MeetingKind.ATTEMPTED and meeting.on > today:
            raise ValidationError(_("The day has not come yet."))
    on = min(meeting.on, today) if meeting else today
    if duo.starts_on is None or on < duo.starts_on:
        raise ValidationError(_("You have not begun to meet yet."))
    same = duo.meetings.filter(kind=kind, on=on).first()
    if same is not None:
        if meeting is not None:
            audit.record(f"meeting.{kind}", meeting, by=by, why=_why(who), details=_facts(meeting))
            meeting.delete()
        return Told(same, "same")
    meeting = meeting or Meeting(city=duo.city, duo=duo)
    meeting.kind, meeting.on, meeting.logged_by, meeting.sent_as = kind, on, who, sent_as
    _save(meeting)
    audit.record(f"meeting.{kind}", meeting, by=by, why=_why(who), details=_facts(meeting))
    return Told(meeting, "new")


def mendable(meeting: Meeting, who: str | None) -> bool:
    """Whether whoever tells as `who` can still mend or take back a meeting: their own, lately told, not confirmed."""
    entry = getattr(meeting, "hours_entry", None)
    return (
        who is not None
        and who == meeting.logged_by
        and clock.now() - meeting.logged_at <= dt.timedelta(days=MEND_DAYS)
        and (entry is None or entry.confirmed_at is None)
    )


@transaction.atomic
def mend_meeting(
    meeting: Meeting,
    *,
    on: dt.date,
    minutes: int,
    by: User,
    mood: int | None = None,
    call_wanted: bool = False,
    **details: Any,
) -> Meeting:
    """Change what one told of a meeting that was held.

    Raises:
        PermissionDenied: as `log_meeting`.
        ValidationError: it is not one's own, not lately told or confirmed; or the day cannot be, or has a meeting.
    """
    who, duo = _locked(meeting.duo, by)
    meeting = _own(meeting, who)
    if meeting.kind != MeetingKind.HELD:
        raise ValidationError(_("Only a meeting that was held can be changed. Take this one back instead."))
    _check_held(duo, on)
    if duo.meetings.filter(on=on, kind=MeetingKind.HELD).exclude(pk=meeting.pk).exists():
        raise ValidationError({"on": _("A meeting on this day is known already.")})
    meeting.on = on
    meeting.mood = None
    for name in DETAILS:
        details.setdefault(name, Meeting._meta.get_field(name).get_default())
        setattr(meeting, name, details[name])
    _put(meeting, who, minutes, mood, details)
    meeting.call_wanted = call_wanted
    _save(meeting, told=False)
    hours_of(meeting)
    audit.record("meeting.changed", meeting, by=by, why=_why(who), details=_facts(meeting))
    return meeting


@transaction.atomic
def take_back(meeting: Meeting, *, by: User) -> None:
    """Delete what one told: it was a mistake. Its unconfirmed hours go with it.

    Raises:
        PermissionDenied: as `log_meeting`.
        ValidationError: it is not one's own, not lately told, or its hours are confirmed.
    """
    who, _duo = _locked(meeting.duo, by)
    meeting = _own(meeting, who)
    audit.record("meeting.taken-back", meeting, by=by, why=_why(who), details=_facts(meeting))
    HoursEntry.objects.filter(meeting=meeting).delete()
    meeting.delete()


@transaction.atomic
def note_call(duo: Duo, *, by: User) -> int:
    """Note that somebody called the two who wished for a call. Returns how many wishes it answers.

    Raises:
        PermissionDenied: `by` does not run the programme.
        ValidationError: nobody wishes for a call.
    """
    require(runs(by, duo.programme))
    duo = Duo.objects.select_for_update(of=("self",)).select_related("city").get(pk=duo.pk)
    answered = duo.meetings.filter(call_wanted=True, called_on__isnull=True).update(called_on=duo.city.today)
    if not answered:
        raise ValidationError(_("Nobody of this duo waits for a call any more."))
    audit.record("duo.called", duo, by=by, why=BuddyReason.FOLLOWING_UP, details={"wishes": answered})
    return answered


def hours_of(meeting: Meeting) -> HoursEntry:
    """The newcomer's entry of hours for a meeting that was held, made or brought up to date. Call it in the transaction
    that writes the meeting, with its duo locked. Who confirms it is not decided here.

    Raises:
        ValidationError: the entry is confirmed, and says another day or other minutes.
    """
    values = {"on": meeting.on, "minutes": meeting.minutes, "doing": meeting.doing or Doing.TALK}
    entry = HoursEntry.objects.select_for_update().filter(meeting=meeting).first()
    if entry is None:
        return HoursEntry.objects.create(
            city=meeting.city,
            participant_id=meeting.duo.newcomer.participant_id,
            meeting=meeting,
            code=secrets.token_urlsafe(9),
            asked_at=clock.now(),
            **values,
        )
    if entry.confirmed_at is not None:
        if (entry.on, entry.minutes) != (meeting.on, meeting.minutes):
            raise ValidationError(
                _(
                    "The hours of this day are confirmed: %(minutes)d minutes. They cannot be changed any more."
                )
                % {"minutes": entry.minutes}
            )
        return entry
    for name, value in values.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def _locked(duo: Duo, by: User) -> tuple[str, Duo]:
    """As whom `by` tells, and the duo, held so that two who tell at once do it one after the other."""
    who = teller(by, duo)
    require(who is not None)
    rows = Duo.objects.select_for_update(of=("self",)).select_related("city", "programme", "newcomer")
    return str(who), rows.get(pk=duo.pk)


def _sent(duo: Duo, sent_as: UUID | None) -> Meeting | None:
    return duo.meetings.filter(sent_as=sent_as).first() if sent_as else None


def _own(meeting: Meeting, who: str) -> Meeting:
    # Whoever confirms its hours at this moment comes first or waits: what is confirmed is not lost.
    list(HoursEntry.objects.filter(meeting=meeting.pk).select_for_update().values_list("pk"))
    row = Meeting.objects.select_related("hours_entry", "duo__newcomer", "city").filter(pk=meeting.pk).first()
    if row is None:
        raise ValidationError(_("It was taken back already."))
    if not mendable(row, who):
        raise ValidationError(
            _(
                "This cannot be changed any more: whoever told it can, for %(days)d days, until hours are confirmed."
            )
            % {"days": MEND_DAYS}
        )
    return row


def _check_open(duo: Duo) -> None:
    if duo.over_on is not None:
        raise ValidationError(_("You do not meet in this programme any more."))
    if duo.starts_on is None:
        raise ValidationError(_("First all sign the agreement. Then you begin."))


def _check_held(duo: Duo, on: dt.date) -> None:
    if duo.starts_on is None:
        raise ValidationError(_("First all sign the agreement. Then you begin."))
    if on > duo.city.today:
        raise ValidationError({"on": _("This day has not come yet. You can plan a meeting for it.")})
    if on < duo.starts_on:
        raise ValidationError({"on": _("You had not begun to meet on this day.")})
    if duo.over_on is not None and on > duo.over_on:
        raise ValidationError({"on": _("On this day you did not meet in this programme any more.")})


def _put(meeting: Meeting, who: str, minutes: int, mood: int | None, details: dict[str, Any]) -> None:
    """What is told now stands; what is left open stays as it was told before."""
    meeting.minutes = minutes
    for name in DETAILS:
        value = details.pop(name, None)
        if value not in (None, ""):
            setattr(meeting, name, value)
    if details:
        raise TypeError(f"a meeting has no {', '.join(details)}")
    if mood and who != ORGANISATION:
        setattr(meeting, "mood" if who == meeting.logged_by else "mood_of_other", mood)


def _save(meeting: Meeting, *, told: bool = True) -> None:
    if told:
        meeting.logged_at = clock.now()
    # Which cannot be twice is held by the lock and by the database.
    meeting.full_clean(exclude=["city", "duo"], validate_constraints=False)
    if meeting.kind == MeetingKind.HELD and not 0 < meeting.minutes <= 24 * 60:
        raise ValidationError({"minutes": _("Give minutes between 1 and 1440.")})
    meeting.save()


def _why(who: str) -> str:
    return str(BuddyReason.FOLLOWING_UP if who == ORGANISATION else BuddyReason.MET)


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {"on": meeting.on.isoformat(), "kind": str(meeting.kind), "minutes": meeting.minutes}
