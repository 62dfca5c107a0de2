from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.codes import BuddyReason
from convive.city.people.actions import enrol
from convive.city.people.lists import TEXT_VERSION, Agreed, Judge
from convive.city.people.models import Participant
from convive.city.people.months import months_later
from convive.core.models import AuditEntry, User
from tests.city.people import telling


def test_somebody_new_gets_an_account_without_a_password_and_a_day_of_deletion(
    inside: SimpleNamespace,
) -> None:
    row = telling.enrolled(inside)
    user = User.objects.get(email=telling.EMAIL)
    assert row.user == user
    assert not user.has_usable_password()
    assert not EmailAddress.objects.get(user=user).verified
    assert row.delete_on == months_later(inside.city.today, 12)
    assert set(row.languages.values_list("language", "band", "judged_by")) == {
        ("nl", "A2", Judge.SELF),
        ("ps", "C2", Judge.SELF),
    }
    assert list(row.hours.values_list("weekday", "start", "end")) == [(0, 540, 720), (5, 540, 1020)]
    consent = row.consents.get()
    assert (consent.purpose, consent.text_version) == (Agreed.TAKE_PART, TEXT_VERSION)
    entry = AuditEntry.objects.get(verb="participant.added")
    assert (entry.why, entry.object_key) == (BuddyReason.APPLIED, str(row.pk))
    assert telling.NAME not in str(entry.details)


def test_the_same_address_in_other_letters_is_the_same_person(inside: SimpleNamespace) -> None:
    first = telling.enrolled(inside)
    assert telling.enrolled(inside, email="ZAHIR@Example.org") == first
    assert User.objects.filter(email__iexact=telling.EMAIL).count() == 1


def test_a_form_that_anybody_can_fill_in_changes_nothing_of_somebody_known(inside: SimpleNamespace) -> None:
    first = telling.enrolled(inside)
    telling.enrolled(inside, name="Somebody else", phone="", languages=(), hours=(), interests=())
    first.refresh_from_db()
    assert (first.name, first.phone, first.interests) == (telling.NAME, telling.PHONE, ["walking"])
    assert first.languages.count() == 2


def test_an_account_that_somebody_known_gets_by_a_form_is_in_the_audit(inside: SimpleNamespace) -> None:
    first = telling.enrolled(inside)
    Participant.objects.update(user=None)
    before = AuditEntry.objects.count()
    telling.enrolled(inside)
    first.refresh_from_db()
    assert first.user is not None
    (entry,) = AuditEntry.objects.order_by("pk")[before:]
    assert (entry.verb, entry.object_key, entry.details) == (
        "participant.changed",
        str(first.pk),
        {"fields": "user"},
    )


def test_the_person_and_the_coordinator_change_it(inside: SimpleNamespace) -> None:
    first = telling.enrolled(inside)
    telling.enrolled(inside, by=first.user, needs=("quiet",))
    first.refresh_from_db()
    assert first.needs == ["quiet"]
    telling.enrolled(inside, by=inside.buddy_coordinator, name="New Name")
    first.refresh_from_db()
    assert (first.name, first.needs) == ("New Name", ["quiet"])


def test_two_organisations_have_a_row_each(inside: SimpleNamespace) -> None:
    telling.enrolled(inside)
    other = enrol(
        inside.city,
        inside.neighbours,
        telling.facts(),
        [Agreed.TAKE_PART],
        by=None,
        why=BuddyReason.APPLIED,
    )
    assert Participant.objects.filter(user=other.user).count() == 2


def test_a_phone_is_enough_and_is_found_again(inside: SimpleNamespace) -> None:
    row = telling.enrolled(inside, email="", channel="phone")
    assert row.user is None
    assert telling.enrolled(inside, email="", phone="0032499776655", channel="phone") == row


@pytest.mark.parametrize("who", ["stranger", "analyst", "outsider", "volunteer"])
def test_nobody_else_enrols(who: str, inside: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        telling.enrolled(inside, by=getattr(inside, who))
    assert not Participant.objects.exists()


def test_a_coordinator_tells_of_no_needs(inside: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        telling.enrolled(inside, by=inside.buddy_coordinator, needs=("quiet",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "", "phone": ""},
        {"phone": "", "channel": "phone"},
        {"email": "no address"},
        {"languages": (("nl", "Z9"),)},
        {"hours": ((9, 0, 60),)},
        {"interests": ("politics",)},
        {"place": (3_950_001, 3_120_000)},
    ],
    ids=str,
)
def test_what_cannot_be_is_not_written(wrong: dict, inside: SimpleNamespace) -> None:
    with pytest.raises(ValidationError):
        telling.enrolled(inside, **wrong)
    assert not Participant.objects.exists()
    assert not User.objects.filter(email=telling.EMAIL).exists()


def test_nobody_takes_part_without_agreeing(inside: SimpleNamespace) -> None:
    with pytest.raises(ValidationError):
        enrol(
            inside.city,
            inside.buddies,
            telling.facts(),
            [Agreed.NEWS],
            by=None,
            why=BuddyReason.APPLIED,
        )
    assert not Participant.objects.exists()


def test_a_month_later_is_the_last_day_of_a_shorter_month() -> None:
    assert months_later(dt.date(2027, 1, 31), 1) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2026, 11, 22), 14) == dt.date(2028, 1, 22)
