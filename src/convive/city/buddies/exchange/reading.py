"""Reading the two tables of a file, cell by cell. Whatever cannot be used is named by table, row and column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import fastexcel
from django.utils.translation import gettext as _

from convive.city.buddies.exchange import cells
from convive.city.buddies.exchange.columns import DUOS_BY_NAME, PEOPLE_BY_NAME, Column
from convive.measures.importing.problems import ImportRefused, NoRows
from convive.measures.importing.reading import EXCEL_ENDINGS, SourceFile, TextTable, read_table
from convive.measures.importing.recipe import FileSpec

PEOPLE, DUOS = "people", "duos"
MOST_ROWS = 20_000
# Bytes: of the file, and of what is packed in it.
MOST_BYTES, MOST_UNPACKED = 5_000_000, 200_000_000


@dataclass(frozen=True)
class Problem:
    """Something that cannot be used. `row` is as a spreadsheet numbers it; 0 stands for the whole table."""

    table: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        where = [self.table]
        if self.row:
            where.append(_("row %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("column “%(column)s”") % {"column": self.column})
        return f"{', '.join(where)}: {self.what}"


@dataclass
class Line:
    """A row of a table: the value of every cell that is not blank, by column."""

    row: int
    given: dict[str, Any]


@dataclass
class Read:
    """Both tables as they came. `not_read` names columns that mean nothing here."""

    people: list[Line] = field(default_factory=list)
    duos: list[Line] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_files(files: Mapping[str, tuple[str, bytes]]) -> Read:
    """The tables of `people` (a workbook with both, or a CSV file), and of `duos` where it is a file of its own.

    Raises:
        ImportRefused: a file is too large, is no table, or has no column that says who or on which side.
    """
    read = Read()
    for role, (name, content) in files.items():
        if len(content) > MOST_BYTES:
            raise ImportRefused(_("%(file)s is larger than 5 MB.") % {"file": name})
        if name.lower().endswith(EXCEL_ENDINGS):
            _workbook(read, role, name, content)
        else:
            _take(read, role, _csv(role, name, content), guarded=True)
    return read


def _csv(role: str, name: str, content: bytes) -> TextTable | None:
    try:
        content.decode("utf-8-sig")
        encoding = None
    except UnicodeDecodeError:
        # A spreadsheet in western Europe saves so; a byte order mark still decides first.
        encoding = "cp1252"
    return _table(SourceFile(FileSpec(role, name, encoding=encoding), name, content))


def _workbook(read: Read, role: str, name: str, content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                raise ImportRefused(_("%(file)s is too large.") % {"file": name})
    except zipfile.BadZipFile:
        pass  # an older kind of spreadsheet; what is none at all is refused below
    try:
        sheets = fastexcel.read_excel(content).sheet_names
    except fastexcel.FastExcelError as error:
        raise ImportRefused(
            _("%(file)s cannot be read as a spreadsheet: %(error)s.") % {"file": name, "error": error}
        ) from None
    wanted = [each for each in (PEOPLE, DUOS) if each in sheets]
    if role == DUOS or not wanted:
        if len(sheets) != 1 and role not in sheets:
            raise ImportRefused(
                _("%(file)s has no sheet “%(sheet)s”; it has %(names)s.")
                % {"file": name, "sheet": role, "names": ", ".join(sheets)}
            )
        only = role if role in sheets else sheets[0]
        _take(read, role, _table(SourceFile(FileSpec(role, name, sheet=only), name, content)))
        return
    for sheet in wanted:
        _take(read, sheet, _table(SourceFile(FileSpec(sheet, name, sheet=sheet), name, content)))


def _table(source: SourceFile) -> TextTable | None:
    """The table, or None where it holds nobody."""
    try:
        return read_table(source)
    except NoRows:
        return None


def _take(read: Read, role: str, table: TextTable | None, *, guarded: bool = False) -> None:
    if table is None:
        return
    columns = PEOPLE_BY_NAME if role == PEOPLE else DUOS_BY_NAME
    if table.rows_read > MOST_ROWS:
        raise ImportRefused(
            _("%(file)s has more than %(most)s rows.") % {"file": table.name, "most": MOST_ROWS}
        )
    named = {title.strip().lower(): title for title in table.frame.columns}
    for needed in ("side", "name") if role == PEOPLE else ("newcomer", "volunteer"):
        if needed not in named:
            raise ImportRefused(
                _("%(file)s has no column “%(column)s”. Its columns are: %(columns)s.")
                % {"file": role, "column": needed, "columns": ", ".join(table.frame.columns)}
            )
    read.not_read += [f"{role}: {title}" for name, title in named.items() if name not in columns]
    read.problems += [Problem(role, each.row, "", each.why) for each in table.problems]
    texts = {columns[name]: table.column(title) for name, title in named.items() if name in columns}
    lines = read.people if role == PEOPLE else read.duos
    for place, row in enumerate(table.rows):
        given: dict[str, Any] = {}
        for column, series in texts.items():
            text = cells.unguarded(series[place]) if guarded else series[place]
            if text:
                _cell(read, role, row, column, text, given)
        lines.append(Line(row, given))


def _cell(read: Read, role: str, row: int, column: Column, text: str, given: dict[str, Any]) -> None:
    try:
        given[column.name] = column.parse(text)
    except cells.Unusable as error:
        read.problems.append(Problem(role, row, column.name, f"“{text}”: {error}"))
