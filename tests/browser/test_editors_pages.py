"""The editors' pages under the security policy: nothing is stopped, and what is written appears."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_every_page import Watch


def test_the_secretary_edits_a_citys_page_and_publishes_it(page: Page, site: Site) -> None:
    ((number,),) = site.sql(
        "SELECT c.page_ptr_id FROM library_citypage c JOIN wagtailcore_page p ON p.id = c.page_ptr_id"
        " JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE p.slug = 'aldermonde' AND l.language_code = 'en'"
    )
    watch = Watch(site.url)
    watch.over(page)
    page.goto("/walk-in/secretary/")
    for address in (
        "/content/",
        "/content/pages/",
        "/content/reports/site-history/",
        f"/content/pages/{number}/edit/",
    ):
        page.goto(address, wait_until="load")
    # The chooser of a date is started from outside the page, since no inline script may run.
    expect(page.locator("template.chooser[data-started]").first).to_be_attached()
    page.get_by_role("textbox", name="Introduction").fill("A new introduction, written by the secretary.")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("published").first).to_be_visible()
    assert watch.complaints == []
    page.goto("/cities/aldermonde/")
    expect(page.get_by_text("A new introduction, written by the secretary.")).to_be_visible()


def test_a_page_is_previewed_in_a_frame_before_it_is_published(page: Page, site: Site) -> None:
    ((number,),) = site.sql("SELECT min(page_ptr_id) FROM library_citypage")
    watch = Watch(site.url)
    watch.over(page)
    page.goto("/walk-in/secretary/")
    page.goto(f"/content/pages/{number}/edit/", wait_until="load")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[id*=preview]")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Aldermonde")
    assert watch.complaints == []
