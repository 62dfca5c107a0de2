"""No browser and no cache on the way keeps a page with personal data."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

PRIVATE = ["/in/", "/in/rivertown/", "/in/rivertown/people/", "/me/", "/me/data/", "/accounts/email/"]


def test_the_middleware_is_in_force() -> None:
    assert "convive.core.privacy.PrivatePagesMiddleware" in settings.MIDDLEWARE


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_page_is_not_kept(address: str, cast: SimpleNamespace, signed_in) -> None:
    answer = signed_in(cast.city_administrator).get(address)
    assert answer.status_code in (200, 302)
    rules = {rule.strip() for rule in answer.headers["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= rules


@pytest.mark.parametrize("address", ["/accounts/login/", "/in/rivertown/", "/me/"])
def test_neither_is_what_a_stranger_is_told_there(address: str, cast: SimpleNamespace) -> None:
    assert "no-store" in Client().get(address).headers["Cache-Control"]


def test_neither_is_a_refusal(cast: SimpleNamespace, signed_in) -> None:
    for address in ("/in/laketown/", "/in/rivertown/people/1000000/end/"):
        answer = signed_in(cast.city_administrator).get(address)
        assert answer.status_code == 404
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_page_and_a_part_of_it_are_two_things(cast: SimpleNamespace, signed_in) -> None:
    browser = signed_in(cast.city_administrator)
    assert "HX-Request" in browser.get("/in/rivertown/people/").headers["Vary"]
    assert "HX-Request" not in browser.get("/me/").headers["Vary"]


def test_a_public_page_may_be_kept(cast: SimpleNamespace) -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers.get("Cache-Control", "")
