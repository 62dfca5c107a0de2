from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from convive.core.actions import add_organisation
from convive.core.models import AuditEntry, Membership, User
from convive.core.tenancy import in_city
from tests.core.accounts.conftest import PASSWORD, an_hour_later, confirmed, mailed_code, who_is_in


@pytest.fixture
def leaver(cast: SimpleNamespace) -> User:
    """An administrator who has left traces: acts, changes of name and address, an authenticator."""
    user = confirmed(cast.city_administrator)
    user.name = "Wilhelmina Vertrekker"
    user.save()
    with in_city(cast.city):
        add_organisation(cast.city, name="Garden", why="works-here", by=user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key of Wilhelmina"})
    return user


def erase(client: Client) -> None:
    assert b"Erase my account" in client.get("/me/erase/").content
    assert client.post("/me/erase/").status_code == 302


def enter(user: User, sign_in) -> Client:
    Authenticator.objects.filter(user=user).update(type="recovery_codes")
    return sign_in(user)


def everything_in_the_database() -> str:
    """Every row of every table that can be seen from inside the present city."""
    texts = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t) FROM {connection.ops.quote_name(table)} t")  # noqa: S608
            texts += [json.dumps(row, ensure_ascii=False) for (row,) in cursor.fetchall()]
    return "\n".join(texts).lower()


def test_no_row_and_no_history_holds_the_name_or_the_address(
    cast: SimpleNamespace, leaver: User, sign_in
) -> None:
    email = leaver.email
    client = enter(leaver, sign_in)
    with in_city(cast.city):
        before = everything_in_the_database()
    assert "wilhelmina" in before
    assert email in before
    erase(client)
    for city in (cast.city, cast.other_city):
        with in_city(city):
            rows = everything_in_the_database()
            assert "wilhelmina" not in rows
            assert email not in rows
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert leaver.erased_at is not None


def test_acts_stay_on_record_without_the_person(cast: SimpleNamespace, leaver: User, sign_in) -> None:
    erase(enter(leaver, sign_in))
    with in_city(cast.city):
        entry = AuditEntry.objects.get(verb="organisation.added")
        assert entry.actor_id == leaver.pk
        membership = Membership.objects.get(user=leaver)
        assert membership.until == cast.city.today


def test_nobody_signs_in_with_an_erased_account(leaver: User, sign_in) -> None:
    email = leaver.email
    other = enter(leaver, sign_in)
    erase(sign_in(leaver))
    assert other.get("/me/").status_code == 302
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert who_is_in(client) is None
    for path in ("/accounts/login/code/", "/accounts/password/reset/"):
        Client().post(path, {"email": email})
    with pytest.raises(AssertionError):
        mailed_code()


def test_the_address_is_free_for_a_new_account(leaver: User, sign_in) -> None:
    email = leaver.email
    erase(enter(leaver, sign_in))
    again = confirmed(User.objects.create_user(email, PASSWORD, name="Somebody else"))
    assert who_is_in(sign_in(again)) == again.pk
    assert EmailAddress.objects.get(email=email).user == again


def test_erasing_asks_first_who_you_are(leaver: User, sign_in) -> None:
    client = an_hour_later(enter(leaver, sign_in))
    for answer in (client.get("/me/erase/"), client.post("/me/erase/", follow=True).redirect_chain[-1]):
        address = answer[0] if isinstance(answer, tuple) else answer.headers["Location"]
        assert address.startswith("/accounts/reauthenticate/")
    # What was refused is not kept and carried out later: the page asks again.
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/erase/"})
    assert client.get("/me/erase/").status_code == 200
    leaver.refresh_from_db()
    assert leaver.is_active


def test_whoever_has_no_password_signs_in_again_before_erasing(newcomer: User) -> None:
    newcomer.set_unusable_password()
    newcomer.save()
    client = Client()
    client.post("/accounts/login/code/", {"email": newcomer.email})
    client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert client.get("/me/erase/").status_code == 200
    answer = an_hour_later(client).post("/me/erase/")
    assert answer.headers["Location"] == "/accounts/login/?next=/me/erase/"
    assert who_is_in(client) is None
    newcomer.refresh_from_db()
    assert newcomer.is_active
