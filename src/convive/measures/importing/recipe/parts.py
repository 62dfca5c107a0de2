"""What is known of a recipe while it is read, and what its parts have in common."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from convive.measures.importing.recipe.specs import (
    TOTAL,
    AreaSetSpec,
    FileSpec,
    GroupSpec,
    NumberSpec,
    Provenance,
    SetKey,
)
from convive.measures.importing.toml_tables import Table

SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")


class Parts:
    """What is known of the recipe while it is read, so that later parts can be checked against earlier
    ones.
    """

    def __init__(self) -> None:
        self.files: dict[str, FileSpec] = {}
        self.sources: dict[str, Provenance] = {}
        self.sets: dict[SetKey, AreaSetSpec] = {}
        self.groups: dict[str, GroupSpec] = {}
        self.kinds: dict[str, str] = {}

    def file(self, table: Table) -> str:
        role: str = table.text("file")
        self.must_know(table, "file", role, self.files)
        return role

    def set_key(self, table: Table, prefix: str = "") -> SetKey:
        key = SetKey(table.text(f"{prefix}set"), table.number(f"{prefix}year"))
        if key not in self.sets:
            known = ", ".join(str(each) for each in self.sets) or "-"
            raise table.error(
                f"{prefix}set",
                _("the recipe has no area set %(key)s; it has %(known)s.") % {"key": key, "known": known},
            )
        return key

    def indicator(self, table: Table, key: str = "indicator") -> str:
        code: str = table.text(key)
        self.must_know(table, key, code, self.kinds)
        return code

    def group(self, table: Table, key: str, code: str) -> str | None:
        if code == TOTAL:
            return None
        self.must_know(table, key, code, {**self.groups, TOTAL: None})
        return code

    @staticmethod
    def must_know(table: Table, key: str, code: str, known: dict[str, Any]) -> None:
        if code not in known:
            names = ", ".join(known) or "-"
            raise table.error(
                key,
                _("%(code)r stands nowhere in this recipe; it has %(names)s.")
                % {"code": code, "names": names},
            )


def read_code(table: Table, taken: Any = ()) -> str:
    code: str = table.text("code")
    if not SLUG.match(code):
        raise table.error("code", _("%(code)r: use small letters, digits and hyphens.") % {"code": code})
    if code in taken:
        raise table.error("code", _("%(code)r stands twice in the recipe.") % {"code": code})
    return code


def read_provenance(table: Table, parts: Parts) -> Provenance:
    code = table.text("source", "")
    if not code:
        return Provenance()
    parts.must_know(table, "source", code, parts.sources)
    return parts.sources[code]


def read_where(table: Table) -> dict[str, tuple[str, ...]]:
    where = table.optional_table("where")
    kept: dict[str, tuple[str, ...]] = {}
    for column in where.data if where else ():
        value = where.data[column]  # type: ignore[union-attr]
        kept[column] = (value,) if isinstance(value, str) else where.texts(column)  # type: ignore[union-attr]
    return kept


def read_numbers(table: Table) -> NumberSpec:
    spec = NumberSpec(
        table.choice("decimal", (".", ","), "."), table.text("thousands", ""), table.texts("missing", [])
    )
    if spec.thousands == spec.decimal:
        raise table.error("thousands", _("decimal and thousands cannot be the same sign."))
    return spec
