"""Six Flemish cities in full detail: more than a fifth of the cells have fewer than five people."""

from __future__ import annotations

import csv
import time

import numpy as np
import pytest

from convive.engines.disclosure import Axis, HidingRules, Reason, Table, check, hide

from .samples import SHARED

FILE = SHARED / "data/be_statbel_population_nationality/six_cities_full_detail_2009_2015.csv"
# Generous: a few seconds on an idle machine.
SECONDS = 120


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


@pytest.mark.parametrize("code", ["12025", "11002"])
def test_no_small_cell_of_a_city_can_be_computed_and_it_takes_seconds(code: str) -> None:
    table = city("2015", code)
    small = (table.values > 0) & (table.values < 5)
    assert small.sum() > 100
    start = time.process_time()
    result = hide(table, HidingRules())
    assert not len(check(result).cells)
    assert time.process_time() - start < SECONDS
    inner = result.reason[:-1, :-1]
    assert (inner[small] == Reason.TOO_FEW).all()
    assert not result.shown[:-1, :-1][small].any()
    assert result.shown[-1, -1]
