"""The funder report: commitments, double counting, each number once, warnings, files."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pypdf import PdfReader

from convive.city.buddies.actions import funding as actions
from convive.city.buddies.codes import FunderIndicator, Side
from convive.city.buddies.models import Attendance, Commitment, Duo, GroupActivity
from convive.city.buddies.queries import funding as queries
from convive.city.buddies.queries.funding_files import sheet_names
from convive.core import clock, desk
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, TODAY, day


@pytest.fixture
def house(cast: SimpleNamespace):
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        cast.second = making.programme(cast.city, cast.buddies, slug="second")
        cast.elsewhere = making.programme(cast.city, cast.neighbours, slug="elsewhere")
        making.coordinator_of(cast.neighbours, cast.editor)
        yield cast


def values(**more: Any) -> dict[str, Any]:
    return {
        "funder": "A fund",
        "indicator": "duos_started",
        "municipality": "",
        "since": day(-100),
        "until": day(99),
        "committed": 10,
        "doubled": False,
        **more,
    }


def promise(house: SimpleNamespace, programme: Any = None, **more: Any) -> Commitment:
    return actions.add_commitment(programme or house.programme, **values(**more), by=house.buddy_coordinator)


def realised(house: SimpleNamespace, **more: Any) -> tuple[int, tuple[tuple[str, int], ...]]:
    row = Commitment(city=house.city, programme=house.programme, **values(**more))
    (line,) = queries.lines([row], TODAY)
    return line.realised, line.by_municipality


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"since": day(99), "until": day(300)},
        {"municipality": "Rivertown"},
        {"funder": "Another fund"},
        {"committed": 3},
    ],
)
def test_the_same_promised_twice_is_refused_and_the_other_is_named(
    house: SimpleNamespace, more: dict[str, Any]
) -> None:
    promise(house)
    with pytest.raises(
        ValidationError, match=r"promised already: duos that began, 10 to A fund .*Together, all"
    ):
        promise(house, house.second, **more)
    assert Commitment.objects.count() == 1
    assert AuditEntry.objects.filter(verb="commitment.added", why="buddy-funder").count() == 1


def test_another_period_indicator_place_organisation_or_doubled_funding_is_not_the_same(
    house: SimpleNamespace,
) -> None:
    promise(house, municipality="Rivertown")
    promise(house, municipality="Hillside")
    promise(house, since=day(100), until=day(200))
    promise(house, indicator="meetings")
    promise(house, doubled=True)
    actions.add_commitment(house.elsewhere, **values(), by=house.editor)
    assert Commitment.objects.count() == 6


def test_a_change_is_checked_as_an_addition_is(house: SimpleNamespace) -> None:
    promise(house, municipality="Rivertown")
    other = promise(house, municipality="Hillside")
    with pytest.raises(ValidationError, match="promised already"):
        actions.change_commitment(other, municipality="", by=house.buddy_coordinator)
    other.refresh_from_db()
    assert other.municipality == "Hillside"
    actions.change_commitment(other, committed=12, by=house.buddy_coordinator)
    actions.end_commitment(other, on=day(0), by=house.buddy_coordinator)
    other.refresh_from_db()
    assert (other.committed, other.until) == (12, TODAY)
    with pytest.raises(ValidationError):
        actions.end_commitment(other, on=day(50), by=house.buddy_coordinator)
    with pytest.raises(ValidationError, match="municipalities"):
        promise(house, municipality="Atlantis", indicator="hours")


def test_who_runs_another_organisation_finds_and_changes_nothing(house: SimpleNamespace, signed_in) -> None:
    row = promise(house)
    for act in (
        lambda: actions.add_commitment(house.programme, **values(indicator="hours"), by=house.editor),
        lambda: actions.change_commitment(row, committed=1, by=house.editor),
        lambda: actions.end_commitment(row, on=TODAY, by=house.editor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client, path = signed_in(house.editor), f"/in/rivertown/buddies/{house.programme.slug}/funders/"
    for tail in ("", "add/", "report.xlsx", "report.pdf", f"{row.pk}/", f"{row.pk}/end/"):
        assert client.get(path + tail).status_code == 404
    # Nor by the address of their own programme.
    assert client.get(f"/in/rivertown/buddies/elsewhere/funders/{row.pk}/").status_code == 404


def test_each_person_counts_once_over_duos_and_programmes(house: SimpleNamespace) -> None:
    newcomer = making.pooled(house.programme, Side.NEWCOMER)
    first = making.active(house.programme, newcomer, starts=-90)
    Duo.objects.filter(pk=first.pk).update(over_on=day(-60), outcome="completed", end_reason="duo-goal")
    making.active(house.programme, newcomer, starts=-30)
    # The same person, in another programme of the organisation, later.
    again = making.pooled(house.second, Side.NEWCOMER)
    type(again).objects.filter(pk=again.pk).update(participant=newcomer.participant)
    again.refresh_from_db()
    making.active(house.second, again, starts=-10)
    assert realised(house, indicator="duos_started")[0] == 2
    assert realised(house, indicator="duos_completed")[0] == 1
    assert realised(house, indicator="newcomers") == (1, (("Rivertown", 1),))
    assert realised(house, indicator="volunteers")[0] == 2
    # In the period of the second duo the newcomer was counted before.
    assert realised(house, indicator="newcomers", since=day(-40))[0] == 0
    other = Commitment(city=house.city, programme=house.second, **values(indicator="newcomers"))
    assert queries.lines([other], TODAY)[0].realised == 0


def test_periods_that_follow_each_other_share_nothing(house: SimpleNamespace) -> None:
    duo = making.active(house.programme, starts=-80)
    for number in (-70, -50, -49, -10):
        making.met(duo, number, practised=True)
    halves = [{"since": day(-100), "until": day(-50)}, {"since": day(-49), "until": day(99)}]
    for indicator in ("meetings", "opportunities"):
        assert [realised(house, indicator=indicator, **half)[0] for half in halves] == [2, 2]
        assert realised(house, indicator=indicator)[0] == 4


def test_meetings_hours_trainings_and_opportunities_are_what_their_words_say(house: SimpleNamespace) -> None:
    duo = making.active(house.programme, starts=-80)
    newcomer, person = duo.newcomer, duo.newcomer.participant
    making.met(duo, -60, practised=True)
    making.met(duo, -50, practised=False)
    making.met(duo, -40, kind="cancelled")
    training, walk = (
        GroupActivity.objects.create(
            city=house.city, programme=house.programme, kind=kind, names={"en": kind}, on=day(-30), minutes=60
        )
        for kind in ("training", "activity")
    )
    came = [
        Attendance.objects.create(
            city=house.city, activity=each, application=who, signed_up_at=NOW, came=True
        )
        for each in (training, walk)
        for who in (newcomer, duo.volunteer)
    ]
    by = house.buddy_coordinator
    making.hours(person, -60, 90, by=by, meeting=duo.meetings.get(on=day(-60)))
    making.hours(person, -30, 45, by=by, attendance=came[2])
    making.hours(person, -50, 600, meeting=duo.meetings.get(on=day(-50)))
    making.hours(person, -20, 600, by=by)
    assert realised(house, indicator="meetings")[0] == 2
    assert realised(house, indicator="trained")[0] == 2
    # A meeting in the language, and one newcomer on a walk.
    assert realised(house, indicator="opportunities")[0] == 2
    # 90 and 45 minutes: neither what waits, nor what was done elsewhere, nor a half hour rounded up.
    assert realised(house, indicator="hours") == (2, (("Rivertown", 2),))
    assert realised(house, indicator="hours", municipality="Hillside")[0] == 0


@pytest.mark.parametrize(
    ("since", "until", "done", "words", "needed"),
    [
        (-99, 99, 2, "less than a quarter", 3),
        (-97, 99, 2, "", 3),
        (-99, 99, 3, "", 3),
        (-300, 30, 9, "ends in 30 days, and 1", 2),
        (-300, -1, 9, "is over, and 1", None),
        (-300, 30, 10, "", None),
        (1, 100, 0, "", 4),
    ],
)
def test_what_falls_short_is_said_in_time(
    house: SimpleNamespace, since: int, until: int, done: int, words: str, needed: int | None
) -> None:
    row = Commitment(city=house.city, programme=house.programme, **values(since=day(since), until=day(until)))
    line = queries.Line(row, done, (), TODAY)
    assert words in line.warning
    assert bool(line.warning) == bool(words)
    assert line.needed == ("" if needed is None else f"{needed} a month are needed still")


def test_every_indicator_has_a_rule_and_its_words() -> None:
    assert set(queries.COUNTS) == set(queries.DEFINITIONS) == set(FunderIndicator)


def test_the_page_the_spreadsheet_and_the_paper_say_the_same(house: SimpleNamespace, signed_in) -> None:
    promise(house, since=day(-100), until=day(99))
    promise(house, indicator="meetings", funder="=HYPERLINK(1)")
    making.met(making.active(house.programme, starts=-80), -60)
    client, path = (
        signed_in(house.buddy_coordinator),
        f"/in/rivertown/buddies/{house.programme.slug}/funders/",
    )
    page = client.get(path).content.decode()
    assert "1 of 10 (10 %)" in page
    assert "less than a quarter" in page
    assert "not for publication" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}report.xlsx").content))
    assert book.sheetnames == ["=HYPERLINK(1)", "A fund", "Definitions"]
    cells = [cell.value for row in book["A fund"].iter_rows(min_row=5) for cell in row]
    assert cells[0] == "duos that began"
    assert cells[3:6] == [10, 1, 10]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    text = "".join(
        each.extract_text() for each in PdfReader(io.BytesIO(client.get(f"{path}report.pdf").content)).pages
    )
    assert "duos that began" in text
    assert "not for publication" in text


def test_a_form_that_would_count_twice_says_so_and_writes_nothing(house: SimpleNamespace, signed_in) -> None:
    promise(house)
    client, path = (
        signed_in(house.buddy_coordinator),
        f"/in/rivertown/buddies/{house.programme.slug}/funders/",
    )
    sent = {key: value for key, value in values(indicator="duos_started").items() if key != "doubled"}
    answer = client.post(f"{path}add/", sent)
    assert answer.status_code == 422
    assert "promised already" in answer.content.decode()
    assert client.post(f"{path}add/", {**sent, "doubled": "on"}).status_code == 302
    assert Commitment.objects.count() == 2


def test_the_desk_brings_up_what_falls_short(house: SimpleNamespace) -> None:
    promise(house)
    mine = [task.title for task in desk.tasks(house.buddy_coordinator, house.city)]
    assert "A fund · duos that began: 0 / 10" in mine
    assert not any("A fund" in task.title for task in desk.tasks(house.editor, house.city))


def test_the_report_asks_as_much_for_many_commitments_as_for_one(
    house: SimpleNamespace, django_assert_max_num_queries
) -> None:
    for number in range(12):
        promise(house, since=day(number * 10), until=day(number * 10 + 9))
    with django_assert_max_num_queries(3):
        assert len(queries.reports(house.programme, TODAY)[0].lines) == 12


def test_a_sheet_has_a_name_that_a_spreadsheet_takes() -> None:
    assert sheet_names(["Fund [A]", "fund  a ", "x" * 40, "x" * 41, "'"]) == [
        "Fund  A", "fund  a 2", "x" * 31, f"{'x' * 27} 2", "Funder",
    ]  # fmt: skip
