from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.people.access import changes, is_the_person
from convive.city.people.actions.writing import locked
from convive.city.people.letters import write
from convive.city.people.lists import NEEDED
from convive.city.people.models import Participant
from convive.city.people.months import months_later
from convive.city.people.queries import agreed_now
from convive.city.people.reasons import PeopleReason
from convive.core import audit
from convive.core.access import require
from convive.core.models import AuditEntry, User
from convive.core.reasons import Purpose

# Days before their data are deleted when somebody is reminded, once.
REMINDED_BEFORE = 30
MONTHS_LONGER = 12


@transaction.atomic
def tell_deletion(
    participant: Participant,
    on: dt.date,
    *,
    by: User | None,
    why: object,
    letter: bool = True,
) -> Participant:
    """Set the day on which a person's data are deleted, and tell them: by letter, unless they are told it otherwise
    (`letter=False`). Where no letter can be sent they are still to be told, and nothing is deleted before.
    `by` is None for the system, the person, or a coordinator of the organisation.

    Raises: PermissionDenied. ValidationError: the day has passed, or the data are deleted already.
    """
    require(by is None or changes(by, participant))
    row = locked(participant)
    today = row.city.today
    if on < today:
        raise ValidationError(_("That day has passed."))
    told = write(row, lambda: _of_the_day(on), _data_page(row)) if letter else True
    row.delete_on, row.told_on = on, today if told else None
    row.save(update_fields=["delete_on", "told_on"])
    details = {"delete_on": on.isoformat()}
    if told:
        audit.record("participant.told", row, by=by, why=why, details=details)
    else:
        audit.record("participant.changed", row, by=by, why=why, details={"fields": "delete_on", **details})
    return row


@transaction.atomic
def keep_longer(participant: Participant, *, by: User) -> Participant:
    """The person lets their data be kept for another twelve months from today.

    Raises: PermissionDenied: `by` is not the person. ValidationError: they no longer agree that data are kept.
    """
    require(is_the_person(by, participant))
    row = locked(participant)
    if not agreed_now(row).issuperset(NEEDED):
        raise ValidationError(not_agreed())
    on = max(row.delete_on, months_later(row.city.today, MONTHS_LONGER))
    return tell_deletion(participant, on, by=by, why=Purpose.OWN_WISH, letter=False)


@transaction.atomic
def remind(participant: Participant) -> bool:
    """Remind somebody, by letter, that their data are deleted soon: once for each day that they were told. For the
    nightly job. False where that was done, or there is nobody to remind any more.
    """
    row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if row.erased_at is not None or row.told_on is None:
        return False
    details = {"delete_on": row.delete_on.isoformat()}
    done = AuditEntry.objects.filter(
        verb="participant.reminded",
        object_type=row._meta.label_lower,
        object_key=str(row.pk),
        details__delete_on=details["delete_on"],
    )
    if done.exists() or not write(row, lambda: _of_the_day(row.delete_on), _data_page(row)):
        return False
    audit.record("participant.reminded", row, by=None, why=PeopleReason.RETENTION, details=details)
    return True


def not_agreed() -> str:
    return _("Nobody can take part without agreeing that their data are kept.")


def _data_page(row: Participant) -> str:
    return reverse("people:own-data", args=[row.city.slug])


def _of_the_day(on: dt.date) -> tuple[str, list[str]]:
    when = {"day": date_format(on, "DATE_FORMAT")}
    return _("We delete your data on %(day)s") % when, [
        _("On %(day)s we delete what we know about you.") % when,
        _("You need to do nothing."),
        _("Do you want to keep or see your data? Or delete them now? You can do that on your page."),
    ]
