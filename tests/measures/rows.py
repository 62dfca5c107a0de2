"""A row in each table of this app, for the tests of the walls and the doors."""

from __future__ import annotations

from convive.core.models import City
from convive.measures.models import Area, AreaWeight, Import, ImportFile, MixResult
from tests.measures import small


def fill(city: City) -> dict[str, str]:
    """Call it inside the city's scope. Returns the keys of which addresses are made."""
    small.fill(city)
    # A second time, corrected: earlier versions of a name, a border and a figure are kept.
    source = Import.objects.get()
    moved = small.collection([small.square("01", "Quayside", 3.99, 51.0), *small.FEATURES[1:]])
    small.fill(city, map=moved, people=small.PEOPLE.replace("01,2020,100,40", "01,2020,101,40"))
    first, second = Area.objects.order_by("code")[:2]
    AreaWeight.objects.create(city=city, from_area=first, to_area=second, weight=1)
    AreaWeight.objects.update(weight=0.5)
    MixResult.objects.create(city=city, key="a|b|c|d|e", stamp="1", asked=source.at)
    ImportFile.objects.create(city=city, source=source, role="map", name="map.geojson", content=b"{}")
    return {"import": str(source.pk)}
