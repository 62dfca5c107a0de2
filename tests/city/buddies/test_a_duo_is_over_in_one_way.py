"""A no, a proposal that is taken back, who stops and who leaves: each ends all that hangs on a duo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from convive.city.buddies import erasing
from convive.city.buddies.actions import agreements, answers, intake
from convive.city.buddies.codes import MeetingKind, Side
from convive.city.buddies.models import Agreement, Application, Duo, Meeting, Pause
from convive.city.people.models import Participant
from convive.core.reasons import Purpose
from tests.city import making
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, verbs
from tests.conftest import letters

NEWCOMER, VOLUNTEER = str(Side.NEWCOMER), str(Side.VOLUNTEER)


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        yield found


def no(here: SimpleNamespace) -> None:
    Duo.objects.filter(pk=here.duo.pk).update(newcomer_answer="", newcomer_answered_at=None)
    answers.answer(here.duo, NEWCOMER, "no", by=here.newcomer)


def taken_back(here: SimpleNamespace) -> None:
    answers.take_back(here.duo, by=here.coordinator)


def withdrawn(here: SimpleNamespace) -> None:
    intake.withdraw(here.duo.newcomer, by=here.newcomer, why=Purpose.OWN_WISH)


def left(here: SimpleNamespace) -> None:
    erasing.stop(here.duo.newcomer.participant, here.newcomer, Purpose.OWN_WISH)


@pytest.mark.parametrize("way", [no, taken_back, withdrawn, left])
def test_before_it_began(here: SimpleNamespace, way: Callable[[SimpleNamespace], None]) -> None:
    agreements.draw_up(here.duo, by=here.coordinator)
    before = len(letters())
    way(here)
    duo = fresh(here.duo)
    assert (duo.over_on, duo.end_reason) == (days(0), "")
    assert Agreement.objects.get().taken_back_at is not None
    assert any(verb.startswith("duo.") for verb, _why in verbs())
    assert "volunteer@example.org" in {letter.to for letter in letters()[before:]}
    # Nobody's day is near: it stays as it is, and nobody is written to about it.
    assert set(Participant.objects.values_list("delete_on", flat=True)) == {days(600)}


def test_who_leaves_ends_a_duo_that_has_begun_and_who_stays_is_kept(here: SimpleNamespace) -> None:
    begun(here)
    Participant.objects.update(delete_on=days(-1))
    agreements.pause(here.duo, since=days(0), until=days(30), reason="pause-family", by=here.newcomer)
    agreements.amend(here.duo, days_between=7, by=here.coordinator)
    making.met(here.duo, 5, kind=MeetingKind.PLANNED)
    before = len(letters())
    left(here)
    assert fresh(here.duo).outcome == "ended_early"
    assert Agreement.objects.get(number=2).taken_back_at is not None
    assert Pause.objects.get().until == days(0)
    assert not Meeting.objects.exists()
    stays = Participant.objects.get(user=here.volunteer)
    assert (stays.delete_on.isoformat(), stays.told_on) == ("2027-11-02", days(0))
    assert Participant.objects.get(user=here.newcomer).delete_on == days(-1)
    (letter,) = letters()[before:]
    assert letter.to == "volunteer@example.org"
    assert "2027" in letter.text


@pytest.mark.parametrize("way", [no, taken_back, withdrawn, left])
def test_nobody_who_stays_is_deleted_the_same_night(
    here: SimpleNamespace, way: Callable[[SimpleNamespace], None]
) -> None:
    Participant.objects.update(delete_on=days(-1))
    way(here)
    stays = Participant.objects.get(user=here.volunteer)
    assert (stays.delete_on.isoformat(), stays.told_on) == ("2027-11-02", days(0))
    assert any("2027" in letter.text for letter in letters() if letter.to == "volunteer@example.org")


def test_who_stops_is_written_down_on_the_duo_and_the_other_waits_on(here: SimpleNamespace) -> None:
    withdrawn(here)
    assert fresh(here.duo).outcome == "taken_back"
    assert ("duo.left", str(Purpose.OWN_WISH)) in verbs()
    assert Application.objects.get(pk=here.duo.volunteer_id).pooled_since == days(-40)
