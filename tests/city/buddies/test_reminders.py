"""Reminders are few, capped, never on a day off or in a pause, and stop when somebody answers."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest

from convive.city.buddies.actions.reminders import AT_MOST
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.jobs.letters import remind
from convive.city.buddies.models import Agreement, Duo, Meeting, Pause, Reminder
from convive.core import clock
from convive.core.models import AuditEntry
from tests.city import making
from tests.city.buddies.stage import running
from tests.city.making import day
from tests.conftest import letters


@pytest.fixture
def house(cast: SimpleNamespace):
    """A duo that met twenty days ago, and agreed to meet every fourteen."""
    with running(cast) as house:
        making.met(house.duo, -20)
        yield house


def run(house: SimpleNamespace, number: int = 0, hour: int = 10) -> int:
    with clock.moved_to(dt.datetime.combine(day(number), dt.time(hour), dt.UTC)):
        return remind(city_id=house.city.pk)


def test_both_of_a_late_duo_get_one_letter_in_their_language(house: SimpleNamespace) -> None:
    participant = house.duo.newcomer.participant
    participant.language = "nl"
    participant.save()
    assert run(house) == 2
    assert [run(house), run(house, hour=12), run(house, 1)] == [0, 0, 0]
    sent = {letter.to: letter for letter in letters()}
    assert set(sent) == {"newcomer@example.org", "volunteer@example.org"}
    assert sent["newcomer@example.org"].language == "nl"
    text = unquote(sent["volunteer@example.org"].text)
    assert "/me/enter/" in text
    assert f"/me/in/rivertown/duos/{house.duo.pk}/" in text
    assert "Amira" not in text
    assert "Haddad" not in text
    written = AuditEntry.objects.filter(verb="reminder.sent")
    assert [(row.actor, row.why) for row in written] == [(None, "buddy-following-up")] * 2


def test_no_letter_on_a_day_off_or_at_night(house: SimpleNamespace) -> None:
    assert [run(house, 5), run(house, 6), run(house, 4, hour=5), run(house, 4, hour=20)] == [0] * 4
    assert run(house, 7) == 2


def test_no_letter_in_a_pause(house: SimpleNamespace) -> None:
    pause = Pause.objects.create(city=house.city, duo=house.duo, since=day(-2), reason="pause-holiday")
    assert run(house) == 0
    pause.delete()
    assert run(house) == 2


@pytest.mark.parametrize("answer", [{"kind": MeetingKind.PLANNED, "number": 3}, {"number": 0}])
def test_a_meeting_told_or_planned_is_an_answer(house: SimpleNamespace, answer: dict) -> None:
    making.met(house.duo, **answer)
    assert run(house) == 0


def test_a_duo_that_is_silent_is_called_and_not_written_to(house: SimpleNamespace) -> None:
    assert run(house, 15) == 0


def test_each_silence_brings_one_letter_and_half_a_year_three_at_most(house: SimpleNamespace) -> None:
    Duo.objects.filter(pk=house.duo.pk).update(ends_on=day(400))
    sent = []
    for silence in range(6):
        first = 21 * silence
        sent.append(sum(run(house, number) for number in range(first, first + 9)))
        making.met(house.duo, first + 2)
    assert sent[:4] == [2, 2, 2, 0]
    assert sum(sent) == 2 * AT_MOST
    Meeting.objects.all().delete()
    making.met(house.duo, 196)
    assert run(house, 196 + 21) == 2


def test_who_has_no_address_gets_no_letter(house: SimpleNamespace) -> None:
    participant = house.duo.newcomer.participant
    participant.email = ""
    participant.save()
    assert run(house) == 1
    assert Reminder.objects.get().side == "volunteer"


def test_whoever_did_not_answer_a_proposal_is_reminded_once(house: SimpleNamespace) -> None:
    making.met(house.duo, 0)
    asked = making.duo(house.programme, proposed_at=making.at(0), newcomer_answer="yes")
    assert [run(house, 4), run(house, 7), run(house, 8), run(house, 9)] == [0, 1, 0, 0]
    row = Reminder.objects.get()
    assert (row.duo, row.side, row.kind) == (asked, "volunteer", "answer")
    assert "A no is fine." in letters()[0].text


def test_whoever_did_not_sign_is_reminded_once_for_each_agreement(house: SimpleNamespace) -> None:
    making.met(house.duo, 0)
    accepted = making.accepted(house.programme)
    making.agreement(accepted, signers=("newcomer",), made_at=making.at(0))
    assert [run(house, 4), run(house, 7), run(house, 8)] == [0, 1, 0]
    assert Reminder.objects.get().side == "volunteer"
    Agreement.objects.filter(duo=accepted).update(taken_back_at=making.NOW)
    making.agreement(accepted, signers=(), made_at=making.at(8))
    making.met(house.duo, 8)
    assert [run(house, 14), run(house, 15), run(house, 16)] == [0, 2, 0]


def test_a_run_that_fails_leaves_nothing_behind(house: SimpleNamespace, monkeypatch) -> None:
    from convive.city.buddies.actions import reminders

    real, count = reminders.write, []

    def fails_at_the_second(*args: Any, **more: Any) -> bool:
        count.append(1)
        if len(count) == 2:
            raise RuntimeError("the worker dies")
        return real(*args, **more)

    monkeypatch.setattr(reminders, "write", fails_at_the_second)
    with pytest.raises(RuntimeError):
        run(house)
    assert not Reminder.objects.exists()
    assert letters() == []
    monkeypatch.undo()
    assert run(house) == 2
