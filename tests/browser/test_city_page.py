"""The city's page in a real browser: with and without script, by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.looking import WORKED_OUT_IN

PAGE = "/cities/aldermonde/"


@pytest.fixture(scope="module")
def site(shared_site: Site) -> Site:
    return shared_site


def test_the_map_is_there_without_script_and_the_choice_works(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator("convive-map svg path[data-area]")).to_have_count(14)
    expect(page.locator("convive-chart img")).to_be_visible()
    page.get_by_label("Group").select_option("age_65_plus")
    page.get_by_role("button", name="Show these figures").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("65 and over")
    context.close()


def test_the_figures_can_be_chosen_by_keyboard_alone(page: Page) -> None:
    page.goto(PAGE)
    page.get_by_label("What").focus()
    page.keyboard.type("Dwell")
    for _press in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show these figures")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("dwellings")


def test_a_row_of_the_table_shows_its_area_on_the_map(page: Page) -> None:
    page.goto(PAGE)
    expect(page.locator("convive-map[data-ready]")).to_be_visible(timeout=WORKED_OUT_IN)
    row = page.locator("#areas tr[data-area]").first
    row.hover()
    expect(row).to_have_class("pointed-at")
    name = row.get_by_role("rowheader").inner_text()
    expect(page.locator("convive-map .map-says")).to_contain_text(name)


def test_the_chart_is_drawn_by_script_from_the_same_specification(page: Page) -> None:
    page.goto(PAGE)
    drawing = page.locator("convive-chart svg").first
    expect(drawing).to_be_visible()
    last = page.locator("#over-time tbody tr").last.locator("td").inner_text()
    expect(drawing).to_contain_text(last)


def test_the_language_can_be_changed_and_stays(page: Page) -> None:
    page.goto(PAGE)
    page.locator("header summary").filter(has_text="English").click()
    page.locator("header button[value=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/aldermonde/")
    page.goto("/accounts/login/")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("path", ["paper/", "chart/picture/"])
def test_what_can_be_taken_along_is_there(page: Page, path: str) -> None:
    answer = page.request.get(f"{PAGE}{path}")
    assert answer.ok
    assert len(answer.body()) > 1_000


def test_few_areas_stand_in_the_page_whole_and_hundreds_scroll_on_a_screen(page: Page) -> None:
    page.goto(PAGE)
    table = page.locator(".table-region:has(#areas)")
    hidden = "region => region.scrollHeight - region.clientHeight"
    assert table.evaluate(hidden) == 0
    table.evaluate(
        "region => { const [row] = region.querySelectorAll('tbody tr');"
        " for (let at = 0; at < 100; at++) row.after(row.cloneNode(true)); }"
    )
    assert table.evaluate(hidden) > 2_000
    page.emulate_media(media="print")
    assert table.evaluate(hidden) == 0
