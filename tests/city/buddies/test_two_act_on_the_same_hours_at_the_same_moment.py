"""Two connections at once: one has acted and not committed yet, the other waits for it and then finds how it stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from convive.city.buddies.actions import agreements as agreement_actions
from convive.city.buddies.actions import hours, intake, meetings
from convive.city.buddies.models import Application, Duo, HoursEntry, Meeting
from convive.core.models import AuditEntry
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.buddies.agreeing import begun, people
from tests.conftest import make_cast

Act = Callable[[], Any]
PATIENCE = 60


@pytest.fixture
def here(own_database: str) -> SimpleNamespace:
    """A duo that met, and an entry of hours that waits."""
    cast = make_cast()
    with in_city(cast.city):
        found = people(cast)
        begun(found)
        told = meetings.log_meeting(found.duo, on=found.city.today, minutes=60, by=found.newcomer)
        found.meeting, found.entry = told.meeting, HoursEntry.objects.get()
    return found


def one_after_the_other(here: SimpleNamespace, first: Act, second: Act) -> Any:
    """Let `first` act, and `second` on a connection of its own while the first is not committed. What the second
    returns or raises.
    """

    def meanwhile() -> Any:
        try:
            with in_city(here.city):
                return second()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with in_city(here.city):
            first()
            acting = thread.submit(meanwhile)
            until = time.monotonic() + PATIENCE
            while not waiting() and not acting.done():
                assert time.monotonic() < until, "the second neither waits nor ends"
        return acting.result(timeout=PATIENCE)


def waiting() -> bool:
    """Whether somebody waits for a lock, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def of_programme(here: SimpleNamespace) -> Act:
    shown = {here.entry.pk: 60}
    return lambda: hours.confirm_of_programme(here.programme, shown, by=here.coordinator)


def with_code(here: SimpleNamespace) -> Act:
    organisation = here.programme.organisation_id
    return lambda: hours.confirm_entry(here.entry, organisation_id=organisation, by=here.coordinator)


def take_back(here: SimpleNamespace) -> Act:
    return lambda: meetings.take_back(here.meeting, by=here.newcomer)


def confirmations(here: SimpleNamespace) -> int:
    with in_city(here.city):
        return AuditEntry.objects.filter(verb="hours.confirmed").count()


@pytest.mark.parametrize("first", [of_programme, with_code])
@pytest.mark.parametrize("second", [of_programme, with_code])
def test_what_two_confirm_at_once_is_confirmed_once(
    here: SimpleNamespace, first: Callable[..., Act], second: Callable[..., Act]
) -> None:
    assert isinstance(one_after_the_other(here, first(here), second(here)), ValidationError)
    assert confirmations(here) == 1


@pytest.mark.parametrize("confirm", [of_programme, with_code])
def test_what_is_confirmed_is_not_lost_to_who_takes_it_back(
    here: SimpleNamespace, confirm: Callable[..., Act]
) -> None:
    assert isinstance(one_after_the_other(here, confirm(here), take_back(here)), ValidationError)
    with in_city(here.city):
        assert HoursEntry.objects.get().confirmed_at is not None
        assert Meeting.objects.exists()


@pytest.mark.parametrize("confirm", [of_programme, with_code])
def test_what_was_taken_back_is_not_confirmed(here: SimpleNamespace, confirm: Callable[..., Act]) -> None:
    assert isinstance(one_after_the_other(here, take_back(here), confirm(here)), ValidationError)
    with in_city(here.city):
        assert not HoursEntry.objects.exists()
    assert confirmations(here) == 0


def test_a_meeting_that_both_tell_at_once_is_one(here: SimpleNamespace) -> None:
    day = here.city.today
    with in_city(here.city):
        meetings.take_back(here.meeting, by=here.newcomer)
    told = one_after_the_other(
        here,
        lambda: meetings.log_meeting(here.duo, on=day, minutes=60, by=here.newcomer),
        lambda: meetings.log_meeting(here.duo, on=day, minutes=90, by=here.volunteer),
    )
    assert told.how == "updated"
    with in_city(here.city):
        assert Meeting.objects.get().minutes == HoursEntry.objects.get().minutes == 90


def test_the_third_signature_and_who_stops_wait_for_each_other(here: SimpleNamespace) -> None:
    with in_city(here.city):
        agreement_actions.close_duo(here.duo, reason="duo-time", by=here.coordinator)
        accepted = making.accepted(here.programme, here.duo.newcomer, here.duo.volunteer)
        agreement = agreement_actions.draw_up(accepted, by=here.coordinator)
        for signer, by in (("newcomer", here.newcomer), ("volunteer", here.volunteer)):
            agreement_actions.sign(agreement, signer, by=by, language="en")

    def sign() -> None:
        agreement_actions.sign(agreement, "organisation", by=here.coordinator, language="en")

    def stop() -> None:
        application = Application.objects.get(pk=accepted.newcomer_id)
        intake.withdraw(application, by=here.newcomer, why=Purpose.OWN_WISH)

    error = one_after_the_other(here, sign, stop)
    assert "has begun" in str(error)
    with in_city(here.city):
        assert Duo.objects.get(pk=accepted.pk).over_on is None
