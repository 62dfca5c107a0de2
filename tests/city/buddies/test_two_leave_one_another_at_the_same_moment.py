"""Both of a duo have their data deleted in the same moment: one after the other, and both are gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connection

from convive.city.buddies.codes import Outcome, Side
from convive.city.buddies.models import Duo
from convive.city.people.actions import erase_account_data, erase_participant
from convive.city.people.models import Participant
from convive.core.models import User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city import making
from tests.conftest import make_cast

DUOS = 6


@pytest.fixture
def here(own_database: str) -> SimpleNamespace:
    cast = make_cast()
    with in_city(cast.city):
        programme = making.programme(cast.city, cast.buddies)
        for number in range(DUOS):
            sides = [making.pooled(programme, side, user=somebody(f"{side}{number}")) for side in Side]
            making.active(programme, *sides)
    return cast


def somebody(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", None, name=name)


@pytest.mark.parametrize("whole_account", [False, True], ids=["one place", "the account"])
def test_both_of_a_duo_leave_at_the_same_moment(here: SimpleNamespace, whole_account: bool) -> None:
    together = Barrier(2 * DUOS)

    def leave(key: int) -> None:
        try:
            with in_city(here.city):
                row = Participant.objects.select_related("user").get(pk=key)
                together.wait()
                if whole_account:
                    erase_account_data(row.user)
                else:
                    erase_participant(row, by=row.user, why=Purpose.OWN_WISH)
        finally:
            connection.close()

    with in_city(here.city):
        keys = list(Participant.objects.values_list("pk", flat=True))
    with ThreadPoolExecutor(2 * DUOS) as pool:
        list(pool.map(leave, keys))
    with in_city(here.city):
        assert not Participant.objects.filter(erased_at=None).exists()
        assert set(Duo.objects.values_list("outcome", flat=True)) == {Outcome.ENDED_EARLY}
