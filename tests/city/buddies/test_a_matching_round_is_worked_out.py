"""A round proposes and explains; it keeps what the coordinator fixed, and decides nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import matching
from convive.city.buddies.codes import Outcome, Side
from convive.city.buddies.models import Application, Duo, Programme, Round
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.buddies import matching_stage as stage


@pytest.fixture
def programme(cast: SimpleNamespace) -> Iterator[Programme]:
    with clock.moved_to(stage.MOMENT), in_city(cast.city):
        yield making.programme(cast.city, cast.buddies)


def neighbour(cast: SimpleNamespace):
    """A coordinator of another organisation of the same city."""
    return making.coordinator_of(cast.neighbours, cast.organisation_member)


def test_a_round_has_a_line_for_each_duo_with_reasons_and_no_name(cast, programme) -> None:
    newcomers, _volunteers = stage.people(programme, 3, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    assert (row.lines.count(), row.progress, row.problem) == (2, 100, "")
    assert row.seed == "rivertown 2026-11-02"
    codes = {reason["code"] for reason in row.lines.all()[0].reasons}
    assert {"language", "overlap", "distance", "interests", "waited"} <= codes
    left = row.result["waiting"]
    assert [each["reasons"][-1]["code"] for each in left] == ["taken"]
    assert row.result["summary"]["certificate"]["exact"] is True
    assert row.result["summary"]["contests"] == [{"band": 2, "newcomers": 3, "volunteers": 2, "places": 2}]
    names = Participant.objects.values_list("name", flat=True)
    written = json.dumps([row.result, *row.lines.values_list("reasons", flat=True)])
    assert not [name for name in names if name in written]
    assert int(left[0]["id"]) in {each.pk for each in newcomers}


def test_a_job_proposes_and_changes_no_application_and_no_duo(cast, programme) -> None:
    """Engines propose, people decide: nobody is refused by a calculation."""
    stage.people(programme, 4, 1)
    making.duo(programme)
    before = [list(model.objects.order_by("pk").values()) for model in (Application, Duo)]
    stage.worked_out(programme, cast.buddy_coordinator)
    assert [list(model.objects.order_by("pk").values()) for model in (Application, Duo)] == before


def test_worked_out_again_locked_lines_stay_and_held_back_pairs_go(cast, programme) -> None:
    stage.people(programme, 2, 2)
    by = cast.buddy_coordinator
    row = stage.worked_out(programme, by)
    first, second = row.lines.all()
    matching.lock(first, by=by)
    kept = (first.newcomer_id, first.volunteer_id)
    dropped = (second.newcomer_id, second.volunteer_id)
    matching.hold_back(second, by=by)
    row = stage.again(row, by)
    assert stage.pairs(row) == {kept}
    assert row.lines.get().locked
    assert row.result["dropped"] == [[str(key) for key in dropped]]
    assert stage.pairs(stage.again(row, by)) == {kept}, "it stays out the third time too"


def test_a_pair_that_was_taken_out_is_not_proposed_again_in_the_round(cast, programme) -> None:
    stage.people(programme, 1, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    matching.take_out(row.lines.get(), by=cast.buddy_coordinator)
    assert stage.pairs(stage.again(row, cast.buddy_coordinator)) == set()
    matching.close_round(row, by=cast.buddy_coordinator)
    assert len(stage.pairs(stage.worked_out(programme, cast.buddy_coordinator))) == 1


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.COMPLETED, Outcome.ENDED_EARLY])
def test_two_who_tried_it_before_are_not_proposed_again(cast, programme, outcome) -> None:
    newcomer, volunteer = (each[0] for each in stage.people(programme, 1, 1))
    making.duo(programme, newcomer, volunteer, over_on=making.day(-3), outcome=outcome)
    assert stage.pairs(stage.worked_out(programme, cast.buddy_coordinator)) == set()


def test_nobody_is_proposed_to_themselves(cast, programme) -> None:
    person = making.participant(programme, user=cast.newcomer)
    making.speaks(person, nl="C2")
    making.free(person, (0, 18, 21))
    for side in Side.values:
        Application.objects.create(
            city=cast.city, programme=programme, participant=person, side=side, applied_at=making.at(-60),
            intake_done_on=making.day(-50), outcome="ready", pooled_since=making.day(-40),
        )  # fmt: skip
    assert stage.pairs(stage.worked_out(programme, cast.buddy_coordinator)) == set()


def test_facts_that_cannot_be_read_are_told_with_person_and_column(cast, programme, signed_in) -> None:
    newcomer = stage.people(programme, 1, 1)[0][0]
    Participant.objects.filter(pk=newcomer.participant_id).update(birth_year=1700)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    assert (row.problem, row.result["refused"]) == (
        "refused",
        {"person": str(newcomer.pk), "column": "age"},
    )
    page = signed_in(cast.buddy_coordinator).get(f"/in/rivertown/buddies/{programme.slug}/matching/")
    text = page.content.decode()
    assert "cannot be read (age)" in text
    assert newcomer.participant.name in text


def test_a_round_with_nobody_on_one_side_says_so(cast, programme) -> None:
    stage.people(programme, 1, 0)
    assert stage.worked_out(programme, cast.buddy_coordinator).problem == "nobody"


def test_a_round_is_worked_out_once(cast, programme) -> None:
    stage.people(programme, 2, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    keys = list(row.lines.values_list("pk", flat=True))
    stage.at_it(row)
    assert list(row.lines.values_list("pk", flat=True)) == keys


def test_two_put_together_by_hand_are_locked_and_the_rest_is_worked_out_around_them(cast, programme) -> None:
    newcomers, volunteers = stage.people(programme, 2, 2)
    by = cast.buddy_coordinator
    row = stage.worked_out(programme, by)
    partner = dict(stage.pairs(row))
    other = next(each for each in volunteers if each.pk != partner[newcomers[0].pk])
    line = matching.put_together(row, newcomers[0], other, by=by)
    row = stage.at_it(row)
    assert stage.pairs(row) == {
        (newcomers[0].pk, other.pk),
        (newcomers[1].pk, partner[newcomers[0].pk]),
    }
    line.refresh_from_db()
    assert (line.locked, line.by_hand) == (True, True)
    with pytest.raises(ValidationError, match="no place left"):
        matching.put_together(row, newcomers[1], other, by=by)


def test_two_who_do_not_fit_are_not_put_together(cast, programme) -> None:
    newcomers, _volunteers = stage.people(programme, 1, 1)
    far = making.pooled(programme, Side.VOLUNTEER, place_x=4_950_000)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    with pytest.raises(ValidationError, match="do not fit"):
        matching.put_together(row, newcomers[0], far, by=cast.buddy_coordinator)


def test_nobody_else_changes_a_table(cast, programme) -> None:
    stage.people(programme, 1, 1)
    stranger = neighbour(cast)
    with pytest.raises(PermissionDenied):
        matching.open_round(programme, programme.city.today, by=stranger)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    line = row.lines.get()
    for act in (
        lambda: matching.work_out_again(row, by=stranger),
        lambda: matching.close_round(row, by=stranger),
        lambda: matching.lock(line, by=stranger),
        lambda: matching.hold_back(line, by=stranger),
        lambda: matching.take_out(line, by=stranger),
        lambda: matching.put_together(row, line.newcomer, line.volunteer, by=stranger),
        lambda: matching.confirm(row, [line], by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_table_that_is_closed_or_under_way_is_not_changed(cast, programme) -> None:
    stage.people(programme, 1, 1)
    by = cast.buddy_coordinator
    row = stage.worked_out(programme, by)
    line = row.lines.get()
    with pytest.raises(ValidationError, match="open already"):
        matching.open_round(programme, programme.city.today, by=by)
    with pytest.raises(ValidationError, match="day is over"):
        matching.open_round(programme, making.day(-1), by=by)
    matching.work_out_again(row, by=by)
    with pytest.raises(ValidationError, match="being worked out"):
        matching.lock(line, by=by)
    matching.close_round(row, by=by)
    with pytest.raises(ValidationError, match="closed"):
        matching.confirm(row, [line], by=by)
    assert Duo.objects.count() == 0


def test_every_act_on_a_table_stands_in_the_audit(cast, programme) -> None:
    stage.people(programme, 1, 1)
    by = cast.buddy_coordinator
    row = stage.worked_out(programme, by)
    line = row.lines.get()
    matching.lock(line, by=by)
    matching.lock(line, by=by, locked=False)
    matching.hold_back(line, by=by)
    matching.hold_back(line, by=by, held=False)
    matching.confirm(row, [line], by=by)
    matching.close_round(row, by=by)
    entries = AuditEntry.objects.order_by("pk").values_list("verb", "why", "actor")
    assert list(entries) == [
        (verb, "buddy-matching", by.pk)
        for verb in (
            "matching.opened", "matching.locked", "matching.unlocked", "matching.held-back",
            "matching.released", "duo.asked", "matching.closed",
        )
    ]  # fmt: skip


def test_another_programmes_people_take_no_part(cast, programme) -> None:
    stage.people(programme, 1, 0)
    other = making.programme(cast.city, cast.buddies, slug="other")
    stage.people(other, 0, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    assert row.problem == "nobody"
    assert Round.objects.count() == 1
