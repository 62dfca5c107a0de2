"""A city with small numbers, and with totals from which they could be computed; every other number is its own."""

from __future__ import annotations

import json
from typing import Any

from convive.core.models import City
from tests.measures.small import FEATURES, square
from tests.measures.small import fill as fill_small
from tests.measures.test_nested_areas_give_nothing_away import NESTED

QUARTERS = {"A": ("01", "02", "05"), "B": ("03", "04", "06")}
# People, born abroad, with a diploma: in each neighbourhood, at the end of each year.
PEOPLE = {
    "2020": {
        "01": (20011, 3, 6007),
        "02": (30137, 4177, 9001),
        "03": (17393, 5231, 17390),
        "04": (25057, 6091, 8009),
        "05": (27941, 7, 4),
        "06": (33071, 8233, 11003),
    },
    "2021": {
        "01": (20021, 4201, 6011),
        "02": (30139, 4177, 9007),
        "03": (17401, 2, 7013),
        "04": (25073, 6101, 8011),
        "05": (27947, 4, 7019),
        "06": (33073, 8237, 11027),
    },
}
HEAD = "area,year,people,abroad,diploma\n"
RECIPE = NESTED.replace(
    "[[indicators]]",
    """[[dimensions]]
code = "schooling"
names = { en = "Schooling" }
partition = false

[[dimensions.groups]]
code = "diploma"
names = { en = "With a diploma" }

[[indicators]]""",
    1,
).replace(
    "[[values.derive]]",
    """[[values.columns]]
column = "diploma"
indicator = "inhabitants"
group = "diploma"

[[values.derive]]""",
)


def fill(city: City, people: dict[str, dict[str, tuple[int, int, int]]] = PEOPLE) -> Any:
    within = {code: quarter for quarter, codes in QUARTERS.items() for code in codes}
    squares = [*FEATURES, square("05", "Moor", 4.2, 51.0), square("06", "Dyke", 4.2, 51.1)]
    features = [
        {**each, "properties": {**each["properties"], "in": within[each["properties"]["id"]]}}
        for each in squares
    ]
    fine, coarse = HEAD, HEAD
    for year, rows in people.items():
        fine += "".join(f"{code},{year},{','.join(map(str, row))}\n" for code, row in rows.items())
        for quarter, codes in QUARTERS.items():
            sums = [sum(column) for column in zip(*(rows[code] for code in codes), strict=True)]
            coarse += f"{quarter},{year},{','.join(map(str, sums))}\n"
    return fill_small(
        city,
        RECIPE,
        map=json.dumps({"type": "FeatureCollection", "features": features}),
        quarters="code,name\nA,Old town\nB,New town\n",
        people=fine,
        people_quarters=coarse,
    )
