"""Names of languages in the language of the reader, from Unicode's CLDR, and first names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

if TYPE_CHECKING:
    from convive.city.people.models import Participant


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


def language_choices() -> list[tuple[str, str]]:
    """The languages with a code of two letters (ISO 639-1), by name."""
    pairs = [(code, name) for code, name in _names(get_language() or "en").items() if len(code) == 2]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def first_name(person: Participant) -> str:
    """All that is told of somebody before both said yes, and to whoever confirms their hours."""
    return person.name.split()[0] if person.name.split() else str(person)
