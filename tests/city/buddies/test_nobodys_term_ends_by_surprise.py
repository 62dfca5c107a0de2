"""Letters 30 and 7 days before the end of a term: once each, on a working day, and not in a pause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db.models import QuerySet

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.jobs.letters import remind
from convive.city.buddies.models import Duo, Pause, Reminder
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.mail import Letter
from convive.core.models import AuditEntry, City
from convive.core.tenancy import in_city
from tests.city.buddies.agreeing import begun, rivertown, subjects
from tests.conftest import letters

# A Monday, so that 30 days before it is a Saturday and 7 days before it a Monday.
END = dt.date(2027, 5, 3)


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        begun(found)
        Duo.objects.filter(pk=found.duo.pk).update(ends_on=END)
        yield found


def ends() -> QuerySet[Reminder]:
    return Reminder.objects.filter(kind="ends")


def of_the_end() -> list[Letter]:
    return [letter for letter in letters() if "2027" in letter.subject]


def mornings(here: SimpleNamespace, first: int, last: int) -> list[dt.date]:
    """Let every morning pass, from so many days before the end to so many; the days on which letters went out. At the
    hour at which letters begin to go out, by the clocks of the city in summer.
    """
    told = []
    for left in range(first, last - 1, -1):
        day = END - dt.timedelta(days=left)
        with clock.moved_to(dt.datetime.combine(day, dt.time(8), dt.UTC)):
            before = ends().count()
            remind(city_id=here.city.pk)
            if ends().count() > before:
                told.append(day)
    return told


def test_both_are_told_twice_and_never_on_a_weekend(here: SimpleNamespace) -> None:
    told = mornings(here, 33, -8)
    assert told == [dt.date(2027, 4, 5), dt.date(2027, 4, 26)]
    assert all(day.weekday() < 5 for day in told)
    assert ends().count() == 4
    sent = of_the_end()
    assert sorted(letter.to for letter in sent) == sorted(
        2 * ["newcomer@example.org", "volunteer@example.org"]
    )


def test_the_same_morning_twice_tells_once(here: SimpleNamespace) -> None:
    assert len(mornings(here, 10, 10) + mornings(here, 10, 10)) == 1


def test_a_pause_is_kept_and_the_letter_comes_after_it(here: SimpleNamespace) -> None:
    Pause.objects.create(
        city=here.city,
        duo=here.duo,
        since=dt.date(2027, 4, 1),
        until=dt.date(2027, 4, 14),
        reason="pause-holiday",
    )
    assert mornings(here, 33, -8) == [dt.date(2027, 4, 15), dt.date(2027, 4, 26)]


def test_who_asked_for_more_time_has_answered(here: SimpleNamespace) -> None:
    with clock.moved_to(dt.datetime(2027, 4, 6, 9, tzinfo=dt.UTC)):
        actions.renew(here.duo, by=here.newcomer)
    assert mornings(here, 26, -8) == []


def test_a_later_end_is_told_again(here: SimpleNamespace) -> None:
    assert len(mornings(here, 33, 0)) == 2
    Duo.objects.filter(pk=here.duo.pk).update(ends_on=END + dt.timedelta(days=91))
    assert len(mornings(here, -58, -91)) == 2


def test_without_an_address_and_after_the_end_nobody_is_written_to(here: SimpleNamespace) -> None:
    Participant.objects.filter(user=here.newcomer).update(email="")
    mornings(here, 33, 0)
    assert set(ends().values_list("side", flat=True)) == {"volunteer"}
    before = len(subjects())
    actions.close_duo(here.duo, reason="duo-time", by=here.coordinator)
    after = len(subjects())
    assert after == before + 1, "the letter of the end"
    assert mornings(here, 33, 0) == []


def test_it_is_written_down_and_goes_out_by_day_in_each_city_by_itself(
    here: SimpleNamespace, other_city: City
) -> None:
    day = dt.datetime(2027, 4, 26, tzinfo=dt.UTC)
    with in_city(other_city), clock.moved_to(day.replace(hour=9)):
        assert remind(city_id=other_city.pk) == 0
    with clock.moved_to(day.replace(hour=5)):
        assert remind(city_id=here.city.pk) == 0
    with clock.moved_to(day.replace(hour=9)):
        remind(city_id=here.city.pk)
    sent = AuditEntry.objects.filter(verb="reminder.sent", details__kind="ends")
    assert [entry.actor for entry in sent] == [None, None]
