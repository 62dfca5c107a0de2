"""Set up once for each file: the tests here only knock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver

from convive.city.buddies import importing
from convive.city.buddies.models import Programme
from convive.core import clock
from convive.core.models import Membership, User
from convive.core.tenancy import in_city
from convive.network.library.actions import ensure_city_page
from convive.site.demo.cast import CAST
from tests.city import making
from tests.conftest import make_cast
from tests.core import rows
from tests.doors.kinds import NOBODY, Door


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        # Public pages have one address in each language; the pattern of the prefix is empty in English.
        part = "" if type(entry.pattern).__name__ == "LocalePrefixPattern" else str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield before + part
        else:
            yield from routes(entry, before + part)


@pytest.fixture(scope="module")
def house(module_database: str) -> Iterator[SimpleNamespace]:
    """The cast, somebody of the demo, and an object for every part of an address. It is a day in the middle of their
    time: the meeting that took place is long enough ago that nobody takes it back any more.
    """
    with clock.moved_to(making.at(20)):
        cast = make_cast()
        cast.database = module_database
        cast.page = ensure_city_page(cast.city)
        User.objects.create_user(CAST[0].email, name=CAST[0].name)
        with in_city(cast.city):
            cast.objects = {"membership": str(Membership.objects.get(user=cast.buddy_coordinator).pk)}
            cast.objects |= rows.fill(cast.city)
            programme = Programme.objects.get(slug=cast.objects["programme"])
            cast.objects["people-import"] = importing.start(programme, "sealed", by=cast.buddy_coordinator)
        with in_city(cast.other_city):
            cast.other_objects = {"membership": str(Membership.objects.get(user=cast.outsider).pk)}
            cast.other_objects |= rows.fill(cast.other_city) | {"people-import": "theirs"}
        yield cast


@pytest.fixture(scope="module")
def plain_refusals() -> Iterator[None]:
    """A refusal is two lines and not a whole page: for tests that ask a thousand times, and for the status alone.
    `test_refusals_are_pages.py` looks at the real ones.
    """
    (engine,) = settings.TEMPLATES
    with override_settings(TEMPLATES=[{**engine, "DIRS": [Path(__file__).parent / "templates"]}]):
        yield


def address(door: Door, objects: dict[str, str]) -> str:
    path = door.route
    for name, value in door.fill.items():
        path = re.sub(rf"<(?:\w+:)?{name}>", objects.get(value, value), path)
    assert "<" not in path, f"fill every part of {door.route}"
    return f"/{path}{door.query}"


@pytest.fixture
def browser(house: SimpleNamespace, signed_in):
    """`browser(who)` is that person's, signed in. A fault of ours is an answer (500) here and no exception."""

    def open_browser(who: str) -> Client:
        client = Client() if who == NOBODY else signed_in(getattr(house, who))
        client.raise_request_exception = False
        return client

    return open_browser
