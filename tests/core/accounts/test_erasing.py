from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection
from django.test import Client

from convive.core.actions import add_organisation
from convive.core.models import AuditEntry, Membership, User
from convive.core.sessions import SIGNED_IN_AT
from convive.core.tenancy import in_city
from tests.core.accounts.conftest import PASSWORD, confirmed, mailed_code, who_is_in


@pytest.fixture
def leaver(cast: SimpleNamespace) -> User:
    """An administrator who has left traces: acts, changes of name and address, an authenticator."""
    user = confirmed(cast.city_administrator)
    user.name = "Wilhelmina Vertrekker"
    user.save()
    with in_city(cast.city):
        add_organisation(cast.city, name="Garden", by=user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key of Wilhelmina"})
    return user


def erase(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/erase/"})
    assert b"Erase my account" in client.get("/me/erase/").content
    assert client.post("/me/erase/").status_code == 302


def enter(user: User, sign_in) -> Client:
    Authenticator.objects.filter(user=user).update(type="recovery_codes")
    return sign_in(user)


def everything_in_the_database() -> str:
    """Every row of every table, as the owner of nothing but the right to read would see it, walls included."""
    texts = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")  # noqa: S608
            texts += [json.dumps(row, ensure_ascii=False) for (row,) in cursor.fetchall()]
    return "\n".join(texts).lower()


def test_no_row_and_no_history_holds_the_name_or_the_address(
    cast: SimpleNamespace, leaver: User, sign_in
) -> None:
    email = leaver.email
    erase(enter(leaver, sign_in))
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
    client = enter(leaver, sign_in)
    for answer in (client.get("/me/erase/"), client.post("/me/erase/")):
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    leaver.refresh_from_db()
    assert leaver.is_active


def test_whoever_has_no_password_signs_in_again_before_erasing(newcomer: User) -> None:
    newcomer.set_unusable_password()
    newcomer.save()
    client = Client()
    client.post("/accounts/login/code/", {"email": newcomer.email})
    client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert client.get("/me/erase/").status_code == 200
    session = client.session
    session[SIGNED_IN_AT] -= 3600
    session.save()
    answer = client.post("/me/erase/")
    assert answer.headers["Location"] == "/accounts/login/?next=/me/erase/"
    assert who_is_in(client) is None
    newcomer.refresh_from_db()
    assert newcomer.is_active
