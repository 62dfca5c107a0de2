"""Every page, in every language, on a phone and on a desk: nothing for axe to find, nothing the policy stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE, Site

LANGUAGES = ("en", "nl", "fr", "it", "sv", "ar")
CITY = "aldermonde"

# Who opens which pages. Each page of ours that shows something of its own stands here once.
PAGES: dict[str, list[str]] = {
    "nobody": [
        "/",
        "/cities/",
        f"/cities/{CITY}/",
        "/cities/bjorkasund/",
        "/walk-in/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/no-such-page/",
    ],
    "administrator": [
        f"/in/{CITY}/",
        f"/cities/{CITY}/?indicator=mean_income",
        f"/in/{CITY}/people/",
        f"/in/{CITY}/people/?words=zzz",
        f"/in/{CITY}/people/give-role/",
        f"/in/{CITY}/organisations/",
        f"/in/{CITY}/organisations/add/",
        f"/in/{CITY}/audit/",
        f"/in/{CITY}/audit/core.city/1/",
        f"/in/{CITY}/import/",
        f"/in/{CITY}/import/new/",
        f"/in/{CITY}/import/1/",
    ],
    "newcomer": [
        "/in/",
        "/me/",
        "/me/account/",
        "/me/sign-in/",
        "/me/sessions/",
    ],
}


@dataclass
class Watch:
    """What a browser complains of while it shows a page."""

    site: str
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda m: self._note(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((self.site, "blob:", "data:")) else self._note(f"outside: {r.url}")
            ),
        )

    def _note(self, text: str) -> None:
        expected = ("404 (Not Found)", "403 (Forbidden)", "WebGL", "swiftshader", "GPU stall", "GL Driver")
        if not any(words in text for words in expected):
            self.complaints.append(text)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> dict[str, int]:
    return PHONE if request.param == "phone" else DESK


@pytest.fixture(scope="module", params=sorted(PAGES))
def visitor(
    request: pytest.FixtureRequest, browser: Browser, site: Site, language: str, width: dict[str, int]
) -> Iterator[tuple[str, Page, Watch]]:
    context = browser.new_context(base_url=site.url, viewport=width, locale=language)
    context.set_default_timeout(20_000)
    page, watch = context.new_page(), Watch(site.url)
    if request.param != "nobody":
        page.goto(f"/walk-in/{request.param}/")
    context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    watch.over(page)
    yield request.param, page, watch
    context.close()


def test_every_page_is_accessible_quiet_and_fits(
    visitor: tuple[str, Page, Watch], language: str, width: dict[str, int]
) -> None:
    who, page, watch = visitor
    problems = []
    for address in PAGES[who]:
        page.goto(address, wait_until="load")
        html = page.locator("html")
        assert html.get_attribute("lang") == language, address
        assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), address
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            problems.append(f"{address}: {overflow} px wider than the screen")
        found = Axe().run(page)
        problems += [
            f"{address}: {violation['id']}: {violation['nodes'][0]['html'][:200]}"
            for violation in found.response["violations"]
        ]
        problems += [f"{address}: {text}" for text in watch.complaints]
        watch.complaints.clear()
    assert problems == []
