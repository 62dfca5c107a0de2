"""What Convive refuses, of docs/explanation/refusals.md: fields that must never be, and tests that must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from convive.core.models import User

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "explanation" / "refusals.md").read_text(encoding="utf-8")

SCORES = {
    "score", "risk", "loyalty", "radical", "radicalisation", "radicalization", "suspect", "suspicion", "threat",
    "integrated", "trustworthy", "deradicalisation", "danger", "dangerous",
}  # fmt: skip
TRAITS = {
    "religion", "religious", "faith", "mosque", "church", "ethnicity", "ethnic", "race", "racial", "skin", "tribe",
    "caste", "political", "politics", "party", "asylum", "refugee", "persecution", "sexuality", "orientation",
    "nationality", "birthplace",
}  # fmt: skip
REGISTERS = {
    "police", "criminal", "offence", "welfare", "benefit", "benefits", "residence", "permit", "visa", "deportation",
    "national", "ssn", "passport", "fingerprint",
}  # fmt: skip

# A text that is not about a person, although its row says who put it there.
TEXTS_OF_FILES = {"measures.Import.recipe_text", "measures.ImportEvent.recipe_text"}


def our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("convive."):
            yield model


def fields(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns of the table itself, without those of the parent or of the history's own keeping."""
    yield from (field for field in model._meta.local_fields if not field.name.startswith("pgh_"))


def points_to_a_person(model: type[models.Model]) -> bool:
    return model is User or any(field.related_model is User for field in fields(model))


def named_with(words: set[str]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in fields(model)
        if words & set(field.name.lower().split("_"))
    ]


@pytest.mark.parametrize("words", [SCORES, TRAITS, REGISTERS], ids=["score", "trait", "register"])
def test_no_table_has_a_field_for_what_is_refused(words: set[str]) -> None:
    assert named_with(words) == []


def test_no_table_that_points_to_a_person_has_a_field_of_free_text() -> None:
    free = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if points_to_a_person(model)
        for field in fields(model)
        if isinstance(field, models.TextField)
    ]
    assert [name for name in free if name not in TEXTS_OF_FILES] == []


def test_no_import_writes_about_a_person() -> None:
    """Of all that imports write, only the import itself, and its history, name somebody: who ran it."""
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("measures").get_models()
        for field in fields(model)
        if field.related_model is User
    ]
    assert sorted(pointing) == ["measures.Import.by", "measures.ImportEvent.by"]


def test_every_test_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []
