"""A real server with the demo city, and a real browser."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests import databases
from tests.browser import running
from tests.browser.find import find

if TYPE_CHECKING:
    from tests.browser.looking import Walk

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # There is no way outside: what a page asks of others it does not get, and its console says so.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    # Maps are drawn with WebGL, in software where there is no graphics card.
    "--enable-unsafe-swiftshader",
    # What is compiled well is compiled for long pages; a page of a test is gone before that pays, on few cores.
    "--js-flags=--no-opt --no-maglev",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """A running demo: its address, and its database for a look behind the scenes."""

    url: str
    database: str

    def sql(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the database as its administrator, past every wall."""
        with psycopg.connect(_owner_of(self.database)) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    @property
    def letters(self) -> Path:
        """The folder of what it sent."""
        return running.letters_of(self.database)


@functools.cache
def _owner_of(database: str) -> str:
    return databases.addresses(database).owner


@pytest.fixture(scope="session")
def starter() -> Iterator[running.Starter]:
    """What sites are started by, each with a clone of the demo."""
    databases.prepare_demo()
    with contextlib.closing(running.Starter()) as found:
        yield found


@pytest.fixture(scope="module")
def site(starter: running.Starter) -> Iterator[Site]:
    """A server of its own for each file: what one does to the demo's people is no concern of another."""
    with serve(starter) as found:
        yield found


@pytest.fixture(scope="session")
def shared_site(starter: running.Starter) -> Iterator[Site]:
    """One server for the files that leave the demo as they found it: they name it their `site`."""
    with serve(starter) as found:
        yield found


@contextlib.contextmanager
def serve(starter: running.Starter, clock: str = "", **sign_in: str) -> Iterator[Site]:
    """A web server and a worker on a clone of the demo, ended when the block ends."""
    name = f"site_{next(_numbers)}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with databases.clone(name, template=databases.DEMO):
        number, port = starter.begin(name, clock, **sign_in)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=120).close()
            yield Site(f"http://127.0.0.1:{port}", name)
        finally:
            starter.end(number)
            shutil.rmtree(running.letters_of(name), ignore_errors=True)


_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # For one file at a time: while it runs, Playwright's event loop keeps Django's database from other tests.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A new browser profile on a desk, in English."""
    context = browser.new_context(base_url=site.url, viewport=DESK, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    """A phone with a narrow screen, touched with a finger."""
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, locale="en-GB", has_touch=True, is_mobile=True
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def known() -> dict[int, str]:
    """What the walks of one file have seen of colours."""
    return {}


@pytest.fixture
def begin(browser: Browser, site: Site, known: dict[int, str]) -> Iterator[Callable[..., Walk]]:
    """`begin("analyst")` walks in as somebody of the cast, in a browser of their own; `begin()` comes as a visitor."""
    from tests.browser.looking import Walk

    contexts = []

    def start(who: str = "nobody") -> Walk:
        context = browser.new_context(base_url=site.url, viewport=PHONE, locale="en-GB")
        context.set_default_timeout(20_000)
        contexts.append(context)
        walk = Walk(context, site.url, known=known)
        if who != "nobody":
            walk.page.goto(f"/walk-in/{who}/")
        walk.speak("en")
        return walk

    yield start
    for context in contexts:
        context.close()
