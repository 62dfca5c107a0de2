"""What can be wrong with a file, and where. A problem names its file, row, column and value, so it can be
found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ImportRefused(Exception):
    """Nothing can be imported: the message says what is wrong, where, and what to do."""


class NoRows(ImportRefused):
    """A table of nobody and nothing: whoever reads it may take that for an answer."""


class RecipeError(ImportRefused):
    """The recipe itself is wrong. `key` is the place in it, such as `values 2, period`."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}" if key else message)
        self.key = key


WHY: Mapping[str, Any] = {
    "fields": gettext_lazy("the row has %(found)s cells, the header has %(expected)s"),
    "blank": gettext_lazy("the cell is blank"),
    "not-a-number": gettext_lazy("this is not a number"),
    "negative": gettext_lazy("this is below zero"),
    "fraction": gettext_lazy("a count is a whole number, this is not"),
    "not-a-date": gettext_lazy("this is not a date in the form that the recipe names (%(expected)s)"),
    "unknown-area": gettext_lazy("no area of “%(area_set)s” has this code"),
    "unknown-area-zeros": gettext_lazy(
        "no area of “%(area_set)s” has this code, but there is %(similar)s: zeros in front were lost"
    ),
    "refused-area": gettext_lazy("the area of “%(area_set)s” with this code cannot be used"),
    "unknown-group": gettext_lazy("the recipe does not say which group this is"),
    "duplicate-row": gettext_lazy(
        "row %(first)s of %(first_file)s gives the same figure for this area and period"
    ),
    "incomplete-sum": gettext_lazy("the sum over rows is not complete, as row %(other)s cannot be used"),
    "derived-negative": gettext_lazy("%(group)s would be %(number)s: the parts are larger than the whole"),
    "missing-code": gettext_lazy("the area has no code"),
    "missing-name": gettext_lazy("the area has no name"),
    "duplicate-code": gettext_lazy("the code stands also in %(others)s: which is right?"),
    "other-name": gettext_lazy("the area is called “%(first)s” in row %(row)s"),
    "no-geometry": gettext_lazy("the area has no border"),
    "not-a-polygon": gettext_lazy("the border is a %(found)s, not a polygon"),
    "unreadable-geometry": gettext_lazy("the border cannot be read: %(detail)s"),
    "invalid-geometry": gettext_lazy("the border is not valid: %(detail)s"),
    "unknown-parent": gettext_lazy("no area of “%(area_set)s” has this code, in which this area should lie"),
    "bad-weight": gettext_lazy("a weight lies between 0 and 1"),
    "weight-sum": gettext_lazy("the weights from this area add up to %(number)s, not to 1"),
}


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be used. `place` is a row as a spreadsheet numbers it (the header is row 1),
    or a feature of a map, the first being 1.
    """

    file: str
    row: int
    code: str
    column: str = ""
    value: str = ""
    place: str = "row"
    area: str = ""
    details: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def why(self) -> str:
        return str(WHY[self.code]) % self.details if self.details else str(WHY[self.code])

    @property
    def where(self) -> str:
        if self.place == "feature":
            return _("%(file)s, feature %(row)s") % {"file": self.file, "row": self.row}
        return _("%(file)s, row %(row)s") % {"file": self.file, "row": self.row}

    def __str__(self) -> str:
        parts = [self.where]
        if self.column:
            parts.append(_("column “%(column)s”") % {"column": self.column})
        if self.value:
            parts.append(f"“{self.value}”")
        if self.area:
            parts.append(self.area)
        return ", ".join(parts) + f": {self.why}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        return cls(**data)


# Worded without "1 area" or "2 areas", so that every language can say them in one form.
REMARKS: Mapping[str, Any] = {
    "areas-without-values": gettext_lazy(
        "Areas of %(area_set)s without any figure in %(file)s: %(count)s (%(examples)s)."
    ),
    "areas-sometimes-without-values": gettext_lazy(
        "Areas of %(area_set)s with figures in %(file)s for some periods only: %(count)s (%(examples)s)."
    ),
    "areas-kept": gettext_lazy(
        "Areas of %(area_set)s that the city has and that are not in these files, which stay: "
        "%(count)s (%(examples)s)."
    ),
    "filtered": gettext_lazy("Rows of %(file)s left out, as the recipe keeps only some: %(count)s."),
    "missing": gettext_lazy(
        "Cells of %(file)s that hold what the recipe calls missing: %(count)s (%(examples)s)."
    ),
    "not-derived": gettext_lazy("Areas and periods for which %(group)s could not be worked out: %(count)s."),
    "parts-and-whole": gettext_lazy(
        "Areas and periods in which the groups of %(dimension)s do not add up to the total of "
        "%(indicator)s: %(count)s (%(examples)s)."
    ),
    "no-weights": gettext_lazy(
        "Areas of %(area_set)s without weights, from which nothing is carried: %(count)s (%(examples)s)."
    ),
    "carried-without": gettext_lazy(
        "Areas of %(area_set)s without a figure in some periods, which are carried as nothing: "
        "%(count)s (%(examples)s)."
    ),
    "values-kept": gettext_lazy(
        "Figures that the city has and that are not in these files, which stay: %(count)s."
    ),
}


@dataclass(frozen=True)
class Remark:
    """Something a person should know and that does not stop the import."""

    code: str
    details: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return str(REMARKS[self.code]) % self.details

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examples(items: list[str], most: int = 5) -> str:
    """The first few of a list of names, and how many more there are."""
    shown = ", ".join(items[:most])
    return (
        shown
        if len(items) <= most
        else _("%(names)s and %(count)s more")
        % {
            "names": shown,
            "count": len(items) - most,
        }
    )
