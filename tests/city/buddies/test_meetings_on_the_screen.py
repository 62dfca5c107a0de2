"""Telling of a meeting on a phone, without script; and who sees which page."""

from __future__ import annotations

import re
import uuid
from types import SimpleNamespace

import pytest

from convive.city.buddies.actions import meetings
from convive.city.buddies.models import HoursEntry, Meeting
from tests.city import making
from tests.city.buddies.stage import running
from tests.city.making import day


@pytest.fixture
def house(cast: SimpleNamespace, signed_in):
    with running(cast) as house:
        house.phone, house.desk = signed_in(cast.newcomer), signed_in(cast.coordinator)
        house.own = f"/me/in/rivertown/duos/{house.duo.pk}/"
        house.page = f"/in/rivertown/buddies/duos/{house.duo.pk}/"
        yield house


def test_with_what_stands_in_the_form_one_button_is_enough(house: SimpleNamespace) -> None:
    page = house.phone.get(f"{house.own}meeting/").content.decode()
    chosen = dict(re.findall(r'name="(day|minutes)" value="(\w+)"[^>]*checked', page))
    assert chosen == {"day": "today", "minutes": "60"}
    key = re.search(r'name="sent_as" value="([\w-]+)"', page)[1]
    for _ in range(2):
        answer = house.phone.post(f"{house.own}meeting/", {**chosen, "sent_as": key}, follow=True)
        assert "Thank you. You met on Monday 2 November, 60 minutes." in answer.content.decode()
    assert Meeting.objects.get().minutes == 60


def test_it_says_that_the_other_told_already(house: SimpleNamespace) -> None:
    meetings.log_meeting(house.duo, on=day(0), minutes=60, by=house.volunteer)
    form = {"day": "today", "minutes": "90", "sent_as": uuid.uuid4()}
    answer = house.phone.post(f"{house.own}meeting/", form, follow=True).content.decode()
    assert "This day was known already. It counts once: Monday 2 November, 90 minutes." in answer


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"day": "other", "minutes": "60"}, "Which day?: This field is required"),
        ({"day": "today", "minutes": "other"}, "How many minutes?: This field is required"),
        ({"day": "other", "on": "2026-11-03", "minutes": "60"}, "has not come yet"),
        ({"minutes": "60"}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(house: SimpleNamespace, form: dict, words: str) -> None:
    answer = house.phone.post(f"{house.own}meeting/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Meeting.objects.exists()


def test_all_can_be_told_and_only_whoever_gave_it_sees_how_it_was(house: SimpleNamespace, signed_in) -> None:
    form = {
        "day": "other", "on": "2026-10-31", "minutes": "other", "other_minutes": "75", "place": "home",
        "doing": "cook", "practised": "yes", "met_others": "no", "mood": "1", "call_wanted": "on",
    }  # fmt: skip
    house.phone.post(f"{house.own}meeting/", form)
    row = Meeting.objects.get()
    assert (row.on, row.minutes, row.practised, row.met_others, row.mood, row.call_wanted) == (
        day(-2), 75, True, False, 1, True,
    )  # fmt: skip
    address = f"me/in/rivertown/meetings/{row.pk}/"
    assert "For you it was: not so good" in house.phone.get(f"/{address}").content.decode()
    other = signed_in(house.volunteer)
    for client, path in (
        (other, f"/{address}"),
        (other, house.own),
        (house.desk, house.page),
        (house.desk, f"/in/rivertown/buddies/meetings/{row.pk}/"),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert "not so good" not in page.content.decode()
    desk = house.desk.get(house.page).content.decode()
    assert "One of the two would like a call." in desk
    assert "75 minutes" in desk


def test_a_mistake_is_mended_and_taken_back(house: SimpleNamespace) -> None:
    row = meetings.log_meeting(house.duo, on=day(0), minutes=60, by=house.newcomer).meeting
    address = f"/me/in/rivertown/meetings/{row.pk}/"
    assert house.phone.post(address, {"day": "yesterday", "minutes": "120"}).status_code == 302
    assert Meeting.objects.get().on == day(-1)
    house.phone.post(f"{address}take-back/")
    assert not Meeting.objects.exists()
    assert not HoursEntry.objects.exists()


def test_a_planned_day_asks_by_itself_once_it_has_passed(house: SimpleNamespace) -> None:
    house.phone.post(f"{house.own}plan/", {"on": "2026-11-05", "at": "14:30"})
    home = house.phone.get("/me/in/rivertown/").content.decode()
    assert "Your next meeting" in home
    assert re.search(r"Thursday 5 November at (14|2):30", home)
    Meeting.objects.update(on=day(-1))
    home = house.phone.get("/me/in/rivertown/").content.decode()
    assert "Did you meet?" in home
    plan = Meeting.objects.get()
    page = house.phone.get(f"{house.own}meeting/?planned={plan.pk}").content.decode()
    assert re.search(r'value="yesterday"[^>]*checked', page)
    house.phone.post(f"{house.own}not-met/", {"kind": "attempted", "planned": plan.pk})
    assert Meeting.objects.get().kind == "attempted"


def test_another_organisations_coordinator_finds_no_page(house: SimpleNamespace, signed_in) -> None:
    row = making.met(house.duo, -1)
    client = signed_in(house.elsewhere)
    for path in ("meeting/", "plan/", "follow-up/"):
        assert client.get(house.page + path).status_code == 404
    for path in ("not-met/", "called/", "tried/"):
        assert client.post(house.page + path, {"kind": "cancelled"}).status_code == 404
    assert client.get(f"/in/rivertown/buddies/meetings/{row.pk}/").status_code == 404
    assert client.post(f"/in/rivertown/buddies/meetings/{row.pk}/take-back/").status_code == 404
    for path in ("duos", "follow-ups", "activities", "activities/new"):
        assert client.get(f"/in/rivertown/buddies/{house.programme.slug}/{path}/").status_code == 404
    assert Meeting.objects.count() == 1


def test_a_coordinator_writes_a_meeting_down_for_them(house: SimpleNamespace) -> None:
    page = house.desk.get(f"{house.page}meeting/").content.decode()
    assert 'name="mood"' not in page
    house.desk.post(f"{house.page}meeting/", {"day": "today", "minutes": "30"})
    row = Meeting.objects.get()
    assert (row.logged_by, row.minutes) == ("organisation", 30)
    house.desk.post(f"/in/rivertown/buddies/meetings/{row.pk}/take-back/")
    assert not Meeting.objects.exists()


def test_a_page_asks_as_much_with_many_meetings_as_with_few(
    house: SimpleNamespace, django_assert_max_num_queries
) -> None:
    making.met(house.duo, -1)
    with django_assert_max_num_queries(40) as few:
        house.phone.get(house.own)
    for number in range(2, 12):
        making.hours(house.duo.newcomer.participant, -number, meeting=making.met(house.duo, -number))
    with django_assert_max_num_queries(len(few)):
        house.phone.get(house.own)
