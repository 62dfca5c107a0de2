"""Versions of an agreement. Each is signed by all three; until then the one before it holds."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters, agreements
from convive.city.buddies.access import runs, side_of
from convive.city.buddies.actions.agreements.common import (
    check_not_over,
    locked,
    locked_and_begun,
    require_coordinator,
    require_one_of_them,
    why_of,
)
from convive.city.buddies.codes import AgreementKind, Answer, BuddyReason
from convive.city.buddies.models import Agreement, Duo
from convive.city.buddies.queries.agreements import in_force, pending
from convive.city.people.months import months_later
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User

# From so many days before its end a duo can be renewed.
NOTICE = 30
LONGEST = 12


@transaction.atomic
def draw_up(duo: Duo, *, by: User | None) -> Agreement:
    """Draw up the first agreement and tell both. Again: the one that is there.

    `by` is whoever coordinates, one of the two (whose yes was the second), or None for the system.

    Raises: PermissionDenied: `by` is none of them. ValidationError: not both said yes, or the duo has begun or is over.
    """
    require(by is None or side_of(by, duo) is not None or runs(by, duo.programme))
    row = locked(duo)
    check_not_over(row)
    if not row.newcomer_answer == row.volunteer_answer == Answer.YES:
        raise ValidationError(_("An agreement is drawn up when both have said yes."))
    if row.starts_on is not None:
        raise ValidationError(_("This duo has begun. Change its agreement instead."))
    there = pending(row)
    if there is not None:
        return there
    today = row.programme.city.today
    ends_on = months_later(today, row.programme.term_months)
    own = by is not None and side_of(by, row) is not None
    return _draw(
        row,
        AgreementKind.FIRST,
        (today, ends_on, row.programme.days_between),
        by=by,
        why=BuddyReason.ANSWERED if own or by is None else BuddyReason.RUNNING,
    )


@transaction.atomic
def amend(
    duo: Duo, *, days_between: int | None = None, ends_on: dt.date | None = None, by: User
) -> Agreement:
    """Change the rhythm or the last day: a new version, to be signed by all three.

    Raises: PermissionDenied: `by` does not run the programme. ValidationError: nothing changes, there is nothing to
    change, or the last day has passed or comes before the first.
    """
    require_coordinator(duo, by)
    row = locked(duo)
    check_not_over(row)
    base = pending(row) or in_force(row)
    if base is None:
        raise ValidationError(_("There is no agreement to change yet."))
    starts_on = row.starts_on or max(base.starts_on, row.programme.city.today)
    last = ends_on or base.ends_on
    days = base.days_between if days_between is None else days_between
    if (days, last) == (base.days_between, base.ends_on):
        raise ValidationError(_("This is what the agreement says already."))
    if not 1 <= days <= 90:
        raise ValidationError({"days_between": _("Choose from 1 to 90 days.")})
    if last <= max(starts_on, row.programme.city.today):
        raise ValidationError({"ends_on": _("Choose a last day that is still to come.")})
    return _draw(row, AgreementKind.AMENDED, (starts_on, last, days), by=by, why=BuddyReason.RUNNING)


@transaction.atomic
def extend(duo: Duo, *, months: int, by: User) -> Agreement:
    """Ask for more months after the last day: a new version, to be signed by all three.

    Raises: PermissionDenied: `by` is none of the two and does not run the programme. ValidationError: the duo has not
    begun, its term or itself is over, another version waits for signatures (for one of the two), or there are too many
    months.
    """
    require_one_of_them(duo, by)
    row = locked_and_begun(duo)
    _check_may_ask(row, by)
    if not 1 <= months <= LONGEST:
        raise ValidationError({"months": _("Choose from 1 to 12 months.")})
    if row.ends_on < row.programme.city.today:
        raise ValidationError(_("The term is over. Renew the agreement instead."))
    dates = (row.starts_on, months_later(row.ends_on, months), _days(row))
    return _draw(row, AgreementKind.EXTENDED, dates, by=by, why=why_of(row, by))


@transaction.atomic
def renew(duo: Duo, *, by: User) -> Agreement:
    """Begin another term of the programme's length, from the day after the last one or from today: a new version, to be
    signed by all three. Possible from NOTICE days before the last day.

    Raises: PermissionDenied, ValidationError: as `extend`, or it is too early.
    """
    require_one_of_them(duo, by)
    row = locked_and_begun(duo)
    _check_may_ask(row, by)
    today = row.programme.city.today
    if row.ends_on - dt.timedelta(days=NOTICE) > today:
        raise ValidationError(_("It is too early to renew the agreement. Extend it instead."))
    starts_on = max(today, row.ends_on + dt.timedelta(days=1))
    dates = (starts_on, months_later(starts_on, row.programme.term_months), _days(row))
    return _draw(row, AgreementKind.RENEWED, dates, by=by, why=why_of(row, by))


def _days(duo: Duo) -> int:
    holds = in_force(duo)
    return holds.days_between if holds else duo.programme.days_between


def _check_may_ask(duo: Duo, by: User) -> None:
    """One of the two does not take back what another asked for; whoever coordinates may."""
    if not runs(by, duo.programme) and pending(duo) is not None:
        raise ValidationError(_("There is a new agreement already. Please sign it."))


def _draw(
    duo: Duo,
    kind: object,
    terms: tuple[dt.date, dt.date, int],
    *,
    by: User | None,
    why: object,
) -> Agreement:
    """Write a version; one that still waits for signatures is taken back.

    `terms`: the first day, the last day, and the days between meetings.
    """
    now = clock.now()
    waiting = pending(duo)
    if waiting is not None:
        waiting.taken_back_at = now
        waiting.save(update_fields=["taken_back_at"])
    starts_on, ends_on, days_between = terms
    languages = agreements.languages_of(duo)
    texts = agreements.texts(
        duo.programme, languages, starts_on=starts_on, ends_on=ends_on, days_between=days_between
    )
    last = duo.agreements.aggregate(last=Max("number"))["last"] or 0
    agreement = Agreement.objects.create(
        city=duo.programme.city,
        duo=duo,
        number=last + 1,
        kind=str(kind),
        languages=languages,
        starts_on=starts_on,
        ends_on=ends_on,
        days_between=days_between,
        texts=texts,
        text_hash=agreements.fingerprint(texts),
        made_at=now,
    )
    details = {"version": agreement.number, "kind": str(kind), "ends_on": ends_on.isoformat()}
    audit.record("agreement.drawn_up", agreement, by=by, why=why, details=details)
    agreement_letters.to_sign(agreement)
    return agreement
