"""The editors' pages under the security policy: nothing is stopped, what is written appears, in every language."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Site
from tests.browser.looking import Walk, Watch
from tests.browser.pages import WALKS


def test_the_secretary_edits_a_citys_page_and_publishes_it(page: Page, site: Site) -> None:
    ((number,),) = site.sql(
        "SELECT c.page_ptr_id FROM library_citypage c JOIN wagtailcore_page p ON p.id = c.page_ptr_id"
        " JOIN wagtailcore_locale l ON l.id = p.locale_id WHERE p.slug = 'aldermonde' AND l.language_code = 'en'"
    )
    watch = Watch()
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
    watch = Watch()
    watch.over(page)
    page.goto("/walk-in/secretary/")
    page.goto(f"/content/pages/{number}/edit/", wait_until="load")
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[id*=preview]")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Aldermonde")
    assert watch.complaints == []


def test_every_editors_page_is_accessible_and_quiet(browser: Browser, site: Site) -> None:
    ((page, parent),) = site.sql(
        "SELECT child.id, above.id FROM wagtailcore_page child"
        " JOIN wagtailcore_page above ON above.path = left(child.path, -4)"
        " JOIN library_citypage city ON city.page_ptr_id = child.id"
        " JOIN wagtailcore_locale l ON l.id = child.locale_id"
        " WHERE child.slug = 'aldermonde' AND l.language_code = 'en'"
    )
    context = browser.new_context(base_url=site.url, viewport=DESK, locale="en-GB")
    context.set_default_timeout(20_000)
    walk = Walk(context, site.url, sizes=(DESK,))
    walk.page.goto("/walk-in/secretary/")
    for visit in WALKS["editors"]:
        walk.see(visit, visit.address.format(page=page, parent=parent))
    walk.saw_all_of(WALKS["editors"])
    context.close()
