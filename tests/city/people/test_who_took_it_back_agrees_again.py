"""Whoever took back that their data are kept takes part again only after agreeing again, and is kept from then."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from convive.city.buddies.codes import BuddyReason
from convive.city.people.actions import enrol, give_consent, keep_longer, withdraw_consent
from convive.city.people.lists import TEXT_VERSION, Agreed
from convive.city.people.models import Consent, Participant
from convive.city.people.months import months_later
from convive.city.people.queries import agreed_now
from convive.core import clock
from convive.core.models import AuditEntry, User
from tests.city.people import telling
from tests.conftest import letters


@pytest.fixture
def leaver(inside: SimpleNamespace) -> Participant:
    """Somebody who took it back today."""
    row = telling.enrolled(inside, language="en")
    withdraw_consent(row, Agreed.TAKE_PART, by=row.user)
    return row


def again(cast: SimpleNamespace, *consents: str, by: User | None = None, months: int = 12) -> Participant:
    return enrol(
        cast.city,
        cast.buddies,
        telling.facts(),
        consents,
        by=by,
        why=BuddyReason.APPLIED,
        keep_months=months,
    )


@pytest.mark.parametrize("who", [None, "buddy_coordinator"])
def test_without_agreeing_nobody_known_is_processed_again(
    who: str | None, inside: SimpleNamespace, leaver: Participant
) -> None:
    with pytest.raises(ValidationError):
        again(inside, Agreed.NEWS, by=getattr(inside, who) if who else None)
    assert agreed_now(leaver) == set()


def test_who_agrees_in_a_form_is_recorded_and_kept_as_long_as_somebody_new(
    inside: SimpleNamespace, leaver: Participant
) -> None:
    row = again(inside, Agreed.TAKE_PART, Agreed.NEWS, months=18)
    assert row == leaver
    row.refresh_from_db()
    assert agreed_now(row) == {Agreed.TAKE_PART, Agreed.NEWS}
    assert (row.delete_on, row.told_on) == (months_later(inside.city.today, 18), inside.city.today)
    given = AuditEntry.objects.filter(verb="consent.given", actor=None, why=BuddyReason.APPLIED)
    assert {entry.details["purpose"] for entry in given} == {Agreed.TAKE_PART, Agreed.NEWS}
    assert [letter.to for letter in letters()] == [telling.EMAIL]


def test_a_form_that_anybody_can_fill_in_agrees_to_nothing_more_for_somebody_who_takes_part(
    inside: SimpleNamespace,
) -> None:
    row = telling.enrolled(inside)
    again(inside, Agreed.TAKE_PART, Agreed.SHARE_CONTACT)
    assert agreed_now(row) == {Agreed.TAKE_PART}


def test_who_applies_again_is_kept_from_then_and_told(inside: SimpleNamespace) -> None:
    row = telling.enrolled(inside)
    with clock.moved_to(clock.now() + dt.timedelta(days=40)):
        again(inside, Agreed.TAKE_PART)
        row.refresh_from_db()
        assert (row.delete_on, row.told_on) == (months_later(inside.city.today, 12), inside.city.today)
    with clock.moved_to(clock.now() + dt.timedelta(days=20)):
        again(inside, Agreed.TAKE_PART)
    assert len(letters()) == 1, "an earlier day changes nothing"


def test_agreeing_again_on_ones_page_undoes_the_day(inside: SimpleNamespace, leaver: Participant) -> None:
    leaver.refresh_from_db()
    assert leaver.delete_on == inside.city.today + dt.timedelta(days=30)
    give_consent(leaver, Agreed.PHOTOS, by=leaver.user)
    leaver.refresh_from_db()
    assert leaver.delete_on == inside.city.today + dt.timedelta(days=30), "photos keep nothing"
    give_consent(leaver, Agreed.TAKE_PART, by=leaver.user)
    leaver.refresh_from_db()
    assert leaver.delete_on == months_later(inside.city.today, 12)
    assert AuditEntry.objects.filter(verb="participant.told", object_key=str(leaver.pk)).count() == 1


def test_nobody_is_kept_longer_who_does_not_agree(
    inside: SimpleNamespace, leaver: Participant, signed_in
) -> None:
    with pytest.raises(ValidationError):
        keep_longer(leaver, by=leaver.user)
    answer = signed_in(leaver.user).post("/me/in/rivertown/data/", {"keep": "yes"}, follow=True)
    assert "Nobody can take part without agreeing" in answer.content.decode()
    leaver.refresh_from_db()
    assert leaver.delete_on == inside.city.today + dt.timedelta(days=30)


def test_agreeing_to_other_words_is_recorded_once(inside: SimpleNamespace) -> None:
    row = telling.enrolled(inside)
    Consent.objects.update(text_version="2025-01")
    assert give_consent(row, Agreed.TAKE_PART, by=row.user)
    assert not give_consent(row, Agreed.TAKE_PART, by=row.user)
    held = row.consents.get(withdrawn_at__isnull=True)
    assert held.text_version == TEXT_VERSION
    assert row.consents.get(withdrawn_at__isnull=False).text_version == "2025-01"
