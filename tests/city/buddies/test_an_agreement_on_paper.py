"""The PDF of an agreement says who agreed to what, when, and in every language of it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pypdf import PageObject, PdfReader

from convive.city.buddies import paper
from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.agreements import words
from tests.city.buddies.agreeing import rivertown, sign


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        yield found


def on_paper(agreement) -> tuple[int, str]:
    reader = PdfReader(io.BytesIO(paper.agreement_pdf(agreement)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return len(reader.pages), " ".join(unicodedata.normalize("NFKC", text).split())


def test_it_holds_both_names_the_dates_every_language_and_the_fingerprint(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    sign(here, agreement, "newcomer")
    pages, text = on_paper(agreement)
    assert pages == 3, "one for each language"
    for expected in (
        "Amal Haddad", "Bram Peeters", "Buddies", "The coordinator", "buddies@example.org",
        "2 November 2026", "2 May 2027", "2 november 2026", "2 mei 2027",
        words("en").title, words("nl").title, "Version 1", "Versie 1",
        "signed on", "not signed yet", "nog niet getekend",
    ):  # fmt: skip
        assert expected in text, expected
    assert agreement.text_hash in text.replace(" ", "")
    assert text.count("not signed yet") == 2
    for point in words("nl").points:
        assert point[1] in text


def test_arabic_is_set_from_right_to_left(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    reader = PdfReader(io.BytesIO(paper.agreement_pdf(agreement)))
    assert agreement.languages == ["ar", "nl", "en"]
    arabic, dutch = first_line(reader.pages[0]), first_line(reader.pages[1])
    middle = float(reader.pages[0].mediabox.width) / 2
    assert arabic[0] > middle > dutch[0]
    # The forms of letters that are joined come out in an order of their own; they are those of the heading.
    assert set(arabic[1]) >= set(words("ar").labels["agreement"])


def first_line(page: PageObject) -> tuple[float, str]:
    """Where the first piece of text of a page begins, in points from the left, and what stands on its line."""
    found: list[tuple[float, float, str]] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((x, y, unicodedata.normalize("NFKC", text)))

    page.extract_text(visitor_text=see)
    x, first, _text = found[0]
    return x, "".join(text for _x, y, text in found if abs(y - first) < 2)


def test_a_version_that_was_taken_back_says_so(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    assert words("en").labels["taken_back"] not in on_paper(agreement)[1]
    actions.amend(here.duo, days_between=7, by=here.coordinator)
    agreement.refresh_from_db()
    assert words("en").labels["taken_back"] in on_paper(agreement)[1]
