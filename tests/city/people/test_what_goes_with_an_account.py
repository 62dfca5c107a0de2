"""A person leaves one organisation, or all of them with their account; and an account is followed everywhere."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from convive.city.buddies.codes import BuddyReason
from convive.city.people.actions import change_facts, enrol, erase_participant
from convive.city.people.letters import write
from convive.city.people.lists import Agreed
from convive.city.people.models import Participant
from convive.city.people.models.participant import EMPTY
from convive.city.people.reasons import PeopleReason
from convive.core import clock, people_data
from convive.core.actions import change_account, erase_account
from convive.core.mail import send_later
from convive.core.models import AccountAuditEntry, AuditEntry, City, Organisation
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city.people import telling
from tests.conftest import letters


def enrolled_with(city: City, organisation: Organisation) -> Participant:
    with in_city(city):
        return enrol(
            city, organisation, telling.facts(), [Agreed.TAKE_PART], by=None, why=BuddyReason.APPLIED
        )


@pytest.fixture
def row(cast: SimpleNamespace) -> Participant:
    return enrolled_with(cast.city, cast.buddies)


def letter(row: Participant, subject: str) -> None:
    with in_city(row.city):
        write(row, lambda: (subject, ["It waits."]))


def test_letters_of_other_organisations_cities_and_roles_wait_on(
    cast: SimpleNamespace, row: Participant
) -> None:
    letter(row, "Of this one")
    letter(enrolled_with(cast.city, cast.neighbours), "Of the neighbours")
    letter(enrolled_with(cast.other_city, cast.lakeside), "Of the other city")
    send_later(telling.EMAIL, "Of a role", "It waits.", "en")
    with in_city(cast.city):
        erase_participant(row, by=row.user, why=Purpose.OWN_WISH)
    assert {each.subject for each in letters()} == {"Of the neighbours", "Of the other city", "Of a role"}


def test_no_letter_goes_to_an_account_that_is_gone(cast: SimpleNamespace, row: Participant) -> None:
    letter(row, "Of this one")
    send_later(telling.EMAIL.upper(), "Of a role", "It waits.", "en")
    with in_city(cast.city):
        erase_participant(row, by=row.user, why=Purpose.OWN_WISH)
    assert letters() == []


@pytest.mark.parametrize(
    ("who", "why"),
    [("person", Purpose.OWN_WISH), ("coordinator", PeopleReason.ASKED), ("system", PeopleReason.RETENTION)],
)
def test_the_audit_says_who_erased_the_account_and_why(
    who: str, why: str, cast: SimpleNamespace, row: Participant
) -> None:
    by = {"person": row.user, "coordinator": cast.buddy_coordinator, "system": None}[who]
    with in_city(cast.city):
        today = cast.city.today
        Participant.objects.update(since=today, delete_on=today, told_on=today)
        assert erase_participant(row, by=by, why=why)
    entry = AccountAuditEntry.objects.get(verb="account.erased")
    assert (entry.actor, entry.why) == (row.user if who == "person" else None, why)


def test_nobody_erases_the_account_of_another(cast: SimpleNamespace, row: Participant) -> None:
    with pytest.raises(PermissionDenied):
        erase_account(row.user, by=cast.buddy_coordinator, why=PeopleReason.ASKED)


def test_a_name_and_a_language_changed_on_the_account_are_known_in_every_city(
    cast: SimpleNamespace, row: Participant, signed_in
) -> None:
    enrolled_with(cast.other_city, cast.lakeside)
    answer = signed_in(row.user).post("/me/account/", {"name": "Zahir", "language": "ar"})
    assert answer.status_code == 302
    for city in (cast.city, cast.other_city):
        with in_city(city):
            assert set(Participant.objects.values_list("name", "language")) == {("Zahir", "ar")}
            entry = AuditEntry.objects.get(verb="participant.changed")
            assert (entry.actor, entry.details) == (row.user, {"fields": "language name"})


def test_a_name_changed_in_one_organisation_is_that_of_the_account_and_of_the_others(
    cast: SimpleNamespace, row: Participant
) -> None:
    other = enrolled_with(cast.city, cast.neighbours)
    with in_city(cast.city):
        change_facts(row, by=row.user, name="Zahir")
        other.refresh_from_db()
        row.user.refresh_from_db()
        assert (other.name, row.user.name) == ("Zahir", "Zahir")


def test_an_account_without_a_name_takes_nobodys_away(cast: SimpleNamespace) -> None:
    cast.newcomer.name = ""
    cast.newcomer.save()
    with in_city(cast.city):
        row = telling.enrolled(cast, email=cast.newcomer.email)
        assert row.user == cast.newcomer
    cast.newcomer.email = "other@example.org"
    people_data.follow(cast.newcomer)
    with in_city(cast.city):
        row.refresh_from_db()
        assert (row.name, row.email) == (telling.NAME, "other@example.org")
    change_account(cast.newcomer, name="Zahir", language="nl")


PLACE = {"place_x": 500, "place_y": 500}
LEFT = {"birth_year": 1990, "interests": ["walking"], "goals": ["language"], "needs": ["quiet"]}


@pytest.mark.parametrize("name", EMPTY)
def test_the_database_keeps_nothing_of_who_is_erased(
    name: str, cast: SimpleNamespace, row: Participant
) -> None:
    left = {name: row.user if name == "user" else LEFT.get(name, "woman")}
    with in_city(cast.city):
        nothing = EMPTY | {"erased_at": clock.now()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.filter(pk=row.pk).update(**nothing | (PLACE if name in PLACE else left))
        Participant.objects.filter(pk=row.pk).update(**nothing)
