"""Every address against every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from convive.core.models import Membership
from convive.core.tenancy import in_city
from convive.network.library.actions import ensure_city_page
from tests.conftest import make_cast
from tests.core import rows
from tests.doors.table import CITY_ROLES, DOORS, EVERYBODY, NOBODY, OUTSIDER, PREFIXES, Door, Prefix


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        # Public pages have one address in each language; the pattern of the prefix is empty in English.
        part = "" if type(entry.pattern).__name__ == "LocalePrefixPattern" else str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield before + part
        else:
            yield from routes(entry, before + part)


def test_every_address_stands_in_the_table() -> None:
    known = {door.route for door in DOORS}
    prefixes = [prefix.route for prefix in PREFIXES if prefix.route]
    wagtail_pages = re.compile(r"^\^?\(\(\?:\[|^_util/|^$")
    unknown = [
        route
        for route in routes(get_resolver())
        if route not in known
        and not any(route.startswith(prefix) for prefix in prefixes)
        and not wagtail_pages.match(route)
    ]
    assert unknown == [], "add these addresses to tests/doors/table.py"


def test_the_table_holds_no_address_that_is_gone() -> None:
    assert {door.route for door in DOORS} - set(routes(get_resolver())) == set()


@pytest.fixture(scope="module")
def house(module_database: str) -> SimpleNamespace:
    """The cast, and an object for every part of an address. Set up once: the tests of this file only knock."""
    cast = make_cast()
    ensure_city_page(cast.city)
    with in_city(cast.city):
        cast.objects = {"membership": str(Membership.objects.get(user=cast.buddy_coordinator).pk)}
        cast.objects |= rows.fill(cast.city)
    with in_city(cast.other_city):
        cast.other_objects = {"membership": str(Membership.objects.get(user=cast.outsider).pk)}
        cast.other_objects |= rows.fill(cast.other_city)
    return cast


def address(door: Door, objects: dict[str, str]) -> str:
    path = door.route
    for name, value in door.fill.items():
        path = re.sub(rf"<(?:\w+:)?{name}>", objects.get(value, value), path)
    assert "<" not in path, f"fill every part of {door.route}"
    return f"/{path}{door.query}"


def browser(house: SimpleNamespace, who: str, signed_in) -> Client:
    return Client() if who == NOBODY else signed_in(getattr(house, who))


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_open_what(who: str, house: SimpleNamespace, signed_in) -> None:
    client = browser(house, who, signed_in)
    found = {door.route: client.get(address(door, house.objects)).status_code for door in DOORS}
    assert found == {door.route: door.expected[who] for door in DOORS}


@pytest.mark.parametrize("who", EVERYBODY)
def test_sending_a_form_is_refused_where_looking_is(who: str, house: SimpleNamespace, signed_in) -> None:
    client = browser(house, who, signed_in)
    refused = [door for door in DOORS if door.expected[who] in {403, 404}]
    found = {door.route: client.post(address(door, house.objects)).status_code for door in refused}
    assert found == {door.route: door.expected[who] for door in refused}


@pytest.mark.parametrize("role", CITY_ROLES)
def test_another_citys_row_does_not_exist(role: str, house: SimpleNamespace, signed_in) -> None:
    client = signed_in(getattr(house, role))
    of_a_row = [door for door in DOORS if any(value in house.objects for value in door.fill.values())]
    assert of_a_row
    for door in of_a_row:
        allowed = door.expected[role] == 200
        path = address(door, house.other_objects)
        assert client.get(path).status_code == (404 if allowed else door.expected[role]), path
        assert client.post(path).status_code == (404 if allowed else door.expected[role]), path


@pytest.mark.parametrize("door", [door for door in DOORS if "city" in door.fill], ids=lambda door: door.route)
def test_a_city_that_does_not_exist_is_not_found(door: Door, house: SimpleNamespace, signed_in) -> None:
    path = address(door, house.objects).replace("rivertown", "atlantis")
    assert signed_in(house.city_administrator).get(path).status_code == 404
    assert signed_in(getattr(house, OUTSIDER)).get(path).status_code == 404


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: prefix.route or "pages")
def test_the_pages_of_libraries_open_to_whom_they_should(
    prefix: Prefix, house: SimpleNamespace, signed_in
) -> None:
    found = {who: browser(house, who, signed_in).get(f"/{prefix.sample}").status_code for who in EVERYBODY}
    assert found == {who: 200 if who in prefix.opens_to else prefix.otherwise for who in EVERYBODY}
