"""Six Flemish cities in full detail: more than a fifth of the cells have fewer than five people."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from convive.engines.disclosure import Axis, Hidden, HidingRules, Reason, Table, check, hide

from .reader import Reader
from .samples import SHARED

FILE = SHARED / "data/be_statbel_population_nationality/six_cities_full_detail_2009_2015.csv"
CITIES = {
    "Antwerp": "11002",
    "Mechelen": "12025",
    "Willebroek": "12040",
    "Leuven": "24062",
    "Ghent": "44021",
    "Genk": "71016",
}
# So many left-out numbers of each city are looked at by a reader of its own, spread over the table.
LOOKED_AT = 60


def city(year: str, code: str) -> Table:
    """People by year of age, sex and civil status together, and nationality: every cell of the file."""
    if not FILE.exists():
        pytest.skip("the shared data are not beside the checkout")
    counts: dict[tuple[str, str], int] = {}
    with FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["CD_YEAR"], row["CD_MUNTY_REFNIS"]) == (year, code):
                key = (f"{row['CD_AGE']} {row['CD_SEX']} {row['CD_CIV_STS']}", row["CD_NATLTY"])
                counts[key] = counts.get(key, 0) + int(row["MS_POPULATION"])
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    nations = tuple(sorted({nation for _, nation in counts}))
    values = np.array([[counts.get((row, nation), 0) for nation in nations] for row in rows])
    return Table(values, (Axis("who", rows), Axis("nationality", nations)))


def reader_of(result: Hidden) -> Reader:
    """Somebody who reads what is shown, and knows that a left-out cell is not empty."""
    reader, (height, width) = Reader(), result.values.shape
    for place in np.ndindex(height, width):
        if result.shown[place]:
            reader.reads(place, float(result.values[place]))
        else:
            reader.is_between(place, 1.0, np.inf)
    for row in range(height):
        reader.adds_up((row, width - 1), [(row, column) for column in range(width - 1)])
    for column in range(width):
        reader.adds_up((height - 1, column), [(row, column) for row in range(height - 1)])
    return reader


@pytest.mark.parametrize("code", CITIES.values(), ids=CITIES.keys())
def test_no_small_cell_of_a_city_can_be_computed(code: str) -> None:
    table = city("2015", code)
    small = (table.values > 0) & (table.values < 5)
    assert small.sum() > 100
    result = hide(table, HidingRules())
    assert not len(check(result).cells)
    inner = result.reason[:-1, :-1]
    assert (inner[small] == Reason.TOO_FEW).all()
    assert not result.shown[:-1, :-1][small].any()
    assert result.shown[-1, -1]
    reader, left_out = reader_of(result), np.argwhere(~result.shown)
    for at in np.linspace(0, len(left_out) - 1, LOOKED_AT).astype(int):
        row, column = left_out[at]
        assert not reader.pins_down((int(row), int(column)))
