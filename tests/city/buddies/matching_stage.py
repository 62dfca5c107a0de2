"""A programme with people who wait, and rounds worked out on the spot, for the tests of the matching table."""

from __future__ import annotations

import datetime as dt

from convive.city.buddies import choices, rounds
from convive.city.buddies.actions import matching
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Programme, Round
from convive.core.models import User
from tests.city import making

MOMENT = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


def people(
    programme: Programme, newcomers: int, volunteers: int, capacity: int = 1
) -> list[list[Application]]:
    return [
        [making.pooled(programme, Side.NEWCOMER) for _each in range(newcomers)],
        [making.pooled(programme, Side.VOLUNTEER, capacity=capacity) for _each in range(volunteers)],
    ]


def worked_out(programme: Programme, by: User) -> Round:
    """A round, as it is when a worker was at it."""
    row = matching.open_round(programme, programme.city.today, by=by)
    return at_it(row)


def again(row: Round, by: User) -> Round:
    matching.work_out_again(row, by=by)
    return at_it(row)


def at_it(row: Round) -> Round:
    rounds.work_out(row.city, row.pk)
    row.refresh_from_db()
    return row


def find_choices(row: Round, person: Application) -> None:
    """What a worker does when a page asks who fits."""
    choices.work_out(row.city, row.pk, person.pk)


def pairs(row: Round) -> set[tuple[int, int]]:
    return set(row.lines.values_list("newcomer_id", "volunteer_id"))
