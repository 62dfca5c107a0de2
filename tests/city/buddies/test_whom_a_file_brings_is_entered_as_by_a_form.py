"""Whom a file brings is entered as by a form: with an account, told when their data are deleted, in the audit."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from convive.city.buddies.codes import BuddyReason, Side
from convive.city.buddies.models import Application, Duo
from convive.city.people.actions import enrol
from convive.city.people.facts import Facts
from convive.city.people.models import Participant
from convive.city.people.months import months_later
from convive.core import clock
from convive.core.models import AuditEntry, User
from tests.city import making
from tests.city.buddies.test_a_file_that_cannot_be_used_says_where import (
    AGREED,
    ana,
    ben,
    imported,
    planned,
    programme,
)
from tests.city.making import NOW, day
from tests.conftest import letters

__all__ = ["programme"]


def test_who_has_an_address_gets_an_account_and_a_letter_that_names_the_day(programme) -> None:
    imported(programme, [ana(language="nl")])
    row = Participant.objects.get()
    assert row.user == User.objects.get(email="ana@example.org")
    assert not row.user.has_usable_password()
    assert row.delete_on == months_later(programme.city.today, programme.keep_months)
    assert row.told_on == programme.city.today
    (letter,) = letters()
    assert (letter.to, letter.language) == ("ana@example.org", "nl")
    assert "/me/enter/" in letter.text
    for verb in ("participant.added", "participant.told"):
        entry = AuditEntry.objects.get(verb=verb)
        assert (entry.actor, entry.why) == (programme.by, BuddyReason.IMPORTED)


def test_a_dry_run_writes_nothing_and_sends_nothing(programme) -> None:
    making.applied(programme, Side.NEWCOMER, name="Ana", email="ana@example.org")
    before = Participant.objects.values().get()
    plan = planned(programme, [ana(delete_on="2027-12-01"), ben()])
    assert plan.problems == []
    assert Participant.objects.values().get() == before
    assert not User.objects.filter(email__in=("ana@example.org", "ben@example.org")).exists()
    assert (letters(), AuditEntry.objects.count()) == ([], 0)


def test_who_has_a_phone_only_is_called_and_still_to_be_told(programme) -> None:
    imported(
        programme, [{"side": "newcomer", "name": "By phone", "phone": "+32 470 99 11 22", "agreed": AGREED}]
    )
    row = Participant.objects.get()
    assert (row.user, row.channel, row.told_on, letters()) == (None, "phone", None, [])


def test_another_day_of_deletion_is_told(programme) -> None:
    row = making.applied(programme, Side.NEWCOMER, name="Ana", email="ana@example.org").participant
    imported(programme, [ana(delete_on="2027-12-01")])
    row.refresh_from_db()
    assert (row.delete_on, row.told_on) == (dt.date(2027, 12, 1), programme.city.today)
    assert [letter.to for letter in letters()] == ["ana@example.org"]
    imported(programme, [ana(delete_on="2027-12-01", phone="0470 11 22 33")])
    assert len(letters()) == 1, "the same day is not told again"


@pytest.mark.parametrize("phone", ["0032 470 99 11 22", "+32470991122"])
def test_a_number_is_the_same_however_it_is_written(phone: str, programme) -> None:
    making.applied(programme, Side.NEWCOMER, name="Ana", email="", phone="+32 470 99 11 22", channel="phone")
    plan = planned(programme, [{"side": "newcomer", "name": "Ana", "phone": phone, "agreed": AGREED}])
    assert [step.changed for step in plan.steps] == [("phone",)]


def test_who_was_entered_without_an_account_is_found_by_their_address(
    programme, cast: SimpleNamespace
) -> None:
    row = making.applied(programme, Side.NEWCOMER, name="Ana", email="Ana@Example.org").participant
    facts = Facts(name="Ana", email="ana@example.org", adult=True)
    found = enrol(cast.city, cast.buddies, facts, ["take_part"], by=None, why=BuddyReason.APPLIED)
    assert found == row
    assert found.user.email == "ana@example.org"
    assert Participant.objects.count() == 1


def test_nobody_stops_by_a_file_while_their_duo_goes_on(programme) -> None:
    newcomer = making.pooled(programme, Side.NEWCOMER, name="Ana", email="ana@example.org")
    duo = making.active(programme, newcomer)
    plan = planned(programme, [ana(withdrawn_on="2026-11-01")])
    assert [(each.table, each.row, each.column) for each in plan.problems] == [("people", 2, "withdrawn_on")]
    over = {
        "newcomer": f"convive-{newcomer.pk}", "volunteer": f"convive-{duo.volunteer_id}",
        "over_on": "2026-11-01", "outcome": "ended_early",
    }  # fmt: skip
    imported(programme, [ana(withdrawn_on="2026-11-01")], [over])
    assert Application.objects.get(pk=newcomer.pk).withdrawn_on == day(-1)
    assert Duo.objects.get(pk=duo.pk).over_on == day(-1)


def test_nobody_new_stops_in_the_file_that_begins_their_duo(programme) -> None:
    duos = [{"newcomer": "ana@example.org", "volunteer": "ben@example.org"}]
    plan = planned(programme, [ana(withdrawn_on="2026-11-01"), ben()], duos)
    assert [(each.row, each.column) for each in plan.problems] == [(2, "withdrawn_on")]


def test_who_took_it_back_begins_nothing_new_by_a_file(programme) -> None:
    row = making.applied(programme, Side.NEWCOMER, name="Ana", email="ana@example.org").participant
    row.consents.update(withdrawn_at=NOW)
    plan = planned(programme, [ana(side="volunteer")])
    assert [(each.row, each.column) for each in plan.problems] == [(2, "agreed")]


def test_how_to_reach_somebody_fits_what_the_file_says(programme) -> None:
    plan = planned(programme, [ana(email="", phone="0470 11 22 33", channel="mail"), ben(channel="message")])
    assert [(each.row, each.column) for each in plan.problems] == [(2, "email"), (3, "phone")]


def test_bands_agreements_and_checks_keep_their_days(programme) -> None:
    told = {
        "languages": "nl:B1;ar:C2", "judged": "nl:school:2026-03-31", "applied_on": "2026-03-01",
        "checks": "training:done:2026-01-01",
    }  # fmt: skip
    imported(programme, [ana(**told)])
    row = Participant.objects.get()
    assert row.since == dt.date(2026, 3, 1)
    bands = row.languages.values_list("language", "band", "judged_by", "judged_on")
    assert set(bands) == {
        ("nl", "B1", "school", dt.date(2026, 3, 31)),
        ("ar", "C2", "self", dt.date(2026, 3, 1)),
    }
    consent = row.consents.get()
    assert (consent.purpose, consent.text_version, consent.given_at.date()) == (
        "take_part", "paper", dt.date(2026, 10, 1),
    )  # fmt: skip
    assert row.checks.get().on == dt.date(2026, 1, 1)
    with clock.moved_to(NOW + dt.timedelta(days=3)):
        imported(programme, [ana(languages="nl:B1;ar:C2", judged="nl:test:2026-11-02")])
    assert row.languages.get(language="nl").judged_by == "test"
