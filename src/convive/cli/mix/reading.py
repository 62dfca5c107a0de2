"""Tables for `convive mix`: CSV, Parquet, Excel and the properties of GeoJSON.

Codes stay what they are (“01011101” keeps its zero): the cells of a text file are texts until a column is
asked for as numbers. Every error names the row as a spreadsheet shows it, the header being row 1.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Sequence
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
from numpy.typing import NDArray

from convive.engines.mixing.counts import MOST_PEOPLE, BoolMatrix, Counts, MixError

EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PARQUET_ENDINGS = (".parquet", ".geoparquet", ".pq")
MAP_ENDINGS = (".geojson", ".json")
DELIMITERS = ",;\t|"
# The row of the spreadsheet that each record came from. No file may have a column of this name.
ROW = "\0row"


class TableError(MixError):
    """A table that cannot be read. `row` is the row of the spreadsheet, the header being row 1."""


def read_table(path: Path | str) -> pl.DataFrame:
    """The table in a file. Columns of CSV and Excel hold texts (blank cells are null), those of Parquet and
    GeoJSON the types they have. Rows without any cell are left out; `row_of` still gives the right row.

    Raises TableError: there is no such file, it is no table, or a column is there twice.
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(f"there is no file {path}")
    ending = path.suffix.lower()
    try:
        if ending in PARQUET_ENDINGS:
            frame = pl.read_parquet(path)
        elif ending in EXCEL_ENDINGS:
            frame = _from_records(_excel_records(path), path)
        elif ending in MAP_ENDINGS:
            frame = _from_map(path)
        else:
            frame = _from_text(path)
    except TableError:
        raise
    except (OSError, ValueError, fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise TableError(f"{path.name} cannot be read as a table: {error}") from error
    if ROW not in frame.columns:
        frame = frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.Int64).alias(ROW))
    if frame.height == 0:
        raise TableError(f"{path.name} has no rows under its header")
    return frame


def read_counts(
    path: Path | str,
    groups: Sequence[str],
    unit: str | None = None,
    within: str | None = None,
    suppressed: Collection[str] = (),
) -> Counts:
    """Counts from a file with one row per unit and one column per group.

    `unit` names the column with the units' names, `within` the one with the larger units they lie in.
    Cells whose text is one of `suppressed` ("..", "<5") count as hidden by their publisher, not as errors.
    Raises TableError, naming row and column, for a negative, a fraction, a blank, an unknown column and a
    duplicate unit.
    """
    frame = read_table(path)
    if not groups:
        raise TableError("name the columns of the groups")
    for place, group in enumerate(groups):
        if group in groups[:place]:
            raise TableError("the group is named twice", column=group)
    names = None if unit is None else labels(frame, unit)
    larger = None if within is None else labels(frame, within)
    columns, hidden = [], []
    for group in groups:
        numbers, left_out = whole_column(frame, group, suppressed)
        columns.append(numbers)
        hidden.append(left_out)
    if names is not None and unit is not None:
        _refuse_repeated(frame, names, unit)
    matrix = np.column_stack(columns)
    hidden_cells: BoolMatrix | None = np.column_stack(hidden)
    if hidden_cells is not None and not hidden_cells.any():
        hidden_cells = None
    return Counts.of(matrix, groups, names, larger, hidden_cells)


