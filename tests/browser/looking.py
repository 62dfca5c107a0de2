"""What is asked of every page: accessible, quiet, no wider than the screen, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
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
    label-content-name-mismatch label-title-only landmark-unique link-in-text-block link-name object-alt
    p-as-heading role-img-alt scrollable-region-focusable select-name summary-name svg-img-alt table-duplicate-name
    target-size valid-lang
"""
STRUCTURE: dict[str, Any] = AXE | {"rules": AXE["rules"] | {"color-contrast": {"enabled": False}}}
# The kind of each element, in their order. A kind is the name, the attributes and the looks of an element and of all
# that it lies in: what style sheets can tell apart.
KINDS = """() => {
  const looks = /^(class|role|type|style|fill|hidden|data-(color|size|variant)|aria-(current|invalid|disabled|sort))$/;
  const short = (words) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < words.length; i++) {
      a = Math.imul(a ^ words.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ words.charCodeAt(i), 1597334677);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  };
  const kinds = [];
  window.elementsOfThisLook = [];
  const gather = (element, above) => {
    const own = [...element.attributes].map(({ name, value }) => (looks.test(name) ? `${name}=${value}` : name));
    const kind = short(`${above}>${element.localName}[${own.sort()}]`);
    kinds.push(kind);
    window.elementsOfThisLook.push(element);
    for (const child of element.children) gather(child, kind);
  };
  gather(document.body, "");
  return kinds;
}"""
LOOK = """async ([options, only, texts, fresh]) => {
  const html = document.documentElement;
  const axe = window.axeOfThisWalk;
  if (only) {
    const others = axe.getRules(options.runOnly.values).map(({ ruleId }) => ruleId).filter((id) => !only.includes(id));
    options.rules = { ...options.rules, ...Object.fromEntries(others.map((id) => [id, { enabled: false }])) };
  }
  const { violations } = await axe.run(options);
  if (fresh.length) {
    const all = new Set(fresh.map((place) => window.elementsOfThisLook[place]));
    const include = [...all].filter((element) => element.isConnected && !all.has(element.parentElement));
    const only = { ...options, runOnly: { type: "rule", values: ["color-contrast"] }, rules: {} };
    if (include.length) violations.push(...(await axe.run({ include }, only)).violations);
  }
  const found = {
    violations: violations.map((v) => [v.id, v.nodes.map((node) => node.html.slice(0, 200))]),
    wider: html.scrollWidth - html.clientWidth,
    // On a phone a row of such a table is a block, in which a figure stands beside its name.
    nameless: [...document.querySelectorAll("table.stacked td:not([data-label]):not(:has(a, button))")]
      .filter((cell) => cell.textContent.trim()).length,
    lang: html.lang,
    dir: html.dir,
    heading: [...document.querySelectorAll("h1")].map((h) => h.textContent.replace(/\\s+/g, " ").trim()).join(" / "),
    texts: [],
  };
  if (!texts) return found;
  // What is a name, a quotation or a code says so in the page.
  const foreign = "bdi, code, svg, script, style, template, noscript, body [lang], [translate=no], textarea";
  const keep = (element, text) => {
    const words = text?.replace(/\\s+/g, " ").trim();
    if (words && element && !element.closest(foreign)) found.texts.push(words);
  };
  keep(html, document.title);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) keep(walker.currentNode.parentElement, walker.currentNode.data);
  for (const name of ["aria-label", "alt", "title", "placeholder", "data-label"])
    for (const element of document.body.querySelectorAll(`[${name}]`)) keep(element, element.getAttribute(name));
  return found;
}"""
# The page in another language in place of the one that is open, as a boosted link brings it: no second start of scripts
# and style sheets, which takes longer than the page. Maps are as the server draws them.
SWAP = """async (address) => {
  const answer = await fetch(address);
  const { documentElement: html, title, body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const { name, value } of html.attributes) document.documentElement.setAttribute(name, value);
  document.title = title;
  for (const map of body.querySelectorAll("convive-map")) delete map.dataset.areas;
  document.body.replaceWith(document.adoptNode(body));
  return { status: answer.status, headers: Object.fromEntries(answer.headers) };
}"""
MAPS_ARE_DRAWN = """() => !document.querySelector("convive-map[data-areas]:not([data-ready])")"""
# Milliseconds in which a worker has worked out a page's figures, however busy the machine.
WORKED_OUT_IN = 90_000
ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
# Associations have their name in one language, and so have the recipes for one country's files.
NAMES = re.compile(
    "|".join([*(re.escape(found.name) for found in ORGANISATIONS), "^(Berlin|Malmö|Flanders): .*"])
)


