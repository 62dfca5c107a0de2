"""A small made-up city for tests: four square areas, two years, two groups."""

from __future__ import annotations

import json
from typing import Any

from convive.core.models import City
from convive.measures.actions import Written, run_import
from convive.measures.importing.batch import Batch, read_batch
from convive.measures.importing.reading import SourceFile
from convive.measures.importing.recipe import FileSpec, parse_recipe

RECIPE = """
name = "Small"

[city]
slug = "smalltown"
names = { en = "Smalltown" }
country = "XA"
official_code = "77"
official_code_year = 2026
time_zone = "Europe/Brussels"
languages = ["en"]

[files]
map = "map.geojson"
people = "people.csv"

[sources.office]
source = "Office of Statistics"
licence = "CC0"

[[area_sets]]
code = "districts"
year = 2020
names = { en = "Districts" }
source = "office"

[area_sets.areas]
file = "map"
code = "id"
names = { en = "name" }

[[dimensions]]
code = "birth"
names = { en = "Country of birth" }

[[dimensions.groups]]
code = "abroad"
names = { en = "Born abroad", nl = "In het buitenland geboren" }

[[dimensions.groups]]
code = "here"
names = { en = "Born here" }

[[indicators]]
code = "inhabitants"
names = { en = "Inhabitants" }
unit = "people"
kind = "count"
source = "office"

[[values]]
file = "people"
set = "districts"
year = 2020
area = "area"
period = { year_column = "year", day = "31 December" }

[[values.columns]]
column = "people"
indicator = "inhabitants"

[[values.columns]]
column = "abroad"
indicator = "inhabitants"
group = "abroad"

[[values.derive]]
indicator = "inhabitants"
group = "here"
is = "total - abroad"
"""

PEOPLE = """area,year,people,abroad
01,2020,100,40
02,2020,200,20
03,2020,50,30
04,2020,150,60
01,2021,110,45
02,2021,190,25
03,2021,60,35
04,2021,140,60
"""


def square(code: str, name: str, x: float, y: float, size: float = 0.1, **properties: Any) -> dict[str, Any]:
    """A square feature with its lower left corner at x, y."""
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {
        "type": "Feature",
        "properties": {"id": code, "name": name, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


FEATURES = [
    square("01", "Quay", 4.0, 51.0),
    square("02", "Mill", 4.1, 51.0),
    square("03", "Green", 4.0, 51.1),
    square("04", "Fort", 4.1, 51.1),
]


def collection(features: list[dict[str, Any]], crs: str | None = None) -> bytes:
    data: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        data["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(data).encode()


def source(name: str, content: bytes | str, role: str = "", **spec: Any) -> SourceFile:
    content = content.encode() if isinstance(content, str) else content
    return SourceFile(FileSpec(role or name, name, **spec), name, content)


def files(**contents: bytes | str) -> dict[str, SourceFile]:
    """The files of the small city; give `map` or `people` to read something else."""
    found = {"map": collection(FEATURES), "people": PEOPLE, **contents}
    names = {"map": "map.geojson", "people": "people.csv"}
    return {role: source(names.get(role, f"{role}.csv"), content, role) for role, content in found.items()}


def read(text: str = RECIPE, **contents: bytes | str) -> Batch:
    return read_batch(parse_recipe(text), files(**contents))


def fill(city: City, text: str = RECIPE, **contents: bytes | str) -> Written:
    """Import the small city's figures into `city`."""
    return run_import(parse_recipe(text), files(**contents), city=city, by=None)
