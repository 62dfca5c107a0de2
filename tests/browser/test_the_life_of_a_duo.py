"""One duo's life on a phone: from two applications to forty hours, a proof, the end, and being forgotten.

The clock is moved by the test (`tests.browser.moved`); everything else is as people do it: a newcomer, a volunteer,
their coordinator and somebody of another organisation, each on a phone of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, serve
from tests.browser.letters import all_sent, newest_to
from tests.browser.running import Starter

IN, ME = "/in/aldermonde/buddies", "/me/in/aldermonde"
NAMES = {"newcomer": "Selma Okonjo", "volunteer": "Kaat Lievens"}


class Clock:
    """The day at the site, and the time that is spent there without doing anything. It only goes on."""

    def __init__(self, file: Path) -> None:
        self.file, self.day, self.seconds = file, dt.datetime.now(dt.UTC).date(), 0
        self.on()

    def on(self, days: int = 0, seconds: int = 0) -> None:
        self.day += dt.timedelta(days=days)
        self.seconds += seconds
        # All at once: the site looks at any moment.
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.day} {self.seconds}")
        new.replace(self.file)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "day")


@pytest.fixture(scope="module")
def site(starter: Starter, clock: Clock) -> Iterator[Site]:
    with serve(starter, clock=str(clock.file)) as running:
        yield running


@pytest.fixture(scope="module")
def phones(browser: Browser, site: Site) -> Iterator[dict[str, Page]]:
    """A phone for each of the four. The coordinator and the other organisation's member walk in."""
    contexts = {
        who: browser.new_context(
            base_url=site.url, viewport=PHONE, locale="en-GB", has_touch=True, is_mobile=True
        )
        for who in ("newcomer", "volunteer", "coordinator", "member", "anybody")
    }
    pages = {}
    for who, context in contexts.items():
        context.set_default_timeout(30_000)
        pages[who] = context.new_page()
        if who in ("coordinator", "member"):
            pages[who].goto(f"/walk-in/{who}/")
        context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    yield pages
    for context in contexts.values():
        context.close()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press the one button of this name in the page, and look whether the next page fits a phone."""
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("button", name=name).first.click()
    fits(page)


def address_of(who: str) -> str:
    return f"{who}.of.the.duo@example.org"


def apply(page: Page, programme: str, who: str, clock: Clock) -> None:
    page.goto(f"/join/aldermonde/{programme}/")
    page.get_by_role("link", name="I am new here" if who == "newcomer" else "I know the city").click()
    page.get_by_label("Your name").fill(NAMES[who])
    page.get_by_label("E-mail address").fill(address_of(who))
    page.locator("select[name=language]").select_option("en")
    page.locator("[name=municipality]").select_option("Aldermonde")
    page.locator("[name=area]").select_option(index=1)
    page.locator("[name=language_1]").select_option("nl")
    page.locator("[name=band_1]").select_option("A2" if who == "newcomer" else "C2")
    page.locator("[name=day_0][value=evening]").check()
    page.locator("[name=interests][value=walking]").check()
    page.get_by_label("I am 18 years old or older").check()
    for consent in page.locator("[name^=consent_]").all()[:2]:
        consent.check()
    fits(page)
    clock.on(seconds=60)
    press(page, "Send my form")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def enter(page: Page, site: Site, who: str) -> None:
    """By the link of the newest letter."""
    found = re.search(r"http://\S+/me/enter/\S+", newest_to(address_of(who), page, site))
    assert found
    page.goto(re.sub(r"^http://[^/]+", "", found[0]))
    press(page, "Go on")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    page.goto(f"{ME}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAMES[who])


def make_programme(page: Page) -> str:
    page.goto(f"{IN}/programmes/new/")
    page.locator("[name=name_en]").fill("Two by two")
    page.locator("[name=text_en]").fill("Two people meet for six months.")
    page.locator("[name=municipalities]").fill("Aldermonde")
    page.locator("[name=languages][value=en]").check()
    page.locator("[name=days_between]").fill("14")
    page.locator("[name=hours_target]").fill("40")
    page.locator("[name=contact_name]").fill("Joris Temmerman")
    page.locator("[name=contact_email]").fill("joris@example.org")
    press(page, "Add the programme")
    page.goto(f"{IN}/")
    link = page.get_by_role("link", name="Two by two").first.get_attribute("href")
    assert link
    return link.split("/")[4]


def intake(page: Page, programme: str, who: str, clock: Clock) -> None:
    page.goto(f"{IN}/{programme}/people/")
    page.get_by_role("link", name=NAMES[who]).first.click()
    person = page.url
    page.goto(f"{person}plan/")
    page.locator("[name=day]").fill(clock.day.isoformat())
    page.locator("[name=time]").fill("23:30")
    press(page, "Plan the intake talk")
    page.goto(f"{person}record/")
    page.locator("[name=held_on]").fill(clock.day.isoformat())
    page.locator("[name=outcome][value=ready]").check()
    press(page, "Write down the intake talk")
    expect(page.locator("main")).to_contain_text(NAMES[who])


def ask(page: Page, programme: str) -> None:
    page.goto(f"{IN}/{programme}/matching/")
    press(page, re.compile("^Propose duos"))
    page.get_by_role("link", name="Ask 1 duo").click()
    expect(page.locator("main")).to_contain_text(NAMES["newcomer"])
    press(page, "Ask 1 duo")


def sign(page: Page, duo: str) -> None:
    page.goto(f"{ME}/duos/{duo}/agreements/1/")
    page.get_by_label("I have read it").check()
    press(page, "Sign the agreement")


def meet(page: Page, duo: str) -> None:
    """Two touches: how long, and done. Today is chosen already; all else may stay empty."""
    page.goto(f"{ME}/duos/{duo}/meeting/")
    page.locator("[name=minutes][value='120']").check(force=True)
    press(page, "We met")


def hours_elsewhere(newcomer: Page, member: Page, clock: Clock) -> None:
    """Four hours with another organisation: the newcomer shows a code, and somebody there confirms it."""
    newcomer.goto(f"{ME}/hours/add/")
    newcomer.locator("[name=on]").fill(clock.day.isoformat())
    newcomer.locator("[name=minutes]").select_option("240")
    newcomer.locator("[name=doing]").select_option("volunteering")
    press(newcomer, "Get a code")
    code = newcomer.locator(".hours-code-text").inner_text()
    member.goto("/in/aldermonde/hours/")
    member.locator("main input[type=text]").first.fill(code)
    member.locator("main form button").first.click()
    expect(member.get_by_role("heading", level=1)).to_contain_text("Selma")
    assert "Okonjo" not in member.locator("main").inner_text()
    press(member, re.compile("^Confirm"))
    expect(member.get_by_role("heading", level=1)).to_contain_text("confirmed")


def test_one_duo_lives_its_life(phones: dict[str, Page], site: Site, clock: Clock) -> None:
    newcomer, volunteer, coordinator = phones["newcomer"], phones["volunteer"], phones["coordinator"]
    programme = make_programme(coordinator)
    for who in NAMES:
        apply(phones[who], programme, who, clock)
        enter(phones[who], site, who)
    clock.on(2)
    for who in NAMES:
        intake(coordinator, programme, who, clock)
    clock.on(3)
    ask(coordinator, programme)

    # Both are asked, and say yes; the other's full name and number come after that.
    ((duo,),) = site.sql("SELECT max(id) FROM buddies_duo")
    for who in NAMES:
        phones[who].goto(f"{ME}/proposals/{duo}/")
        press(phones[who], "Yes, I want to")
    newcomer.goto(f"{ME}/")
    expect(newcomer.locator("main")).to_contain_text("agreement")

    clock.on(1)
    sign(newcomer, str(duo))
    sign(volunteer, str(duo))
    coordinator.goto(f"{IN}/duos/{duo}/agreements/1/")
    coordinator.get_by_label("I have read it").check()
    press(coordinator, "Sign for the organisation")
    coordinator.goto(f"{IN}/duos/{duo}/")
    expect(coordinator.locator(".lede")).to_contain_text("Meeting")
    with newcomer.expect_download() as paper:
        newcomer.goto(f"{ME}/duos/{duo}/agreements/1/")
        newcomer.get_by_role("link", name="Download it (PDF)").click()
    assert Path(paper.value.path()).read_bytes().startswith(b"%PDF")

    # Twelve meetings, told by either, and a pause in the middle.
    for number in range(12):
        clock.on(12)
        if number == 6:
            newcomer.goto(f"{ME}/duos/{duo}/pause/")
            newcomer.locator("[name=since]").fill(clock.day.isoformat())
            newcomer.locator("[name=until]").fill((clock.day + dt.timedelta(days=20)).isoformat())
            newcomer.locator("[name=reason][value=pause-holiday]").check()
            press(newcomer, "Take a pause")
            coordinator.goto(f"{IN}/duos/{duo}/")
            expect(coordinator.locator(".lede")).to_contain_text("Paused")
            clock.on(21)
            coordinator.goto(f"{IN}/{programme}/duos/")
            expect(coordinator.get_by_role("heading", level=1)).not_to_contain_text("need a call")
        meet(newcomer if number % 2 else volunteer, str(duo))
    held = "SELECT count(*), sum(minutes) FROM buddies_meeting WHERE duo_id = %s AND kind = 'held'"
    assert site.sql(held, duo) == [(12, 1440)]

    # Twenty-four hours of their own, and sixteen elsewhere.
    coordinator.goto(f"{IN}/{programme}/hours/")
    press(coordinator, "Confirm 12 entries")
    for _time in range(4):
        clock.on(1)
        hours_elsewhere(newcomer, phones["member"], clock)
    newcomer.goto(f"{ME}/hours/")
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("40 of 40 hours")
    newcomer.goto(f"{ME}/hours/proof/")
    press(newcomer, "Make the proof")
    link = newcomer.get_by_role("link", name="Open the paper (PDF)").get_attribute("href")
    assert link
    assert newcomer.request.get(site.url + link).body().startswith(b"%PDF")

    # Whoever holds the paper verifies it, and sees no name.
    ((code,),) = site.sql("SELECT code FROM buddies_proof ORDER BY id DESC LIMIT 1")
    anybody = phones["anybody"]
    anybody.goto(f"/proof/aldermonde/{code}/")
    expect(anybody.get_by_role("heading", level=1)).to_contain_text("40")
    said = anybody.locator("main").inner_text()
    assert "Maatjes aan de Alder" in said
    assert "Buurthuis Lakenkaai" in said
    assert "Selma" not in said

    # The end, and being forgotten.
    coordinator.goto(f"{IN}/duos/{duo}/close/")
    coordinator.locator("[name=reason][value=duo-goal]").check()
    press(coordinator, "Close the duo")
    expect(coordinator.locator(".lede")).to_contain_text("Completed")
    for who in NAMES:
        phones[who].goto(f"{ME}/delete/")
        press(phones[who], "Delete all my data")
    assert anybody.goto(f"/proof/aldermonde/{code}/").status == 404  # type: ignore[union-attr]
    all_sent(coordinator, site)
    for name in NAMES.values():
        kept = "SELECT (SELECT count(*) FROM people_participant WHERE name = %s),"
        kept += " (SELECT count(*) FROM people_participantevent WHERE name = %s)"
        assert site.sql(kept, name, name) == [(0, 0)]
    assert site.sql("SELECT count(*) FROM buddies_meeting WHERE duo_id = %s AND kind = 'held'", duo) == [
        (12,)
    ]
