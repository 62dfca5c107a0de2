"""Every page that is open to all, every room of the desk and every error page, in every language."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Response

from tests.browser.conftest import Site
from tests.browser.looking import Walk, Watch, answer_to
from tests.browser.pages import WALKS
from tests.browser.visits import CITY, Visit

Begin = Callable[[str], Walk]


@pytest.fixture(scope="module")
def site(shared_site: Site) -> Site:
    return shared_site


def test_what_is_open_to_all(begin: Begin) -> None:
    walk = begin("nobody")
    for visit in WALKS["public"]:
        walk.see(visit)
    walk.saw_all_of(WALKS["public"])


@pytest.mark.parametrize("address", ["/", "about:blank"])
def test_a_page_that_asks_for_something_outside_is_found_out(address: str, page: Page) -> None:
    """By the policy of our pages, and without one because there is no way outside."""
    watch = Watch()
    watch.over(page)
    page.goto(address)
    assert watch.complaints == []
    with page.expect_console_message():
        page.evaluate("() => { new Image().src = 'http://example.org/a.png' }")
    assert "example.org" in watch.complaints[0] or "ERR_NAME_NOT_RESOLVED" in watch.complaints[0]


def test_every_room_of_the_desk(begin: Begin, site: Site) -> None:
    ((membership,),) = site.sql("SELECT min(id) FROM core_membership WHERE until IS NULL")
    walks: dict[str, Walk] = {}
    for visit in WALKS["desk"]:
        walk = walks.get(visit.who) or walks.setdefault(visit.who, begin(visit.who))
        walk.see(visit, visit.address.format(membership=membership))
    for who, walk in walks.items():
        walk.saw_all_of([visit for visit in WALKS["desk"] if visit.who == who])


def test_every_error_page(begin: Begin) -> None:
    pages = {visit.key: visit for visit in WALKS["errors"]}
    walk, analyst = begin("nobody"), begin("analyst")
    walk.see(pages["404.html"])
    analyst.see(pages["403.html"])
    # More parts of an address than the server will read.
    analyst.see(pages["400.html"], f"/in/{CITY}/people/?page=1{'&a' * 1_100}")

    def without_a_token(page: Page) -> Response:
        page.goto("/accounts/login/")
        page.context.clear_cookies(name="csrftoken")
        return answer_to(page, page.locator("main form button").first.click)

    walk.see(pages["403_csrf.html"], come=without_a_token)

    def too_often(page: Page) -> Response:
        while True:
            page.goto("/accounts/login/")
            page.locator("main input[type=email]").fill("nobody@example.org")
            page.locator("main input[type=password]").fill("not the password")
            answer = answer_to(page, page.locator("main form button").first.click)
            if answer.status == 429:
                return answer

    walk.see(pages["429.html"], come=too_often)
    with_a_fault(walk, pages["500.html"])
    walk.saw_all_of([visit for visit in pages.values() if visit.key not in {"400.html", "403.html"}])
    analyst.saw_all_of([pages["400.html"], pages["403.html"]])


def test_what_editors_keep_behind_a_password(begin: Begin, site: Site) -> None:
    page, document = WALKS["behind a password"]
    ((number, kept),) = site.sql(
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password)"
        " SELECT min(page_ptr_id), 'password', 'secret' FROM library_citypage RETURNING page_id, id"
    )
    ((shelf,),) = site.sql(
        "INSERT INTO wagtailcore_collectionviewrestriction (collection_id, restriction_type, password)"
        " SELECT min(id), 'password', 'secret' FROM wagtailcore_collection RETURNING id"
    )
    walk = begin("nobody")
    languages = iter(walk.languages)

    def in_its_language(browser: Page) -> Response | None:
        # As a public page, it carries its language in its address.
        language = next(languages)
        before = "" if language == "en" else f"/{language}"
        return browser.goto(f"{before}/_util/authenticate_with_password/{kept}/{number}/", wait_until="load")

    walk.see(page, come=in_its_language)
    walk.see(document, f"/documents/authenticate_with_password/{shelf}/")
    site.sql("DELETE FROM wagtailcore_pageviewrestriction RETURNING id")
    site.sql("DELETE FROM wagtailcore_collectionviewrestriction RETURNING id")
    walk.saw_all_of(WALKS["behind a password"])


BAD_PAGE = """<!doctype html><html lang="sv" dir="ltr"><head><title>Convive</title></head><body><main>
<h1>A heading of ours</h1><p style="color: #ccc; width: 3000px">Some words that nobody has translated</p>
<button style="padding: 0; width: 9px; height: 9px"></button><button style="padding: 0; height: 9px">a</button>
</main></body></html>"""


def test_what_is_wrong_with_a_page_is_found(begin: Begin) -> None:
    walk = begin("nobody")
    walk.page.route(
        "**/bad/", lambda route: route.fulfill(status=200, content_type="text/html", body=BAD_PAGE)
    )
    walk.see(Visit("bad", "/bad/"))
    found = {fault.rule.split(":")[0] for fault in walk.faults}
    assert found >= {
        "button-name",
        "color-contrast",
        "target-size",
        "lang=sv dir=ltr",
        "the heading is in English",
        "not translated",
        "policy",
        "header x-frame-options",
    }
    assert any("wider than the screen" in fault.rule for fault in walk.faults)


def test_a_colour_is_found_also_where_only_one_language_shows_it(begin: Begin) -> None:
    walk = begin("nobody")
    body = BAD_PAGE.replace("</main>", '<p class="of-dutch">Bleek</p></main>')
    spoken = iter(walk.languages)

    def come(page: Page) -> Response | None:
        mark = ' style="color: #ddd"' if next(spoken) == "nl" else ""
        html = body.replace('<p class="of-dutch">', f'<p class="of-dutch"{mark}>')
        page.route(
            "**/bad/", lambda route: route.fulfill(status=200, content_type="text/html", body=html), times=1
        )
        return page.goto("/bad/", wait_until="load")

    walk.see(Visit("bad", "/bad/"), come=come)
    pale = [
        fault.where for fault in walk.faults if fault.rule == "color-contrast" and "of-dutch" in fault.where
    ]
    assert [where[:5] for where in pale] == ["in nl"]


def faults_of(walk: Walk, style: str, inside: str) -> list[tuple[str, str]]:
    """What is found on a page of so much: rules and places."""
    head = BAD_PAGE.split("<p style", maxsplit=1)[0].replace("</head>", f"<style>{style}</style></head>")
    body = f"{head}{inside}</main></body></html>"
    walk.page.route("**/bad/", lambda route: route.fulfill(status=200, content_type="text/html", body=body))
    walk.see(Visit("bad", "/bad/"))
    return [(fault.rule, fault.where) for fault in walk.faults]


def test_of_many_that_are_alike_the_colours_of_four_are_looked_at_and_of_others_each(begin: Begin) -> None:
    alike, other = '<p style="color: #ddd">Bleek</p>', '<p style="color: #eee">Bleker</p>'
    placed = "<b>Vaal</b>"
    style = "b { color: #ccc } b:last-child { color: #eee }"
    inside = f"{alike * 9}{other}{alike}<div>{placed * 9}</div>"
    pale = [where for rule, where in faults_of(begin("nobody"), style, inside) if rule == "color-contrast"]
    assert len([where for where in pale if where == f"in en, 390 px, {alike}"]) == 4
    assert f"in en, 390 px, {other}" in pale
    # The ninth is drawn otherwise for where it stands.
    assert len([where for where in pale if where == f"in en, 390 px, {placed}"]) == 5


def test_what_only_a_wide_window_shows_is_looked_at_there(begin: Begin) -> None:
    nameless = '<button class="wide" style="width: 44px; height: 44px"></button>'
    found = faults_of(begin("nobody"), "@media (width < 600px) { .wide { display: none } }", nameless)
    assert ("button-name", f"in en, 1280 px, {nameless}") in found
    assert ("button-name", f"in en, 390 px, {nameless}") not in found


def test_room_is_looked_at_in_each_window_also_where_it_shows_the_same(begin: Begin) -> None:
    style = "div { height: 90px; overflow: auto } @media (width > 600px) { .long { padding-top: 900px } }"
    over = '<button style="width: 44px; height: 44px; margin-inline-end: -36px">over</button>'
    found = faults_of(begin("nobody"), style, f'<div><p class="long">Lång</p></div><p>{over}{over}</p>')
    scroll = [where for rule, where in found if rule == "scrollable-region-focusable"]
    assert scroll
    assert not any("390 px" in where for where in scroll)
    small = [where for rule, where in found if rule == "target-size"]
    assert {f"in {language}, {width} px, {over}" for language in ("en", "ar") for width in (390, 1280)} <= {
        *small
    }


def test_what_lies_in_a_frame_is_looked_at_too(begin: Begin) -> None:
    small = "<button style='padding: 0; height: 9px'>a</button>"
    framed = f'<!doctype html><html lang="en"><title>A frame</title><main><h1>In it</h1>{small * 2}</main>'
    found = faults_of(begin("nobody"), "", f'<iframe title="A frame" srcdoc="{escape(framed)}"></iframe>')
    assert [where for rule, where in found if rule == "target-size" and "9px" in where]


def test_a_page_that_leads_to_another_is_not_taken_for_it(begin: Begin) -> None:
    walk = begin("nobody")
    walk.see(Visit("me/sessions/", "/me/sessions/"))
    led = [fault.where for fault in walk.faults if fault.rule.endswith("/accounts/login/?next=/me/sessions/")]
    assert [where[:5] for where in led] == [f"in {language}" for language in walk.languages]


def with_a_fault(walk: Walk, visit: Visit) -> None:
    """No address of the site fails on purpose, so the page is put before the browser in a server's place."""
    headers = walk.page.request.get("/no-such-page/").headers
    languages = iter(walk.languages)

    def come(page: Page) -> Response | None:
        with translation.override(next(languages)):
            body = render_to_string("500.html")
        page.route("**/fault/", lambda route: route.fulfill(status=500, headers=headers, body=body), times=1)
        return page.goto("/fault/", wait_until="load")

    walk.see(visit, come=come)
