from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from procrastinate.contrib.django.models import ProcrastinateJob

from convive.city.people.jobs import retain_everywhere, retain_in_city
from convive.city.people.models import Participant
from convive.core.tenancy import in_city
from tests.city.people import telling


def test_every_city_waits_once_and_what_is_done_twice_is_done_once(cast: SimpleNamespace) -> None:
    assert retain_everywhere(timestamp=0) == 2
    assert retain_everywhere(timestamp=0) == 0
    assert ProcrastinateJob.objects.filter(task_name=retain_in_city.name).count() == 2
    with in_city(cast.city):
        row = telling.enrolled(cast)
        day = cast.city.today - dt.timedelta(days=1)
        Participant.objects.update(since=day, told_on=day, delete_on=day)
    for _time in range(2):
        retain_in_city(city_id=cast.city.pk)
        with in_city(cast.city):
            assert Participant.objects.get(pk=row.pk).erased_at is not None


def test_a_city_erases_none_of_another(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        row = telling.enrolled(cast)
        day = cast.city.today - dt.timedelta(days=1)
        Participant.objects.update(since=day, told_on=day, delete_on=day)
    retain_in_city(city_id=cast.other_city.pk)
    with in_city(cast.city):
        assert Participant.objects.get(pk=row.pk).erased_at is None
