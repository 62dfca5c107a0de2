"""The details of an act in words: names of fields, labels of codes, dates as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db.models import Choices, Field
from django.template.defaultfilters import yesno
from django.utils.formats import date_format

_choices: dict[str, dict[str, object]] = {}
_names: dict[str, object] = {}


def register_details(names: Mapping[str, object] | None = None, **choices: type[Choices]) -> None:
    """Say what names mean, and of what list the codes under them are, where the row has no such field. An app does so
    in `ready`.
    """
    _names.update(names or {})
    for name, each in choices.items():
        _choices.setdefault(name, {}).update(dict(each.choices))


def details_in_words(object_type: str, details: Mapping[str, Any]) -> str:
    """What is not known stays as it stands in the audit."""
    fields = _fields(object_type)
    return ", ".join(_told(fields, name, value) for name, value in details.items())


def _fields(object_type: str) -> dict[str, Field[Any, Any]]:
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return {}
    return {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}


def _told(fields: Mapping[str, Field[Any, Any]], name: str, value: Any) -> str:
    field = fields.get(name)
    labels = dict(field.flatchoices) if field is not None else _choices.get(name, {})
    if isinstance(value, bool):
        words = yesno(value)
    elif not isinstance(value, str):
        words = str(value)
    elif value in labels:
        words = str(labels[value])
    else:
        # Several codes, or names of fields, with blanks between them.
        words = ", ".join(_word(fields, labels, each) for each in value.split(" "))
    called = _names.get(name) if field is None else field.verbose_name
    return f"{called}: {words}" if called else words


def _word(fields: Mapping[str, Field[Any, Any]], labels: Mapping[Any, object], word: str) -> str:
    if word in labels:
        return str(labels[word])
    if word in fields:
        return str(fields[word].verbose_name)
    try:
        return date_format(dt.date.fromisoformat(word), "DATE_FORMAT")
    except ValueError:
        return word
