"""Reading tables: CSV and Excel, everything as text first, with row numbers as a spreadsheet shows them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
from django.utils.translation import gettext as _

from convive.measures.importing.problems import ImportRefused, NoRows, Problem
from convive.measures.importing.recipe import FileSpec, Recipe

EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MAP_ENDINGS = (".geojson", ".json")
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class SourceFile:
    """A file as it came, with the part it plays in the recipe."""

    spec: FileSpec
    name: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_map(self) -> bool:
        return self.name.lower().endswith(MAP_ENDINGS)

    def as_json(self) -> dict[str, Any]:
        return {
            "role": self.spec.role,
            "name": self.name,
            "sha256": self.sha256,
            "bytes": len(self.content),
        }


@dataclass(frozen=True)
class TextTable:
    """A table of texts. `rows` holds the row number of each line, the header being row 1 (or lower, below
    blank rows).
    """

    name: str
    frame: pl.DataFrame
    rows: pl.Series
    repeated: frozenset[str]
    problems: tuple[Problem, ...]
    rows_read: int
    # In a spreadsheet, numbers are numbers: they carry a point whatever the country.
    is_excel: bool = False

    def column(self, name: str) -> pl.Series:
        """The texts of a column, without spaces around them.

        Raises:
            ImportRefused: the file has no such column, or two.
        """
        if name not in self.frame.columns:
            raise ImportRefused(
                _("%(file)s has no column “%(column)s”. Its columns are: %(columns)s.")
                % {"file": self.name, "column": name, "columns": ", ".join(self.frame.columns)}
            )
        if name in self.repeated:
            raise ImportRefused(
                _("%(file)s has more than one column “%(column)s”.") % {"file": self.name, "column": name}
            )
        return self.frame.get_column(name)


def find_files(
    recipe: Recipe, folder: Path, instead: Mapping[str, str] | None = None
) -> dict[str, SourceFile]:
    """The files of a recipe from a folder; `instead` names another file for a role.

    Raises:
        ImportRefused: a file is not there, or `instead` names a role that the recipe does not have.
    """
    instead = dict(instead or {})
    for role in instead:
        if role not in recipe.files:
            raise ImportRefused(
                _("The recipe has no file “%(role)s”; it has %(roles)s.")
                % {"role": role, "roles": ", ".join(recipe.files)}
            )
    if not folder.is_dir():
        raise ImportRefused(_("%(folder)s is not a folder.") % {"folder": folder})
    found = {}
    for role, spec in recipe.files.items():
        path = folder / instead.get(role, spec.name)
        if not path.is_file():
            raise ImportRefused(
                _("%(file)s is not in %(folder)s. The recipe reads it as “%(role)s”.")
                % {"file": path.name, "folder": folder, "role": role}
            )
        found[role] = SourceFile(spec, path.name, path.read_bytes())
    return found


def read_table(file: SourceFile) -> TextTable:
    """The table in a CSV or Excel file.

    Raises:
        ImportRefused: the file is empty, is no table, or its text cannot be read.
    """
    if not file.content.strip():
        raise NoRows(_("%(file)s is empty.") % {"file": file.name})
    if file.name.lower().endswith(EXCEL_ENDINGS):
        lines, is_excel = _excel_lines(file), True
    else:
        lines, is_excel = _csv_lines(file), False
    lines = [(row, cells) for row, cells in lines if any(cells)]
    if len(lines) < 2:
        raise NoRows(_("%(file)s has no rows under its header.") % {"file": file.name})
    _row, header = lines[0]
    while header and not header[-1]:
        header.pop()
    return _table(file.name, header, lines[1:], is_excel)


def _table(name: str, header: list[str], lines: list[tuple[int, list[str]]], is_excel: bool) -> TextTable:
    width, problems, kept, rows = len(header), [], [], []
    for row, cells in lines:
        extra = cells[width:]
        if len(cells) < width and is_excel:
            cells = cells + [""] * (width - len(cells))
        if len(cells) < width or any(extra):
            details = {"found": len(cells), "expected": width}
            problems.append(Problem(name, row, "fields", details=details))
            continue
        kept.append(cells[:width])
        rows.append(row)
    columns: dict[str, list[str]] = {}
    repeated = set()
    for index, title in enumerate(header):
        if title in columns:
            repeated.add(title)
            continue
        columns[title] = [cells[index] for cells in kept]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return TextTable(
        name=name,
        frame=frame,
        rows=pl.Series("row", rows, dtype=pl.Int64),
        repeated=frozenset(repeated),
        problems=tuple(problems),
        rows_read=len(lines),
        is_excel=is_excel,
    )


def _csv_lines(file: SourceFile) -> list[tuple[int, list[str]]]:
    text = _decoded(file)
    delimiter = file.spec.delimiter or _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = []
    try:
        for row, cells in enumerate(reader, start=1):
            lines.append((row, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise ImportRefused(
            _("%(file)s, row %(row)s: this is not a row of a CSV file (%(error)s).")
            % {"file": file.name, "row": len(lines) + 1, "error": error}
        ) from None
    return lines


def _decoded(file: SourceFile) -> str:
    """The text of a file. A byte order mark decides; without one it is UTF-8 unless the recipe says
    otherwise.
    """
    content = file.content
    encoding = file.spec.encoding or "utf-8"
    for mark, named in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            encoding = named
    try:
        text = content.decode(encoding)
    except LookupError:
        raise ImportRefused(
            _("The recipe names the encoding %(encoding)s, which does not exist.") % {"encoding": encoding}
        ) from None
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            _(
                "%(file)s, row %(row)s: this is not %(encoding)s text. "
                "Say in the recipe which encoding it is, "
                'for example encoding = "cp1252".'
            )
            % {"file": file.name, "row": row, "encoding": encoding}
        ) from None
    if "\0" in text:
        raise ImportRefused(_("%(file)s is not a text file.") % {"file": file.name})
    return text


def _delimiter(text: str) -> str:
    """The sign that stands most often in the header."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    return max(DELIMITERS, key=header.count)


def _excel_lines(file: SourceFile) -> list[tuple[int, list[str]]]:
    try:
        book = fastexcel.read_excel(file.content)
    except fastexcel.FastExcelError as error:
        raise ImportRefused(
            _("%(file)s cannot be read as a spreadsheet: %(error)s.") % {"file": file.name, "error": error}
        ) from None
    names = book.sheet_names
    sheet = file.spec.sheet or (names[0] if names else "")
    if sheet not in names:
        raise ImportRefused(
            _("%(file)s has no sheet “%(sheet)s”; it has %(names)s.")
            % {"file": file.name, "sheet": sheet, "names": ", ".join(names)}
        )
    if file.spec.sheet is None and len(names) > 1:
        raise ImportRefused(
            _('%(file)s has several sheets (%(names)s). Say in the recipe which one: sheet = "…".')
            % {"file": file.name, "names": ", ".join(names)}
        )
    # With skip_rows=0 blank rows at the top stay, so that row numbers are those that people see.
    frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return [
        (row, ["" if cell is None else str(cell).strip() for cell in cells])
        for row, cells in enumerate(frame.iter_rows(), start=1)
    ]
