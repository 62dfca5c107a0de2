"""What is asked of every page: accessible, quiet, no wider than the screen, in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page, Response, ViewportSize

from convive.site.demo.cast import ORGANISATIONS
from tests.browser.conftest import DESK, PHONE
from tests.browser.visits import Visit

LANGUAGES = ("en", "nl", "fr", "it", "sv", "ar")
# One written from the left and one from the right. In these, a page is looked at at the width of a desk too, with the
# map that zooms. The others have the phone of somebody who saves data, with the map as the server draws it. A canvas
# has nothing for axe to read.
IN_FULL = ("en", "ar")

AXE: dict[str, Any] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    # Of the rules for 2.2, axe leaves this one off unless it is asked for.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    # What is found is shown as it stands in the page: to work out a selector for each element takes its time.
    "selectors": False,
    "preload": False,
}
# Rules that hang on words, or on the room that words take: a name may be missing in one language, or too long.
OF_WORDS = """
    area-alt aria-command-name aria-dialog-name aria-input-field-name aria-meter-name aria-progressbar-name
    aria-tab-name aria-toggle-field-name aria-tooltip-name aria-treeitem-name button-name document-title
    empty-heading empty-table-header frame-title frame-title-unique html-has-lang html-lang-valid
    html-xml-lang-mismatch image-alt image-redundant-alt input-button-name input-image-alt label
    label-content-name-mismatch label-title-only landmark-unique link-name object-alt
    p-as-heading role-img-alt scrollable-region-focusable select-name summary-name svg-img-alt table-duplicate-name
    target-size valid-lang
