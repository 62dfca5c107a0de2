from __future__ import annotations

import importlib

import pytest
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, reverse

from convive.core.models import City, Membership, User
from convive.core.roles import Role
from convive.core.tenancy import in_city
from convive.site import urls
from convive.site.demo import cast as demo
from tests.core.accounts.conftest import who_is_in


@pytest.fixture
def people(cast) -> dict[str, User]:
    """The demo's people, each with an account; those of the first city work there."""
    city = City.objects.create(
        slug=demo.ALDERMONDE,
        names={"en": "Aldermonde"},
        country="XC",
        official_code="1",
        official_code_year=2026,
        time_zone="Europe/Brussels",
        languages=["nl"],
        invented=True,
    )
    users = {
        person.key: User.objects.create_user(person.email, name=person.name, language=person.language)
        for person in demo.CAST
    }
    with in_city(city):
        Membership.objects.create(city=city, user=users["policy"], role=Role.POLICY_OFFICER, since=city.today)
    return users


@pytest.fixture
def not_a_demo(settings):
    """The addresses as they are on a server."""
    settings.DEMO = False
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.DEMO = True
    importlib.reload(urls)
    clear_url_caches()


def test_the_page_says_who_everybody_is(people) -> None:
    page = Client().get("/walk-in/").content.decode()
    for person in demo.CAST:
        assert person.name in page
        assert f"/walk-in/{person.key}/" in page
        assert person.walk_in["en"] in page.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("key", "lands"),
    [
        ("policy", "/in/aldermonde/"),
        ("newcomer", "/me/in/aldermonde/"),
        ("volunteer", "/me/in/aldermonde/"),
        ("editor", "/content/"),
    ],
)
def test_each_lands_where_their_work_begins(people, key: str, lands: str) -> None:
    client = Client()
    assert client.get(f"/walk-in/{key}/").headers["Location"] == lands
    assert who_is_in(client) == people[key].pk


def test_the_next_person_takes_the_place_of_the_one_before(people) -> None:
    client = Client()
    client.get("/walk-in/policy/")
    client.get("/walk-in/newcomer/")
    assert who_is_in(client) == people["newcomer"].pk
    assert b'<html lang="ar" dir="rtl"' in client.get("/me/").content


def test_somebody_who_is_not_of_the_cast_does_not_exist(people, cast) -> None:
    assert Client().get("/walk-in/nobody/").status_code == 404


def test_somebody_who_erased_the_account_is_gone(people) -> None:
    User.objects.filter(pk=people["policy"].pk).update(is_active=False)
    client = Client()
    assert client.get("/walk-in/policy/").headers["Location"] == "/walk-in/"
    assert who_is_in(client) is None


def test_on_a_server_the_addresses_do_not_exist(people, not_a_demo) -> None:
    for path in ("/walk-in/", "/walk-in/policy/"):
        assert Client().get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo:walk-in")


def test_the_view_refuses_too_where_there_is_no_demo(people, settings) -> None:
    settings.DEMO = False
    client = Client()
    assert client.get("/walk-in/policy/").status_code == 404
    assert client.get("/walk-in/").status_code == 404
    assert who_is_in(client) is None
