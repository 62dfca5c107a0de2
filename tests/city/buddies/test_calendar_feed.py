"""One's own planned meetings in one's own calendar, behind a secret address."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from convive.city.buddies.actions import feeds
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import Attendance, CalendarFeed, GroupActivity
from convive.city.people.models import Consent
from tests.city import making
from tests.city.buddies.stage import entries, running
from tests.city.making import day

PAGE = "/me/in/rivertown/calendar/"


@pytest.fixture
def house(cast: SimpleNamespace, signed_in):
    with running(cast) as house:
        house.person = house.duo.newcomer.participant
        house.phone = signed_in(cast.newcomer)
        making.met(house.duo, 3, kind=MeetingKind.PLANNED, at=dt.time(14))
        making.met(house.duo, -3)
        making.met(making.active(house.programme), 4, kind=MeetingKind.PLANNED)
        yield house


def events(address: str) -> list[icalendar.Event]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def made(house: SimpleNamespace) -> str:
    page = house.phone.post(PAGE, {"participant": house.person.pk, "do": "make"})
    assert "no-store" in page["Cache-Control"]
    return re.search(
        r'value="https?://[^/"]+(/api/v1/cities/rivertown/calendar/[\w-]+\.ics)"', page.content.decode()
    )[1]


def test_it_holds_ones_own_planned_meetings_in_the_citys_time(house: SimpleNamespace) -> None:
    address = made(house)
    (event,) = events(address)
    assert str(event["SUMMARY"]) == "Meeting with your buddy"
    assert event.start == dt.datetime(2026, 11, 5, 14, tzinfo=ZoneInfo("Europe/Brussels"))
    assert events(address)[0]["UID"] == event["UID"]
    assert b"Haddad" not in Client().get(address).content


def test_the_first_name_of_the_other_is_there_only_if_they_agreed(house: SimpleNamespace) -> None:
    address = made(house)
    consent = Consent.objects.create(
        city=house.city,
        participant=house.duo.volunteer.participant,
        purpose="share_contact",
        text_version="2026-11",
        given_at=making.at(-9),
    )
    assert str(events(address)[0]["SUMMARY"]) == "Meeting with Jan"
    consent.withdrawn_at = making.NOW
    consent.save()
    assert str(events(address)[0]["SUMMARY"]) == "Meeting with your buddy"


def test_activities_that_one_signed_up_for_are_there(house: SimpleNamespace) -> None:
    activity = GroupActivity.objects.create(
        city=house.city,
        programme=house.programme,
        kind="activity",
        names={"en": "Walk"},
        on=day(5),
        minutes=90,
    )
    Attendance.objects.create(
        city=house.city, activity=activity, application=house.duo.newcomer, signed_up_at=making.NOW
    )
    found = {str(event["SUMMARY"]): event.start for event in events(made(house))}
    assert found["Walk"] == day(5)


def test_the_address_is_shown_once_and_only_its_digest_is_kept(house: SimpleNamespace) -> None:
    address = made(house)
    key = address.rsplit("/", 1)[1].removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert row.key_hash == feeds.digest(key)
    assert len(key) == 43
    assert key not in house.phone.get(PAGE).content.decode()
    assert entries("feed.made") == [(house.newcomer.email, "own-wish")]


def test_a_new_address_ends_the_old_one_and_one_can_end_it(house: SimpleNamespace) -> None:
    first, second = made(house), made(house)
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    house.phone.post(PAGE, {"participant": house.person.pk, "do": "end"})
    assert Client().get(second).status_code == 404
    assert entries("feed.ended") == [(house.newcomer.email, "own-wish")]


def test_a_key_opens_nothing_in_another_city(house: SimpleNamespace) -> None:
    address = made(house)
    assert Client().get(address.replace("rivertown", "laketown")).status_code == 404
    assert Client().get("/api/v1/cities/rivertown/calendar/guess.ics").status_code == 404


def test_nobody_makes_or_ends_the_address_of_somebody_else(house: SimpleNamespace, signed_in) -> None:
    for by in (house.volunteer, house.coordinator):
        with pytest.raises(PermissionDenied):
            feeds.make_feed(house.person, by=by)
        with pytest.raises(PermissionDenied):
            feeds.end_feed(house.person, by=by)
    signed_in(house.volunteer).post(PAGE, {"participant": house.person.pk, "do": "make"})
    assert not CalendarFeed.objects.exists()
