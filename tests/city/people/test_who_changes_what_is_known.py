from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.people.actions import (
    add_check,
    change_facts,
    give_consent,
    judge_language,
    keep_longer,
    tell_deletion,
    withdraw_consent,
)
from convive.city.people.lists import Agreed, Judge
from convive.city.people.models import Check, Participant
from convive.city.people.months import months_later
from convive.core.models import AuditEntry
from convive.core.reasons import Purpose
from tests.city.people import telling
from tests.conftest import letters


@pytest.fixture
def row(inside: SimpleNamespace) -> Participant:
    return telling.enrolled(inside)


def test_the_person_changes_every_fact_and_the_audit_names_fields_and_no_values(
    inside: SimpleNamespace, row: Participant
) -> None:
    change_facts(
        row, by=row.user, name="Zahir", needs=("quiet",), place=None, hours=(), languages=(("nl", "B1"),)
    )
    row.refresh_from_db()
    assert (row.name, row.needs, row.place_x, row.hours.count()) == ("Zahir", ["quiet"], None, 0)
    assert row.languages.get().band == "B1"
    entry = AuditEntry.objects.get(verb="participant.changed")
    assert entry.why == Purpose.OWN_WISH
    assert entry.details == {"fields": "hours languages name needs place_x place_y"}
    row.user.refresh_from_db()
    assert row.user.name == "Zahir"


def test_what_is_the_same_is_no_change(inside: SimpleNamespace, row: Participant) -> None:
    change_facts(row, by=row.user, name=row.name, goals=("language",))
    assert not AuditEntry.objects.filter(verb="participant.changed").exists()


def test_the_coordinator_changes_facts_but_no_needs_and_no_address(
    inside: SimpleNamespace, row: Participant
) -> None:
    change_facts(row, by=inside.buddy_coordinator, phone="0470 11 22 33")
    with pytest.raises(PermissionDenied):
        change_facts(row, by=inside.buddy_coordinator, needs=("quiet",))
    with pytest.raises(ValidationError):
        change_facts(row, by=inside.buddy_coordinator, email="other@example.org")
    row.refresh_from_db()
    assert (row.phone, row.needs, row.email) == ("0470 11 22 33", [], telling.EMAIL)


def test_who_could_only_be_called_gets_a_page_with_an_address(inside: SimpleNamespace) -> None:
    row = telling.enrolled(inside, email="", channel="phone")
    change_facts(row, by=inside.buddy_coordinator, email="New@example.org")
    row.refresh_from_db()
    assert row.user is not None
    assert row.user.email == row.email == "new@example.org"
    other = telling.enrolled(inside, email="", phone="0411 22 33 44", channel="phone")
    with pytest.raises(ValidationError):
        change_facts(other, by=inside.buddy_coordinator, email="new@example.org")
    other.refresh_from_db()
    assert (other.email, other.user) == ("", None)


ACTS = {
    "change": lambda row, by: change_facts(row, by=by, name="X"),
    "judge": lambda row, by: judge_language(row, "nl", "B2", judged_by=Judge.TEST, by=by),
    "check": lambda row, by: add_check(row, "training", "done", by=by),
    "tell": lambda row, by: tell_deletion(row, row.delete_on, by=by, why="people-asked"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["stranger", "city_administrator", "volunteer", "outsider"])
def test_others_change_nothing(act: str, who: str, inside: SimpleNamespace, row: Participant) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(PermissionDenied):
        ACTS[act](row, getattr(inside, who))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
def test_the_coordinator_does_and_the_audit_says_why(
    act: str, inside: SimpleNamespace, row: Participant
) -> None:
    before = AuditEntry.objects.count()
    ACTS[act](row, inside.buddy_coordinator)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.order_by("pk").last().actor == inside.buddy_coordinator


def test_a_check_is_the_organisations_and_not_the_persons(inside: SimpleNamespace, row: Participant) -> None:
    with pytest.raises(PermissionDenied):
        add_check(row, "screening", "done", by=row.user)
    assert not Check.objects.exists()


def test_nobody_judges_in_the_name_of_another(inside: SimpleNamespace, row: Participant) -> None:
    with pytest.raises(PermissionDenied):
        judge_language(row, "nl", "C2", judged_by=Judge.SCHOOL, by=row.user)
    with pytest.raises(PermissionDenied):
        judge_language(row, "nl", "C2", judged_by=Judge.SELF, by=inside.buddy_coordinator)


def test_what_a_school_judged_stays_when_the_person_says_the_same(
    inside: SimpleNamespace, row: Participant
) -> None:
    judge_language(row, "nl", "B1", judged_by=Judge.SCHOOL, by=inside.buddy_coordinator)
    change_facts(row, by=row.user, languages=(("nl", "B1"), ("ps", "C2")))
    assert row.languages.get(language="nl").judged_by == Judge.SCHOOL


def test_each_consent_is_given_and_taken_back_by_itself(inside: SimpleNamespace, row: Participant) -> None:
    assert give_consent(row, Agreed.PHOTOS, by=row.user)
    assert not give_consent(row, Agreed.PHOTOS, by=row.user)
    assert withdraw_consent(row, Agreed.PHOTOS, by=row.user)
    assert not withdraw_consent(row, Agreed.PHOTOS, by=row.user)
    held = row.consents.filter(withdrawn_at__isnull=True)
    assert [consent.purpose for consent in held] == [Agreed.TAKE_PART]
    assert row.consents.filter(purpose=Agreed.PHOTOS, withdrawn_at__isnull=False).exists()
    with pytest.raises(PermissionDenied):
        give_consent(row, Agreed.NEWS, by=inside.buddy_coordinator)


def test_the_day_of_deletion_is_told_in_the_persons_language(
    inside: SimpleNamespace, row: Participant
) -> None:
    day = months_later(inside.city.today, 3)
    tell_deletion(row, day, by=inside.buddy_coordinator, why="people-asked")
    row.refresh_from_db()
    assert (row.delete_on, row.told_on) == (day, inside.city.today)
    (letter,) = letters()
    assert (letter.to, letter.language) == (telling.EMAIL, "nl")
    assert "/me/enter/" in letter.text
    with pytest.raises(ValidationError):
        tell_deletion(
            row, months_later(inside.city.today, -1), by=inside.buddy_coordinator, why="people-asked"
        )


def test_the_person_has_their_data_kept_longer_and_nobody_else_does(
    inside: SimpleNamespace, row: Participant
) -> None:
    Participant.objects.update(delete_on=months_later(inside.city.today, 1))
    row.refresh_from_db()
    with pytest.raises(PermissionDenied):
        keep_longer(row, by=inside.buddy_coordinator)
    assert keep_longer(row, by=row.user).delete_on == months_later(inside.city.today, 12)
