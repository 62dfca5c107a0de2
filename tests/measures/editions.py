"""A made-up city whose borders changed: eight areas until 2018, six of 2023, and weights that lead from them."""

from __future__ import annotations

from convive.core.models import City
from convive.measures.actions import Written
from tests.measures.small import RECIPE, collection, fill, square

BEFORE = [(900, 90), (800, 240), (1000, 130), (700, 350), (500, 120), (1200, 400), (600, 145), (900, 300)]
NOW = [(1500, 300), (1300, 420), (900, 200), (1100, 500), (950, 130), (1250, 330)]
# From which area, to which, and how much of it.
WEIGHTS = [
    ("00", "A", 1.0),
    ("01", "A", 0.25),
    ("01", "B", 0.75),
    ("02", "B", 0.6),
    ("02", "C", 0.4),
    ("03", "D", 1.0),
    ("04", "C", 1.0),
    ("05", "E", 0.5),
    ("05", "F", 0.5),
    ("06", "D", 1.0),
    ("07", "F", 1.0),
]
SECOND_SET = """
[[area_sets]]
code = "districts"
year = 2023
names = { en = "Districts" }

[area_sets.areas]
file = "new"
code = "code"
names = { en = "name" }
"""
SECOND_VALUES = """
[[values]]
file = "counted"
set = "districts"
year = 2023
area = "area"
period = { year_column = "year", day = "31 December" }
"""
BORDERS = """
[[weights]]
file = "weights"
from_set = "districts"
from_year = 2020
from_column = "old"
to_set = "districts"
to_year = 2023
to_column = "new"
weight = "weight"
"""


def recipe() -> str:
    """As that of the small city, with its values once for each edition."""
    first, values = RECIPE.split("[[values]]", 1)
    first = first.replace(
        "[files]", '[files]\nnew = "new.csv"\nweights = "weights.csv"\ncounted = "counted.csv"'
    )
    first = first.replace("[[dimensions]]", SECOND_SET + "\n[[dimensions]]", 1)
    columns = values[values.index("[[values.columns]]") :]
    return f"{first}[[values]]{values}{SECOND_VALUES}\n{columns}{BORDERS}"


def rows(codes: list[str], year: int, counts: list[tuple[int, int]]) -> str:
    lines = [f"{code},{year},{people},{abroad}" for code, (people, abroad) in zip(codes, counts, strict=True)]
    return "\n".join(["area,year,people,abroad", *lines, ""])


def town(
    city: City,
    before: list[tuple[int, int]] = BEFORE,
    weights: list[tuple[str, str, float]] = WEIGHTS,
) -> Written:
    old, new = [f"{at:02d}" for at in range(len(before))], list("ABCDEF")
    features = [
        square(code, f"Old {code}", 4 + (at % 4) * 0.02, 51 + (at // 4) * 0.02, 0.02)
        for at, code in enumerate(old)
    ]
    return fill(
        city,
        recipe(),
        map=collection(features),
        new="code,name\n" + "".join(f"{code},New {code}\n" for code in new),
        people=rows(old, 2018, before),
        counted=rows(new, 2023, NOW),
        weights="old,new,weight\n" + "".join(f"{a},{b},{share}\n" for a, b, share in weights),
    )
