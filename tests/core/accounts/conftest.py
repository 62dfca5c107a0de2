from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from convive.core.models import User
from convive.core.sessions import SIGNED_IN_AT

PASSWORD = "correct horse battery"


@pytest.fixture
def officer(cast: SimpleNamespace) -> User:
    """A policy officer of Rivertown whose address is confirmed."""
    return confirmed(cast.policy_officer)


@pytest.fixture
def newcomer(cast: SimpleNamespace) -> User:
    """Somebody without a role in any city."""
    return confirmed(cast.newcomer)


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in(user)` signs in by the form, with the password of the cast."""
    return sign_in_by_form


def sign_in_by_form(user: User, password: str = PASSWORD, agent: str = "") -> Client:
    client = Client(HTTP_USER_AGENT=agent) if agent else Client()
    client.post("/accounts/login/", {"login": user.email, "password": password})
    return client


def who_is_in(client: Client) -> int | None:
    """The account that is signed in, by its key."""
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def an_hour_later(client: Client) -> Client:
    """The same browser, when its person signed in an hour ago."""
    session = client.session
    session[SIGNED_IN_AT] -= 3600
    session.save()
    return client


def mailed_code() -> str:
    """The code in the last mail."""
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]
