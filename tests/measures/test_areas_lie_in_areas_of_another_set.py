from __future__ import annotations

from convive.core.tenancy import in_city
from convive.measures.models import AreaSet
from tests.measures.small import RECIPE, fill, read


def test_areas_can_lie_in_areas_of_another_set(city) -> None:
    text = RECIPE.replace(
        "[[area_sets]]",
        """[[area_sets]]
code = "quarters"
year = 2020
names = { en = "Quarters" }

[area_sets.areas]
file = "quarters"
code = "code"
names = { en = "name" }

[[area_sets]]""",
        1,
    ).replace("[files]", '[files]\nquarters = "quarters.csv"')
    text = text.replace(
        'names = { en = "name" }\n\n[[dim',
        'names = { en = "name" }\nparent = { set = "quarters", year = 2020, characters = 1 }\n\n[[dim',
    )
    written = fill(city, text, quarters="code,name\n0,Old town\n")
    assert written.source is not None
    with in_city(city):
        parents = set(AreaSet.objects.get(code="districts").areas.values_list("parent__code", flat=True))
    assert parents == {"0"}
    assert fill(city, text, quarters="code,name\n0,Old town\n").plan.nothing_to_do
    batch = read(text, quarters="code,name\n1,Old town\n")
    in_map = [each for each in batch.problems if each.file == "map.geojson"]
    assert {each.code for each in in_map} == {"unknown-parent"}
    assert len(in_map) == 4
