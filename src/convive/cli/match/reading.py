"""The files of `convive match`: newcomers, volunteers, pairs and criteria. Errors name row and column."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from convive.cli.mix.reading import ROW, TableError, column_of, labels, read_table, row_of
from convive.engines.matching import (
    Criteria,
    MatchError,
    Newcomer,
    Volunteer,
    ages_from,
    hours_from,
    languages_from,
    split_codes,
)

Found = TypeVar("Found")
COMMON = (
    "id", "languages", "available", "x", "y", "gender", "wish", "interests", "goals", "life_stage", "age",
    "age_wish", "organisation",
)  # fmt: skip


class Refused(ValueError):
    """What cannot be read, and where."""


def read_criteria(path: Path) -> Criteria:
    """Criteria from a TOML file. Raises Refused, naming part and key."""
    try:
        return Criteria.of(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise Refused(f"there is no file {path}") from None
    except OSError as error:
        raise Refused(f"{path.name}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, MatchError, TypeError) as error:
        raise Refused(f"{path.name}: {error}") from None


def read_newcomers(path: Path, criteria: Criteria, today: date) -> list[Newcomer]:
    """Newcomers from a table. Raises Refused, naming row and column."""
    found = []
    for cell, common in _people(path, criteria):
        since = cell("waiting_since", lambda text: _day(text, today))
        found.append(Newcomer(**common, waiting_since=since))
    return found


def read_volunteers(path: Path, criteria: Criteria) -> list[Volunteer]:
    """Volunteers from a table. Raises Refused, naming row and column."""
    found = []
    for cell, common in _people(path, criteria):
        capacity = cell("capacity", _capacity)
        found.append(Volunteer(**common, capacity=1 if capacity is None else capacity))
    return found


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Pairs from a table with the columns newcomer and volunteer. Raises Refused."""
    try:
        frame = _named(read_table(path))
        return list(zip(labels(frame, "newcomer"), labels(frame, "volunteer"), strict=True))
    except TableError as error:
        if _is_empty(error):
            return []
        raise Refused(f"{path.name}: {error}") from None


def _people(
    path: Path, criteria: Criteria
) -> Iterator[tuple[Callable[[str, Callable[[str], Any]], Any], dict[str, Any]]]:
    """For each row a reader of further cells, and what newcomers and volunteers have in common."""
    try:
        frame = _named(read_table(path))
        ids = labels(frame, "id")
        columns = {name: column_of(frame, name) for name in _needed(criteria)}
        for name in frame.columns:
            if name != ROW and not name.startswith("\0") and name not in columns:
                columns[name] = column_of(frame, name)
    except TableError as error:
        if _is_empty(error):
            return
        raise Refused(f"{path.name}: {error}") from None
    texts = {name: _texts(series) for name, series in columns.items()}
    rows: dict[str, int] = {}
    for place, each in enumerate(ids):
        row = row_of(frame, place)

        def cell(name: str, read: Callable[[str], Found], place: int = place, row: int = row) -> Found | None:
            text = texts[name][place] if name in texts else None
            if text is None:
                return None
            try:
                return read(text)
            except (MatchError, ValueError) as error:
                raise Refused(f"{path.name}: row {row}, column “{name}”: {error}") from None

        if each in rows:
            raise Refused(
                f"{path.name}: row {row}, column “id”: the id “{each}” is there already, in row {rows[each]}"
            )
        rows[each] = row
        x, y = cell("x", _metres), cell("y", _metres)
        if (x is None) != (y is None):
            blank = "x" if x is None else "y"
            raise Refused(f"{path.name}: row {row}, column “{blank}”: blank, but the other coordinate is not")
        yield (
            cell,
            {
                "id": each,
                "languages": cell("languages", languages_from) or (),
                "available": cell("available", hours_from) or (),
                "place": None if x is None or y is None else (x, y),
                "gender": cell("gender", str.casefold),
                "wish": cell("wish", str.casefold),
                "interests": cell("interests", _codes) or (),
                "goals": cell("goals", _codes) or (),
                "life_stage": cell("life_stage", str.casefold),
                "age": cell("age", _age),
                "ages": cell("age_wish", ages_from),
                "organisation": cell("organisation", str),
            },
        )


def _needed(criteria: Criteria) -> list[str]:
    """Columns without which a rule would keep everybody apart, so that a misspelt one is noticed."""
    hard = criteria.hard
    needed = []
    if hard.asks_language:
        needed.append("languages")
    if hard.overlap_hours:
        needed.append("available")
    if hard.distance_km is not None:
        needed += ["x", "y"]
    if hard.age_difference is not None:
        needed.append("age")
    return needed


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    """Names of known columns in small letters, whatever letters the file has."""
    known = {*COMMON, "waiting_since", "capacity", "newcomer", "volunteer"}
    new = {
        name: name.lower()
        for name in frame.columns
        if name.lower() in known and name.lower() not in frame.columns
    }
    if len(set(new.values())) < len(new):
        return frame
    return frame.rename(new)


def _is_empty(error: TableError) -> bool:
    """A header without rows is a list of nobody, which may be: a programme without volunteers yet."""
    return "has no rows under its header" in str(error)


def _texts(series: pl.Series) -> list[str | None]:
    if series.dtype.is_float():
        return [None if value is None else repr(value).removesuffix(".0") for value in series.to_list()]
    texts = series.cast(pl.String, strict=False).str.strip_chars()
    return [text or None for text in texts.to_list()]


def _metres(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise MatchError(f"“{text}” is not a number of metres") from None
    # Not a number fails every comparison.
    if not abs(number) <= 1e9:
        raise MatchError(f"“{text}” is not a number of metres")
    return number


def _capacity(text: str) -> int:
    number = _whole(text)
    if number is None:
        raise MatchError(f"“{text}” is not a whole number of duos")
    if number < 0:
        raise MatchError(f"{text} is negative")
    return number


def _age(text: str) -> int:
    number = _whole(text)
    if number is None or not 0 <= number <= 150:
        raise MatchError(f"“{text}” is not an age in years")
    return number


def _whole(text: str) -> int | None:
    try:
        number = float(text)
        return int(number) if number == int(number) else None
    except (ValueError, OverflowError):
        return None


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise MatchError(f"“{text}” is not a date; write it as 2026-03-31") from None
    if day > today:
        raise MatchError(f"{day.isoformat()} is after {today.isoformat()}")
    return day


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.casefold() for code in split_codes(text)))
