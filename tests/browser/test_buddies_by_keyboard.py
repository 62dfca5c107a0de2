"""A coordinator's Monday and a newcomer's meeting without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import WORKED_OUT_IN
from tests.browser.test_by_keyboard_alone import go_to, press, tab_to

ROOM = "/in/aldermonde/buddies/samen-op-pad/"


def walk_in(page: Page, site: Site, who: str, address: str) -> None:
    page.goto(f"/walk-in/{who}/")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    page.goto(address)


def test_a_coordinator_goes_from_the_desk_to_two_who_are_asked(page: Page, site: Site) -> None:
    walk_in(page, site, "coordinator", "/in/aldermonde/")
    go_to(page, page.get_by_role("navigation").get_by_role("link", name="Buddies"))
    press(page, "Enter")
    go_to(page, page.locator(f"main a[href='{ROOM}people/']").first)
    press(page, "Enter")
    go_to(page, page.get_by_role("link", name="Matching table"))
    press(page, "Enter")
    go_to(page, page.get_by_role("button", name=re.compile("^Propose duos")))
    press(page, "Enter")
    table = page.locator("#duos")
    expect(table).to_be_visible(timeout=WORKED_OUT_IN)

    # A line is locked and unlocked, and the button keeps the focus.
    lock = table.locator("button[id^=lock-]").first
    go_to(page, lock, most=120)
    press(page, "Space")
    expect(lock).to_contain_text("Unlock")
    expect(lock).to_be_focused()
    press(page, "Space")
    expect(lock).not_to_contain_text("Unlock")
    expect(lock).to_be_focused()

    # Somebody else is chosen for the first newcomer whom somebody else fits.
    swaps, choose = (
        table.get_by_role("link", name=re.compile("^Swap")),
        page.get_by_role("button", name=re.compile("^Choose")),
    )
    for at in range(swaps.count()):
        newcomer = swaps.nth(at).inner_text().split("\n")[-1].removeprefix("Swap").strip()
        go_to(page, swaps.nth(at), most=120)
        press(page, "Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Somebody else for {newcomer}")
        expect(page.locator("#choices")).to_be_visible(timeout=WORKED_OUT_IN)
        if choose.count():
            break
        go_to(page, page.get_by_role("link", name="Back to the table"))
        press(page, "Enter")
        expect(table).to_be_visible()
    go_to(page, choose.first)
    press(page, "Enter")
    expect(table.locator(".ds-tag", has_text="chosen by hand")).to_be_visible(timeout=WORKED_OUT_IN)

    go_to(page, page.get_by_role("link", name=re.compile(r"^Ask \d+ duos")))
    press(page, "Enter")
    ask = page.get_by_role("button", name=re.compile(r"^Ask \d+ duos"))
    number = int(ask.inner_text().split()[1])
    go_to(page, ask)
    press(page, "Enter")
    expect(page.locator("#content")).to_contain_text("asked")
    assert site.sql("SELECT count(*) FROM buddies_roundduo WHERE duo_id IS NOT NULL") == [(number,)]


def test_a_newcomer_tells_of_a_meeting(page: Page, site: Site) -> None:
    walk_in(page, site, "newcomer", "/me/in/aldermonde/")
    go_to(page, page.locator("main").get_by_role("link", name=re.compile("^Open")).first)
    press(page, "Enter")
    met = "SELECT count(*) FROM buddies_meeting WHERE kind = 'held'"
    ((before,),) = site.sql(met)
    go_to(page, page.locator("main").get_by_role("link", name="We met"))
    press(page, "Enter")
    # As long as last time is chosen already; the one before it is a little less.
    tab_to(page, page.locator("[name=minutes]:checked"))
    press(page, "ArrowLeft")
    go_to(page, page.get_by_role("button", name="We met"))
    press(page, "Enter")
    expect(page).not_to_have_url(re.compile("/meeting/"))
    assert site.sql(met) == [(before + 1,)]
