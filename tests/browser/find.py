"""Prints the path of a Chromium: the system's, else one that apt installs where it may, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Without a window it takes a third less time: the same engine, and none of what is around a page.
WITHOUT_A_WINDOW = "chromium-headless-shell"
NAMES = (
    WITHOUT_A_WINDOW,
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def on_this_machine() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find() -> str:
    given = os.environ.get("CONVIVE_BROWSER")
    if given:
        return given
    if found := on_this_machine():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]
        for package in (WITHOUT_A_WINDOW, "chromium"):
            subprocess.run(["apt-get", "install", "-y", package], **quiet)  # type: ignore[call-overload]
            if found := on_this_machine():
                return found
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False, stdout=sys.stderr
    )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if os.path.exists(playwright.chromium.executable_path):
            return playwright.chromium.executable_path
    raise SystemExit(
        "The tests need Chromium, and it could not be installed. Install it, or set CONVIVE_BROWSER."
    )


if __name__ == "__main__":
    print(find())
