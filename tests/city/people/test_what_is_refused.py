"""What docs/explanation/refusals.md says of people who take part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django import forms
from django.apps import apps
from django.db import models

from convive.city.buddies.codes import Answer
from convive.city.buddies.forms.applying import ApplyForm
from convive.city.buddies.models import Duo
from convive.city.people.forms.questions import QUESTIONS
from convive.core.tenancy import ParticipantModel

CITY = Path(__file__).resolve().parents[3] / "src" / "convive" / "city"
# Names, addresses and codes: words that say who somebody is or which row it is, and nothing about them.
NAMES = {
    "Participant.name", "Participant.email", "Participant.phone", "Consent.text_version", "SpokenLanguage.language",
    "Application.municipality", "Agreement.text_hash", "Signature.text_hash", "HoursEntry.code", "Proof.code",
    "CalendarFeed.key_hash", "Duo.municipality", "Duo.volunteer_municipality", "Attendance.municipality",
}  # fmt: skip
# Of computed reasons, of agreements and of proofs: written by the house, and typed by nobody.
COMPUTED = {"Duo.reasons", "RoundDuo.reasons", "Agreement.texts", "Proof.lines"}
REACHING_OUT = {"requests", "httpx", "aiohttp", "urllib3", "socket", "ftplib", "smtplib", "paramiko", "zeep"}


def columns() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        if issubclass(model, ParticipantModel):
            for field in model._meta.concrete_fields:
                yield f"{model.__name__}.{field.name}", field


def test_no_table_about_people_has_room_for_words_about_them() -> None:
    texts = {
        name
        for name, field in columns()
        if isinstance(field, models.TextField | models.CharField) and not field.choices
    }
    assert texts <= NAMES
    computed = {name for name, field in columns() if isinstance(field, models.JSONField)}
    assert computed <= COMPUTED


def test_no_form_about_people_has_a_box_for_words_about_them() -> None:
    typed = {
        f"{form.__name__}.{name}"
        for form in [ApplyForm, *(question.form for question in QUESTIONS.values())]
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea) or type(field) is forms.CharField
    }
    # The last two are not for people to fill in at all.
    assert {each.partition(".")[2] for each in typed} == {"name", "phone", "website", "opened"}


def test_a_no_needs_no_reason_and_has_no_place_for_one() -> None:
    assert set(Answer.values) == {"yes", "no"}
    of_reasons = {field.name for field in Duo._meta.fields if "reason" in field.name or "why" in field.name}
    # Why it was proposed, and why a duo that had begun ended.
    assert of_reasons == {"reasons", "end_reason"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_rooms_of_people_reach_no_other_system() -> None:
    found = [
        f"{path.relative_to(CITY)}: {name}"
        for path in CITY.rglob("*.py")
        for name in imported(path)
        if name.split(".")[0] in REACHING_OUT or name in {"urllib.request", "http.client"}
    ]
    assert found == []
