"""Giving and ending roles: by a city administrator, with dates, and never so that a city has nobody left."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from convive.core import access, actions, clock
from convive.core.models import Membership, User
from convive.core.roles import Role
from convive.core.tenancy import in_city
from tests.conftest import SINCE, letters, make_cast


def test_somebody_new_gets_an_account_and_a_mail(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        membership = actions.give_role(
            cast.city,
            email="New@Example.org",
            name="Nia",
            role=Role.ANALYST,
            why="starts",
            by=cast.city_administrator,
        )
    assert membership.user.name == "Nia"
    assert not membership.user.has_usable_password()
    (letter,) = letters()
    assert letter.to == "new@example.org"
    assert "/accounts/password/reset/" in letter.text


def test_somebody_known_gets_the_role_on_the_same_account(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        actions.give_role(
            cast.city, email="VOLUNTEER@example.org", role="analyst", why="starts", by=cast.city_administrator
        )
        assert access.has_role(User.objects.get(pk=cast.volunteer.pk), cast.city, Role.ANALYST)
    assert User.objects.filter(email__iexact="volunteer@example.org").count() == 1


@pytest.mark.parametrize("who", ["analyst", "policy_officer", "buddy_coordinator", "outsider", "newcomer"])
def test_only_an_administrator_of_this_city_gives_roles(cast: SimpleNamespace, who: str) -> None:
    with in_city(cast.city), pytest.raises(PermissionDenied):
        actions.give_role(
            cast.city, email="x@example.org", role=Role.ANALYST, why="starts", by=getattr(cast, who)
        )


def test_the_same_role_twice_is_refused_in_words(cast: SimpleNamespace) -> None:
    with in_city(cast.city), pytest.raises(ValidationError, match="has this role already"):
        actions.give_role(
            cast.city, email=cast.analyst.email, role="analyst", why="starts", by=cast.city_administrator
        )


def test_a_member_of_an_organisation_needs_one(cast: SimpleNamespace) -> None:
    with in_city(cast.city), pytest.raises(ValidationError, match="Choose the organisation"):
        actions.give_role(
            cast.city,
            email="x@example.org",
            role=Role.ORGANISATION_MEMBER,
            why="starts",
            by=cast.city_administrator,
        )


def test_a_role_ends_and_opens_nothing_from_the_next_day(cast: SimpleNamespace) -> None:
    evening = dt.datetime(2026, 5, 4, 20, 0, tzinfo=dt.UTC)
    with in_city(cast.city), clock.moved_to(evening):
        row = Membership.objects.get(user=cast.analyst)
        actions.end_role(row, why="left", by=cast.city_administrator)
        assert access.works_in(User.objects.get(pk=cast.analyst.pk), cast.city)
    with in_city(cast.city), clock.moved_to(evening + dt.timedelta(days=1)):
        assert not access.works_in(User.objects.get(pk=cast.analyst.pk), cast.city)


def test_the_day_is_that_of_the_city_and_not_of_the_server(cast: SimpleNamespace) -> None:
    cast.city.time_zone = "Pacific/Auckland"
    with clock.moved_to(dt.datetime(2026, 5, 4, 20, 0, tzinfo=dt.UTC)):
        assert cast.city.today == dt.date(2026, 5, 5)


def test_the_last_administrator_stays(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        row = Membership.objects.get(user=cast.city_administrator)
        with pytest.raises(ValidationError, match="one administrator at least"):
            actions.end_role(row, why="left", by=cast.city_administrator)


def test_a_role_that_has_ended_cannot_end_again(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        row = actions.end_role(
            Membership.objects.get(user=cast.analyst), why="left", by=cast.city_administrator
        )
        with pytest.raises(ValidationError, match="ended already"):
            actions.end_role(row, why="left", by=cast.city_administrator)


def test_the_screen_says_what_is_wrong_at_the_top_and_keeps_what_was_typed(
    cast: SimpleNamespace, signed_in
) -> None:
    answer = signed_in(cast.city_administrator).post(
        "/in/rivertown/people/give-role/",
        {
            "email": "nia@example.org",
            "name": "Nia",
            "role": "organisation_member",
            "organisation": "",
            "why": "starts",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ds-error-summary" in text
    assert "Choose the organisation" in text
    assert "nia@example.org" in text
    assert not User.objects.filter(email="nia@example.org").exists()


def test_an_administrator_gives_and_ends_a_role_on_the_screen(cast: SimpleNamespace, signed_in) -> None:
    client = signed_in(cast.city_administrator)
    form = {"email": "nia@example.org", "name": "Nia", "role": "analyst", "organisation": "", "why": "starts"}
    assert client.post("/in/rivertown/people/give-role/", form).status_code == 302
    with in_city(cast.city):
        row = Membership.objects.get(user__email="nia@example.org")
    assert "Nia" in client.get("/in/rivertown/people/").content.decode()
    assert client.post(f"/in/rivertown/people/{row.pk}/end/", {"why": "other_task"}).status_code == 302
    assert "Has another task now" in client.get("/in/rivertown/audit/").content.decode()
    with in_city(cast.city):
        row.refresh_from_db()
    assert row.until is not None


def test_two_organisations_of_one_name_get_two_short_names(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        names = ["Choir", "Choir", "كورال"]
        slugs = [
            actions.add_organisation(cast.city, name=n, why="works-here", by=cast.city_administrator).slug
            for n in names
        ]
    assert slugs == ["choir", "choir-2", "organisation"]


def test_a_city_without_an_administrator_gets_its_first_one_from_whoever_runs_the_site(
    cast: SimpleNamespace,
) -> None:
    with in_city(cast.city):
        with pytest.raises(ValidationError, match="has an administrator"):
            actions.first_administrator(cast.city, email="first@example.org")
        Membership.objects.filter(role=Role.CITY_ADMINISTRATOR).update(until=SINCE)
        membership = actions.first_administrator(cast.city, email="first@example.org", name="First")
    assert (membership.role, membership.user.name) == (Role.CITY_ADMINISTRATOR, "First")


def test_two_administrators_cannot_end_each_others_role_at_once(own_database: str) -> None:
    cast = make_cast()
    with in_city(cast.city):
        second = Membership.objects.create(
            city=cast.city, user=cast.volunteer, role=Role.CITY_ADMINISTRATOR, since=SINCE
        )
        first = Membership.objects.get(user=cast.city_administrator)
    together = threading.Barrier(2)

    def end(membership: Membership, by: User) -> str:
        try:
            with in_city(cast.city):
                together.wait(timeout=30)
                actions.end_role(membership, why="left", by=by)
        except (ValidationError, PermissionDenied) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "ended"

    with ThreadPoolExecutor(2) as threads:
        ends = [
            threads.submit(end, second, cast.city_administrator),
            threads.submit(end, first, cast.volunteer),
        ]
        assert sorted(each.result(timeout=60) for each in ends) == ["ValidationError", "ended"]
    with in_city(cast.city):
        assert Membership.objects.filter(role=Role.CITY_ADMINISTRATOR, until__isnull=True).count() == 1


def test_a_role_in_the_network_ends_and_opens_no_page_from_then_on(cast: SimpleNamespace, signed_in) -> None:
    def way() -> bool:
        return 'href="/content/"' in signed_in(cast.editor).get("/me/").content.decode()

    assert signed_in(cast.editor).get("/content/").status_code == 200
    assert way()
    actions.end_network_role(cast.editor.email, "editor")
    assert signed_in(cast.editor).get("/content/").status_code == 302
    assert not way()
    with pytest.raises(ValidationError, match="Nobody with this address"):
        actions.end_network_role(cast.editor.email, "editor")
