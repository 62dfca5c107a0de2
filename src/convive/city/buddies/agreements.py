"""The words of an agreement: which languages, which text, and the fingerprint of what was signed.

The words stand in `texts/agreement_<language>.toml`, one file a language, each with the version of its words. What is
signed is the plain text made from them: a heading, a line below it, an empty line, and so on. No name stands in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from convive.city.buddies.words import language_name

if TYPE_CHECKING:
    from convive.city.buddies.models import Duo, Programme


@dataclass(frozen=True)
class Words:
    """The words of one language before anything is filled in."""

    version: str
    title: str
    points: tuple[tuple[str, str, str], ...]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Point:
    """One point of an agreement as it was signed."""

    title: str
    text: str


@cache
def words(language: str) -> Words:
    """The words that agreements have now in a language.

    Raises: KeyError: no agreement is written in it.
    """
    if language not in dict(settings.LANGUAGES):
        raise KeyError(language)
    file = resources.files("convive.city.buddies").joinpath("texts", f"agreement_{language}.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    points = tuple((point["key"], point["title"], point["text"]) for point in data["points"])
    return Words(data["version"], data["title"], points, data["labels"])


def languages_of(duo: Duo) -> list[str]:
    """In which languages a duo's agreement stands: those in which the two read letters, and the programme's first."""
    programme = duo.programme
    first = next(iter(programme.languages or programme.city.languages), settings.LANGUAGE_CODE)
    known = [duo.newcomer.participant.language, duo.volunteer.participant.language, first]
    return list(dict.fromkeys(known))


def texts(
    programme: Programme,
    languages: list[str],
    *,
    starts_on: dt.date,
    ends_on: dt.date,
    days_between: int,
) -> dict[str, str]:
    """The text to be signed, in each language, with the dates and the rhythm filled in."""
    return {language: _text(programme, language, starts_on, ends_on, days_between) for language in languages}


def _text(
    programme: Programme, language: str, starts_on: dt.date, ends_on: dt.date, days_between: int
) -> str:
    found = words(language)
    with translation.override(language):
        filled = {
            "starts": date_format(starts_on, "DATE_FORMAT"),
            "ends": date_format(ends_on, "DATE_FORMAT"),
            "days": days_between,
            "practised": language_name(programme.practised),
            "hours": programme.hours_target,
            "keep": programme.keep_months,
        }
    parts = [f"{title}\n{text.format(**filled)}" for _key, title, text in found.points]
    return "\n\n".join([f"{found.title} ({found.version})", *parts])


def fingerprint(texts: Mapping[str, Any]) -> str:
    """The SHA-256 of the texts in all their languages, as canonical JSON, in hexadecimal."""
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def read(text: str) -> tuple[str, list[Point]]:
    """The title and the points of a text as it was signed."""
    title, *parts = text.split("\n\n")
    points = [part.partition("\n") for part in parts]
    return title, [Point(heading, body) for heading, _line, body in points]
