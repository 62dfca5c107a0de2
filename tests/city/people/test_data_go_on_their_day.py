from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction

from convive.city.buddies.codes import Side
from convive.city.people.actions import erase_participant, tell_deletion
from convive.city.people.jobs import retain
from convive.city.people.models import Participant
from convive.city.people.reasons import PeopleReason
from convive.core import clock
from convive.core.models import AuditEntry
from tests.city import making
from tests.city.people import telling
from tests.conftest import letters


@pytest.fixture
def row(inside: SimpleNamespace) -> Participant:
    """Somebody whose data go in forty days, as they were told long ago."""
    row = telling.enrolled(inside)
    today = inside.city.today
    row.since = row.told_on = today - dt.timedelta(days=300)
    row.delete_on = today + dt.timedelta(days=40)
    row.save()
    return row


def after(days: int):
    return clock.moved_to(clock.now() + dt.timedelta(days=days))


def test_thirty_days_before_there_is_one_reminder(inside: SimpleNamespace, row: Participant) -> None:
    assert retain(inside.city) == (0, 0)
    with after(11):
        assert retain(inside.city) == (1, 0)
        assert retain(inside.city) == (0, 0)
    with after(20):
        assert retain(inside.city) == (0, 0)
    assert [letter.to for letter in letters()] == [telling.EMAIL]


def test_on_the_day_the_data_go_once(inside: SimpleNamespace, row: Participant) -> None:
    with after(40):
        assert retain(inside.city) == (0, 1)
        assert retain(inside.city) == (0, 0)
    row.refresh_from_db()
    assert row.erased_at is not None
    assert AuditEntry.objects.filter(verb="participant.erased", actor=None).count() == 1


def test_whoever_was_not_told_stays(inside: SimpleNamespace, row: Participant) -> None:
    Participant.objects.update(told_on=None)
    with after(60):
        assert retain(inside.city) == (0, 0)


def test_whoever_is_in_a_duo_stays_until_it_is_over(inside: SimpleNamespace, row: Participant) -> None:
    programme = making.programme(inside.city, inside.buddies)
    mine = making.pooled(programme, Side.NEWCOMER)
    mine.participant = row
    mine.save()
    duo = making.active(programme, mine)
    with after(60):
        assert retain(inside.city) == (0, 0)
        duo.over_on, duo.outcome, duo.end_reason = inside.city.today, "completed", "duo-term"
        duo.save()
        assert retain(inside.city) == (0, 1)


def test_whoever_is_in_a_duo_is_not_told_that_their_data_go_soon(
    inside: SimpleNamespace, row: Participant
) -> None:
    mine = making.pooled(making.programme(inside.city, inside.buddies), Side.NEWCOMER)
    mine.participant = row
    mine.save()
    making.active(mine.programme, mine)
    with after(11):
        assert retain(inside.city) == (0, 0)
    assert letters() == []


def test_what_changed_while_the_job_waited_counts(inside: SimpleNamespace, row: Participant) -> None:
    """The job read the row, and then the person had their data kept longer, or was to be told anew."""
    with after(40):
        for later in ({"delete_on": inside.city.today + dt.timedelta(days=1)}, {"told_on": None}):
            with transaction.atomic():
                Participant.objects.update(**later)
                assert not erase_participant(row, by=None, why=PeopleReason.RETENTION)
                transaction.set_rollback(True)
        assert erase_participant(row, by=None, why=PeopleReason.RETENTION)
        assert not erase_participant(row, by=None, why=PeopleReason.RETENTION)


def test_whose_duo_began_while_the_job_waited_stays(inside: SimpleNamespace, row: Participant) -> None:
    mine = making.pooled(making.programme(inside.city, inside.buddies), Side.NEWCOMER)
    mine.participant = row
    mine.save()
    making.active(mine.programme, mine)
    with after(40):
        assert not erase_participant(row, by=None, why=PeopleReason.RETENTION)


def test_whom_no_letter_reaches_is_not_told_and_stays(inside: SimpleNamespace) -> None:
    row = telling.enrolled(inside, email="", channel="phone")
    tell_deletion(row, row.delete_on, by=inside.buddy_coordinator, why=PeopleReason.ENDED)
    row.refresh_from_db()
    assert row.told_on is None
    assert not AuditEntry.objects.filter(verb="participant.told").exists()
    tell_deletion(row, row.delete_on, by=inside.buddy_coordinator, why=PeopleReason.ENDED, letter=False)
    row.refresh_from_db()
    assert row.told_on == inside.city.today