def column_of(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column, texts without spaces around them and null where nothing is left.

    Raises TableError: there is no such column.
    """
    if name == ROW or name not in frame.columns:
        there = ", ".join(column for column in frame.columns if column != ROW)
        raise TableError(f"there is no such column; the columns are: {there}", row=1, column=name)
    series = frame.get_column(name)
    if series.dtype in (pl.Categorical, pl.Enum):
        series = series.cast(pl.String)
    if series.dtype == pl.String:
        series = series.str.strip_chars()
        series = series.set(series == "", None) if series.len() else series
    return series


def row_of(frame: pl.DataFrame, place: int) -> int:
    """The row of the spreadsheet that record `place` (from 0) stands in."""
    return int(frame.get_column(ROW)[place]) if ROW in frame.columns else place + 2


def labels(frame: pl.DataFrame, name: str) -> list[str]:
    """A column of names or codes as texts. Raises TableError, naming the row, for a blank."""
    series = column_of(frame, name)
    if series.dtype.is_float() and bool((series == series.floor()).all()):
        series = series.cast(pl.Int64, strict=False)
    texts = series.cast(pl.String, strict=False)
    _refuse(frame, texts.is_null(), name, "the cell is blank")
    return texts.to_list()


def numbers_column(frame: pl.DataFrame, name: str) -> NDArray[np.float64]:
    """A column of finite numbers (coordinates). Raises TableError, naming the row, for anything else."""
    series = column_of(frame, name)
    _refuse(frame, series.is_null(), name, "the cell is blank")
    numbers = series.cast(pl.Float64, strict=False)
    _refuse(frame, numbers.is_null(), name, "“{}” is not a number", series)
    _refuse(frame, numbers.is_nan(), name, "the cell is blank")
    _refuse(frame, numbers.is_infinite(), name, "“{}” is not a number", series)
    return numbers.to_numpy()


def whole_column(
    frame: pl.DataFrame, name: str, suppressed: Collection[str] = ()
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A column of people, and which of its cells are hidden by their publisher (0 there).

    Raises TableError, naming row and column, for a negative, a fraction, a blank or anything that is no number.
    """
    series = column_of(frame, name)
    hidden = pl.repeat(False, series.len(), eager=True, dtype=pl.Boolean)
    if suppressed and series.dtype != pl.Boolean:
        hidden = series.cast(pl.String).is_in(list(suppressed)).fill_null(False)
    if series.dtype.is_integer():
        whole = series
        _refuse(frame, whole.is_null(), name, "the cell is blank")
    else:
        _refuse(frame, series.is_null(), name, "the cell is blank")
        numbers = series.cast(pl.Float64, strict=False)
        _refuse(frame, numbers.is_null() & ~hidden, name, "“{}” is not a number", series)
        numbers = numbers.set(hidden, 0.0)
        _refuse(frame, numbers.is_nan(), name, "the cell is blank")
        _refuse(frame, numbers.is_infinite(), name, "“{}” is not a number", series)
        _refuse(frame, numbers != numbers.floor(), name, "{} is not a whole number of people", series)
        whole = numbers
    whole = whole.set(hidden, 0)
    _refuse(frame, whole < 0, name, "{} is negative", series)
    _refuse(frame, whole > MOST_PEOPLE, name, "{} is more people than can be counted exactly", series)
    return whole.cast(pl.Int64).to_numpy(), hidden.to_numpy()


def _refuse(
    frame: pl.DataFrame, wrong: pl.Series, name: str, what: str, values: pl.Series | None = None
) -> None:
    if wrong.any():
        place = wrong.fill_null(False).arg_max()
        assert place is not None
        value = values[place] if values is not None else None
        raise TableError(what.format(value), row=row_of(frame, place), column=name)


def _refuse_repeated(frame: pl.DataFrame, names: Sequence[str], column: str) -> None:
    seen: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in seen:
            first = row_of(frame, seen[name])
            raise TableError(
                f"the unit “{name}” is there already, in row {first}", row=row_of(frame, place), column=column
            )
        seen[name] = place


def _from_text(path: Path) -> pl.DataFrame:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = next((record for record in lines if any(cell.strip() for cell in record)), None)
    if header is None:
        raise TableError(f"{path.name} is empty")
    # The fast way for a file without surprises; otherwise record by record, so that rows keep their numbers.
    if text.startswith(first) and not any(sign in text for sign in ('"', "\n\n", "\r\n\r\n")):
        titles = _titles(header, path)
        try:
            frame = pl.read_csv(
                text.encode(),
                separator=delimiter,
                infer_schema=False,
                has_header=False,
                skip_rows=1,
                new_columns=titles,
                quote_char=None,
            )
        except pl.exceptions.PolarsError:
            frame = pl.DataFrame()
        if frame.width == len(titles) and not frame.is_empty() and not _has_empty_rows(frame):
            return frame
    records = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)
    return _from_records([(row, list(cells)) for row, cells in records], path)


def _has_empty_rows(frame: pl.DataFrame) -> bool:
    return bool(frame.select(pl.all_horizontal(pl.all().is_null())).to_series().any())


def _from_records(records: list[tuple[int, list[str]]], path: Path) -> pl.DataFrame:
    """A table of texts from records with their rows."""
    filled = [(row, cells) for row, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableError(f"{path.name} is empty")
    titles = _titles(filled[0][1], path)
    for row, cells in filled[1:]:
        if any(cell.strip() for cell in cells[len(titles) :]):
            raise TableError(f"there are {len(cells)} cells under {len(titles)} columns", row=row)
    columns: dict[str, list[str | None]] = {
        title: [cells[place] if place < len(cells) and cells[place] else None for _row, cells in filled[1:]]
        for place, title in enumerate(titles)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(titles, pl.String))
    return frame.with_columns(pl.Series(ROW, [row for row, _cells in filled[1:]], dtype=pl.Int64))


def _titles(header: Sequence[str], path: Path) -> list[str]:
    titles = [title.strip() for title in header]
    while titles and not titles[-1]:
        titles.pop()
    named: list[str] = []
    for place, title in enumerate(titles):
        if title and title in named:
            raise TableError(f"{path.name} has this column twice", row=1, column=title)
        named.append(title or f"\0{place}")
    return named


def _excel_records(path: Path) -> list[tuple[int, list[str]]]:
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
    lines = sheet.to_polars().rows()
    return [
        (row, ["" if cell is None else str(cell) for cell in cells]) for row, cells in enumerate(lines, 1)
    ]


def _from_map(path: Path) -> pl.DataFrame:
    """The properties of the features of a GeoJSON file; feature 1 is row 2."""
    content = json.loads(path.read_bytes())
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise TableError(f"{path.name} is no GeoJSON collection of features")
    rows = [feature.get("properties") or {} for feature in features if isinstance(feature, dict)]
    titles = list(dict.fromkeys(title for row in rows for title in row))

    def cell(value: object) -> str | None:
        return None if value is None else value if isinstance(value, str) else json.dumps(value)

    return pl.DataFrame(
        {title: [cell(row.get(title)) for row in rows] for title in titles},
        schema=dict.fromkeys(titles, pl.String),
    )
