"""The funder report as a spreadsheet and on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from convive.city.buddies.codes import FunderIndicator
from convive.city.buddies.models import Programme
from convive.city.buddies.queries.funding import DEFINITIONS, Line, Report
from convive.core import documents

# What a sheet's name cannot hold, and how long it can be.
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31


def not_for_publication() -> str:
    return _("For the funder alone, not for publication: small numbers in it may point to people.")


def period(line: Line) -> str:
    row = line.commitment
    return _("%(since)s to %(until)s") % {"since": date_format(row.since), "until": date_format(row.until)}


def places(line: Line) -> str:
    """By municipality, in a line."""
    return ", ".join(f"{name or _('not known')}: {number}" for name, number in line.by_municipality)


def columns() -> list[str]:
    return [
        _("What"), _("Period"), _("Municipality"), _("Promised"), _("Realised"), _("Percent"),
        _("By municipality"), _("Note"),
    ]  # fmt: skip


def cells(line: Line) -> list[str | int]:
    row = line.commitment
    return [
        row.get_indicator_display(),
        period(line),
        row.municipality or _("all"),
        row.committed,
        line.realised,
        line.percent,
        places(line),
        "; ".join(filter(None, [line.warning, line.needed])),
    ]


def sheet_names(funders: Sequence[str]) -> list[str]:
    """A name for each sheet that a spreadsheet takes, each once (capitals do not tell them apart)."""
    names: list[str] = []
    taken = {_("Definitions").lower(), "history"}
    for funder in funders:
        bare = NOT_IN_A_NAME.sub(" ", funder).strip()[:LONGEST_NAME] or _("Funder")
        name, number = bare, 1
        while name.lower() in taken:
            number += 1
            name = f"{bare[: LONGEST_NAME - 4]} {number}"
        taken.add(name.lower())
        names.append(name)
    return names


def as_xlsx(programme: Programme, found: Sequence[Report]) -> bytes:
    """A sheet for each funder, and one with what each number means."""
    stream = BytesIO()
    # Nobody's text becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for name, report in zip(sheet_names([each.funder for each in found]), found, strict=True):
            sheet = book.add_worksheet(name)
            if get_language_bidi():
                sheet.right_to_left()
            sheet.write_string(0, 0, f"{programme.name} · {report.funder}", book.add_format({"bold": True}))
            sheet.write_string(1, 0, not_for_publication())
            sheet.write_row(3, 0, columns(), head)
            for at, line in enumerate(report.lines, start=4):
                sheet.write_row(at, 0, cells(line))
            sheet.set_column(0, 2, 26)
            sheet.set_column(6, 7, 40)
            sheet.freeze_panes(4, 1)
        sheet = book.add_worksheet(_("Definitions"))
        sheet.write_row(0, 0, [_("What"), _("How it is counted")], head)
        for at, (code, label) in enumerate(FunderIndicator.choices, start=1):
            sheet.write_row(at, 0, [str(label), str(DEFINITIONS[code])])
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 100)
    return stream.getvalue()


def as_pdf(programme: Programme, found: Sequence[Report], today: str) -> bytes:
    used = {line.commitment.indicator for report in found for line in report.lines}
    head = columns()
    data = {
        "language": (get_language() or "en").split("-")[0],
        "right_to_left": get_language_bidi(),
        "foot": not_for_publication(),
        "headline": _("What was promised, and what came of it"),
        "lede": f"{programme.name} · {today}",
        "columns": [head[0], head[1], head[2], head[3], head[4], head[5]],
        "funders": [
            {
                "name": report.funder,
                "rows": [[str(cell) for cell in cells(line)[:6]] for line in report.lines],
                "notes": [
                    f"{line.commitment.get_indicator_display()}, {period(line)}: {note}"
                    for line in report.lines
                    for note in filter(None, [places(line), line.warning, line.needed])
                ],
            }
            for report in found
        ],
        "definitions_title": _("How each number is counted"),
        "definitions": [
            [str(label), str(DEFINITIONS[code])] for code, label in FunderIndicator.choices if code in used
        ],
    }
    return documents.render("convive.city.buddies", "funders.typ", data)
