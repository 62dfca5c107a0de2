"""docs/reference/personal-data.md names every field about people who take part, and every table that points to one."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from convive.core.history import TenantEvent
from convive.core.tenancy import ParticipantModel

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "personal-data.md").read_text(
    encoding="utf-8"
)
# What joins rows and says nothing.
KEYS = {"id", "city", "participant"}


def tables() -> list[type[ParticipantModel]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, ParticipantModel) and not issubclass(model, TenantEvent)
    ]


def rows(pattern: str) -> list[tuple[str, list[str]]]:
    found = re.findall(rf"^\| `({pattern})` \| (.+) \|$", PAGE, re.M)
    return [(name, [cell.strip() for cell in rest.split("|")]) for name, rest in found]


def test_every_field_about_a_person_has_its_purpose() -> None:
    fields = {
        f"{model.__name__}.{field.name}"
        for model in tables()
        if model._meta.app_label == "people"
        for field in model._meta.concrete_fields
        if field.name not in KEYS
    }
    named = rows(r"\w+\.\w+")
    assert {name for name, _cells in named} == fields
    assert len(named) == len(fields), "a field stands twice on the page"
    assert [name for name, cells in named if len(cells) != 3 or not all(cells)] == []


def test_every_table_that_points_to_a_person_is_named() -> None:
    others = {model.__name__ for model in tables() if model._meta.app_label != "people"}
    assert {name for name, _cells in rows(r"\w+")} == others


def test_what_is_said_to_be_emptied_is_emptied() -> None:
    """What the page keeps "until deleted" the database takes out of the history of a participant."""
    emptied = set(apps.get_model("people", "Participant").ERASED_TO)
    for name, cells in rows(r"Participant\.\w+"):
        column = name.partition(".")[2].replace("user", "user_id")
        assert (column in emptied) == (cells[2] == "until deleted"), name
