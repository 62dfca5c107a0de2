"""A row in each table of this app, for the tests of the walls and the doors."""

from __future__ import annotations

from convive.core.models import City
from convive.measures.models import Area, AreaWeight, Import, ImportFile
from tests.measures import small


def fill(city: City) -> dict[str, str]:
    """Call it inside the city's scope. Returns the keys of which addresses are made."""
    small.fill(city)
    first, second = Area.objects.order_by("code")[:2]
    AreaWeight.objects.create(city=city, from_area=first, to_area=second, weight=1)
    source = Import.objects.get()
    ImportFile.objects.create(city=city, source=source, role="map", name="map.geojson", content=b"{}")
    return {"import": str(source.pk)}
