"""The tables that say the same as the pictures, and the whole list of indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convive.core.charts import table_of
from convive.network.library.figures.tables import DASH, head_of_areas, rows_of_areas
from convive.network.library.mix.shown import Shown, hundredths

SORTS = ("name", "figure")


def columns(shown: Shown) -> list[str]:
    place = _("School") if shown.of_schools else _("Area")
    return [place, _("Score"), shown.group]


def sorted_rows(shown: Shown, sort: str) -> list[tuple[str, list[str]]]:
    """Code and cells of each area, by name, or by score from high to low with those left out at the end."""

    def place(item: tuple[str, str]) -> tuple[Any, ...]:
        code, name = item
        score = shown.score(code)
        return (name,) if sort == "name" else (score is None, -(score or 0.0), name)

    return [(code, _cells(shown, code, name)) for code, name in sorted(shown.names.items(), key=place)]


def _cells(shown: Shown, code: str, name: str) -> list[str]:
    return [name, *(shown.in_words(code) or (shown.missing(code), DASH))]


def head(shown: Shown, sort: str) -> SafeString:
    return head_of_areas(columns(shown), shown.query, sort)


def body(shown: Shown, sort: str) -> SafeString:
    return rows_of_areas(columns(shown), sorted_rows(shown, sort))


def indices(shown: Shown) -> dict[str, Any]:
    """Every index at both dates, beside chance."""
    dates = [shown.found.data["now"]]
    if shown.found.data["earlier"]:
        dates.append(shown.found.data["earlier"])
    heads = [_("Index")]
    for summary in (shown.found.now, shown.found.earlier):
        if summary is not None:
            heads += [summary.period.label, _("By chance")]
    names = shown.choice.who.names
    rows: list[Sequence[str]] = []

    def row(label: str, key: str, at: int | None = None, chance: bool = True) -> None:
        cells = [label]
        for date in dates:
            value, expected = date[key], date["expected"].get(key)
            if at is not None:
                value, expected = value[at], expected[at] if expected else None
            cells += [hundredths(value), hundredths(expected) if chance and expected is not None else DASH]
        rows.append(cells)

    for at, name in enumerate(names):
        row(_("Dissimilarity D: %(group)s") % {"group": name}, "D", at)
    if len(names) > 2:
        row(_("Dissimilarity D of all groups"), "D_multigroup")
    row(_("Information index H"), "H")
    for at, name in enumerate(names):
        row(_("Gini: %(group)s") % {"group": name}, "gini", at)
    for at, name in enumerate(names):
        row(_("Isolation: %(group)s among people of %(group)s") % {"group": name}, "isolation", at)
    for at, name in enumerate(names):
        row(_("Isolation beyond the group’s size (eta²): %(group)s") % {"group": name}, "eta2", at)
    return table_of(heads, rows)


def exposure(shown: Shown) -> dict[str, Any]:
    """Who lives around whom."""
    names, found = shown.choice.who.names, shown.found.data["now"]["exposure"]
    rows = [[name, *(hundredths(cell) for cell in line)] for name, line in zip(names, found, strict=True)]
    return table_of([_("Around an average person of"), *names], rows)
