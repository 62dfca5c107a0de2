"""A row for every tenant table, so that a test of the walls has something to hide."""

from __future__ import annotations

import datetime as dt

from convive.core import audit
from convive.core.models import City, Organisation
from tests.city import rows as city_rows
from tests.measures import rows as measures_rows


def fill(city: City) -> dict[str, str]:
    """One row at least in each table of the city. A new table without a row here fails the tests of the walls.

    Returns the keys that addresses are made of, by name, for `tests/doors`.
    """
    organisation = Organisation.objects.create(
        city=city, slug="filled", name="Filled", since=dt.date(2025, 1, 1)
    )
    audit.record("organisation.added", organisation, by=None, why="works-here")
    return {**measures_rows.fill(city), **city_rows.fill(city)}
