"""Tables for the tests of disclosure."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from convive.engines.disclosure import Axis, Table

SHARED = Path(__file__).parents[3] / "../shared"


def table_of(counts: object, **more: object) -> Table:
    array = np.asarray(counts)
    axes = tuple(
        Axis("abcd"[i], tuple(f"{'abcd'[i]}{j}" for j in range(n))) for i, n in enumerate(array.shape)
    )
    return Table(array, axes, **more)  # type: ignore[arg-type]


def mechelen(year: str = "2015", city: str = "12025") -> Table:
    """Ages in bands within three stages of life, by nationality and sex."""
    path = SHARED / "data/be_statbel_population_nationality/six_cities_full_detail_2009_2015.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there: real figures are tested where the shared folder is")
    counts: dict[tuple[int, str, str], int] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["CD_YEAR"] == year and row["CD_MUNTY_REFNIS"] == city:
                key = (min(int(row["CD_AGE"]), 105) // 5, row["CD_NATLTY"], row["CD_SEX"])
                counts[key] = counts.get(key, 0) + int(row["MS_POPULATION"])
    bands = sorted({key[0] for key in counts})
    nations, sexes = sorted({key[1] for key in counts}), sorted({key[2] for key in counts})
    values = np.array([[[counts.get((b, n, s), 0) for s in sexes] for n in nations] for b in bands])
    stage = tuple("young" if b < 4 else "adult" if b < 13 else "old" for b in bands)
    ages = Axis("age", tuple(f"{5 * b}-{5 * b + 4}" for b in bands), (stage,))
    return Table(values, (ages, Axis("nationality", tuple(nations)), Axis("sex", tuple(sexes))))


def recoverable(equations: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Which hidden cells follow from the shown ones by adding and subtracting alone.

    `equations`: shape (e, m); `hidden`: shape (tables, m), all tables of one shape. A cell follows exactly if
    its unit vector lies in the row space of the equations over the hidden cells.
    """
    own = equations[None] * hidden[:, None, :]
    space = np.linalg.pinv(own, rcond=1e-9) @ own
    result: np.ndarray = (np.diagonal(space, axis1=1, axis2=2) > 1 - 1e-6) & hidden
    return result
