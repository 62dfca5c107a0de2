"""Reading TOML strictly: a key that is missing, misspelt or of the wrong type is named, with its place."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from convive.measures.importing.problems import RecipeError

TYPE_NAMES = {
    str: pgettext_lazy("in a recipe", "a text"),
    int: pgettext_lazy("in a recipe", "a whole number"),
    bool: pgettext_lazy("in a recipe", "true or false"),
    dict: pgettext_lazy("in a recipe", "a table"),
    list: pgettext_lazy("in a recipe", "a list"),
    dt.date: pgettext_lazy("in a recipe", "a date"),
}


class Table:
    """A table of the recipe that knows its place and which of its keys were asked for."""

    def __init__(self, data: dict[str, Any], key: str = "") -> None:
        self.data = data
        self.key = key
        self.asked: set[str] = set()

    def place(self, key: str) -> str:
        return f"{self.key}, {key}" if self.key else key

    def error(self, key: str, message: str) -> RecipeError:
        return RecipeError(self.place(key) if key else self.key, message)

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.data

    def get(self, key: str, kind: type, default: Any = ...) -> Any:
        """The value of a key; without a default, the key must be there."""
        self.asked.add(key)
        if key not in self.data:
            if default is ...:
                raise self.error(key, _("this key is missing."))
            return default
        value = self.data[key]
        right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
        if kind is dt.date and isinstance(value, dt.datetime):
            right = False
        if not right:
            raise self.error(
                key, _("expected %(kind)s, found %(value)r.") % {"kind": TYPE_NAMES[kind], "value": value}
            )
        if kind is str and not value.strip() and default is ...:
            raise self.error(key, _("this text is empty."))
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        return self.get(key, str, default)

    def number(self, key: str, default: Any = ...) -> Any:
        return self.get(key, int, default)

    def flag(self, key: str, default: bool = False) -> bool:
        return bool(self.get(key, bool, default))

    def day(self, key: str, default: Any = ...) -> Any:
        return self.get(key, dt.date, default)

    def choice(self, key: str, choices: tuple[str, ...], default: Any = ...) -> Any:
        value = self.text(key, default)
        if value is not None and value not in choices:
            raise self.error(
                key, _("%(value)r is none of %(choices)s.") % {"value": value, "choices": ", ".join(choices)}
            )
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        value = self.get(key, list, default)
        for item in value:
            if not isinstance(item, str):
                raise self.error(key, _("expected a list of texts, found %(value)r.") % {"value": item})
        return tuple(value)

    def names(self, key: str, default: Any = ...) -> dict[str, str]:
        """A text in each language: `{ en = "…", nl = "…" }`."""
        value = self.get(key, dict, default)
        for language, text in value.items():
            if not (len(language) in (2, 3) and language.isalpha() and language.islower()):
                raise self.error(key, _("%(value)r is not the code of a language.") % {"value": language})
            if not isinstance(text, str) or not text.strip():
                raise self.error(key, _("the text in %(language)s is empty.") % {"language": language})
        if default is ... and not value:
            raise self.error(key, _("give it in at least one language."))
        return dict(value)

    def table(self, key: str) -> Table:
        return Table(self.get(key, dict), self.place(key))

    def optional_table(self, key: str) -> Table | None:
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> Iterator[Table]:
        """An array of tables, `[[key]]`; their places count from 1."""
        for number, item in enumerate(self.get(key, list, []), start=1):
            if not isinstance(item, dict):
                raise self.error(key, _("expected tables, found %(value)r.") % {"value": item})
            code = item.get("code", "")
            yield Table(
                item, self.place(f"{key} {number}" + (f" ({code})" if isinstance(code, str) and code else ""))
            )

    def done(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be ignored."""
        for key in self.data:
            if key not in self.asked:
                similar = difflib.get_close_matches(key, self.asked, 1)
                hint = _(" Did you mean %(key)s?") % {"key": similar[0]} if similar else ""
                raise self.error(key, _("this key is not known here.") + hint)
