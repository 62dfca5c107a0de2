"""Confirming asks both, all or nobody; a yes or a no is theirs, and a no needs no reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import answers, matching
from convive.city.buddies.codes import Answer, Outcome, Side
from convive.city.buddies.forms.answers import AnswerForForm
from convive.city.buddies.models import Duo, Programme
from convive.city.buddies.phases import applications, duos
from convive.city.people.cards import cards
from convive.city.people.lists import Agreed
from convive.city.people.models import Consent
from convive.core import clock, desk
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.buddies import matching_stage as stage
from tests.city.buddies.test_a_matching_round_is_worked_out import neighbour
from tests.conftest import letters


@pytest.fixture
def programme(cast: SimpleNamespace) -> Iterator[Programme]:
    with clock.moved_to(stage.MOMENT), in_city(cast.city):
        yield making.programme(cast.city, cast.buddies)


@pytest.fixture
def asked(cast, programme) -> Duo:
    """The cast's newcomer and volunteer, asked."""
    making.pooled(programme, Side.NEWCOMER, user=cast.newcomer, name="Samira Nour", phone="0470 1")
    making.pooled(programme, Side.VOLUNTEER, user=cast.volunteer, name="Griet Janssens", phone="0470 2")
    row = stage.worked_out(programme, cast.buddy_coordinator)
    return matching.confirm(row, list(row.lines.all()), by=cast.buddy_coordinator)[0]


def phase(duo: Duo) -> str:
    return duos(duo.city.today).get(pk=duo.pk).phase


def test_both_get_a_letter_with_a_link_and_nothing_of_the_other(cast, asked) -> None:
    sent = {letter.to: letter for letter in letters()}
    assert set(sent) == {"newcomer@example.org", "volunteer@example.org"}
    others = {"newcomer@example.org": "Griet", "volunteer@example.org": "Samira"}
    for letter in sent.values():
        assert f"/me/in/rivertown/proposals/{asked.pk}/" in unquote(letter.text)
        assert "/me/enter/" in letter.text, "without a password too, the link opens the page"
        assert not any(word in letter.text for word in (others[letter.to], "0470"))
    assert phase(asked) == "proposed"
    assert asked.line.duo_id == asked.pk
    assert asked.reasons == asked.line.reasons != []


