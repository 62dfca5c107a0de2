"""Passkeys in a real browser, with an authenticator that lies in the browser and not in a pocket."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Site

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A browser that can keep passkeys. They belong to a name, so the site is opened by its name."""
    context = browser.new_context(
        base_url=site.url.replace("127.0.0.1", "localhost"), viewport=DESK, locale="en-GB"
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def add_passkey(page: Page, name: str) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("A name for it").fill(name)
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("recovery codes are left")


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Signed in as").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.goto("/walk-in/analyst/")
    add_passkey(page, "My laptop")
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My laptop").first).to_be_visible()
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r"/in/aldermonde/$"))
    assert complaints == []


def test_a_passkey_confirms_who_somebody_is(page: Page) -> None:
    page.goto("/walk-in/secretary/")
    add_passkey(page, "My phone")
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/me/erase/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Erase your account?")


def test_who_has_no_passkey_is_told_so_and_can_go_another_way(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work, or you stopped it.")).to_be_visible()
    expect(page.get_by_role("link", name="Send me a code by mail")).to_be_visible()


def test_without_script_the_page_offers_the_other_ways(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.locator("noscript p").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    context.close()
