from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter

from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.reading import read_table
from tests.measures.small import source


def sheet(rows: list[list[object]], *, blank_above: int = 0, sheets: tuple[str, ...] = ("Data",)) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name in sheets:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(number + blank_above, column, cell)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "code,name\n01,Åkarp\n",
        b"\xef\xbb\xbfcode,name\r\n01,\xc3\x85karp\r\n",
        "code,name\n01,Åkarp\n".encode("utf-16"),
        "code;name\n 01 ; Åkarp \n",
        "code\tname\n01\tÅkarp\n",
        'code,name\n"01","Åkarp"',
    ],
)
def test_marks_and_delimiters_make_no_difference(content: bytes | str) -> None:
    table = read_table(source("a.csv", content))
    assert table.column("code").to_list() == ["01"]
    assert table.column("name").to_list() == ["Åkarp"]
    assert table.rows.to_list() == [2]


def test_another_encoding_is_asked_for_and_then_read() -> None:
    content = "code,name\n01,Åkarp\n".encode("cp1252")
    with pytest.raises(ImportRefused, match='row 2.*encoding = "cp1252"'):
        read_table(source("a.csv", content))
    assert read_table(source("a.csv", content, encoding="cp1252")).column("name").to_list() == ["Åkarp"]


def test_blank_lines_keep_their_number_and_lines_of_another_width_are_problems() -> None:
    table = read_table(source("a.csv", "code,people\n01,5\n\n02\n03,6,7\n04,8,\n"))
    assert table.rows.to_list() == [2, 6]
    assert [(problem.row, problem.code) for problem in table.problems] == [(4, "fields"), (5, "fields")]
    assert table.rows_read == 4


@pytest.mark.parametrize("content", ["", "  \n", "code,people\n"])
def test_a_file_without_rows_is_refused(content: str) -> None:
    with pytest.raises(ImportRefused, match=r"a\.csv"):
        read_table(source("a.csv", content))


def test_a_column_that_is_not_there_or_there_twice_is_refused() -> None:
    table = read_table(source("a.csv", "code,people,people\n01,5,6\n"))
    with pytest.raises(ImportRefused, match="Its columns are: code, people"):
        table.column("persons")
    with pytest.raises(ImportRefused, match="more than one"):
        table.column("people")


def test_a_spreadsheet_keeps_codes_dates_and_row_numbers() -> None:
    rows = [
        ["code", "day", "people", "mean"],
        ["0101", dt.date(2020, 12, 31), 5, 1.5],
        [],
        ["02", "", 3348, 2],
    ]
    table = read_table(source("a.xlsx", sheet(rows, blank_above=2)))
    assert table.rows.to_list() == [4, 6]
    assert table.column("code").to_list() == ["0101", "02"]
    assert table.column("day").to_list()[0].startswith("2020-12-31")
    assert table.column("people").to_list() == ["5", "3348"]
    assert table.column("mean").to_list() == ["1.5", "2"]


def test_a_spreadsheet_with_several_sheets_asks_which() -> None:
    content = sheet([["code"], ["01"]], sheets=("Data", "Notes"))
    with pytest.raises(ImportRefused, match="Data, Notes"):
        read_table(source("a.xlsx", content))
    assert read_table(source("a.xlsx", content, sheet="Notes")).rows_read == 1
    with pytest.raises(ImportRefused, match="no sheet “Other”"):
        read_table(source("a.xlsx", content, sheet="Other"))


def test_something_that_is_no_spreadsheet_is_refused() -> None:
    with pytest.raises(ImportRefused, match="cannot be read as a spreadsheet"):
        read_table(source("a.xlsx", b"not at all"))
