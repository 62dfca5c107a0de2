"""What anybody may open: every public address, as a visitor without an account reads it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from django.test import Client
from pypdf import PdfReader

from tests.doors.conftest import address
from tests.doors.kinds import NOBODY
from tests.doors.table import DOORS, PREFIXES

LINK = re.compile(r"""(?:href|src|action|data-[a-z-]+)=["']([^"'\s]+)["']""")
# What differs from one answer to the next and says nothing: tokens of forms and marks of the policy.
CHANCE = re.compile(r"""(name="csrfmiddlewaretoken" value=|"csrfToken": ?|nonce=)["'][^"']*["']""")
OTHER_LANGUAGE = re.compile(r"^/(nl|fr|it|sv|ar)/")
FEW = 3
NOT_PAGES = ("/static/", "/media/", "/accounts/", "/content/", "/walk-in/", "/in/", "/me/")


def addresses(objects: dict[str, str]) -> list[str]:
    """Every address in the table of doors that opens to nobody in particular."""
    found = [address(door, objects) for door in DOORS if door.expected[NOBODY] == 200]
    found += [f"/{prefix.sample}" for prefix in PREFIXES if NOBODY in prefix.opens_to]
    return list(dict.fromkeys(["/", *found]))


@dataclass
class Site:
    """What was read: the text of each answer by its address."""

    texts: dict[str, str] = field(default_factory=dict)

    def read(self, address: str) -> str:
        """The text of an answer, of a PDF that on its pages; empty where it did not open."""
        if address not in self.texts:
            answer = Client().get(address)
            self.texts[address] = _text(answer) if answer.status_code == 200 else ""
        return self.texts[address]

    def walk(self, starts: list[str], queries: list[str], city: str) -> None:
        """Read these addresses, and all that they lead to about a city: open data with every one of `queries`, pages
        with the first few. Pages in other languages say the same and are read as they open.
        """
        waiting, seen = list(starts), set()
        while waiting:
            address = waiting.pop(0)
            path = urlsplit(address).path
            if (
                path in seen
                or path.startswith(NOT_PAGES)
                or (OTHER_LANGUAGE.match(path) and path.count("/") > 4)
            ):
                continue
            seen.add(path)
            text = self.read(address)
            if city in address:
                few = () if OTHER_LANGUAGE.match(path) else queries[:FEW]
                for query in queries if path.startswith("/api/") else few:
                    text += self.read(f"{path}?{query}")
            waiting += [link for link in _links(text, path) if f"/{city}/" in link]


def _links(text: str, path: str) -> Iterator[str]:
    for link in LINK.findall(text):
        link = urldefrag(html.unescape(link))[0]
        if link.startswith("/") and not link.startswith("//"):
            yield link
        elif re.match(r"^[\w-]+/", link) and path.endswith("/"):
            yield path + link


def _text(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer["Content-Type"].startswith("application/pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if (
        "text" in answer["Content-Type"]
        or "json" in answer["Content-Type"]
        or "xml" in answer["Content-Type"]
    ):
        return CHANCE.sub(r"\1", content.decode())
    return content.hex()
