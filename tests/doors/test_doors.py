"""Every address against every role."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.doors.conftest import address, routes
from tests.doors.kinds import CITY_ROLES, EVERYBODY, OUTSIDER, Door
from tests.doors.table import DOORS, PREFIXES

pytestmark = pytest.mark.usefixtures("plain_refusals")


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


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_open_what(who: str, house: SimpleNamespace, browser) -> None:
    client = browser(who)
    found = {door.route: client.get(address(door, house.objects)).status_code for door in DOORS}
    assert found == {door.route: door.expected[who] for door in DOORS}


@pytest.mark.parametrize("role", CITY_ROLES)
def test_another_citys_row_does_not_exist(role: str, house: SimpleNamespace, signed_in) -> None:
    client = signed_in(getattr(house, role))
    of_a_row = [door for door in DOORS if any(value in house.objects for value in door.fill.values())]
    assert of_a_row
    for door in of_a_row:
        expected = door.expected[role]
        path = address(door, house.other_objects)
        # What only takes forms says so before it looks for the row.
        assert client.get(path).status_code == (404 if expected == 200 else expected), path
        assert client.post(path).status_code == (404 if expected in (200, 405) else expected), path


@pytest.fixture(scope="module")
def who_might_guess(house: SimpleNamespace, signed_in) -> list[Client]:
    return [signed_in(house.city_administrator), signed_in(getattr(house, OUTSIDER))]


@pytest.mark.parametrize("door", [door for door in DOORS if "city" in door.fill], ids=lambda door: door.route)
def test_a_city_that_does_not_exist_is_not_found(
    door: Door, house: SimpleNamespace, who_might_guess: list[Client]
) -> None:
    path = address(door, house.objects).replace("rivertown", "atlantis")
    assert [client.get(path).status_code for client in who_might_guess] == [404, 404]
