"""What was promised to a funder. The same thing is promised once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies import access
from convive.city.buddies.codes import BuddyReason
from convive.city.buddies.models import Commitment, Programme
from convive.city.buddies.queries.funding import clash
from convive.core import audit
from convive.core.access import require
from convive.core.models import User

FIELDS = ("funder", "indicator", "municipality", "since", "until", "committed", "doubled")


@transaction.atomic
def add_commitment(programme: Programme, *, by: User, **values: Any) -> Commitment:
    """Promise something to a funder. `values` are the fields of Commitment.

    Raises:
        PermissionDenied: they do not run the programme.
        ValidationError: a value cannot be, or the same is promised already (the error names where).
    """
    require(access.runs(by, programme))
    row = Commitment(city=programme.city, programme=programme, **values)
    _check(row)
    row.save()
    audit.record("commitment.added", row, by=by, why=BuddyReason.FUNDER, details=_details(row))
    return row


@transaction.atomic
def change_commitment(commitment: Commitment, *, by: User, **values: Any) -> Commitment:
    """Promise something else instead. Raises as `add_commitment`."""
    require(access.runs(by, commitment.programme))
    row = Commitment.objects.select_for_update(of=("self",)).select_related("programme").get(pk=commitment.pk)
    for name, value in values.items():
        setattr(row, name, value)
    _check(row)
    row.save(update_fields=list(values))
    audit.record("commitment.changed", row, by=by, why=BuddyReason.FUNDER, details=_details(row))
    return row


@transaction.atomic
def end_commitment(commitment: Commitment, *, on: dt.date, by: User) -> Commitment:
    """The promise ends earlier than was said, `on` being its last day.

    Raises:
        PermissionDenied: they do not run the programme.
        ValidationError: the day does not lie in its period.
    """
    require(access.runs(by, commitment.programme))
    row = Commitment.objects.select_for_update(of=("self",)).select_related("programme").get(pk=commitment.pk)
    if not row.since <= on < row.until:
        raise ValidationError({"on": _("Choose a day of its period, before the last.")})
    row.until = on
    row.save(update_fields=["until"])
    audit.record("commitment.ended", row, by=by, why=BuddyReason.FUNDER, details=_details(row))
    return row


def _check(row: Commitment) -> None:
    row.full_clean(exclude=["city", "programme"])
    if row.municipality and row.municipality not in row.programme.municipalities:
        raise ValidationError({"municipality": _("It is none of the programme’s municipalities.")})
    # Two coordinators at once: the second waits for the first, and then sees what was promised.
    list(
        Programme.objects.filter(organisation=row.programme.organisation_id)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    other = clash(row)
    if other is not None:
        raise ValidationError(
            _(
                "The same is promised already: %(indicator)s, %(number)s to %(funder)s from %(since)s to %(until)s "
                "(%(programme)s, %(place)s). It would be counted twice. Where its funding was doubled, say so."
            ),
            code="double",
            params={
                "indicator": other.get_indicator_display(),
                "number": other.committed,
                "funder": other.funder,
                "since": date_format(other.since),
                "until": date_format(other.until),
                "programme": other.programme.name,
                "place": other.municipality or _("all municipalities"),
            },
        )


def _details(row: Commitment) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "committed": row.committed,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
