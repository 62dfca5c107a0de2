"""Signing in and one's own account, as a phone shows them: accessible, quiet, no wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Site

OF_NOBODY = (
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/cancelled/",
    "/accounts/3rdparty/login/error/",
)
OF_SOMEBODY = (
    "/me/",
    "/me/account/",
    "/me/sign-in/",
    "/me/sessions/",
    "/me/erase/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/3rdparty/",
)


@pytest.fixture(params=["en", "ar"])
def phone(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale=request.param, is_mobile=True, has_touch=True
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.set_extra_http_headers({"Accept-Language": request.param})
    yield page
    context.close()


def problems_of(page: Page, complaints: list[str]) -> list[str]:
    found = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        found.append(f"{wider} px wider than the screen")
    found += complaints
    complaints.clear()
    return [f"{page.url}: {problem}" for problem in found]


def listen(page: Page) -> list[str]:
    complaints: list[str] = []
    # An error page answers with a status that the browser notes; that is no mistake of the page.
    page.on(
        "console",
        lambda m: (
            complaints.append(m.text)
            if m.type in {"error", "warning"} and "the server responded" not in m.text
            else None
        ),
    )
    return complaints


def test_pages_of_signing_in(phone: Page) -> None:
    complaints, problems = listen(phone), []
    for address in OF_NOBODY:
        phone.goto(address)
        problems += problems_of(phone, complaints)
    phone.goto("/accounts/login/code/")
    phone.locator("main input[type=email]").fill("nobody@example.org")
    phone.locator("main form button").first.click()
    phone.wait_for_url("**/confirm/")
    problems += problems_of(phone, complaints)
    assert problems == []


def test_pages_of_ones_own_account(phone: Page) -> None:
    phone.goto("/walk-in/volunteer/")
    complaints, problems = listen(phone), []
    for address in OF_SOMEBODY:
        phone.goto(address)
        problems += problems_of(phone, complaints)
    assert problems == []


def test_a_form_with_mistakes_says_so(phone: Page) -> None:
    complaints, problems = listen(phone), []
    for address in ("/accounts/login/", "/accounts/password/reset/"):
        phone.goto(address)
        phone.locator("main form button").first.click()
        phone.locator(".ds-error-summary").wait_for()
        problems += problems_of(phone, complaints)
    assert problems == []