def test_a_volunteer_with_two_places_gets_two_duos_in_two_places(cast, programme) -> None:
    stage.people(programme, 3, 1, capacity=2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    matching.confirm(row, list(row.lines.all()), by=cast.buddy_coordinator)
    assert sorted(Duo.objects.values_list("slot", flat=True)) == [1, 2]


def test_where_one_is_taken_nobody_is_asked_and_the_line_is_named(cast, programme) -> None:
    newcomers, volunteers = stage.people(programme, 2, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    making.duo(programme, newcomers[0], making.pooled(programme, Side.VOLUNTEER))
    with pytest.raises(ValidationError) as caught:
        matching.confirm(row, list(row.lines.all()), by=cast.buddy_coordinator)
    assert newcomers[0].participant.name in caught.value.messages[0]
    assert newcomers[1].participant.name not in " ".join(caught.value.messages)
    assert Duo.objects.count() == 1
    assert letters() == []
    assert AuditEntry.objects.filter(verb="duo.asked").count() == 0


def test_a_line_that_is_held_back_or_gone_is_not_asked(cast, programme) -> None:
    stage.people(programme, 1, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    line = row.lines.get()
    matching.hold_back(line, by=cast.buddy_coordinator)
    with pytest.raises(ValidationError, match="held back"):
        matching.confirm(row, [line], by=cast.buddy_coordinator)
    matching.take_out(line, by=cast.buddy_coordinator)
    with pytest.raises(ValidationError, match="changed meanwhile"):
        matching.confirm(row, [line], by=cast.buddy_coordinator)


def test_asking_twice_asks_once(cast, asked) -> None:
    line = asked.line
    assert matching.confirm(line.round, [line], by=cast.buddy_coordinator) == []
    assert (Duo.objects.count(), len(letters())) == (1, 2)


def test_with_two_yes_the_duo_is_accepted(cast, asked) -> None:
    answers.answer(asked, Side.NEWCOMER, Answer.YES, by=cast.newcomer)
    assert phase(asked) == "proposed"
    answers.answer(asked, Side.VOLUNTEER, Answer.YES, by=cast.volunteer)
    assert phase(asked) == "accepted"
    entries = AuditEntry.objects.filter(verb="duo.answered").values_list("why", "actor")
    assert set(entries) == {("buddy-answered", cast.newcomer.pk), ("buddy-answered", cast.volunteer.pk)}


@pytest.mark.parametrize("side", Side.values)
def test_a_no_ends_it_and_both_wait_on_as_long_as_they_waited(cast, asked, side) -> None:
    since = [asked.newcomer.pooled_since, asked.volunteer.pooled_since]
    by = cast.newcomer if side == Side.NEWCOMER else cast.volunteer
    row = answers.answer(asked, side, Answer.NO, by=by)
    assert (row.outcome, row.end_reason) == (Outcome.DECLINED, "")
    rows = applications(row.city.today).filter(pk__in=(row.newcomer_id, row.volunteer_id)).order_by("side")
    assert [each.phase for each in rows] == ["pool", "pool"]
    assert [each.pooled_since for each in rows] == since
    other = cast.volunteer if side == Side.NEWCOMER else cast.newcomer
    assert letters()[-1].to == other.email


def test_a_no_has_no_field_for_a_reason(asked) -> None:
    assert set(AnswerForForm(duo=asked).fields) == {"side", "answer"}


def test_an_answer_by_phone_is_noted_as_such(cast, asked) -> None:
    answers.answer(asked, Side.VOLUNTEER, Answer.YES, by=cast.buddy_coordinator)
    assert AuditEntry.objects.filter(verb="duo.answered").get().why == "buddy-answered-for"


def test_nobody_answers_for_somebody_else(cast, asked) -> None:
    for by, side in (
        (cast.newcomer, Side.VOLUNTEER),
        (cast.volunteer, Side.NEWCOMER),
        (cast.outsider, Side.NEWCOMER),
        (neighbour(cast), Side.NEWCOMER),
    ):
        with pytest.raises(PermissionDenied):
            answers.answer(asked, side, Answer.YES, by=by)
    with pytest.raises(PermissionDenied):
        answers.take_back(asked, by=cast.newcomer)


def test_an_answer_stands_and_a_proposal_that_is_over_takes_none(cast, asked) -> None:
    answers.answer(asked, Side.NEWCOMER, Answer.YES, by=cast.newcomer)
    answers.answer(asked, Side.NEWCOMER, Answer.YES, by=cast.newcomer)
    assert AuditEntry.objects.filter(verb="duo.answered").count() == 1
    with pytest.raises(ValidationError, match="answer already"):
        answers.answer(asked, Side.NEWCOMER, Answer.NO, by=cast.newcomer)
    answers.take_back(asked, by=cast.buddy_coordinator)
    assert phase(asked) == "taken_back"
    with pytest.raises(ValidationError, match="over"):
        answers.answer(asked, Side.VOLUNTEER, Answer.YES, by=cast.volunteer)


def test_their_own_page_tells_a_first_name_and_why_and_no_address(cast, asked, signed_in) -> None:
    page = f"/me/in/rivertown/proposals/{asked.pk}/"
    text = signed_in(cast.newcomer).get(page).content.decode()
    assert "Do you want to meet Griet?" in text
    assert "You both speak Dutch." in text
    assert not any(word in text for word in ("Janssens", "0470 2", "volunteer@example.org"))
    assert signed_in(cast.outsider).get(page).status_code == 404
    signed_in(cast.newcomer).post(page, {"answer": "yes"})
    text = signed_in(cast.newcomer).get(page).content.decode()
    assert "We wait for the answer of Griet" in text


def test_contact_is_shown_after_two_yes_to_whom_the_other_allows_it(cast, asked, signed_in) -> None:
    page = f"/me/in/rivertown/proposals/{asked.pk}/"
    Consent.objects.create(
        city=cast.city, participant=asked.volunteer.participant, purpose=Agreed.SHARE_CONTACT,
        text_version="2026-11", given_at=making.at(-9),
    )  # fmt: skip
    assert "0470" not in signed_in(cast.newcomer).get(page).content.decode()
    for side, by in ((Side.NEWCOMER, cast.newcomer), (Side.VOLUNTEER, cast.volunteer)):
        answers.answer(asked, side, Answer.YES, by=by)
    assert "0470 2" in signed_in(cast.newcomer).get(page).content.decode()
    assert "0470 1" not in signed_in(cast.volunteer).get(page).content.decode()


def test_a_proposal_is_an_urgent_card_until_it_is_answered(cast, asked) -> None:
    mine = [asked.newcomer.participant]
    assert [card.urgent for card in cards(cast.city, mine) if "proposals" in card.url] == [True]
    answers.answer(asked, Side.NEWCOMER, Answer.YES, by=cast.newcomer)
    assert [card for card in cards(cast.city, mine) if "proposals" in card.url] == []


def test_the_desk_counts_proposals_beyond_the_days_to_answer(cast, asked) -> None:
    def titles() -> list[str]:
        found = desk.tasks(cast.buddy_coordinator, cast.city)
        return [task.title for task in found if "wait" in task.title]

    assert titles() == []
    with clock.moved_to(stage.MOMENT + dt.timedelta(days=8)):
        assert titles() == ["1 duo waits for an answer"]
