"""The whole way without a mouse: the public pages, the desk, its shortcuts and its tables."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESK, Site
from tests.browser.looking import WORKED_OUT_IN

# What has the focus, and whether one sees that it has: a ring around it, in the window, and nothing over it.
SEES_FOCUS = """element => {
  const style = getComputedStyle(element);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const box = element.getClientRects()[0];
  const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return element.matches(":focus-visible") && ring && Boolean(there) && element.contains(there);
}"""
DESK_OF = "/in/aldermonde/"


@pytest.fixture(scope="module")
def site(shared_site: Site) -> Site:
    return shared_site


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press the tabulator until `wanted` has the focus, as somebody would who cannot point at it."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} steps do not lead to {wanted}")


def go_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """The same, and whoever looks at the window sees where they are."""
    tab_to(page, wanted, most)
    # The window may still be on its way there.
    page.wait_for_function(SEES_FOCUS, arg=wanted.element_handle())


def sit_down(page: Page, site: Site, room: str = "") -> None:
    page.goto("/walk-in/administrator/")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    page.goto(f"{DESK_OF}{room}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_reader_skips_to_the_content_and_chooses_a_language(page: Page) -> None:
    page.goto("/cities/aldermonde/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.reload()
    menu = page.locator("header summary").first
    tab_to(page, menu)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("header button[value=en]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.locator("header button[value=nl]"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_a_reader_goes_from_the_map_to_the_table_that_says_the_same(page: Page) -> None:
    page.goto("/cities/aldermonde/")
    expect(page.locator("convive-map[data-ready]")).to_be_visible(timeout=WORKED_OUT_IN)
    tab_to(page, page.get_by_role("link", name="See the table").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#areas$"))
    tab_to(page, page.get_by_role("link", name="Area", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#areas th[aria-sort=ascending]")).to_have_text("Area")
    # The next choice of figures keeps it.
    tab_to(page, page.get_by_role("button", name="Show these figures"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"indicator=.*sort=name|sort=name.*indicator="))
    expect(page.locator("#areas th[aria-sort=ascending]")).to_have_text("Area")


def test_a_reader_asks_about_mix_reads_the_table_takes_it_along_and_compares(page: Page) -> None:
    page.goto("/cities/aldermonde/mix/")
    table = page.locator("#areas")
    table.wait_for(timeout=WORKED_OUT_IN)
    for label in ("Groups", "When"):
        choice = page.get_by_label(label, exact=True)
        before = choice.input_value()
        go_to(page, choice)
        page.keyboard.press("ArrowDown")
        assert choice.input_value() != before
    group = page.get_by_label("Groups", exact=True).input_value()
    go_to(page, page.get_by_role("button", name="Show these figures"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"group={group}"))
    table.wait_for(timeout=WORKED_OUT_IN)
    expect(page.get_by_label("Groups", exact=True)).to_have_value(group)
    go_to(page, page.get_by_role("link", name="See the table").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#areas$"))
    go_to(page, table.get_by_role("link", name="Area", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("#areas th[aria-sort=ascending]")).to_have_text("Area")
    go_to(page, page.get_by_role("link", name="The scores of the areas as CSV"))
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.path().read_text(encoding="utf-8-sig").startswith("area,")
    page.keyboard.press("Home")
    page.reload()
    go_to(page, page.get_by_role("link", name="Compare two years"))
    page.keyboard.press("Enter")
    both = page.locator("#both")
    both.wait_for(timeout=WORKED_OUT_IN)
    expect(page.locator("h1")).to_contain_text("of 100 would have to move")


def test_a_reader_chooses_what_to_compare(page: Page) -> None:
    page.goto("/cities/aldermonde/mix/compare/")
    both = page.locator("#both")
    both.wait_for(timeout=WORKED_OUT_IN)
    second = page.get_by_role("group", name="The second")
    city = second.get_by_label("City", exact=True)
    go_to(page, city)
    page.keyboard.type("Bj")
    expect(city).to_have_value("bjorkasund")
    go_to(page, page.get_by_role("button", name="Compare these two"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("b-city=bjorkasund"))
    both.wait_for(timeout=WORKED_OUT_IN)
    expect(both.locator("tbody tr").first).to_contain_text("Björkasund")


def test_every_room_has_its_keys_and_they_are_listed(page: Page, site: Site) -> None:
    sit_down(page, site)
    rooms = page.locator("nav.site-nav a")
    keys = rooms.evaluate_all("links => links.map((link) => [link.textContent, link.dataset.shortcut])")
    assert len(keys) > 4
    assert all(re.fullmatch("g [a-z]", shortcut) for _name, shortcut in keys)
    assert len({shortcut for _name, shortcut in keys}) == len(keys)
    page.keyboard.press("Shift+?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    listed = dialog.locator("dt").evaluate_all(
        "terms => terms.map((term) => [term.nextElementSibling.textContent, term.textContent.trim()])"
    )
    assert [pair for pair in listed if pair[1].startswith("g ")] == keys
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    for name, shortcut in keys:
        # The next keys are for the script of the next page, which has begun by then.
        with page.expect_event("load"):
            press(page, *shortcut.split())
        expect(page.locator("nav.site-nav a[aria-current]")).to_have_text(name)


def test_keys_do_nothing_while_somebody_types(page: Page, site: Site) -> None:
    sit_down(page, site, "people/")
    page.keyboard.press("/")
    words = page.get_by_label("Name, address or organisation")
    expect(words).to_be_focused()
    page.keyboard.type("g o?")
    expect(words).to_have_value("g o?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("temmerman")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words=temmerman"))
    expect(page.locator("#people tbody tr")).to_have_count(1)
    press(page, "g", "o")
    expect(page).to_have_url(re.compile("/organisations/$"))


def test_the_shortcuts_can_be_turned_off_and_stay_so(page: Page, site: Site) -> None:
    sit_down(page, site)
    page.keyboard.press("Shift+?")
    switch = page.get_by_role("checkbox", name="Use keyboard shortcuts in this browser")
    switch.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    press(page, "g", "p")
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.reload()
    press(page, "g", "p")
    expect(page).to_have_url(f"{site.url}{DESK_OF}")
    tab_to(page, page.locator("summary", has_text="Keyboard shortcuts"))
    page.keyboard.press("Enter")
    tab_to(page, switch)
    page.keyboard.press("Space")
    page.locator("main").focus()
    press(page, "g", "p")
    expect(page).to_have_url(f"{site.url}{DESK_OF}people/")


def test_without_script_the_shortcuts_are_read_and_nothing_offers_to_switch_them(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(base_url=site.url, viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    sit_down(page, site)
    page.locator("summary", has_text="Keyboard shortcuts").click()
    expect(page.locator(".shortcut-list kbd").first).to_be_visible()
    expect(page.locator(".shortcut-list input")).to_be_hidden()
    context.close()


def test_a_table_of_the_desk_is_sorted_by_keyboard_and_remembers_it(page: Page, site: Site) -> None:
    sit_down(page, site, "people/")
    names = page.locator("#people tbody th")
    tab_to(page, page.locator("#people").get_by_role("button", name="Name"))
    page.keyboard.press("Enter")
    expect(page.locator("#people th[aria-sort=ascending]")).to_have_text("Name")
    ascending = names.all_inner_texts()
    assert len(ascending) > 3
    page.keyboard.press("Enter")
    expect(page.locator("#people th[aria-sort=descending]")).to_have_text("Name")
    assert names.all_inner_texts() == ascending[::-1]
    page.reload()
    expect(page.locator("#people th[aria-sort=descending]")).to_have_text("Name")
    assert names.all_inner_texts() == ascending[::-1]
    # Dates are sorted by the day and not by its letters, and a third press gives the list's own order back.
    days = page.locator("#people tbody td[data-label=Since]")
    tab_to(page, page.locator("#people").get_by_role("button", name="Since"))
    page.keyboard.press("Enter")
    machine = days.evaluate_all("cells => cells.map((cell) => cell.dataset.sortValue)")
    assert machine == sorted(machine)
    press(page, "Enter", "Enter")
    expect(page.locator("#people th[aria-sort]")).to_have_count(0)


def test_an_organisation_is_added_by_keyboard_and_a_mistake_is_led_to(page: Page, site: Site) -> None:
    sit_down(page, site, "organisations/add/")
    button = page.get_by_role("button", name="Add the organisation")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
