"""Signing in and one's own account, in every language and in every state: with and without what they ask for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Site, serve
from tests.browser.letters import newest_to
from tests.browser.looking import Walk, answer_to
from tests.browser.pages import WALKS
from tests.browser.running import Starter
from tests.browser.test_passkeys import AUTHENTICATOR

PASSWORD = "correct horse battery"
VOLUNTEER = "wout.claessens@people.example.org"
Begin = Callable[[], Walk]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A municipality's own sign-in."""
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def site(starter: Starter, provider: str) -> Iterator[Site]:
    """A site that knows the provider, by its name and not its number: passkeys belong to a name."""
    sign_in = {
        "OIDC_ISSUER": provider,
        "OIDC_CLIENT_ID": "convive",
        "OIDC_CLIENT_SECRET": "a secret",
        "OIDC_DOMAINS": "example.org",
        "OIDC_NAME": "Town hall",
    }
    with serve(starter, **sign_in) as running:
        yield Site(running.url.replace("127.0.0.1", "localhost"), running.database)


def send(page: Page, *values: str) -> Response:
    """Fill the page's first form, in its order, and send it."""
    form = page.locator("main form").first
    fields = form.locator("input:not([type=hidden])")
    for index, value in enumerate(values):
        fields.nth(index).fill(value)
    return answer_to(page, form.locator("button[type=submit]").first.click)


def open_and_send(page: Page, address: str, *values: str) -> Response:
    page.goto(address)
    return send(page, *values)


def mailed_code(address: str, page: Page, site: Site) -> str:
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", newest_to(address, page, site), re.MULTILINE)
    assert found
    return found[1]


def switch_on_the_app(page: Page) -> None:
    """Show the code that an authenticator app would, and the next one where the first ended on its way."""
    page.goto("/accounts/2fa/totp/activate/")
    refused = None
    while (counter := int(time.time()) // 30) != refused:
        key = page.locator("main code").inner_text()
        send(page, format_hotp_value(hotp_value(key, counter)))
        if not page.url.endswith("/activate/"):
            return
        refused = counter
    pytest.fail("the app's code was refused while it lasted")


def test_pages_of_signing_in(begin: Begin) -> None:
    walk = begin()
    for visit in WALKS["signing in"]:
        walk.see(visit)
    for address in ("/accounts/login/", "/accounts/password/reset/"):
        walk.speak("en")
        open_and_send(walk.page, address)
        expect(walk.page.locator(".ds-error-summary")).to_be_focused()
    walk.saw_all_of(WALKS["signing in"])


def test_pages_on_the_way_in(begin: Begin, site: Site, provider: str) -> None:
    code, reset, again, second, elsewhere, gone = WALKS["on the way in"]
    walk = begin()
    open_and_send(walk.page, "/accounts/login/code/", "nobody@example.org")
    walk.see(code)

    forgetful = begin()
    open_and_send(forgetful.page, "/accounts/password/reset/", VOLUNTEER)
    forgetful.see(reset)
    forgetful.speak("en")
    open_and_send(forgetful.page, reset.address, mailed_code(VOLUNTEER, forgetful.page, site))
    forgetful.see(again)
    forgetful.speak("en")
    open_and_send(forgetful.page, again.address, PASSWORD, PASSWORD)
    switch_on_the_app(forgetful.page)

    careful = begin()
    open_and_send(careful.page, "/accounts/login/", VOLUNTEER, PASSWORD)
    careful.see(second)

    sent = begin()
    # The page leads on at once; here the provider does not answer, and the page stays.
    sent.page.route(f"{provider}/**", lambda route: route.fulfill(status=204))
    sent.see(elsewhere)

    def by_the_button(page: Page) -> Response:
        page.goto("/accounts/login/")
        return answer_to(page, page.locator("form[action*='/oidc/'] button").click)

    sent.see(gone, come=by_the_button)
    for one in (walk, forgetful, careful, sent):
        one.saw_all_of([visit for visit in WALKS["on the way in"] if visit in one.seen])
    assert set().union(*(one.seen for one in (walk, forgetful, careful, sent))) == set(WALKS["on the way in"])


def test_pages_of_ones_own_account(begin: Begin, site: Site) -> None:
    walk, pages = begin(), {visit.key: visit for visit in WALKS["one's own"]}
    page = walk.page

    def see(route: str, **parts: object) -> None:
        walk.see(pages[route], re.sub(r"<\w+:(\w+)>", lambda part: str(parts[part[1]]), pages[route].address))
        walk.speak("en")

    page.goto("/walk-in/newcomer/")
    walk.speak("en")
    # An account with nothing to sign in by but the mail.
    see("me/account/")
    see("accounts/3rdparty/")
    see("accounts/password/set/")
    open_and_send(page, "/accounts/password/set/", PASSWORD, PASSWORD)
    see("accounts/password/change/")
    see("accounts/reauthenticate/")
    see("accounts/2fa/totp/activate/")
    switch_on_the_app(page)
    see("accounts/2fa/recovery-codes/")
    see("accounts/2fa/recovery-codes/generate/")
    see("accounts/2fa/totp/deactivate/")
    see("accounts/2fa/reauthenticate/")

    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    see("accounts/2fa/webauthn/add/")
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("A name for it").fill("Telefoon")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page).not_to_have_url(re.compile("/add/"))
    ((passkey,),) = site.sql("SELECT max(id) FROM mfa_authenticator WHERE type = 'webauthn'")
    see("accounts/2fa/webauthn/")
    see("accounts/2fa/webauthn/keys/<int:pk>/edit/", pk=passkey)
    see("accounts/2fa/webauthn/keys/<int:pk>/remove/", pk=passkey)
    see("accounts/2fa/webauthn/reauthenticate/")

    see("me/")
    see("me/sign-in/")
    see("me/sessions/")
    open_and_send(page, "/accounts/reauthenticate/", PASSWORD)
    see("me/erase/")
    open_and_send(page, "/accounts/email/", "rania@people.example.org")
    see("accounts/confirm-email/")
    see("accounts/email/")
    see("accounts/logout/")
    walk.saw_all_of(WALKS["one's own"])
