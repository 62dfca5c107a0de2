"""Two people press the button at the same moment: one of them is the last, and the duo begins once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Agreement, Duo, FollowUp, Signature
from convive.core.models import AuditEntry, User
from convive.core.tenancy import in_city
from tests.city.buddies.agreeing import people, sign
from tests.conftest import make_cast


@pytest.fixture
def cast(own_database: str) -> SimpleNamespace:
    return make_cast()


def test_two_last_signatures_begin_a_duo_once(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        here = people(cast)
        agreement = actions.draw_up(here.duo, by=here.coordinator)
        sign(here, agreement, "organisation")
    together = threading.Barrier(2)

    def press(signer: str, key: int) -> None:
        try:
            with in_city(cast.city):
                version = Agreement.objects.get(pk=agreement.pk)
                user = User.objects.get(pk=key)
                together.wait(timeout=30)
                actions.sign(version, signer, by=user, language="en")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        pressed = [
            threads.submit(press, signer, user.pk)
            for signer, user in (("newcomer", here.newcomer), ("volunteer", here.volunteer))
        ]
        for each in pressed:
            each.result(timeout=60)
    with in_city(cast.city):
        assert Duo.objects.get().starts_on is not None
        assert Signature.objects.count() == 3
        assert FollowUp.objects.count() == 2
        assert AuditEntry.objects.filter(verb="duo.begun").count() == 1
