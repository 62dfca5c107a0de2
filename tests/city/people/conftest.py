from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from convive.core.models import Membership, User
from convive.core.roles import Role
from convive.core.tenancy import in_city
from tests.conftest import SINCE


@pytest.fixture
def inside(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The cast, inside the walls of Rivertown, with the coordinator of another organisation."""
    with in_city(cast.city):
        cast.stranger = User.objects.create_user("stranger@example.org", "correct horse battery")
        Membership.objects.create(
            city=cast.city,
            user=cast.stranger,
            role=Role.BUDDY_COORDINATOR,
            organisation=cast.neighbours,
            since=SINCE,
        )
        yield cast