"""
# Of these, the rules that hang on the room alone. In a window of another size, where the same elements are shown as
# before, the others need not be asked.
OF_ROOM = "scrollable-region-focusable target-size"
# Colours come of kinds of elements and not of words, and these rules are the slowest: they look at each kind once.
OF_COLOURS = "color-contrast link-in-text-block"
RULES = {
    "options": AXE,
    "ofWords": OF_WORDS.split(),
    "ofRoom": OF_ROOM.split(),
    "ofColours": OF_COLOURS.split(),
}
IN_THE_BROWSER = (Path(__file__).parent / "looking.js").read_text()
# Milliseconds in which a worker has worked out a page's figures, however busy the machine.
WORKED_OUT_IN = 90_000
IN_A_LANGUAGE = re.compile(rf"^/({'|'.join(LANGUAGES)})/")
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
# Associations have their name in one language, and so have the recipes for one country's files.
NAMES = re.compile(
    "|".join([*(re.escape(found.name) for found in ORGANISATIONS), "^(Berlin|Malmö|Flanders): .*"])
)


@dataclass
class Watch:
    """What a browser complains of while it shows a page, that it asks for something outside included."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda m: self._note(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, text: str) -> None:
        # Drawing without a graphics card is slow, and the browser says so.
        expected = ("WebGL", "swiftshader", "GPU stall", "GL Driver")
        if not any(words in text for words in expected):
            self.complaints.append(text)

    def taken(self, status: int) -> list[str]:
        """The complaints since the last time. That a page answers with its own status is none."""
        found = [
            text for text in self.complaints if f"the server responded with a status of {status} " not in text
        ]
        self.complaints.clear()
        return found


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one page; `rule` as axe calls it, or a word of ours."""

    route: str
    rule: str
    where: str

    def __str__(self) -> str:
        return f"{self.route} {self.where}: {self.rule}"


class Walk:
    """Opens pages, each in every language, and keeps what is wrong with them and which were seen."""

    def __init__(
        self,
        context: BrowserContext,
        site: str,
        languages: Sequence[str] = LANGUAGES,
        sizes: Sequence[ViewportSize] = (PHONE, DESK),
        known: dict[int, str] | None = None,
    ) -> None:
        self.context, self.site, self.languages, self.sizes = context, site, languages, sizes
        # The kinds of elements whose colours were looked at, by the width of the window; walks may share them.
        self._known = {} if known is None else known
        self.page = context.new_page()
        self._browser = context.new_cdp_session(self.page)
        self._saves_data = False
        self.faults: list[Fault] = []
        self.seen: set[Visit] = set()
        self._watch = Watch()
        self._watch.over(self.page)
        context.add_init_script(f"{AXE_SCRIPT};{IN_THE_BROWSER}")

    def speak(self, language: str) -> None:
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site}])

    def see(
        self, visit: Visit, address: str = "", come: Callable[[Page], Response | None] | None = None
    ) -> None:
        """Open a page once in each language, in the first size; in some languages, give the window the others.

        `come` opens the page, where going to its address is not enough.
        """
        address = address or visit.address
        built: dict[int, list[str]] = {}
        found: dict[str, dict[str, Any]] = {}
        for language in self.languages:
            # To change the window takes its time: it begins with the size it has.
            sizes = self.sizes if language in IN_FULL else self.sizes[:1]
            first, *others = sorted(sizes, key=lambda size: size != self.page.viewport_size)
            self._give_window(first)
            if language not in found:
                found[language] = self._open(visit, language, address, come, built)
            for size in others:
                self._give_window(size)
                self._look(visit, [language], size, built)
            # What changes nothing when it is asked for again is brought in the other languages at once, and is worked
            # out by then. The last of them stays on the screen: the only one for which the window changes.
            if len(found) == 1 and visit.of_ours and not come:
                apart = IN_FULL if found[language]["drawn"] else self.languages[:1]
                rest = [other for other in self.languages if other not in apart]
                self._give_window(self.sizes[0])
                looks = self._look(visit, rest, self.sizes[0], built, bring=address)
                found |= zip(rest, looks, strict=True)
        for language in self.languages:
            self._compare(visit, language, found, "" if come else address)
        self.seen.add(visit)

    def _open(
        self,
        visit: Visit,
        language: str,
        address: str,
        come: Callable[[Page], Response | None] | None,
        built: dict[int, list[str]],
    ) -> dict[str, Any]:
        self.speak(language)
        self._save_data(language not in IN_FULL)
        answer = come(self.page) if come else self.page.goto(address, wait_until="load")
        if visit.ready:
            self.page.locator(visit.ready).wait_for(state="attached", timeout=WORKED_OUT_IN)
        (look,) = self._look(visit, [language], self.page.viewport_size or self.sizes[0], built)
        if answer is not None:
            look["answer"] = {"status": answer.status, "headers": answer.headers, "url": answer.url}
        return look

    def _save_data(self, save: bool) -> None:
        if self._saves_data != save:
            self._browser.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": save})
            self._saves_data = save

    def _give_window(self, size: ViewportSize) -> None:
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)

    def _look(
        self,
        visit: Visit,
        languages: Sequence[str],
        size: ViewportSize,
        built: dict[int, list[str]],
        bring: str = "",
    ) -> list[dict[str, Any]]:
        """Ask axe about the page that is open in one language, or bring it from an address in each of several.

        `built` is of what the page was built before, by width. Colours come of kinds of elements and not of words, so
        the slowest rules look at each kind once a width. Where a page is built of the same kinds as before (in what
        order, hangs on the alphabet), what hangs on its structure alone is known, and words are asked about.
        """
        width = size["width"]
        before, known = built.setdefault(width, []), self._known.setdefault(width, "")
        ask = {
            "rules": RULES,
            "built": before,
            "known": known,
            "ready": visit.ready,
            "drawnIn": 0 if self._saves_data else WORKED_OUT_IN,
            "bring": {"address": bring, "languages": languages} if bring else None,
        }
        answer = self.page.evaluate("(ask) => window.theWalk(ask)", json.dumps(ask))
        looks: list[dict[str, Any]] = json.loads(answer)
        for language, look in zip(languages, looks, strict=True):
            where = _where(language, size)
            before.append(look["build"])
            self._known[width] += f" {look['fresh']}"
            for rule, nodes in look["violations"]:
                self.faults += [Fault(visit.key, rule, f"{where}, {node}") for node in nodes]
            if look["wider"] > 0:
                self._blame(visit, where, [f"{look['wider']} px wider than the screen"])
            if look["nameless"]:
                self._blame(visit, where, [f"{look['nameless']} cells without the name of their column"])
        self._blame(visit, _where(" ".join(languages), size), self._watch.taken(visit.status))
        return looks

    def _compare(self, visit: Visit, language: str, found: dict[str, dict[str, Any]], address: str) -> None:
        """What the server answered in a language, from the address if one was opened, and whether the page is in it."""
        where, look, english = _where(language, self.sizes[0]), found[language], found.get("en", {})
        if answer := look.get("answer"):
            self._blame(visit, where, unguarded(answer["headers"], visit))
            if answer["status"] != visit.status:
                self._blame(visit, where, [f"answers {answer['status']}"])
            if address and leads_elsewhere(address, answer["url"]):
                self._blame(visit, where, [f"leads to {answer['url']}"])
        if look["lang"] != language or look["dir"] != ("rtl" if language == "ar" else "ltr"):
            self._blame(visit, where, [f"lang={look['lang']} dir={look['dir']}"])
        if not look["whole"]:
            self._blame(visit, where, [f"{visit.ready} is not on it"])
        if not look["heading"]:
            self._blame(visit, where, ["no heading"])
        if language == "en" or not english or not visit.of_ours:
            return
        alike = visit.named or language in visit.alike
        if not alike and look["heading"] == english["heading"]:
            self._blame(visit, where, [f"the heading is in English: {look['heading']}"])
        same = {text for text in look["texts"] if is_english(text)} & set(english["texts"])
        self._blame(visit, where, [f"not translated: {text}" for text in sorted(same)])

    def _blame(self, visit: Visit, where: str, rules: list[str]) -> None:
        self.faults += [Fault(visit.key, rule, where) for rule in rules]

    def saw_all_of(self, visits: Sequence[Visit]) -> None:
        """Fails where a page was not seen, and where there was something to find on one."""
        found = [f"not seen: {visit.key}" for visit in visits if visit not in self.seen]
        found += [str(fault) for fault in self.faults]
        assert not found, "\n".join(["", *found])


def leads_elsewhere(address: str, url: str) -> bool:
    """Whether another page answers at an address than the one that is there; in another language it is the same."""
    asked, answered = (re.sub(IN_A_LANGUAGE, "/", unquote(urlsplit(place).path)) for place in (address, url))
    return asked != answered and resolve(asked).route != resolve(answered).route


def _where(language: str, size: ViewportSize) -> str:
    return f"in {language}, {size['width']} px"


def is_english(text: str) -> bool:
    """Whether a text that is the same in English and in another language is one of ours, not yet translated."""
    return bool(ENGLISH.search(NAMES.sub("", text)))


def answer_to(page: Page, act: Callable[[], None]) -> Response:
    """What the server answers to a form that `act` sends, once the page stands."""
    with page.expect_response(
        lambda r: r.request.is_navigation_request() and not 300 <= r.status < 400
    ) as got:
        act()
    page.wait_for_load_state("load")
    return got.value


def unguarded(headers: dict[str, str], visit: Visit) -> list[str]:
    """Which security headers a page lacks."""
    policy = dict(
        (words[0], words[1:])
        for part in headers.get("content-security-policy", "").split(";")
        if (words := part.split())
    )
    framed = not visit.of_ours
    wanted: dict[str, object] = {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"] if framed else ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"] if framed else ["'none'"],
    }
    found = [
        f"policy: {name} {policy.get(name)}" for name, value in wanted.items() if policy.get(name) != value
    ]
    for name, value in {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "x-frame-options": "SAMEORIGIN" if framed else "DENY",
    }.items():
        if headers.get(name) != value:
            found.append(f"header {name}: {headers.get(name)}")
    return found
