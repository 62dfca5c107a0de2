"""Of a file of people and duos, every row that cannot be used is named by table, row and column."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest
import xlsxwriter

from convive.city.buddies.actions import exchange
from convive.city.buddies.codes import Side
from convive.city.buddies.exchange.planning import Plan
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.people.models import Participant, SpokenLanguage
from convive.city.people.months import months_later
from convive.core import clock
from convive.core.tenancy import in_city
from convive.measures.importing.problems import ImportRefused
from tests.city import making
from tests.city.making import NOW, day

AGREED = "take_part:2026-10-01"


@pytest.fixture
def programme(cast: SimpleNamespace):
    with in_city(cast.city), clock.moved_to(NOW):
        row = making.programme(cast.city, cast.buddies)
        row.by = cast.buddy_coordinator
        yield row


def files(people: list[dict], duos: list[dict] = ()) -> dict[str, tuple[str, bytes]]:
    """CSV files with a column for every key that a row has."""
    given = {}
    for role, rows in (("people", people), ("duos", duos)):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        lines = [columns, *([str(row.get(column, "")) for column in columns] for row in rows)]
        if rows:
            given[role] = (
                f"{role}.csv",
                "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode(),
            )
    return given


def ana(**more: object) -> dict:
    return {"side": "newcomer", "name": "Ana", "email": "ana@example.org", "agreed": AGREED, **more}


def ben(**more: object) -> dict:
    return {"side": "volunteer", "name": "Ben", "email": "ben@example.org", "agreed": AGREED, **more}


def planned(programme: Programme, *args: list[dict]) -> Plan:
    return exchange.dry_run(programme, files(*args), by=programme.by)


def imported(programme: Programme, *args: list[dict]) -> None:
    given = files(*args)
    plan = exchange.dry_run(programme, given, by=programme.by)
    assert list(map(str, plan.problems)) == []
    exchange.import_people(programme, given, digest=plan.digest, by=programme.by)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"side": "friend"}, "side"),
        ({"side": ""}, "side"),
        ({"name": ""}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"email": ""}, "email"),
        ({"agreed": ""}, "agreed"),
        ({"agreed": "photos:2026-10-01"}, "agreed"),
        ({"agreed": "take_part"}, "agreed"),
        ({"gender": "girl"}, "gender"),
        ({"languages": "nl"}, "languages"),
        ({"languages": "dutch:A2"}, "languages"),
        ({"languages": "nl:A2", "judged": "ar:self:2026-01-01"}, "judged"),
        ({"available": "mon:21-18"}, "available"),
        ({"x": "3950000"}, "y"),
        ({"x": "-5", "y": "3"}, "x"),
        ({"interests": "walking;stamps"}, "interests"),
        ({"birth_year": "1990.5"}, "birth_year"),
        ({"municipality": "Atlantis"}, "municipality"),
        ({"capacity": "2"}, "capacity"),
        ({"applied_on": "31/12/2025"}, "applied_on"),
        ({"applied_on": "2026-11-03"}, "applied_on"),
        ({"outcome": "ready"}, "intake_done_on"),
        ({"outcome": "referred", "intake_done_on": "2026-10-02"}, "referred_to"),
        ({"intake_done_on": "2026-10-02"}, "outcome"),
        ({"outcome": "referred", "referred_to": "course", "waiting_since": "2026-10-02"}, "waiting_since"),
        ({"delete_on": "2026-10-02"}, "delete_on"),
    ],
    ids=lambda value: str(value)[:60],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_named(wrong: dict, column: str, programme: Programme) -> None:
    plan = planned(programme, [ben(), ana(**wrong)])
    assert [(each.table, each.row, each.column) for each in plan.problems] == [("people", 3, column)]


def test_one_person_is_not_in_two_rows(programme: Programme) -> None:
    plan = planned(
        programme, [ana(), ana(name="Anna"), ben(), {**ana(), "side": "volunteer", "name": "Anna"}]
    )
    assert {(each.row, each.column) for each in plan.problems} == {(3, "email"), (3, "name"), (5, "name")}


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"newcomer": "nobody@example.org"}, "newcomer"),
        ({"newcomer": "ben@example.org"}, "newcomer"),
        ({"volunteer": ""}, "volunteer"),
        ({"starts_on": "2026-10-01"}, "ends_on"),
        ({"starts_on": "2026-10-01", "ends_on": "2026-09-01"}, "ends_on"),
        ({"starts_on": "2026-10-01", "ends_on": "2027-03-31", "newcomer_answer": "no"}, "newcomer_answer"),
        ({"over_on": "2026-10-01"}, "outcome"),
        ({"outcome": "completed"}, "over_on"),
        ({"over_on": "2026-10-01", "outcome": "declined", "end_reason": "duo-time"}, "end_reason"),
        ({"over_on": "2026-12-01", "outcome": "declined"}, "over_on"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_cell_of_a_duo_that_cannot_be_is_named(wrong: dict, column: str, programme: Programme) -> None:
    duo = {"newcomer": "ana@example.org", "volunteer": "ben@example.org", **wrong}
    plan = planned(programme, [ana(), ben()], [duo])
    assert [(each.table, each.row, each.column) for each in plan.problems] == [("duos", 2, column)]


def test_nobody_is_in_more_duos_than_can_be(programme: Programme) -> None:
    people = [
        ana(id="a"),
        ana(id="b", email="bo@example.org"),
        ben(id="v"),
        ben(id="w", email="wim@example.org"),
    ]
    duos = [
        {"newcomer": "a", "volunteer": "v"},
        {"newcomer": "b", "volunteer": "v"},
        {"newcomer": "a", "volunteer": "w"},
    ]
    plan = planned(programme, people, duos)
    assert [(each.row, each.column) for each in plan.problems] == [(3, "volunteer"), (4, "newcomer")]
    people[2]["capacity"] = 2
    imported(programme, people, duos[:2])
    assert sorted(Duo.objects.values_list("slot", flat=True)) == [1, 2]


def test_the_same_file_twice_changes_nothing(programme: Programme) -> None:
    people = [
        ana(id="1", languages="nl:A2;ar:C2", available="mon:18-20,20-21", x=3950123, y=3120499)
        | {"waiting_since": "2026-10-05"},
        ben(id="2", phone="0470 11 22 33", capacity=2, checks="training:done:2026-01-01"),
        {"side": "newcomer", "name": "By phone", "phone": "+32 470 99", "agreed": AGREED},
    ]  # fmt: skip
    duos = [
        {"newcomer": "1", "volunteer": "ben@example.org", "starts_on": "2026-10-10", "ends_on": "2027-04-10"}
    ]
    imported(programme, people, duos)
    row = Application.objects.get(participant__name="Ana")
    assert (row.outcome, row.pooled_since) == ("ready", dt.date(2026, 10, 5))
    assert (row.participant.place_x, row.participant.place_y) == (3950000, 3120000), "put to squares of 500 m"
    assert row.participant.hours.count() == 1
    duo = Duo.objects.get()
    assert (duo.newcomer_answer, duo.volunteer_answer) == ("yes", "yes")
    with clock.moved_to(NOW + dt.timedelta(days=3)):
        again = planned(programme, people, duos)
        assert (list(map(str, again.problems)), again.steps) == ([], [])


def test_a_blank_cell_leaves_what_is_known_and_another_word_changes_it(programme: Programme) -> None:
    imported(programme, [ana(phone="0470", gender="woman", languages="nl:A1;ar:C2", applied_on="2026-09-01")])
    plan = planned(programme, [ana(agreed="", phone="0471", gender="", languages="nl:A2;ar:C2")])
    assert [step.changed for step in plan.steps] == [("phone", "languages")]
    imported(programme, [ana(agreed="", phone="0471", gender="", languages="nl:A2;ar:C2")])
    person = Participant.objects.get()
    assert (person.phone, person.gender) == ("0471", "woman")
    assert (
        SpokenLanguage.objects.get(language="ar").judged_on
        < SpokenLanguage.objects.get(language="nl").judged_on
    )


def test_a_person_of_the_organisation_is_not_added_a_second_time(programme: Programme) -> None:
    imported(programme, [ana()])
    imported(programme, [ana(side="volunteer")])
    assert Participant.objects.count() == 1
    assert set(Application.objects.values_list("side", flat=True)) == {"newcomer", "volunteer"}


def test_people_of_another_organisation_are_not_found(programme: Programme, cast: SimpleNamespace) -> None:
    theirs = making.programme(cast.city, cast.neighbours, slug="theirs")
    row = making.applied(theirs, Side.NEWCOMER, email="ana@example.org", name="Ana elsewhere")
    imported(programme, [ana()])
    assert Participant.objects.count() == 2
    row.participant.refresh_from_db()
    assert row.participant.name == "Ana elsewhere"
    key = f"convive-{row.pk}"
    plan = planned(programme, [ana(id=key)], [{"newcomer": key, "volunteer": key}])
    assert {each.column for each in plan.problems} == {"volunteer"}, (
        "a key of theirs is a word of the file here"
    )


def test_a_key_of_somebody_else_does_not_overwrite_them(programme: Programme) -> None:
    row = making.applied(programme, Side.NEWCOMER, name="Bo", email="bo@example.org")
    plan = planned(programme, [ana(id=f"convive-{row.pk}")])
    assert [(each.row, each.column) for each in plan.problems] == [(2, "id")]


def test_who_has_an_account_changes_their_own_address(programme: Programme, cast: SimpleNamespace) -> None:
    row = making.applied(programme, Side.NEWCOMER, user=cast.newcomer, name="Ana")
    plan = planned(programme, [ana(id=f"convive-{row.pk}")])
    assert [each.column for each in plan.problems] == ["email"]


def test_what_somebody_took_back_is_not_given_again_by_a_file(programme: Programme) -> None:
    row = making.applied(programme, Side.NEWCOMER, email="ana@example.org", name="Ana")
    row.participant.consents.update(withdrawn_at=NOW)
    assert planned(programme, [ana()]).steps == []


def test_columns_that_mean_nothing_are_told(programme: Programme) -> None:
    plan = planned(programme, [ana(shoe_size="38")])
    assert plan.not_read == ["people: shoe_size"]
    assert plan.problems == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", b"name,email\nAna,ana@example.org\n"),
        ("p.xlsx", b"this is no spreadsheet"),
        ("p.csv", b"x" * 5_000_001),
    ],
    ids=["no column of sides", "no spreadsheet", "too large"],
)
def test_a_file_that_is_no_table_of_people_is_refused(
    name: str, content: bytes, programme: Programme
) -> None:
    with pytest.raises(ImportRefused):
        exchange.dry_run(programme, {"people": (name, content)}, by=programme.by)


def test_a_workbook_as_people_make_it_is_read(programme: Programme) -> None:
    """Days as days, numbers as numbers, one sheet of any name, columns in capitals."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Blad1")
    sheet.write_row(0, 0, ["Side", "Name", "Phone", "Birth_year", "Applied_on", "Agreed"])
    sheet.write_row(1, 0, ["newcomer", "Ana", 32470112233, 1990])
    sheet.write_datetime(1, 4, dt.datetime(2026, 9, 1), book.add_format({"num_format": "d/m/yyyy"}))
    sheet.write(1, 5, AGREED)
    book.close()
    given = {"people": ("p.xlsx", content.getvalue())}
    plan = exchange.dry_run(programme, given, by=programme.by)
    assert list(map(str, plan.problems)) == []
    exchange.import_people(programme, given, digest=plan.digest, by=programme.by)
    row = Application.objects.get()
    assert (row.participant.phone, row.participant.birth_year) == ("32470112233", 1990)
    assert row.applied_at.date() == dt.date(2026, 9, 1)
    assert row.participant.delete_on == months_later(day(0), programme.keep_months)
