"""What a refusal looks like: a page of the site, with a heading of its own, to every role."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from tests.doors.conftest import address
from tests.doors.kinds import EVERYBODY
from tests.doors.table import DOORS


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_is_refused_sees_a_page_of_the_site(
    who: str, status: int, house: SimpleNamespace, browser
) -> None:
    refused = [door for door in DOORS if door.expected[who] == status and not door.route.startswith("api/")]
    if status == 404:
        assert refused
    client = browser(who)
    # One of a room, where there is one, and one of what lies outside the rooms.
    for door in {refused[0].route: refused[0], refused[-1].route: refused[-1]}.values() if refused else ():
        answer = client.get(address(door, house.objects))
        assert answer.status_code == status
        page = answer.content.decode()
        assert re.search(r"<main[^>]*>.*<h1", page, re.DOTALL), door.route
        assert "<footer" in page, door.route
