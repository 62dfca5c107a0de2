"""Writing an import in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from convive.city.buddies import importing
from convive.core.models import City


@app.task(name="convive.city.buddies.jobs.exchange.write_people")
def write_people(city_id: int, key: str) -> None:
    """Not a `city_job`, which is one transaction: that it was refused is kept when what it wrote is not."""
    importing.work(City.objects.get(pk=city_id), key)
