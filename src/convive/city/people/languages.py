"""Languages that people speak: codes of ISO 639, names from Unicode's CLDR in the language of the reader."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

# Those most spoken in the cities of Europe, old and new. Another one can be added here and nowhere else.
CODES = (
    "am", "ar", "bg", "bn", "bs", "ca", "ckb", "cs", "da", "de", "dv", "el", "en", "es", "et", "fa", "fi", "fr", "ga",
    "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "ko", "ku", "lb", "ln", "lt",
    "lv", "mk", "mn", "ms", "mt", "my", "ne", "nl", "no", "om", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk",
    "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tl", "tr", "uk", "ur", "uz", "vi", "wo", "yo",
    "zgh", "zh",
)  # fmt: skip


def name(code: str, language: str | None = None) -> str:
    """What a language is called in `language` (else the active one); its code where there is no name for it."""
    return _names((language or get_language() or "en").split("-")[0]).get(code, code)


def choices(first: str = "") -> list[tuple[str, str]]:
    """Every language with its name, by name; the one that is practised stands first."""
    named = sorted(((code, name(code)) for code in CODES), key=lambda pair: pair[1].casefold())
    return sorted(named, key=lambda pair: pair[0] != first)


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    return {str(code): str(text) for code, text in Locale.parse(language).languages.items()}
