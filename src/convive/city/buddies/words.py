"""Names of languages in the language of the reader, from Unicode's CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


@lru_cache(maxsize=32)
def _names(reader: str) -> dict[str, str]:
    try:
        found = dict(Locale.parse(reader.split("-")[0]).languages)
    except (UnknownLocaleError, ValueError):
        found = dict(Locale.parse("en").languages)
    return {code: name for code, name in found.items() if len(code) in (2, 3)}


def language_name(code: str) -> str:
    """What a language is called, for the reader; the code itself where nobody knows."""
    return _names(get_language() or "en").get(code, code)


def known_language(code: str) -> bool:
    return code in _names("en")


def language_choices() -> list[tuple[str, str]]:
    """The languages with a code of two letters (ISO 639-1), by name."""
    pairs = [(code, name) for code, name in _names(get_language() or "en").items() if len(code) == 2]
    return sorted(pairs, key=lambda pair: pair[1].casefold())
