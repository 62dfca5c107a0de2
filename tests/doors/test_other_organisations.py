"""Whoever coordinates for another organisation of the same city finds nobody: in no list, search, export or feed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client

from convive.city.people.models import Participant
from convive.core.models import Organisation
from convive.core.tenancy import in_city
from tests.city import making
from tests.doors.conftest import address
from tests.doors.kinds import Door
from tests.doors.table import DOORS

OF_THE_ROOMS = [
    door for door in DOORS if door.route.startswith(("in/<slug:city>/buddies/", "in/<slug:city>/hours/"))
]
# Whoever was shown the code may look at the one entry, wherever they work.
BY_CODE = {"hours-code"}


@pytest.fixture(scope="module")
def other(house: SimpleNamespace, signed_in) -> Client:
    """The coordinator of another organisation, with a programme of their own."""
    with in_city(house.city):
        neighbours = Organisation.objects.get(slug="neighbours")
        user = making.coordinator_of(neighbours, house.counsellor)
        making.programme(house.city, neighbours, slug="neighbours-own")
    return signed_in(user)


@pytest.fixture(scope="module")
def names(house: SimpleNamespace) -> list[str]:
    with in_city(house.city):
        rows = Participant.objects.filter(organisation__slug="buddies")
        return [value for row in rows for value in (row.name, row.email) if value]


def of_a_row(door: Door, house: SimpleNamespace) -> bool:
    return any(value in house.objects and value not in BY_CODE for value in door.fill.values())


@pytest.mark.parametrize("door", OF_THE_ROOMS, ids=lambda door: door.route)
def test_their_rows_do_not_exist_and_their_people_are_nowhere(
    door: Door, house: SimpleNamespace, other: Client, names: list[str]
) -> None:
    path = address(door, house.objects)
    answer = other.get(path)
    if of_a_row(door, house):
        # 405: what takes forms only, or is only read, says so first.
        assert answer.status_code in (404, 405)
        assert other.post(path).status_code in ((404,) if answer.status_code == 405 else (404, 405))
    body = b"".join(answer) if answer.streaming else answer.content
    assert [name for name in names if name.encode() in body] == []


def test_a_search_for_their_name_finds_nobody(
    house: SimpleNamespace, other: Client, names: list[str]
) -> None:
    for path in (
        f"/in/{house.city.slug}/people/?words=",
        f"/in/{house.city.slug}/buddies/neighbours-own/people/?words=",
    ):
        for name in names[:4]:
            body = other.get(path + name).content.decode()
            found = body[body.index("<main") : body.index("</main>")]
            assert name not in found.replace(f'value="{name}"', "")


def test_the_citys_audit_names_nobody_who_takes_part(
    house: SimpleNamespace, signed_in, names: list[str]
) -> None:
    client = signed_in(house.city_administrator)
    assert [
        name for name in names if name in client.get(f"/in/{house.city.slug}/audit/").content.decode()
    ] == []
    for kind, key in (("people.participant", "participant"), ("buddies.application", "newcomer-application")):
        answer = client.get(f"/in/{house.city.slug}/audit/{kind}/{house.objects[key]}/")
        assert answer.status_code in (200, 404)
        assert [name for name in names if name in answer.content.decode()] == []
