from __future__ import annotations

import pytest

from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from convive.measures.actions import carry_values
from convive.measures.importing.problems import ImportRefused
from convive.measures.models import AreaSet, Indicator, Value
from tests.measures.small import RECIPE, fill, read
from tests.measures.test_weights_add_up_and_carry_counts import CARRYING, NEW, SHARES


def sets(city) -> tuple[Indicator, AreaSet, AreaSet]:
    with in_city(city):
        return Indicator.objects.get(), AreaSet.objects.get(year=2020), AreaSet.objects.get(year=2021)


def carried(city) -> dict[tuple, tuple[float, bool]]:
    with in_city(city):
        rows = Value.objects.filter(area_set__year=2021)
        columns = ("area__code", "group__code", "start", "value", "estimated")
        return {
            (area, group, start): (value, est)
            for area, group, start, value, est in rows.values_list(*columns)
        }


def test_the_action_carries_what_the_import_would(city, other_city) -> None:
    fill(city, CARRYING, new=NEW, weights=SHARES)
    fill(other_city, CARRYING.replace('carry = ["inhabitants"]', ""), new=NEW, weights=SHARES)
    assert carried(other_city) == {}
    indicator, old, new = sets(other_city)
    assert carry_values(indicator, old, new, city=other_city, by=None) == (12, 0)
    assert carried(other_city) == carried(city)
    assert all(estimated for _value, estimated in carried(city).values())


def test_carrying_twice_changes_nothing(city) -> None:
    fill(city, CARRYING, new=NEW, weights=SHARES)
    assert carry_values(*sets(city), city=city, by=None) == (0, 12)
    with in_city(city):
        assert not AuditEntry.objects.filter(verb="values.carried").exists()


def test_without_weights_or_for_a_mean_nothing_is_carried(city) -> None:
    fill(city, CARRYING, new=NEW, weights=SHARES)
    indicator, old, new = sets(city)
    with pytest.raises(ImportRefused, match="no weights"):
        carry_values(indicator, new, old, city=city, by=None)
    indicator.kind = "mean"
    with pytest.raises(ImportRefused, match="Only counts"):
        carry_values(indicator, old, new, city=city, by=None)


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
