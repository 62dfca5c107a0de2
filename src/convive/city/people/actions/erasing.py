from __future__ import annotations

from django.db import connection, transaction

from convive.city.people import erasing
from convive.city.people.access import changes
from convive.city.people.letters import key
from convive.city.people.models import Participant
from convive.city.people.models.participant import EMPTY
from convive.city.people.queries import cities_taking_part, works_anywhere
from convive.city.people.reasons import PeopleReason
from convive.core import audit, clock, mail
from convive.core.access import require
from convive.core.actions import erase_account
from convive.core.models import User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city


@transaction.atomic
def erase_participant(participant: Participant, *, by: User | None, why: object) -> bool:
    """Delete what is known of a person in one organisation: in the present, in the history, in letters that wait. What
    goes on with them ends first. The empty row stays, so that counts of earlier years stay true.

    Where this was the last place in which they took part, and they have no role, their account is erased too. `by` is
    the person, a coordinator of the organisation whom the person asked, or None for the nightly job.

    False where nothing was done: the data are deleted already; or, for `PeopleReason.RETENTION`, the day has not come
    (any more), nobody was told of it, or the person is in something that is not over.

    Raises: PermissionDenied: `by` is neither.
    """
    require(by is None or changes(by, participant))
    (row,) = _locked([participant.pk])
    if row.erased_at is not None or (why == PeopleReason.RETENTION and not _is_due(row)):
        return False
    user = User.objects.filter(pk=row.user_id, is_active=True).first()
    _erase(row, by, why)
    if user is not None and not cities_taking_part(user) and not works_anywhere(user):
        # What remains is a way to sign in to nothing. Nobody else's account is for a coordinator to erase.
        erase_account(user, by=user if by == user else None, why=why)
    return True


@transaction.atomic
def erase_account_data(user: User) -> None:
    """For `core.people_data`: a person who erases their account leaves every organisation of every city, and no letter
    goes to them any more.
    """
    for city in cities_taking_part(user):
        with in_city(city):
            own = Participant.objects.filter(user=user, erased_at__isnull=True)
            for row in _locked(list(own.values_list("pk", flat=True))):
                if row.erased_at is None:
                    _erase(row, user, Purpose.OWN_WISH)
    mail.take_back(lambda letter: letter.to.lower() == user.email.lower())


def _locked(keys: list[int]) -> list[Participant]:
    """These participants as they are now. Whoever else they are in something with is locked with them, and all in one
    order: two who leave one another at the same moment do so one after the other.
    """
    every = {*keys, *erasing.lock(keys)}
    rows = Participant.objects.filter(pk__in=every).order_by("pk").select_related("city")
    return [row for row in rows.select_for_update(of=("self",)) if row.pk in keys]


def _is_due(row: Participant) -> bool:
    """The person was told of the day, it has come, and nothing of theirs goes on."""
    return row.told_on is not None and row.delete_on <= row.city.today and not erasing.busy([row.pk])


def _erase(row: Participant, by: User | None, why: object) -> None:
    """Of a row that is locked and not erased."""
    erasing.stop(row, by, why)
    erasing.erase(row)
    for told in (row.languages, row.hours, row.consents, row.checks):
        told.all().delete()
    for name, value in EMPTY.items():
        setattr(row, name, value)
    row.erased_at = clock.now()
    row.save()
    mail.take_back(lambda letter: letter.of == key(row))
    with connection.cursor() as cursor:
        cursor.execute("SELECT convive_erase_participant(%s)", [row.pk])
    audit.record("participant.erased", row, by=by, why=why)
