"""OpenID Connect against a real provider: a server on this machine that the test starts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from convive.core.models import User
from convive.site import account_settings
from convive.site.environment import Environment, SettingError
from tests.core.accounts.conftest import PASSWORD, confirmed, who_is_in

SET = {
    "OIDC_CLIENT_ID": "convive",
    "OIDC_CLIENT_SECRET": "a secret",
    "OIDC_DOMAINS": "example.org, Rivertown.example",
    "OIDC_NAME": "Town hall",
}


@pytest.fixture
def provider(settings) -> Iterator[str]:
    """The address of a provider, known to the site by its settings."""
    with run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        read = account_settings.read(Environment({**SET, "OIDC_ISSUER": address}), demo=True)
        settings.SOCIALACCOUNT_PROVIDERS = read["SOCIALACCOUNT_PROVIDERS"]
        yield address


def through_the_provider(
    client: Client, provider: str, email: str, *, verified: bool = True, process: str = "login"
) -> object:
    """Sign in at the provider, as a browser would, and come back."""
    claims = {"email": email, "email_verified": verified, "name": "Somebody"}
    requests.put(f"{provider}/users/person", json=claims, timeout=10).raise_for_status()
    page = client.post(f"/accounts/oidc/sso/login/?process={process}").content.decode()
    found = re.search(r"""http-equiv="refresh" content="0;URL=(?:'|&\#x27;)(.+?)(?:'|&\#x27;)\"""", page)
    assert found, page
    address = html.unescape(found[1])
    assert address.startswith(provider)
    back = requests.post(address, data={"sub": "person"}, allow_redirects=False, timeout=10)
    returned = urlsplit(back.headers["Location"])
    return client.get(f"{returned.path}?{returned.query}")


def test_the_page_offers_the_provider_by_its_name(provider: str, db: None) -> None:
    assert b"Sign in with Town hall" in Client().get("/accounts/login/").content


def test_without_settings_there_is_no_such_button(db: None) -> None:
    assert b"Sign in with Town hall" not in Client().get("/accounts/login/").content
    assert Client().post("/accounts/oidc/sso/login/").status_code == 404


def test_somebody_with_an_account_signs_in(provider: str, officer: User) -> None:
    client = Client()
    answer = through_the_provider(client, provider, officer.email)
    assert answer.headers["Location"] == "/in/"
    assert who_is_in(client) == officer.pk
    assert SocialAccount.objects.get().user == officer


def test_the_second_time_the_connection_counts_and_not_the_address(provider: str, officer: User) -> None:
    through_the_provider(Client(), provider, officer.email)
    client = Client()
    through_the_provider(client, provider, "changed@example.org")
    assert who_is_in(client) == officer.pk


def test_somebody_invited_who_never_signed_in_may_come_this_way(provider: str, cast) -> None:
    client = Client()
    through_the_provider(client, provider, cast.analyst.email)
    assert who_is_in(client) == cast.analyst.pk


def test_an_address_that_the_provider_has_not_verified_opens_nothing(provider: str, officer: User) -> None:
    client = Client()
    answer = through_the_provider(client, provider, officer.email, verified=False)
    assert b"There is no account for you yet" in answer.content
    assert who_is_in(client) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "address", ["person@laketown.example", "person@sub.example.org", "person@notexample.org"]
)
def test_the_provider_of_one_town_opens_no_account_of_another(
    provider: str, officer: User, address: str
) -> None:
    """Whoever runs a provider can assert any address, and call it verified."""
    other = confirmed(User.objects.create_user(address))
    client = Client()
    answer = through_the_provider(client, provider, address)
    assert b"There is no account for you yet" in answer.content
    assert who_is_in(client) is None
    assert not SocialAccount.objects.exists()
    # Nor the second time, as somebody whose own account it did open.
    through_the_provider(Client(), provider, officer.email)
    client = Client()
    through_the_provider(client, provider, address)
    assert who_is_in(client) == officer.pk
    assert not SocialAccount.objects.filter(user=other).exists()


def test_every_domain_that_is_set_is_vouched_for(provider: str, db: None) -> None:
    user = confirmed(User.objects.create_user("person@rivertown.example"))
    client = Client()
    through_the_provider(client, provider, "Person@Rivertown.example")
    assert who_is_in(client) == user.pk


def test_somebody_of_another_domain_may_connect_their_own_account_themselves(
    provider: str, db: None, sign_in
) -> None:
    user = confirmed(User.objects.create_user("person@laketown.example", PASSWORD))
    client = sign_in(user)
    through_the_provider(client, provider, user.email, process="connect")
    assert SocialAccount.objects.get().user == user
    client = Client()
    through_the_provider(client, provider, user.email)
    assert who_is_in(client) == user.pk


def test_no_account_is_made(provider: str, db: None) -> None:
    client = Client()
    answer = through_the_provider(client, provider, "stranger@example.org")
    assert b"There is no account for you yet" in answer.content
    assert not User.objects.exists()


@pytest.mark.parametrize("missing", account_settings.OIDC_NEEDED)
def test_half_a_setting_is_refused_by_name(missing: str) -> None:
    values = {**SET, "OIDC_ISSUER": "https://login.example.org"}
    del values[missing]
    with pytest.raises(SettingError, match=f"{missing} is missing"):
        account_settings.read(Environment(values), demo=False)


@pytest.mark.parametrize(
    "domains", ["@example.org", "*", "*.example.org", "org", "example.org, person@example.org"]
)
def test_what_is_no_domain_is_refused(domains: str) -> None:
    values = {**SET, "OIDC_ISSUER": "https://login.example.org", "OIDC_DOMAINS": domains}
    with pytest.raises(SettingError, match="OIDC_DOMAINS should be domains"):
        account_settings.read(Environment(values), demo=False)
