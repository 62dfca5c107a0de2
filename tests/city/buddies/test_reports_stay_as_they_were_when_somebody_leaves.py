"""A report of last year says the same before and after somebody's personal data were deleted."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from convive.city.buddies.codes import FunderIndicator, Side
from convive.city.buddies.models import Attendance, Commitment, GroupActivity
from convive.city.buddies.queries import funding
from convive.city.people.actions import erase_participant
from convive.core import clock
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, TODAY, day


@pytest.fixture
def house(cast: SimpleNamespace):
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        newcomer = making.pooled(cast.programme, Side.NEWCOMER, municipality="Hillside")
        volunteer = making.pooled(cast.programme, Side.VOLUNTEER, municipality="Rivertown")
        cast.people = (newcomer.participant, volunteer.participant)
        over = {"over_on": day(-30), "outcome": "completed", "end_reason": "duo-term"}
        duo = making.active(cast.programme, newcomer, volunteer, starts=-200, **over)
        by = {"by": cast.buddy_coordinator}
        making.hours(newcomer.participant, -50, 90, meeting=making.met(duo, -50, practised=True), **by)
        for kind, application in (("activity", newcomer), ("training", volunteer)):
            activity = GroupActivity.objects.create(
                city=cast.city,
                programme=cast.programme,
                kind=kind,
                names={"en": "Walk"},
                on=day(-60),
                minutes=90,
            )
            came = Attendance.objects.create(
                city=cast.city, activity=activity, application=application, signed_up_at=NOW, came=True
            )
            if application is newcomer:
                making.hours(newcomer.participant, -60, 90, attendance=came, **by)
        yield cast


def report(house: SimpleNamespace) -> dict[str, list[tuple[int, tuple[tuple[str, int], ...]]]]:
    found = {}
    for indicator in FunderIndicator.values:
        rows = [
            Commitment(
                city=house.city, programme=house.programme, funder="A fund", indicator=indicator,
                municipality=municipality, since=day(-365), until=day(-1), committed=10,
            )
            for municipality in ("", "Hillside", "Rivertown")
        ]  # fmt: skip
        lines = funding.lines(rows, TODAY)
        found[indicator] = [(line.realised, line.by_municipality) for line in lines]
    return found


def test_every_indicator_counts_what_it_counted(house: SimpleNamespace) -> None:
    before = report(house)
    assert all(lines[0][0] > 0 for lines in before.values()), "every indicator has something to lose"
    assert before["hours"] == [(3, (("Hillside", 3),)), (3, (("Hillside", 3),)), (0, ())]
    for person in house.people:
        erase_participant(person, by=None, why=Purpose.OWN_WISH)
    assert report(house) == before
