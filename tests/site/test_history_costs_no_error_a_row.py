"""The triggers that keep history find their setting; without it each row would cost an error that is caught."""

from __future__ import annotations

import pytest
from django.db import connection

from convive.site.environment import NO_TRIGGER_IGNORED, database


@pytest.mark.django_db
def test_every_connection_says_that_no_trigger_is_ignored() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)::text[]")
        assert cursor.fetchone() == ([],)


def test_options_of_the_address_are_kept() -> None:
    entry = database("DATABASE_URL", "postgresql://a:b@c/d?options=-c%20jit%3Doff")
    assert entry["OPTIONS"] == {"options": f"-c jit=off {NO_TRIGGER_IGNORED}"}
