"""Each coordinator gets a letter a week, of their own programmes alone, with counts and no names."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from convive.city.buddies.codes import Side
from convive.city.buddies.jobs.letters import send_digests
from convive.city.buddies.models import Digest, FollowUp
from convive.core import clock
from convive.core.models import AuditEntry
from tests.city import making
from tests.city.buddies.stage import running
from tests.city.making import day
from tests.conftest import letters


@pytest.fixture
def house(cast: SimpleNamespace):
    with running(cast) as house:
        FollowUp.objects.create(city=house.city, duo=house.duo, due_on=day(-1))
        making.applied(house.programme, Side.NEWCOMER, name="Samira Novak")
        making.pooled(house.programme, Side.NEWCOMER, since=day(-50), name="Tomas Berg")
        making.accepted(house.programme)
        yield house


def run(house: SimpleNamespace, number: int = 0, hour: int = 8) -> int:
    with clock.moved_to(dt.datetime.combine(day(number), dt.time(hour), dt.UTC)):
        return send_digests(city_id=house.city.pk)


def test_it_goes_out_once_on_monday_from_seven_of_the_city(house: SimpleNamespace) -> None:
    # Seven o'clock in Brussels is six o'clock in winter by the clock of the world.
    assert [run(house, 0, 5), run(house, 0, 6), run(house, 0, 7), run(house, 1), run(house, 7, 6)] == [
        0, 1, 0, 0, 1,
    ]  # fmt: skip
    assert Digest.objects.count() == len(letters()) == 2
    assert {(row.actor, row.why) for row in AuditEntry.objects.filter(verb="digest.sent")} == {
        (None, "buddy-running")
    }


def test_it_has_counts_and_links_and_no_name(house: SimpleNamespace) -> None:
    run(house)
    (letter,) = letters()
    assert letter.to == house.coordinator.email
    for words in (
        "1 application waits for an answer.",
        "The newcomer who has waited longest has waited 7 weeks.",
        "1 duo needs a call:",
        f"/in/rivertown/buddies/{house.programme.slug}/duos/?rhythm=call",
        "1 follow-up is due:",
        "1 agreement is not signed by all.",
        "There are no names in this letter",
    ):
        assert words in letter.text
    for name in ("Amira", "Haddad", "Jan", "Peeters", "Samira", "Tomas", "Person"):
        assert name not in letter.text + letter.subject


def test_whoever_coordinates_elsewhere_gets_only_their_own(house: SimpleNamespace) -> None:
    other = making.programme(house.city, house.neighbours, slug="other", names={"en": "Side by side"})
    making.applied(other, Side.VOLUNTEER)
    assert run(house) == 2
    sent = {letter.to: letter.text for letter in letters()}
    assert "Side by side" in sent[house.elsewhere.email]
    assert "Together" not in sent[house.elsewhere.email]
    assert "Side by side" not in sent[house.coordinator.email]


def test_who_has_nothing_waiting_gets_no_letter(house: SimpleNamespace) -> None:
    run(house)
    assert {letter.to for letter in letters()} == {house.coordinator.email}
    assert Digest.objects.count() == 1
