"""The letters of a site under test. The demo keeps them in a folder, each site in its own."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re

from playwright.sync_api import Page

from tests.browser.conftest import Site

# Between the letters that one connection sent, Django draws a line.
LINE = re.compile(r"^-{70,}$", re.MULTILINE)


def all_sent(page: Page, site: Site) -> None:
    """Until the worker has sent every letter that waits."""
    deadline = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
    waiting = (
        "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'mail' AND status IN ('todo', 'doing')"
    )
    while site.sql(waiting) != [(0,)]:
        assert dt.datetime.now(dt.UTC) < deadline, "letters wait"
        page.wait_for_timeout(200)


def newest_to(address: str, page: Page, site: Site) -> str:
    """The words of the newest letter to an address."""
    all_sent(page, site)
    for file in sorted(site.letters.iterdir(), key=lambda each: each.stat().st_mtime_ns, reverse=True):
        for text in reversed(LINE.split(file.read_text(encoding="utf-8"))):
            message = email.message_from_string(text.strip(), policy=email.policy.default)
            if message["To"] == address:
                return str(message.get_content())
    raise AssertionError(f"no letter to {address}")
