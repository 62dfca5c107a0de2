"""The wallet: who writes, who confirms, and what nobody else sees."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import get_resolver

from convive.city.buddies.actions import hours as actions
from convive.city.buddies.codes import Side
from convive.city.buddies.models import HoursEntry
from convive.city.buddies.queries import hours as queries
from convive.core import clock, desk
from convive.core.models import AuditEntry, Membership
from convive.core.roles import Role
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, day


@pytest.fixture
def house(cast: SimpleNamespace):
    """The cast's newcomer and volunteer are a duo of the programme of "Buddies"; a coordinator of "Neighbours" too."""
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        newcomer = making.pooled(cast.programme, Side.NEWCOMER, user=cast.newcomer, name="Amal Haddad")
        volunteer = making.pooled(cast.programme, Side.VOLUNTEER, user=cast.volunteer)
        cast.me = newcomer.participant
        cast.duo = making.active(cast.programme, newcomer, volunteer)
        making.coordinator_of(cast.neighbours, cast.editor)
        yield cast


def add(house: SimpleNamespace, number: int = -3, minutes: int = 120) -> HoursEntry:
    return actions.add_entry(house.me, on=day(number), minutes=minutes, doing="cook", by=house.newcomer).entry


def audited(verb: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(verb=verb).values_list("why", "object_key"))


def test_the_newcomer_writes_and_somebody_else_confirms(house: SimpleNamespace) -> None:
    entry = add(house)
    assert audited("hours.added") == [("own-wish", str(entry.pk))]
    confirmed = actions.confirm_entry(
        entry, organisation_id=house.neighbours.pk, by=house.organisation_member
    )
    assert confirmed.organisation == house.neighbours
    assert (confirmed.confirmed_by, confirmed.confirmed_at) == (house.organisation_member, NOW)
    assert audited("hours.confirmed") == [("buddy-confirmed", str(entry.pk))]
    wallet = queries.wallet(house.city, [house.me], queries.newcomer_applications([house.me]))
    assert (wallet.target, wallet.hours, wallet.sentence) == (40, 2, "You have 2 of 40 hours.")
    assert [name for name, _rows in wallet.groups] == ["Neighbours"]


def test_nobody_writes_for_another_nor_as_a_volunteer(house: SimpleNamespace) -> None:
    volunteer = house.duo.volunteer.participant
    for participant, by in (
        (house.me, house.volunteer),
        (volunteer, house.volunteer),
        (house.me, house.buddy_coordinator),
    ):
        with pytest.raises(PermissionDenied):
            actions.add_entry(participant, on=day(-1), minutes=60, doing="talk", by=by)
    assert not HoursEntry.objects.exists()


