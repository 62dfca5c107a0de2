"""Changing, extending and renewing an agreement: the earlier version holds until the third signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Agreement
from convive.city.buddies.phases import cadences, duos
from convive.city.buddies.queries.agreements import in_force, pending, versions
from convive.core import clock
from tests.city import making
from tests.city.buddies.agreeing import begun, fresh, rivertown, sign, verbs

END = dt.date(2027, 5, 2)


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        begun(found)
        yield found


def test_the_earlier_version_holds_until_all_three_have_signed_the_new_one(here: SimpleNamespace) -> None:
    new = actions.amend(here.duo, days_between=7, ends_on=dt.date(2027, 6, 1), by=here.coordinator)
    assert (new.number, new.kind, pending(here.duo)) == (2, "amended", new)
    sign(here, new, "newcomer", "volunteer")
    assert (in_force(here.duo).number, fresh(here.duo).ends_on) == (1, END)
    sign(here, new, "organisation")
    assert (in_force(here.duo), pending(here.duo)) == (new, None)
    assert fresh(here.duo).ends_on == dt.date(2027, 6, 1)
    assert fresh(here.duo).starts_on == making.day(0)
    (rhythm,) = cadences(duos(making.day(0)).select_related("programme"), making.day(0)).values()
    assert rhythm.agreed == 7
    assert [row.standing for row in versions(here.duo)] == ["holds", "earlier"]


def test_only_a_coordinator_of_the_programme_changes_an_agreement(here: SimpleNamespace) -> None:
    for user in (here.newcomer, here.other):
        with pytest.raises(PermissionDenied):
            actions.amend(here.duo, days_between=7, by=user)
    for change in ({}, {"days_between": 14}, {"days_between": 0}, {"ends_on": making.day(0)}):
        with pytest.raises(ValidationError):
            actions.amend(here.duo, by=here.coordinator, **change)
    assert Agreement.objects.count() == 1


def test_either_of_the_two_asks_for_more_time(here: SimpleNamespace) -> None:
    new = actions.extend(here.duo, months=2, by=here.volunteer)
    assert (new.kind, new.ends_on, fresh(here.duo).ends_on) == ("extended", dt.date(2027, 7, 2), END)
    assert verbs()[-1] == ("agreement.drawn_up", "own-wish")
    with pytest.raises(ValidationError, match="already"):
        actions.extend(here.duo, months=3, by=here.newcomer)
    with pytest.raises(PermissionDenied):
        actions.extend(here.duo, months=3, by=here.other)
    with pytest.raises(ValidationError):
        actions.extend(here.duo, months=13, by=here.coordinator)
    actions.extend(here.duo, months=3, by=here.coordinator)
    new.refresh_from_db()
    assert new.taken_back_at is not None
    sign(here, pending(here.duo))
    assert fresh(here.duo).ends_on == dt.date(2027, 8, 2)


def test_a_term_is_renewed_from_thirty_days_before_its_end(here: SimpleNamespace) -> None:
    with clock.moved_to(dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)), pytest.raises(ValidationError):
        actions.renew(here.duo, by=here.newcomer)
    with clock.moved_to(dt.datetime(2027, 4, 2, 9, tzinfo=dt.UTC)):
        new = actions.renew(here.duo, by=here.newcomer)
    assert (new.kind, new.starts_on, new.ends_on) == ("renewed", dt.date(2027, 5, 3), dt.date(2027, 11, 3))
    with clock.moved_to(dt.datetime(2027, 5, 20, 9, tzinfo=dt.UTC)):
        with pytest.raises(ValidationError, match="Renew"):
            actions.extend(here.duo, months=1, by=here.coordinator)
        late = actions.renew(here.duo, by=here.coordinator)
        assert late.starts_on == dt.date(2027, 5, 20)
        sign(here, late)
        assert duos(here.city.today).get().phase == "active"
    assert (fresh(here.duo).starts_on, fresh(here.duo).ends_on) == (making.day(0), dt.date(2027, 11, 20))


def test_an_end_on_a_day_that_a_month_lacks_is_its_last(here: SimpleNamespace) -> None:
    last = actions.amend(here.duo, ends_on=dt.date(2027, 8, 31), by=here.coordinator)
    sign(here, last)
    assert actions.extend(here.duo, months=1, by=here.coordinator).ends_on == dt.date(2027, 9, 30)
    assert actions.extend(here.duo, months=6, by=here.coordinator).ends_on == dt.date(2028, 2, 29)
