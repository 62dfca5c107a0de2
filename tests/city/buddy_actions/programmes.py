"""A programme: its settings, its matching moment, its promises, its files, and the letter of its week."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from convive.city.buddies.actions import digests, exchange, funding, matching
from convive.city.buddies.actions import programmes as actions
from convive.city.buddies.codes import FunderIndicator, Side
from convive.city.buddies.models import Commitment, Programme, Round, RoundDuo
from convive.city.buddies.reasons import AddReason, ChangeReason
from tests.city import making
from tests.city.buddies import matching_stage
from tests.city.buddies.test_a_file_that_cannot_be_used_says_where import ana, ben, imported

SETTINGS = {
    "names": {"en": "Together"},
    "languages": ["en"],
    "follow_ups": [42],
    "criteria": making.CRITERIA,
    "contact_name": "The coordinator",
    "contact_email": "buddies@example.org",
    "since": making.TODAY,
}


def programme(cast: SimpleNamespace) -> Programme:
    return making.programme(cast.city, cast.buddies)


def add(cast: SimpleNamespace, _: object) -> Programme:
    return actions.add_programme(
        cast.city, cast.buddies, settings=SETTINGS, why=AddReason.BEGINS, by=cast.buddy_coordinator
    )


def table(cast: SimpleNamespace) -> Round:
    """A matching table of two lines."""
    row = programme(cast)
    matching_stage.people(row, 2, 2)
    return matching_stage.worked_out(row, cast.buddy_coordinator)


def line(cast: SimpleNamespace) -> RoundDuo:
    return table(cast).lines.all()[0]


def lock(cast: SimpleNamespace, row: RoundDuo) -> None:
    for locked in (True, False):
        matching.lock(row, locked=locked, by=cast.buddy_coordinator)


def hold_back(cast: SimpleNamespace, row: RoundDuo) -> None:
    for held in (True, False):
        matching.hold_back(row, held=held, by=cast.buddy_coordinator)


def put_together(cast: SimpleNamespace, row: Round) -> None:
    first, second = row.lines.all()
    matching.put_together(row, first.newcomer, second.volunteer, by=cast.buddy_coordinator)


def promise(cast: SimpleNamespace, row: Programme, **more: Any) -> Commitment:
    values = {
        "funder": "A fund",
        "indicator": FunderIndicator.DUOS_STARTED,
        "since": making.day(-100),
        "until": making.day(99),
        "committed": 10,
    }
    return funding.add_commitment(row, **values, by=cast.buddy_coordinator)


def promised(cast: SimpleNamespace) -> Commitment:
    return promise(cast, programme(cast))


def import_twice(cast: SimpleNamespace, row: Programme) -> None:
    """A file that adds people and a duo, and one that changes them."""
    row.by = cast.buddy_coordinator
    duo = {"newcomer": "ana@example.org", "volunteer": "ben@example.org"}
    imported(row, [ana(), ben()], [duo])
    imported(row, [ana(municipality="Rivertown"), ben()], [{**duo, "newcomer_answer": "yes"}])


def with_an_application(cast: SimpleNamespace) -> None:
    making.applied(programme(cast), Side.NEWCOMER)


ACTIONS = {
    "programmes.add_programme": (lambda cast: None, add, {"programme.added"}),
    "programmes.change_programme": (
        programme,
        lambda cast, row: actions.change_programme(
            row, settings={"answer_days": 5}, why=ChangeReason.PRACTICE, by=cast.buddy_coordinator
        ),
        {"programme.changed"},
    ),
    "matching.open_round": (
        programme,
        lambda cast, row: matching.open_round(row, making.TODAY, by=cast.buddy_coordinator),
        {"matching.opened"},
    ),
    "matching.work_out_again": (
        table,
        lambda cast, row: matching.work_out_again(row, by=cast.buddy_coordinator),
        {"matching.again"},
    ),
    "matching.close_round": (
        table,
        lambda cast, row: matching.close_round(row, by=cast.buddy_coordinator),
        {"matching.closed"},
    ),
    "matching.lock": (line, lock, {"matching.locked", "matching.unlocked"}),
    "matching.hold_back": (line, hold_back, {"matching.held-back", "matching.released"}),
    "matching.take_out": (
        line,
        lambda cast, row: matching.take_out(row, by=cast.buddy_coordinator),
        {"matching.taken-out"},
    ),
    "matching.put_together": (table, put_together, {"matching.put-together", "matching.again"}),
    "matching.confirm": (
        line,
        lambda cast, row: matching.confirm(row.round, [row], by=cast.buddy_coordinator),
        {"duo.asked"},
    ),
    "funding.add_commitment": (programme, promise, {"commitment.added"}),
    "funding.change_commitment": (
        promised,
        lambda cast, row: funding.change_commitment(row, committed=12, by=cast.buddy_coordinator),
        {"commitment.changed"},
    ),
    "funding.end_commitment": (
        promised,
        lambda cast, row: funding.end_commitment(row, on=making.day(9), by=cast.buddy_coordinator),
        {"commitment.ended"},
    ),
    "exchange.import_people": (
        programme,
        import_twice,
        {
            "application.imported",
            "application.changed-by-file",
            "duo.imported",
            "duo.changed-by-file",
            "programme.imported",
        },
    ),
    "exchange.export_people": (
        programme,
        lambda cast, row: exchange.export_people(row, "people.csv", by=cast.buddy_coordinator),
        {"programme.exported"},
    ),
    "digests.send_digests": (
        with_an_application,
        lambda cast, _: digests.send_digests(cast.city),
        {"digest.sent"},
    ),
}
