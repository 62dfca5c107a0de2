"""Pauses: by either of the two or the coordinator, never two on one day, and the term stays."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Pause
from convive.city.buddies.phases import duos
from convive.core import clock
from tests.city import making
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, subjects, verbs


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        begun(found)
        yield found


def pause(here: SimpleNamespace, since: int, until: int | None, by: str = "newcomer") -> Pause:
    last = None if until is None else days(until)
    return actions.pause(
        here.duo, since=days(since), until=last, reason="pause-holiday", by=getattr(here, by)
    )


def phase(day: int) -> str:
    return duos(days(day)).get().phase


@pytest.mark.parametrize("by", ["newcomer", "volunteer", "coordinator"])
def test_a_pause_holds_on_its_days_and_the_term_stays(here: SimpleNamespace, by: str) -> None:
    ends_on = here.duo.ends_on
    pause(here, 3, 10, by)
    assert [phase(day) for day in (2, 3, 10, 11)] == ["active", "paused", "paused", "active"]
    assert fresh(here.duo).ends_on == ends_on
    assert verbs()[-1] == ("duo.paused", "pause-holiday")
    assert len(subjects()) == 6


@pytest.mark.parametrize(
    ("since", "until"), [(3, 10), (1, 3), (10, 12), (4, 5), (0, None), (0, 30), (10, None)]
)
def test_two_pauses_never_share_a_day(here: SimpleNamespace, since: int, until: int | None) -> None:
    pause(here, 3, 10)
    with pytest.raises(ValidationError):
        pause(here, since, until, "volunteer")
    pause(here, 11, None, "volunteer")
    with pytest.raises(ValidationError):
        pause(here, 100, 110)
    assert Pause.objects.count() == 2


def test_a_pause_lies_in_the_term_and_the_right_way_round(here: SimpleNamespace) -> None:
    for since, until in ((-1, 5), (400, 410), (5, 4)):
        with pytest.raises(ValidationError):
            pause(here, since, until)
    with pytest.raises(ValueError):
        actions.pause(here.duo, since=days(1), until=None, reason="duo-moved", by=here.newcomer)
    with pytest.raises(PermissionDenied):
        pause(here, 1, 2, "other")
    assert not Pause.objects.exists()


def test_meeting_again_ends_the_pause_the_day_before(here: SimpleNamespace) -> None:
    pause(here, 3, None)
    with clock.moved_to(making.at(8)):
        with pytest.raises(PermissionDenied):
            actions.resume(here.duo, by=here.other)
        actions.resume(here.duo, by=here.volunteer)
        assert [phase(day) for day in (7, 8)] == ["paused", "active"]
        with pytest.raises(ValidationError):
            actions.resume(here.duo, by=here.volunteer)
    assert verbs()[-1] == ("duo.resumed", "own-wish")


def test_a_pause_that_has_not_begun_is_taken_back(here: SimpleNamespace) -> None:
    pause(here, 30, 40)
    actions.resume(here.duo, by=here.coordinator)
    assert not Pause.objects.exists()
    pause(here, 0, 9)
    actions.resume(here.duo, by=here.coordinator)
    assert phase(0) == "active"
