from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from convive.city.people import erasing
from convive.city.people.access import changes
from convive.city.people.models import Participant
from convive.city.people.queries import cities_taking_part, works_anywhere
from convive.core import audit, clock
from convive.core.access import require
from convive.core.actions import erase_account
from convive.core.mail import Letter, deliver
from convive.core.models import User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city

EMPTY: dict[str, Any] = {
    "name": "", "email": "", "phone": "", "gender": "", "gender_wish": "", "birth_year": None, "place_x": None,
    "place_y": None, "interests": [], "goals": [], "needs": [], "life_stage": "", "user": None,
}  # fmt: skip


@transaction.atomic
def erase_participant(participant: Participant, *, by: User | None, why: object) -> None:
    """Delete what is known of a person in one organisation: in the present, in the history, in letters that wait. What
    goes on with them ends first. The empty row stays, so that counts of earlier years stay true.

    Where this was the last place in which they took part, and they have no role, their account is erased too. `by` is
    the person, a coordinator of the organisation whom the person asked, or None for the nightly job.

    Raises: PermissionDenied: `by` is neither.
    """
    require(by is None or changes(by, participant))
    _erase(participant, by, why)
    user = User.objects.filter(pk=participant.user_id, is_active=True).first()
    if user is not None and not cities_taking_part(user) and not works_anywhere(user):
        # On the person's behalf: what remains is a way to sign in to nothing.
        erase_account(user, by=user)


def erase_account_data(user: User) -> None:
    """For `core.people_data`: a person who erases their account leaves every organisation of every city."""
    for city in cities_taking_part(user):
        with in_city(city):
            for row in Participant.objects.filter(user=user, erased_at__isnull=True):
                _erase(row, user, Purpose.OWN_WISH)


def _erase(participant: Participant, by: User | None, why: object) -> None:
    row = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if row.erased_at is not None:
        return
    email = row.email
    erasing.stop(row, by, why)
    erasing.erase(row)
    for told in (row.languages, row.hours, row.consents, row.checks):
        told.all().delete()
    for name, value in EMPTY.items():
        setattr(row, name, value)
    row.erased_at = clock.now()
    row.save()
    _take_back_letters(email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convive_erase_participant(%s)", [row.pk])
    audit.record("participant.erased", row, by=by, why=why)


def _take_back_letters(email: str) -> None:
    """Delete the letters to an address that were not sent yet. They are sealed, so each is opened and looked at."""
    if not email:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, args->>'sealed' FROM procrastinate_jobs WHERE task_name = %s AND status <> 'doing'",
            [deliver.name],
        )
        found = [key for key, sealed in cursor.fetchall() if Letter.open(sealed).to.lower() == email.lower()]
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [found])
