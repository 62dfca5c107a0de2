"""The desk in a real browser, by keyboard: an administrator gives a role, an analyst brings figures in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from convive.site.demo import load
from tests.browser.conftest import Site
from tests.browser.looking import WORKED_OUT_IN
from tests.invented import invented

RECIPES = Path(load.__file__).parent / "recipes"


def walk_in(page: Page, site: Site, who: str) -> None:
    page.goto(f"/walk-in/{who}/")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])


def test_everybody_walks_in_and_lands_where_their_work_begins(page: Page, site: Site) -> None:
    for person in load.cast():
        page.goto(f"/walk-in/{person.key}/")
        place = (
            f"/me/in/{person.city}/"
            if person.is_participant
            else f"/in/{person.city}/"
            if person.city
            else "/content/"
        )
        assert page.url == f"{site.url}{place}", person.key


def test_an_administrator_gives_a_role_by_keyboard_and_ends_it(page: Page, site: Site) -> None:
    walk_in(page, site, "administrator")
    page.goto("/in/aldermonde/people/give-role/")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("nia.example@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("Nia Example")
    page.keyboard.press("Tab")
    page.keyboard.type("Analyst")
    # Where and why have a usual answer chosen already.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Give the role")).to_be_focused()
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has_text="Nia Example")
    expect(row).to_contain_text("Analyst")
    row.get_by_role("link").click()
    page.get_by_role("button", name="End the role today").click()
    expect(page.get_by_text("The role has ended")).to_be_visible()
    page.goto("/in/aldermonde/audit/")
    expect(page.locator("#trail")).to_contain_text("ended somebody's role")
    expect(page.locator("#trail")).to_contain_text("Geert Moerman")


def upload(page: Page, change: dict[str, bytes]) -> None:
    page.goto("/in/aldermonde/import/new/")
    recipe = (RECIPES / "aldermonde.toml").read_text(encoding="utf-8")
    page.get_by_label("Your own recipe").fill(recipe)
    files = invented().files() | change
    page.get_by_label("Files").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files.items()]
    )
    page.get_by_role("button", name="Read the files").click()


def test_a_wrong_row_is_named_and_nothing_is_written(page: Page, site: Site) -> None:
    walk_in(page, site, "analyst")
    before = site.sql("SELECT count(*), sum(value) FROM measures_value")
    header, first, *rest = invented().files()["population.csv"].decode().splitlines()
    cells = first.split(",")
    cells[3] = "-5"
    upload(page, {"population.csv": "\n".join([header, ",".join(cells), *rest]).encode()})
    problem = page.locator("#problems tbody tr")
    expect(problem).to_contain_text("population.csv, row 2", timeout=WORKED_OUT_IN)
    expect(problem).to_contain_text("inwoners")
    expect(problem).to_contain_text("-5")
    expect(page.get_by_role("button", name="Write this import")).to_have_count(0)
    assert site.sql("SELECT count(*), sum(value) FROM measures_value") == before


def test_a_dry_run_says_what_would_change_and_a_yes_writes_it(page: Page, site: Site) -> None:
    walk_in(page, site, "analyst")
    header, first, *rest = invented().files()["dwellings.csv"].decode().splitlines()
    cells = first.split(",")
    columns = header.split(",")
    cells[columns.index("woningen")] = str(int(cells[columns.index("woningen")]) + 7)
    cells[columns.index("huur")] = str(int(cells[columns.index("huur")]) + 7)
    upload(page, {"dwellings.csv": "\n".join([header, ",".join(cells), *rest]).encode()})
    figures = page.locator("#changes tbody tr").filter(has_text="Figures")
    expect(figures.locator("td").nth(1)).to_have_text("2", timeout=WORKED_OUT_IN)
    page.get_by_role("button", name="Write this import").click()
    expect(page.get_by_text("What it did")).to_be_visible(timeout=WORKED_OUT_IN)
    page.goto("/cities/aldermonde/?indicator=dwellings&group=total&period=2016-12-31")
    expect(page.get_by_role("heading", level=1)).to_contain_text("3,518")
