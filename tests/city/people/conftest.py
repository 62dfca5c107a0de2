from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from convive.core.tenancy import in_city
from tests.city import making


@pytest.fixture
def inside(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The cast, inside the walls of Rivertown, with the coordinator of another organisation."""
    with in_city(cast.city):
        cast.stranger = making.coordinator_of(cast.neighbours)
        yield cast
