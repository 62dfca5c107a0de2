from __future__ import annotations

from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.test import Client

from convive.core.actions import give_role
from convive.core.models import User
from convive.core.roles import Role
from convive.core.tenancy import in_city
from tests.conftest import SINCE, letters
from tests.core.accounts.conftest import mailed_code, who_is_in

EMAIL, NEW = "new.colleague@example.org", "quiet river battery"


def invite(cast: SimpleNamespace, django_capture_on_commit_callbacks) -> User:
    with django_capture_on_commit_callbacks(execute=True), in_city(cast.city):
        give_role(
            cast.city,
            email=EMAIL,
            name="Nora",
            role=Role.ANALYST,
            since=SINCE,
            why="starts",
            by=cast.city_administrator,
        )
    return User.objects.get(email=EMAIL)


def test_from_an_invitation_to_a_desk(cast: SimpleNamespace, django_capture_on_commit_callbacks) -> None:
    user = invite(cast, django_capture_on_commit_callbacks)
    assert not user.has_usable_password()
    assert "/accounts/password/reset/" in letters()[-1].text
    client = Client()
    client.post("/accounts/password/reset/", {"email": EMAIL})
    client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    answer = client.post(
        "/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW}, follow=True
    )
    assert answer.redirect_chain[-1] == ("/in/rivertown/", 302)
    assert EmailAddress.objects.get(user=user).verified
    again = Client()
    again.post("/accounts/login/", {"login": EMAIL, "password": NEW})
    assert who_is_in(again) == user.pk


def test_whoever_is_invited_may_sign_in_by_code_and_never_have_a_password(
    cast: SimpleNamespace, django_capture_on_commit_callbacks
) -> None:
    user = invite(cast, django_capture_on_commit_callbacks)
    client = Client()
    client.post("/accounts/login/code/", {"email": EMAIL})
    client.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert who_is_in(client) == user.pk


def test_a_weak_password_is_refused_in_words(
    cast: SimpleNamespace, django_capture_on_commit_callbacks
) -> None:
    user = invite(cast, django_capture_on_commit_callbacks)
    client = Client()
    client.post("/accounts/password/reset/", {"email": EMAIL})
    client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    answer = client.post("/accounts/password/reset/complete/", {"password1": "short", "password2": "short"})
    assert b"too short" in answer.content
    user.refresh_from_db()
    assert not user.has_usable_password()
