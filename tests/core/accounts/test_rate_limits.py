from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from convive.core import clock
from convive.core.models import User
from convive.core.sessions import forget_counts
from convive.site import account_settings
from convive.site.environment import Environment
from tests.core.accounts.conftest import PASSWORD, who_is_in


def wrong(client: Client, email: str) -> int:
    return client.post("/accounts/login/", {"login": email, "password": "wrong horse"}).status_code


def test_after_five_wrong_passwords_the_account_waits(newcomer: User) -> None:
    client = Client()
    assert [wrong(client, newcomer.email) for _try in range(6)] == [200] * 5 + [429]
    # The right one must wait too, or trying would pay.
    answer = client.post("/accounts/login/", {"login": newcomer.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert b"Too many tries" in answer.content
    assert who_is_in(client) is None


def test_one_account_that_waits_does_not_keep_out_another(newcomer: User, officer: User, sign_in) -> None:
    client = Client()
    for _try in range(6):
        wrong(client, newcomer.email)
    assert who_is_in(sign_in(officer)) == officer.pk


def test_one_visitor_cannot_try_many_accounts(db: None) -> None:
    client = Client()
    statuses = [wrong(client, f"person-{number}@example.org") for number in range(11)]
    assert statuses == [200] * 10 + [429]


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_codes_are_mailed_a_few_times_an_hour(newcomer: User, path: str) -> None:
    statuses = [Client().post(path, {"email": newcomer.email}).status_code for _try in range(6)]
    assert statuses[:5] == [302] * 5
    assert statuses[5] in {200, 429}
    assert len(mail.outbox) == 5


def test_every_process_counts_in_the_same_place(db: None) -> None:
    cache.set("counted", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_shared_cache WHERE cache_key LIKE '%%counted'")
        assert cursor.fetchone()[0] == 1


def test_counts_are_forgotten_when_their_time_is_over(db: None) -> None:
    wrong(Client(), "nobody@example.org")
    cache.set("still counted", 1, timeout=24 * 60 * 60)
    with clock.moved_to(clock.now() + dt.timedelta(hours=1)):
        assert forget_counts() > 0
        assert forget_counts() == 0
    assert cache.get("still counted") == 1


def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(db: None, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = account_settings.read(Environment({}), demo=False)[
        "ALLAUTH_TRUSTED_PROXY_COUNT"
    ]
    for number in range(11):
        one = Client(headers={"X-Forwarded-For": "192.0.2.1"})
        last = wrong(one, f"person-{number}@example.org")
    assert last == 429
    other = Client(headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2"})
    assert wrong(other, "nobody@example.org") == 200
