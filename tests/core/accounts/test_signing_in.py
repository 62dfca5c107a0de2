from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from convive.core.models import User
from tests.core.accounts.conftest import PASSWORD, mailed_code, who_is_in


def test_staff_land_at_their_desk(officer: User) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": officer.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/in/", 302), ("/in/rivertown/", 302)]


def test_people_without_a_role_land_at_their_own_page(newcomer: User) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": newcomer.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/me/", 302)]
    assert b"You have no role in a city" in answer.content


def test_an_address_is_the_same_in_capitals(newcomer: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": newcomer.email.upper(), "password": PASSWORD})
    assert who_is_in(client) == newcomer.pk


def test_a_wrong_password_opens_nothing(newcomer: User) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": newcomer.email, "password": "wrong horse"})
    assert who_is_in(client) is None
    assert b"not correct" in answer.content


def test_only_an_address_of_this_site_follows_signing_in(newcomer: User) -> None:
    here = {"login": newcomer.email, "password": PASSWORD, "next": "/me/sessions/"}
    assert Client().post("/accounts/login/", here).headers["Location"] == "/me/sessions/"
    elsewhere = {"login": newcomer.email, "password": PASSWORD, "next": "https://example.com/"}
    assert Client().post("/accounts/login/", elsewhere).headers["Location"] == "/me/"


def test_a_password_is_not_enough_while_the_address_is_not_confirmed(cast) -> None:
    client = Client()
    answer = client.post("/accounts/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert who_is_in(client) is None
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    assert who_is_in(client) == cast.newcomer.pk
    assert EmailAddress.objects.get(user=cast.newcomer).verified


def test_a_mailed_code_signs_in_without_a_password(cast) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": cast.newcomer.email})
    assert mail.outbox[-1].to == [cast.newcomer.email]
    answer = client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert answer.headers["Location"] == "/me/"
    assert who_is_in(client) == cast.newcomer.pk


def test_a_mailed_code_can_be_guessed_three_times_only(newcomer: User) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": newcomer.email})
    code = mailed_code()
    for _attempt in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert who_is_in(client) is None


def test_an_unknown_address_gets_the_same_answer(newcomer: User) -> None:
    known = Client().post("/accounts/login/code/", {"email": newcomer.email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert "There is no account with this address" in mail.outbox[-1].body


def test_the_language_of_the_account_holds_after_signing_in(newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(language="ar")
    client = Client(HTTP_ACCEPT_LANGUAGE="sv")
    assert b'lang="sv"' in client.get("/accounts/login/").content
    client.post("/accounts/login/", {"login": newcomer.email, "password": PASSWORD})
    assert b'<html lang="ar" dir="rtl"' in client.get("/me/").content


def test_mails_are_in_the_language_of_the_account(newcomer: User) -> None:
    User.objects.filter(pk=newcomer.pk).update(language="nl")
    client = Client(HTTP_ACCEPT_LANGUAGE="fr")
    client.post("/accounts/login/", {"login": newcomer.email, "password": PASSWORD})
    new = "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    # The subject is allauth's own word for it.
    assert mail.outbox[-1].subject == "Wachtwoord gewijzigd"


def test_nobody_makes_an_account_alone(db: None) -> None:
    client = Client()
    assert b"There is no account for you yet" in client.get("/accounts/signup/").content
    client.post(
        "/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert not User.objects.filter(email="me@example.org").exists()


@pytest.mark.parametrize("path", ["/content/login/", "/content/login/?next=/content/"])
def test_the_content_rooms_have_no_sign_in_of_their_own(newcomer: User, path: str) -> None:
    client = Client()
    for answer in (client.get(path), client.post(path, {"username": newcomer.email, "password": PASSWORD})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
    assert who_is_in(client) is None
