"""Every form of ours, sent empty by every role: whoever may not look may not send, and a refusal writes nothing."""

from __future__ import annotations

from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql

from convive.core.models import User
from convive.site.demo.cast import CAST
from tests import databases
from tests.doors.conftest import address
from tests.doors.kinds import EVERYBODY, NOBODY
from tests.doors.table import DOORS

pytestmark = pytest.mark.usefixtures("plain_refusals")

# Written by every request of somebody signed in: when they were last here.
OF_BEING_HERE = {"django_session", "usersessions_usersession", "core_shared_cache"}


@pytest.fixture(scope="module")
def everything(house: SimpleNamespace):
    """`everything()` is the sum of every row of every table, in both cities, as the owner of the tables sees them."""
    with psycopg.connect(databases.addresses(house.database).owner, autocommit=True) as owner:
        tables = [
            name
            for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if name not in OF_BEING_HERE
        ]
        rows = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*), sum(hashtextextended(t::text, 0)) FROM {} t").format(
                sql.Literal(name), sql.Identifier(name)
            )
            for name in sorted(tables)
        )
        yield lambda: {name: (count, total) for name, count, total in owner.execute(rows)}


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_may_not_look_may_not_send_and_nothing_is_written(
    who: str, house: SimpleNamespace, browser, everything
) -> None:
    client = browser(who)
    # The door where everybody without an account is sent to sign in is a refusal too.
    refused = [
        door for door in DOORS if door.expected[who] in ({302, 403, 404} if who == NOBODY else {403, 404})
    ]
    before = everything()
    found = {door.route: client.post(address(door, house.objects)).status_code for door in refused}
    assert found == {door.route: door.expected[who] for door in refused}
    assert everything() == before


def test_what_is_counted_would_show_a_single_changed_row(house: SimpleNamespace, everything) -> None:
    before = everything()
    User.objects.filter(email=CAST[0].email).update(name="Another")
    assert everything() != before


@pytest.mark.parametrize("who", EVERYBODY)
def test_an_empty_form_is_no_fault(who: str, house: SimpleNamespace, browser) -> None:
    allowed = [door for door in DOORS if door.expected[who] not in {403, 404}]
    assert allowed
    client = browser(who)
    found = {door.route: client.post(address(door, house.objects)).status_code for door in allowed}
    wrong = {route: status for route, status in found.items() if status not in {200, 302, 400, 405, 422}}
    assert wrong == {}
