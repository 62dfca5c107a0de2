"""The newcomer writes down what they did; whoever was there confirms it. Nobody confirms their own."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies import access
from convive.city.buddies.codes import BuddyReason, Side
from convive.city.buddies.models import Application, HoursEntry, Programme
from convive.city.buddies.queries import hours as queries
from convive.city.people.models import Participant
from convive.core import audit, clock
from convive.core.access import require, works_in
from convive.core.models import User
from convive.core.reasons import Purpose

# What can be read aloud and typed on a phone: no 0 and O, no 1 and I.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 10
# What is older is not told any more: nobody would remember it well enough to confirm it.
OLDEST = dt.timedelta(days=366)


def new_code() -> str:
    """A code for an entry, that nobody can guess: 50 bits."""
    return "".join(secrets.choice(LETTERS) for _each in range(LENGTH))


@dataclass(frozen=True)
class Added:
    """The entry, and whether another of the same day is as long: it may be the same, told twice."""

    entry: HoursEntry
    twice: bool


@transaction.atomic
def add_entry(participant: Participant, *, on: dt.date, minutes: int, doing: str, by: User) -> Added:
    """Write down something that a newcomer did, with any organisation. It has no effect until somebody confirms it.

    Raises:
        PermissionDenied: it is not their own wallet, or they do not take part as a newcomer.
        ValidationError: the day lies ahead or long ago, or has more than 24 hours.
    """
    require(participant.user_id is not None and participant.user_id == by.pk)
    require(Application.objects.filter(participant=participant, side=Side.NEWCOMER).exists())
    today = participant.city.today
    if on > today:
        raise ValidationError({"on": _("This day is still to come.")})
    if on < today - OLDEST:
        raise ValidationError({"on": _("This is more than a year ago.")})
    # Two phones at once: the second waits, and counts what the first wrote.
    rows = queries.of_one_account(participant)
    list(rows.order_by("pk").select_for_update())
    that_day = queries.same_day(rows, on)
    if sum(row.minutes for row in that_day) + minutes > queries.DAY:
        raise ValidationError(
            _("A day has 24 hours. With this, %(day)s would have more.") % {"day": date_format(on)}
        )
    entry = HoursEntry(
        city=participant.city,
        participant=participant,
        on=on,
        minutes=minutes,
        doing=doing,
        code=new_code(),
        asked_at=clock.now(),
    )
    entry.full_clean(exclude=["city"])
    entry.save()
    audit.record("hours.added", entry, by=by, why=Purpose.OWN_WISH, details={"minutes": minutes})
    return Added(entry, any(row.minutes == minutes for row in that_day))


@transaction.atomic
def delete_entry(entry: HoursEntry, *, by: User) -> None:
    """Take an entry out that nobody confirmed. What comes from a meeting goes when the meeting is mended.

    Raises:
        PermissionDenied: it is not their own.
        ValidationError: it was confirmed, or comes from a meeting or an activity.
    """
    require(entry.participant.user_id is not None and entry.participant.user_id == by.pk)
    found = HoursEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if found is None:
        return
    entry = found
    if entry.confirmed_at:
        raise ValidationError(_("Somebody confirmed this already. It stays."))
    if entry.meeting_id or entry.attendance_id:
        raise ValidationError(_("This comes from your programme. Ask your contact person to change it."))
    audit.record("hours.deleted", entry, by=by, why=Purpose.OWN_WISH, details={"minutes": entry.minutes})
    entry.delete()


@transaction.atomic
def confirm_entry(
    entry: HoursEntry, *, organisation_id: int | None, shown: int | None = None, by: User
) -> HoursEntry:
    """Somebody who was there confirms an entry whose code was shown to them, for an organisation that they work for.

    `shown` are the minutes that they saw; without it, those of `entry` as it was loaded.

    Raises:
        PermissionDenied: they have no role in the city, do not work for the organisation, or do not run the programme
            from which the entry comes.
        ValidationError: it is their own, it is confirmed already, was changed or taken back meanwhile, or the day would
            have more than 24 hours.
    """
    city, shown = entry.city, entry.minutes if shown is None else shown
    require(works_in(by, city) and organisation_id in queries.employers(by, city))
    rows = queries.of_one_account(entry.participant)
    list(rows.order_by("pk").select_for_update())
    found = HoursEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if found is None:
        raise ValidationError(_("These hours were taken back."))
    entry = found
    programme = queries.programme_of(entry)
    if programme is not None:
        require(access.runs(by, programme))
        organisation_id = programme.organisation_id
    if entry.participant.user_id == by.pk:
        raise ValidationError(_("You cannot confirm your own hours."))
    if entry.confirmed_at:
        raise ValidationError(_("This was confirmed already."))
    if entry.minutes != shown:
        raise ValidationError(_("These hours were changed just now. Look at them once more."), code="changed")
    that_day = sum(row.minutes for row in queries.same_day(rows, entry.on) if row.confirmed_at)
    if that_day + entry.minutes > queries.DAY:
        raise ValidationError(_("With this, more than 24 hours of this day would be confirmed."))
    entry.organisation_id = organisation_id
    entry.confirmed_at, entry.confirmed_by = clock.now(), by
    entry.save(update_fields=["organisation", "confirmed_at", "confirmed_by"])
    audit.record(
        "hours.confirmed", entry, by=by, why=BuddyReason.CONFIRMED, details={"minutes": entry.minutes}
    )
    return entry


@dataclass(frozen=True)
class Confirmed:
    """How many entries were confirmed, and how many stay: one's own, of a day that would have over 24 hours, or with
    other minutes than were shown.
    """

    done: int
    own: int
    too_long: int
    changed: int


@transaction.atomic
def confirm_of_programme(programme: Programme, shown: Mapping[int, int], *, by: User) -> Confirmed:
    """The coordinator confirms entries of the programme's meetings and activities in one step.

    `shown` has the minutes that they saw, by the key of each entry. Of these those count that are entries of this
    programme and wait; one that another coordinator confirmed meanwhile is passed over.

    Raises:
        PermissionDenied: they do not run the programme.
        ValidationError: none of the entries waits.
    """
    require(access.runs(by, programme))
    today = programme.city.today
    asked = queries.to_confirm(programme, today).filter(pk__in=shown)
    mine = asked.order_by()
    # All rows of the same people: a day has 24 hours over all organisations.
    people = Participant.objects.filter(
        Q(pk__in=mine.values("participant")) | Q(user__in=mine.values("participant__user"))
    )
    accounts = {row.pk: row.user_id or -row.pk for row in people.order_by("pk").select_for_update()}
    rows = list(asked.select_for_update(of=("self",)))
    if not rows:
        raise ValidationError(_("None of these waits any more."))
    sums: Counter[tuple[int, dt.date]] = Counter()
    known = HoursEntry.objects.filter(
        participant__in=accounts,
        on__in={row.on for row in rows},
        confirmed_at__isnull=False,
    )
    for participant, day, minutes in known.values_list("participant", "on", "minutes"):
        sums[accounts[participant], day] += minutes
    done, own, too_long, changed = [], 0, 0, 0
    for row in rows:
        key = accounts[row.participant_id], row.on
        if key[0] == by.pk:
            own += 1
        elif row.minutes != shown[row.pk]:
            changed += 1
        elif sums[key] + row.minutes > queries.DAY:
            too_long += 1
        else:
            sums[key] += row.minutes
            done.append(row)
    HoursEntry.objects.filter(pk__in=[row.pk for row in done]).update(
        organisation=programme.organisation_id, confirmed_at=clock.now(), confirmed_by=by
    )
    for row in done:
        audit.record("hours.confirmed", row, by=by, why=BuddyReason.RUNNING, details={"minutes": row.minutes})
    return Confirmed(len(done), own, too_long, changed)