@dataclass
class Watch:
    """What a browser complains of while it shows a page."""

    site: str
    # Where else a page may lead: single sign-on is at somebody else's.
    leads_to: str = ""
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda m: self._note(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on(
            "request",
            lambda r: None if self._may_ask(r.url) else self._note(f"outside: {r.url}"),
        )

    def _may_ask(self, url: str) -> bool:
        known = (self.site, "blob:", "data:", *([self.leads_to] if self.leads_to else []))
        return url.startswith(known)

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
class Answer:
    """What the server gave to a page that asked it."""

    status: int
    headers: dict[str, str]


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
    ) -> None:
        self.context, self.site, self.languages, self.sizes = context, site, languages, sizes
        self.page = context.new_page()
        self._browser = context.new_cdp_session(self.page)
        self.faults: list[Fault] = []
        self.seen: set[Visit] = set()
        self._watch = Watch(site)
        self._watch.over(self.page)
        # The kinds of elements whose colours were looked at, by the width of the window.
        self._known: dict[int, set[str]] = {}
        # Under a name of its own: the editors' pages bring another version.
        context.add_init_script(f"{AXE_SCRIPT};window.axeOfThisWalk = window.axe;")

    def may_lead_to(self, address: str) -> None:
        self._watch.leads_to = address

    def speak(self, language: str) -> None:
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site}])

    def see(
        self, visit: Visit, address: str = "", come: Callable[[Page], Response | None] | None = None
    ) -> None:
        """Open a page once in each language, in the first size; in some languages, give the window the others.

        `come` opens the page, where going to its address is not enough.
        """
        english: dict[str, Any] = {}
        built: dict[int, list[list[str]]] = {}
        for language in self.languages:
            self.speak(language)
            self._save_data(language not in IN_FULL)
            self._give_window(self.sizes[0])
            answer: Answer | Response | None
            if come:
                answer = come(self.page)
            elif language in IN_FULL or visit.ready or not visit.of_ours:
                answer = self.page.goto(address or visit.address, wait_until="load")
            else:
                answer = Answer(**self.page.evaluate(SWAP, address or visit.address))
            if visit.ready:
                self.page.locator(visit.ready).wait_for(state="attached", timeout=WORKED_OUT_IN)
            if language in IN_FULL:
                self.page.wait_for_function(MAPS_ARE_DRAWN, timeout=WORKED_OUT_IN)
            english = self._examine(visit, language, answer, english, built)
            for size in self.sizes[1:] if language in IN_FULL else ():
                self._give_window(size)
                self._look(visit, language, size, built)
        self.seen.add(visit)

    def _save_data(self, save: bool) -> None:
        self._browser.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": save})

    def _give_window(self, size: ViewportSize) -> None:
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)

    def _examine(
        self,
        visit: Visit,
        language: str,
        answer: Answer | Response | None,
        english: dict[str, Any],
        built: dict[int, list[list[str]]],
    ) -> dict[str, Any]:
        """Look at the page that is open, in the first size; gives back what it shows in English."""
        where = _where(language, self.sizes[0])
        found = self._look(visit, language, self.sizes[0], built, texts=visit.of_ours)
        if answer is not None:
            self._blame(visit, where, unguarded(answer, visit))
            if answer.status != visit.status:
                self._blame(visit, where, [f"answers {answer.status}"])
        if found["lang"] != language or found["dir"] != ("rtl" if language == "ar" else "ltr"):
            self._blame(visit, where, [f"lang={found['lang']} dir={found['dir']}"])
        if not found["heading"]:
            self._blame(visit, where, ["no heading"])
        if language == "en":
            return found
        if english and visit.of_ours:
            alike = visit.named or language in visit.alike
            if not alike and found["heading"] == english["heading"]:
                self._blame(visit, where, [f"the heading is in English: {found['heading']}"])
            same = {text for text in found["texts"] if is_english(text)} & set(english["texts"])
            self._blame(visit, where, [f"not translated: {text}" for text in sorted(same)])
        return english

    def _look(
        self,
        visit: Visit,
        language: str,
        size: ViewportSize,
        built: dict[int, list[list[str]]],
        *,
        texts: bool = False,
    ) -> dict[str, Any]:
        """Ask axe, at first for everything. `built` is of what kinds the page was made before, by width.

        Colours come of kinds and not of words, so the slowest of axe's rules looks at each kind once a width. Where a
        page is built of the same kinds as before (in what order, hangs on the alphabet), what hangs on its structure
        alone is known, and words are asked about.
        """
        where = _where(language, size)
        kinds: list[str] = self.page.evaluate(KINDS)
        known = self._known.setdefault(size["width"], set())
        options, only = STRUCTURE, None
        fresh = [place for place, kind in enumerate(kinds) if kind not in known]
        known.update(kinds)
        if not built:
            options, fresh = AXE, []
        elif sorted(kinds) in built.get(size["width"], []):
            only = OF_WORDS.split()
        built.setdefault(size["width"], []).append(sorted(kinds))
        found: dict[str, Any] = self.page.evaluate(LOOK, [options, only, texts, fresh])
        for rule, nodes in found["violations"]:
            self.faults += [Fault(visit.key, rule, f"{where}, {node}") for node in nodes]
        if found["wider"] > 0:
            self._blame(visit, where, [f"{found['wider']} px wider than the screen"])
        if found["nameless"]:
            self._blame(visit, where, [f"{found['nameless']} cells without the name of their column"])
        self._blame(visit, where, self._watch.taken(visit.status))
        return found

    def _blame(self, visit: Visit, where: str, rules: list[str]) -> None:
        self.faults += [Fault(visit.key, rule, where) for rule in rules]

    def saw_all_of(self, visits: Sequence[Visit]) -> None:
        """Fails where a page was not seen, and where there was something to find on one."""
        found = [f"not seen: {visit.key}" for visit in visits if visit not in self.seen]
        found += [str(fault) for fault in self.faults]
        assert not found, "\n".join(["", *found])


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


def unguarded(answer: Answer | Response, visit: Visit) -> list[str]:
    """Which security headers a page lacks."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
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
