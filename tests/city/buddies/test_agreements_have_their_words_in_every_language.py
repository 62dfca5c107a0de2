"""The words of an agreement: the same points in six languages, filled in, and known by their fingerprint."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from convive.city.buddies.agreements import fingerprint, languages_of, read, texts, words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PROGRAMME = SimpleNamespace(practised="nl", hours_target=40, keep_months=12)


def placeholders(language: str) -> dict[str, list[str]]:
    return {key: sorted(re.findall(r"{\w+}", text)) for key, _title, text in words(language).points}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_points_dates_and_labels(language: str) -> None:
    assert placeholders(language) == placeholders("en")
    assert words(language).version == words("en").version
    assert words(language).labels.keys() == words("en").labels.keys()
    assert "{when}" in words(language).labels["signed"]


def test_what_must_be_agreed_is_among_the_points() -> None:
    keys = {key for key, _title, _text in words("en").points}
    assert keys >= {
        "who", "term", "reach", "does", "does-not", "confidential", "photos", "contact", "stop", "complaint",
        "hours", "data",
    }  # fmt: skip


def made() -> dict[str, str]:
    return texts(
        PROGRAMME,  # type: ignore[arg-type]
        LANGUAGES,
        starts_on=dt.date(2026, 11, 2),
        ends_on=dt.date(2027, 5, 2),
        days_between=14,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_filled_in_and_read_again_as_points(language: str) -> None:
    text = made()[language]
    assert "{" not in text
    title, points = read(text)
    assert title.startswith(words(language).title)
    assert [point.title for point in points] == [title for _key, title, _text in words(language).points]
    term = next(point.text for point in points if point.title == words(language).points[1][1])
    assert "2026" in term
    assert "2027" in term
    assert "14" in term
    assert all(point.text for point in points)


def test_sentences_are_short() -> None:
    """A2: nobody reads a sentence of twenty-five words."""
    long = [
        sentence
        for language in LANGUAGES
        for _key, _title, text in words(language).points
        for sentence in re.split(r"(?<=[.!?:؟])\s", text)
        if len(sentence.split()) > 25
    ]
    assert long == []


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text(), min_size=1))
def test_a_fingerprint_knows_the_text_whatever_the_order_of_its_languages(found: dict[str, str]) -> None:
    turned = dict(reversed(found.items()))
    assert fingerprint(found) == fingerprint(turned)
    for language in found:
        assert fingerprint(found | {language: found[language] + "."}) != fingerprint(found)


def test_a_fingerprint_is_the_sha_256_of_canonical_json() -> None:
    # printf '{"en":"We meet.","nl":"Wij zien elkaar."}' | sha256sum
    expected = "8b6b10355e3c973b55b6abb27d3c50794aa7437b58894467dc506f3b6e8c265d"
    assert fingerprint({"nl": "Wij zien elkaar.", "en": "We meet."}) == expected


def test_it_stands_in_the_languages_of_both_and_the_first_of_the_programme() -> None:
    def duo(newcomer: str, volunteer: str, programme: list[str]) -> SimpleNamespace:
        return SimpleNamespace(
            programme=SimpleNamespace(languages=programme, city=SimpleNamespace(languages=["sv"])),
            newcomer=SimpleNamespace(participant=SimpleNamespace(language=newcomer)),
            volunteer=SimpleNamespace(participant=SimpleNamespace(language=volunteer)),
        )

    assert languages_of(duo("ar", "nl", ["nl", "en"])) == ["ar", "nl"]  # type: ignore[arg-type]
    assert languages_of(duo("ar", "fr", ["nl", "en"])) == ["ar", "fr", "nl"]  # type: ignore[arg-type]
    assert languages_of(duo("en", "en", [])) == ["en", "sv"]  # type: ignore[arg-type]
