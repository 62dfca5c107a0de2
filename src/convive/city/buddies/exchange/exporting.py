"""Everybody and every duo of a programme as a file, in the format in which it can be read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from convive.city.buddies.exchange.cells import guarded
from convive.city.buddies.exchange.columns import DUOS, PEOPLE, Column, line
from convive.city.buddies.exchange.planning import here
from convive.city.buddies.exchange.reading import DUOS as DUOS_SHEET
from convive.city.buddies.exchange.reading import PEOPLE as PEOPLE_SHEET
from convive.city.buddies.models import Duo, Programme


def people(programme: Programme) -> Iterator[list[str]]:
    """The header and a row for each person. Five queries."""
    return _table(PEOPLE, here(programme))


def duos(programme: Programme) -> Iterator[list[str]]:
    """The header and a row for each duo of people whose data are here. One query."""
    rows = Duo.objects.filter(
        programme=programme,
        newcomer__participant__erased_at__isnull=True,
        volunteer__participant__erased_at__isnull=True,
    )
    return _table(DUOS, rows.select_related("programme__city").order_by("proposed_at", "pk"))


def workbook(programme: Programme) -> bytes:
    """Both tables as an Excel file. Every cell is a text: none is ever a formula."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    head = book.add_format({"bold": True})
    for name, rows in ((PEOPLE_SHEET, people(programme)), (DUOS_SHEET, duos(programme))):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, cells in enumerate(rows):
            for place, text in enumerate(cells):
                if text:
                    sheet.write_string(number, place, text, head if number == 0 else None)
    book.close()
    return content.getvalue()


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """A table as CSV in UTF-8, with the mark by which a spreadsheet knows it."""
    content = io.StringIO(newline="")
    csv.writer(content).writerows([guarded(text) for text in cells] for cells in rows)
    return content.getvalue().encode("utf-8-sig")


def _table(columns: tuple[Column, ...], rows: object) -> Iterator[list[str]]:
    yield [column.name for column in columns]
    for row in rows:  # type: ignore[attr-defined]
        yield line(row, columns)
