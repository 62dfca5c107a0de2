"""Every address that a library brings, by every role: the row of its prefix holds for all of them."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import clear_url_caches, get_resolver

from convive.site import urls
from convive.site.demo.cast import CAST
from tests.doors.conftest import routes
from tests.doors.kinds import EDITOR, EVERYBODY, NOBODY, OUTSIDER, SECRETARY, Prefix
from tests.doors.samples import sample
from tests.doors.table import CLOSED_TO_EDITORS, FAULT_ON_PURPOSE, PREFIXES

REFUSALS = {301, 302, 401, 403, 404, 405}
by_prefix = pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: prefix.route or "pages")


def under(prefix: str) -> list[str]:
    """The patterns of a library, as the resolver has them."""
    found = [route for route in routes(get_resolver()) if prefix and route.startswith(prefix)]
    assert found or not prefix, f"there is nothing under {prefix}"
    return sorted(set(found))


@by_prefix
def test_the_pages_of_libraries_open_to_whom_they_should(prefix: Prefix, browser) -> None:
    found = {who: browser(who).get(f"/{prefix.sample}").status_code for who in EVERYBODY}
    assert found == {who: 200 if who in prefix.opens_to else prefix.otherwise for who in EVERYBODY}


def answers(client: Client, prefix: str, house: SimpleNamespace) -> dict[str, int]:
    found = {}
    for route in under(prefix):
        # The library leaves a message in a cookie each time it refuses somebody.
        client.cookies.pop("messages", None)
        found[route] = client.get(sample(route, house)).status_code
    return found


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in {EDITOR, SECRETARY}])
def test_whoever_is_no_editor_opens_no_address_of_the_editors(
    who: str, house: SimpleNamespace, browser
) -> None:
    client = browser(who)
    for prefix in PREFIXES:
        if prefix.route and who not in prefix.opens_to and prefix.route != "accounts/":
            found = answers(client, prefix.route, house)
            wrong = {
                route: status
                for route, status in found.items()
                if status not in REFUSALS and route not in prefix.public
            }
            assert wrong == {}, prefix.route


@pytest.mark.parametrize("who", [EDITOR, SECRETARY])
def test_editors_open_what_is_theirs_and_nothing_that_administers_the_installation(
    who: str, house: SimpleNamespace, browser
) -> None:
    found = answers(browser(who), "content/", house)
    assert found["content/"] == 200
    opened = [route for route, status in found.items() if status == 200]
    assert [route for route in opened if route.startswith(CLOSED_TO_EDITORS)] == []
    assert [route for route, status in found.items() if status >= 500] == [FAULT_ON_PURPOSE]


def test_nobody_opens_of_the_accounts_only_what_is_for_signing_in(house: SimpleNamespace, browser) -> None:
    (prefix,) = (each for each in PREFIXES if each.route == "accounts/")
    found = answers(browser(NOBODY), prefix.route, house)
    assert {route for route, status in found.items() if status == 200} == prefix.public
    assert {status for route, status in found.items() if route not in prefix.public} <= REFUSALS


def test_the_pages_of_an_account_are_the_same_for_every_role(house: SimpleNamespace, browser) -> None:
    found = {who: answers(browser(who), "accounts/", house) for who in EVERYBODY if who != NOBODY}
    expected = found[OUTSIDER]
    assert {status for status in expected.values()} <= REFUSALS | {200}
    assert {who: answer for who, answer in found.items() if answer != expected} == {}


def test_in_the_demo_a_key_of_the_cast_opens(house: SimpleNamespace) -> None:
    client = Client()
    assert client.get(f"/walk-in/{CAST[0].key}/").status_code == 302
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("who", EVERYBODY)
def test_outside_the_demo_nobody_walks_in(who: str, house: SimpleNamespace, browser, settings) -> None:
    client = browser(who)
    settings.DEMO = False
    for path in ("/walk-in/", f"/walk-in/{CAST[0].key}/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_on_a_server_the_addresses_of_the_demo_are_not_even_there(settings) -> None:
    settings.DEMO = False
    importlib.reload(urls)
    clear_url_caches()
    try:
        assert [route for route in routes(get_resolver()) if route.startswith(("walk-in", "media"))] == []
    finally:
        settings.DEMO = True
        importlib.reload(urls)
        clear_url_caches()
