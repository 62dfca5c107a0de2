"""Trainings and group activities: who comes, who came, and what follows from it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import activities
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Attendance, GroupActivity, HoursEntry
from convive.city.people.actions import add_check
from convive.city.people.models import Check
from tests.city import making
from tests.city.buddies.stage import entries, running
from tests.city.making import day


@pytest.fixture
def house(cast: SimpleNamespace, signed_in):
    with running(cast) as house:
        house.client, house.phone = signed_in(cast.coordinator), signed_in(cast.newcomer)
        house.new, house.vol = house.duo.newcomer, house.duo.volunteer
        yield house


def make(house: SimpleNamespace, number: int = 7, **more) -> GroupActivity:
    values = {"kind": "activity", "names": {"en": "Walk"}, "on": day(number), "minutes": 120, **more}
    return activities.make_activity(house.programme, by=house.coordinator, **values)


def test_who_runs_the_programme_makes_and_changes_one(house: SimpleNamespace) -> None:
    row = make(house)
    activities.change_activity(row, minutes=60, by=house.coordinator)
    assert GroupActivity.objects.get().minutes == 60
    assert (
        entries("activity.made")
        == entries("activity.changed")
        == [(house.coordinator.email, "buddy-running")]
    )
    for by in (house.elsewhere, house.newcomer):
        with pytest.raises(PermissionDenied):
            activities.make_activity(
                house.programme, by=by, kind="activity", names={"en": "X"}, on=day(1), minutes=9
            )
        with pytest.raises(PermissionDenied):
            activities.change_activity(row, minutes=5, by=by)
        with pytest.raises(PermissionDenied):
            activities.note_who_came(row, {}, by=by)
    with pytest.raises(ValidationError):
        make(house, names={})
    assert GroupActivity.objects.count() == 1


def test_people_sign_themselves_up_and_off(house: SimpleNamespace) -> None:
    row = make(house)
    first = activities.sign_up(row, house.new, by=house.newcomer)
    assert activities.sign_up(row, house.new, by=house.newcomer) == first
    assert entries("attendance.signed-up") == [(house.newcomer.email, "buddy-answered")]
    with pytest.raises(PermissionDenied):
        activities.sign_up(row, house.new, by=house.volunteer)
    with pytest.raises(PermissionDenied):
        activities.sign_off(row, house.new, by=house.elsewhere)
    activities.sign_off(row, house.new, by=house.newcomer)
    assert not Attendance.objects.exists()


def test_nobody_comes_beyond_the_places_or_after_the_day(house: SimpleNamespace) -> None:
    row = make(house, seats=1)
    activities.sign_up(row, house.new, by=house.newcomer)
    with pytest.raises(ValidationError, match="taken"):
        activities.sign_up(row, house.vol, by=house.volunteer)
    with pytest.raises(ValidationError, match="seats|More people"):
        activities.change_activity(row, seats=0, by=house.coordinator)
    past = make(house, -1)
    with pytest.raises(ValidationError, match="passed"):
        activities.sign_up(past, house.new, by=house.newcomer)
    assert activities.sign_up(past, house.new, by=house.coordinator).came is None


def test_only_who_takes_part_can_come(house: SimpleNamespace) -> None:
    row = make(house)
    left = making.applied(house.programme, Side.NEWCOMER, withdrawn_on=day(-1))
    with pytest.raises(ValidationError):
        activities.sign_up(row, left, by=house.coordinator)


def test_a_newcomer_who_came_has_hours_and_a_mistake_takes_them_back(house: SimpleNamespace) -> None:
    row = make(house, -1)
    came = activities.sign_up(row, house.new, by=house.coordinator)
    assert activities.note_who_came(row, {came.pk: True}, by=house.coordinator) == 1
    assert activities.note_who_came(row, {came.pk: True}, by=house.coordinator) == 0
    entry = HoursEntry.objects.get()
    assert (entry.participant, entry.attendance, entry.on, entry.minutes, entry.confirmed_at) == (
        house.new.participant, came, day(-1), 120, None,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="stay as they are"):
        activities.change_activity(row, minutes=30, by=house.coordinator)
    activities.note_who_came(row, {came.pk: False}, by=house.coordinator)
    assert not HoursEntry.objects.exists()
    activities.note_who_came(row, {came.pk: True}, by=house.coordinator)
    HoursEntry.objects.update(confirmed_at=making.NOW, confirmed_by=house.coordinator)
    with pytest.raises(ValidationError, match="confirmed"):
        activities.note_who_came(row, {came.pk: False}, by=house.coordinator)
    assert Attendance.objects.get().came is True


def test_a_volunteer_who_came_to_a_training_has_the_check(house: SimpleNamespace) -> None:
    row = make(house, -1, kind="training")
    came = activities.sign_up(row, house.vol, by=house.coordinator)
    activities.note_who_came(row, {came.pk: True}, by=house.coordinator)
    check = Check.objects.get(participant=house.vol.participant)
    assert (check.kind, check.outcome, check.on) == ("training", "done", day(-1))
    assert not HoursEntry.objects.exists()
    activities.note_who_came(row, {came.pk: False}, by=house.coordinator)
    assert not Check.objects.exists()


def test_two_trainings_of_a_day_have_a_check_each_and_what_the_coordinator_wrote_stays(
    house: SimpleNamespace,
) -> None:
    own = add_check(house.vol.participant, "training", "done", on=day(-1), by=house.coordinator)
    found = []
    for _training in range(2):
        row = make(house, -1, kind="training")
        came = activities.sign_up(row, house.vol, by=house.coordinator)
        activities.note_who_came(row, {came.pk: True}, by=house.coordinator)
        found.append((row, came))
    assert Check.objects.filter(participant=house.vol.participant).count() == 3
    for row, came in found:
        activities.note_who_came(row, {came.pk: False}, by=house.coordinator)
    assert Check.objects.get() == own


def test_who_came_is_noted_from_the_day_on(house: SimpleNamespace) -> None:
    row = make(house, 1)
    came = activities.sign_up(row, house.new, by=house.newcomer)
    with pytest.raises(ValidationError, match="not come"):
        activities.note_who_came(row, {came.pk: True}, by=house.coordinator)


def test_the_pages_of_whoever_runs_it(house: SimpleNamespace, signed_in) -> None:
    tab = f"/in/rivertown/buddies/{house.programme.slug}/activities/"
    assert "Nothing is on yet" in house.client.get(tab).content.decode()
    form = {"name_en": "Walk", "name_nl": "Wandelen", "kind": "activity", "on": "2026-11-01", "minutes": "90"}
    assert house.client.post(f"{tab}new/", form | {"name_en": ""}).status_code == 422
    assert house.client.post(f"{tab}new/", form).status_code == 302
    row = GroupActivity.objects.get()
    assert row.names == {"en": "Walk", "nl": "Wandelen"}
    page = f"/in/rivertown/buddies/activities/{row.pk}/"
    assert signed_in(house.elsewhere).get(page).status_code == 404
    assert "Amira Haddad" in house.client.get(f"{page}?words=amira").content.decode()
    house.client.post(f"{page}sign-up/", {"application": house.new.pk})
    came = Attendance.objects.get()
    house.client.post(page, {"came": [came.pk]})
    came.refresh_from_db()
    assert came.came is True
    assert "1 person came" in house.client.get(tab).content.decode()
    house.client.post(f"{page}change/", form | {"name_en": "Long walk", "name_nl": ""})
    row.refresh_from_db()
    assert row.names == {"en": "Long walk"}


def test_i_come_and_i_do_not_come(house: SimpleNamespace) -> None:
    row = make(house)
    assert "Walk on Monday 9 November" in house.phone.get("/me/in/rivertown/").content.decode()
    page = "/me/in/rivertown/activities/"
    assert "I come" in house.phone.get(page).content.decode()
    assert (
        "See you there."
        in house.phone.post(f"{page}{row.pk}/", {"comes": "yes"}, follow=True).content.decode()
    )
    assert "You come." in house.phone.get(page).content.decode()
    house.phone.post(f"{page}{row.pk}/", {"comes": "no"})
    assert not Attendance.objects.exists()
    other = making.programme(house.city, house.neighbours, slug="other")
    stranger = GroupActivity.objects.create(
        city=house.city, programme=other, kind="activity", names={"en": "X"}, on=day(3), minutes=10
    )
    assert house.phone.post(f"{page}{stranger.pk}/", {"comes": "yes"}).status_code == 404