@pytest.mark.parametrize(("number", "words"), [(1, "still to come"), (-400, "more than a year ago")])
def test_a_day_that_cannot_be_is_refused(house: SimpleNamespace, number: int, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        add(house, number)
    assert not HoursEntry.objects.exists()


def test_a_day_has_24_hours_over_all_organisations(house: SimpleNamespace) -> None:
    elsewhere = making.programme(house.city, house.neighbours, slug="other")
    other = making.pooled(elsewhere, Side.NEWCOMER, user=house.newcomer).participant
    making.hours(other, -3, 23 * 60)
    add(house, -3, 60)
    with pytest.raises(ValidationError, match="24 hours"):
        add(house, -3, 1)
    assert HoursEntry.objects.count() == 2


def test_as_long_on_the_same_day_is_said_and_not_refused(house: SimpleNamespace) -> None:
    first = add(house)
    second = actions.add_entry(house.me, on=day(-3), minutes=120, doing="talk", by=house.newcomer)
    assert second.twice
    wallet = queries.wallet(house.city, [house.me], [])
    assert wallet.twice == {first.pk, second.entry.pk}
    assert queries.twice_of([first]) == {first.pk}


def test_who_has_no_role_or_works_for_another_cannot_confirm(house: SimpleNamespace) -> None:
    entry = add(house)
    for by, organisation in (
        (house.volunteer, house.neighbours.pk),
        (house.outsider, house.neighbours.pk),
        (house.organisation_member, house.buddies.pk),
        (house.organisation_member, None),
    ):
        with pytest.raises(PermissionDenied):
            actions.confirm_entry(entry, organisation_id=organisation, by=by)
    entry.refresh_from_db()
    assert entry.confirmed_at is None


def test_nobody_confirms_their_own(house: SimpleNamespace) -> None:
    entry = add(house)
    Membership.objects.create(
        city=house.city, user=house.newcomer, role=Role.ORGANISATION_MEMBER, organisation=house.neighbours,
        since=dt.date(2024, 1, 1),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="your own"):
        actions.confirm_entry(entry, organisation_id=house.neighbours.pk, by=house.newcomer)


def test_what_is_confirmed_stays(house: SimpleNamespace) -> None:
    entry = add(house)
    actions.confirm_entry(entry, organisation_id=house.neighbours.pk, by=house.organisation_member)
    with pytest.raises(ValidationError, match="confirmed already"):
        actions.confirm_entry(entry, organisation_id=house.neighbours.pk, by=house.organisation_member)
    with pytest.raises(ValidationError, match="It stays"):
        actions.delete_entry(entry, by=house.newcomer)
    assert len(audited("hours.confirmed")) == 1


def test_the_newcomer_deletes_what_is_not_confirmed(house: SimpleNamespace) -> None:
    entry = add(house)
    with pytest.raises(PermissionDenied):
        actions.delete_entry(entry, by=house.buddy_coordinator)
    actions.delete_entry(entry, by=house.newcomer)
    assert not HoursEntry.objects.exists()
    assert [why for why, _key in audited("hours.deleted")] == ["own-wish"]


def test_hours_of_meetings_are_confirmed_in_one_step_by_who_runs_the_programme(
    house: SimpleNamespace,
) -> None:
    rows = [making.hours(house.me, -n, meeting=making.met(house.duo, -n)) for n in (2, 5)]
    free = add(house)
    shown = {row.pk: row.minutes for row in (*rows, free)}
    with pytest.raises(PermissionDenied):
        actions.confirm_of_programme(house.programme, shown, by=house.editor)
    with pytest.raises(PermissionDenied):
        actions.confirm_entry(rows[0], organisation_id=house.neighbours.pk, by=house.organisation_member)
    found = actions.confirm_of_programme(house.programme, shown, by=house.buddy_coordinator)
    assert (found.done, found.own, found.too_long, found.changed) == (2, 0, 0, 0)
    confirmed = HoursEntry.objects.filter(organisation=house.buddies)
    assert set(confirmed) == set(rows)
    assert [why for why, _key in audited("hours.confirmed")] == ["buddy-running"] * 2
    with pytest.raises(ValidationError, match="None of these"):
        actions.confirm_of_programme(house.programme, shown, by=house.buddy_coordinator)


def test_a_day_over_24_hours_stays_when_many_are_confirmed(house: SimpleNamespace) -> None:
    making.hours(house.me, -2, 23 * 60, by=house.organisation_member)
    row = making.hours(house.me, -2, 120, meeting=making.met(house.duo, -2))
    found = actions.confirm_of_programme(house.programme, {row.pk: 120}, by=house.buddy_coordinator)
    assert (found.done, found.too_long) == (0, 1)
    assert not audited("hours.confirmed")


def test_a_coordinator_of_another_organisation_finds_no_programme_and_no_entry(
    house: SimpleNamespace, signed_in
) -> None:
    making.hours(house.me, -2, meeting=making.met(house.duo, -2))
    path = f"/in/rivertown/buddies/{house.programme.slug}/hours/"
    assert signed_in(house.editor).get(path).status_code == 404
    page = signed_in(house.buddy_coordinator).get(path).content.decode()
    assert "Amal Haddad" in page
    assert "Confirm 1 entry" in page


def test_whoever_has_the_code_sees_the_first_name_and_confirms(house: SimpleNamespace, signed_in) -> None:
    entry = add(house)
    client = signed_in(house.organisation_member)
    found = client.post("/in/rivertown/hours/", {"code": entry.code.lower()})
    assert found.status_code == 302
    page = client.get(found["Location"]).content.decode()
    assert "Was Amal there?" in page
    assert "Haddad" not in page
    assert 'name="minutes" value="120"' in page
    assert client.post(found["Location"]).status_code == 422
    assert client.post(found["Location"], {"minutes": "120"}).status_code == 302
    entry.refresh_from_db()
    assert entry.organisation == house.neighbours
    after = client.get(found["Location"]).content.decode()
    assert "Amal" not in after
    assert client.post("/in/rivertown/hours/", {"code": "NOSUCHCODE"}).status_code == 422


def test_who_works_for_several_chooses_for_whom(house: SimpleNamespace, signed_in) -> None:
    entry = add(house)
    Membership.objects.create(
        city=house.city, user=house.organisation_member, role=Role.ANALYST, since=dt.date(2024, 1, 1)
    )
    client, path = signed_in(house.organisation_member), f"/in/rivertown/hours/{entry.code}/"
    shown = {"minutes": "120"}
    assert client.post(path, shown).status_code == 422
    assert client.post(path, shown | {"organisation": str(house.buddies.pk)}).status_code == 422
    assert client.post(path, shown | {"organisation": "city"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.organisation, entry.confirmed_by) == (None, house.organisation_member)


def test_the_wallet_lives_on_a_phone(house: SimpleNamespace, signed_in) -> None:
    client = signed_in(house.newcomer)
    answer = client.post(
        "/me/in/rivertown/hours/add/", {"on": str(day(-1)), "minutes": "90", "doing": "walk"}
    )
    entry = HoursEntry.objects.get()
    assert answer["Location"] == f"/me/in/rivertown/hours/{entry.pk}/"
    assert entry.code in client.get(answer["Location"]).content.decode()
    picture = client.get(f"{answer['Location']}code.svg")
    assert (picture["Content-Type"], picture.content[:5]) == ("image/svg+xml", b"<?xml")
    assert (
        client.post(
            "/me/in/rivertown/hours/add/", {"on": str(day(9)), "minutes": "90", "doing": "walk"}
        ).status_code
        == 422
    )
    assert "You have 0 of 40 hours." in client.get("/me/in/rivertown/hours/").content.decode()
    assert "You have 0 of 40 hours." in client.get("/me/in/rivertown/").content.decode()
    client.post(f"/me/in/rivertown/hours/{entry.pk}/delete/")
    assert not HoursEntry.objects.exists()


def test_the_panels_show_the_newcomer_the_wallet_and_the_volunteer_nothing(
    house: SimpleNamespace, signed_in
) -> None:
    making.hours(house.me, -2, meeting=making.met(house.duo, -2))
    making.hours(house.me, -4, 600, by=house.organisation_member)
    own = f"/me/in/rivertown/duos/{house.duo.pk}/"
    assert "You have 10 of 40 hours." in signed_in(house.newcomer).get(own).content.decode()
    assert (
        "hours"
        not in signed_in(house.volunteer)
        .get(own)
        .content.decode()
        .split("<main")[1]
        .split("</main>")[0]
        .lower()
    )
    page = (
        signed_in(house.buddy_coordinator).get(f"/in/rivertown/buddies/duos/{house.duo.pk}/").content.decode()
    )
    assert "Not confirmed yet: 2 h." in page
    assert "10 h" not in page


@pytest.mark.parametrize("number", [2, 12])
def test_pages_ask_as_much_for_many_as_for_few(
    house: SimpleNamespace, signed_in, number: int, django_assert_max_num_queries
) -> None:
    for n in range(number):
        making.hours(house.me, -n, meeting=making.met(house.duo, -n))
        making.hours(house.me, -n, by=house.organisation_member, organisation=house.neighbours)
    newcomer, coordinator = signed_in(house.newcomer), signed_in(house.buddy_coordinator)
    for client, path in (
        (newcomer, "/me/in/rivertown/hours/"),
        (coordinator, f"/in/rivertown/buddies/{house.programme.slug}/hours/"),
    ):
        client.get(path)
        with django_assert_max_num_queries(22):
            assert client.get(path).status_code == 200


def test_no_address_of_staff_hands_out_the_hours_of_a_person() -> None:
    """Of all addresses under /in/ with hours or proofs, one is found by a code that the person shows, and one lists
    what a programme has to confirm. What leaves as a file leaves from under /me/."""
    found = {
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "app_name", "") == "buddies"
        for pattern in resolver.url_patterns
        if str(pattern.pattern).startswith("in/")
        and {"hours", "proof"} & set(str(pattern.pattern).replace("-", "/").split("/"))
    }
    assert found == {
        "in/<slug:city>/hours/",
        "in/<slug:city>/hours/<str:code>/",
        "in/<slug:city>/buddies/<slug:programme>/hours/",
    }


def test_the_desk_brings_hours_to_who_runs_the_programme_and_the_room_to_who_was_there(
    house: SimpleNamespace,
) -> None:
    for number in (2, 5):
        making.hours(house.me, -number, meeting=making.met(house.duo, -number))
    add(house)
    assert "2 entries of hours wait" in [
        task.title for task in desk.tasks(house.buddy_coordinator, house.city)
    ]
    for user in (house.editor, house.organisation_member, house.city_administrator):
        assert not any("of hours" in task.title for task in desk.tasks(user, house.city))
    assert "Hours" in [room.label for room in desk.rooms(house.organisation_member, house.city)]
