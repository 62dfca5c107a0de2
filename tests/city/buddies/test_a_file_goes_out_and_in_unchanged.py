"""Export and import are one format: what goes out comes in again and changes nothing."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace

import fastexcel
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import exchange
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.people.models import Check, Consent, Participant
from convive.city.people.models.participant import EMPTY
from convive.core import clock
from convive.core.models import AuditEntry, User
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, day


@pytest.fixture
def programme(cast: SimpleNamespace):
    with in_city(cast.city), clock.moved_to(NOW):
        yield making.programme(cast.city, cast.buddies)


@pytest.fixture
def by(cast: SimpleNamespace) -> User:
    return cast.buddy_coordinator


def somebody_in_every_phase(programme: Programme) -> None:
    making.applied(programme, Side.NEWCOMER, phone="+32 470 00 00 00", birth_year=1990, gender="woman")
    making.applied(programme, Side.VOLUNTEER, intake_on=making.at(3))
    making.pooled(programme, Side.NEWCOMER, held_until=day(20), trajectory="obliged", gender_wish="woman")
    making.applied(
        programme, Side.NEWCOMER, intake_done_on=day(-10), outcome="referred", referred_to="course"
    )
    making.pooled(programme, Side.NEWCOMER, withdrawn_on=day(-2))
    volunteer = making.pooled(programme, Side.VOLUNTEER, capacity=3)
    making.active(programme, volunteer=volunteer)
    making.duo(programme, volunteer=volunteer, slot=2)
    making.accepted(programme)
    over = {"over_on": day(-5), "in_contact": True}
    making.active(programme, starts=-200, outcome="completed", end_reason="duo-goal", **over)
    making.duo(
        programme, outcome="declined", newcomer_answer="no", newcomer_answered_at=making.at(-6), **over
    )
    Check.objects.create(
        city=programme.city, participant=volunteer.participant, kind="training", outcome="done", on=day(-30),
        expires=day(300),
    )  # fmt: skip


def tables(programme: Programme) -> dict[str, list]:
    """Every row of people and duos, but for the keys and what no file holds."""
    return {
        "people": list(Participant.objects.order_by("pk").values()),
        "applications": list(Application.objects.order_by("pk").values()),
        "duos": list(Duo.objects.order_by("pk").values()),
        "consents": list(Consent.objects.order_by("pk").values()),
        "checks": list(Check.objects.order_by("pk").values()),
    }


def out(programme: Programme, by: User, form: str) -> dict[str, tuple[str, bytes]]:
    if form == "xlsx":
        return {"people": ("p.xlsx", exchange.export_people(programme, "people.xlsx", by=by))}
    return {
        role: (f"{role}.csv", exchange.export_people(programme, f"{role}.csv", by=by))
        for role in ("people", "duos")
    }


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_went_out_comes_in_and_changes_nothing(form: str, programme: Programme, by: User) -> None:
    somebody_in_every_phase(programme)
    before = tables(programme)
    files = out(programme, by, form)
    plan = exchange.dry_run(programme, files, by=by)
    assert plan.problems == []
    assert plan.steps == []
    assert plan.counts["people_same"] == Application.objects.count()
    assert plan.counts["duos_same"] == Duo.objects.count() > 4
    exchange.import_people(programme, files, digest=plan.digest, by=by)
    assert tables(programme) == before


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_programme_can_be_carried_into_another_and_goes_out_the_same(
    form: str, programme: Programme, by: User, cast: SimpleNamespace
) -> None:
    somebody_in_every_phase(programme)
    files = out(programme, by, form)
    with in_city(cast.other_city):
        # Keys of the first city could be those of other rows in the second: they are taken for words of the file.
        other = making.programme(cast.other_city, cast.lakeside, municipalities=[])
        cast.other_coordinator = making.coordinator_of(cast.lakeside)
        made = exchange.dry_run(other, files, by=cast.other_coordinator)
        assert made.problems == []
        exchange.import_people(other, files, digest=made.digest, by=cast.other_coordinator)
        again = exchange.dry_run(other, files, by=cast.other_coordinator)
        assert (again.problems, again.steps) == ([], [])
        carried = list(exchange.exporting.people(other)), list(exchange.exporting.duos(other))
    stood = list(exchange.exporting.people(programme)), list(exchange.exporting.duos(programme))

    def without_keys(rows: list[list[str]], keys: int) -> list[list[str]]:
        return sorted(row[keys:] for row in rows)

    assert without_keys(carried[0], 1) == without_keys(stood[0], 1)
    assert without_keys(carried[1], 2) == without_keys(stood[1], 2)


def test_no_cell_is_a_formula(programme: Programme, by: User) -> None:
    evil = '=HYPERLINK("http://example.org")'
    making.applied(programme, Side.NEWCOMER, name=evil, phone="+32 470")
    making.applied(programme, Side.NEWCOMER, name="'t Hooft")
    content = exchange.export_people(programme, "people.csv", by=by).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["name"] for row in rows} == {f"'{evil}", "'t Hooft"}
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row.values())
    book = fastexcel.read_excel(exchange.export_people(programme, "people.xlsx", by=by))
    names = book.load_sheet("people").to_polars()["name"].to_list()
    assert sorted(names) == sorted([evil, "'t Hooft"]), "in a workbook a text stays a text"
    for form in ("csv", "xlsx"):
        assert exchange.dry_run(programme, out(programme, by, form), by=by).steps == []


def test_nobody_of_another_organisation_takes_a_file_and_an_export_is_audited(
    programme: Programme, by: User, cast: SimpleNamespace
) -> None:
    exchange.export_people(programme, "people.xlsx", by=by)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.details) == ("programme.exported", by, {"file": "people.xlsx"})
    for act in (
        lambda: exchange.export_people(programme, "people.xlsx", by=cast.city_administrator),
        lambda: exchange.dry_run(programme, {}, by=cast.city_administrator),
        lambda: exchange.import_people(programme, {}, digest="", by=cast.city_administrator),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert AuditEntry.objects.count() == 1


def test_whose_data_were_erased_is_in_no_file(programme: Programme, by: User) -> None:
    duo = making.active(programme)
    Participant.objects.filter(pk=duo.newcomer.participant_id).update(**EMPTY, erased_at=NOW)
    assert len(list(exchange.exporting.people(programme))) == 2
    assert len(list(exchange.exporting.duos(programme))) == 1


def test_an_import_with_a_row_that_cannot_be_used_writes_nothing(programme: Programme, by: User) -> None:
    text = "side,name,email,agreed\nnewcomer,Ana,ana@example.org,take_part:2026-10-01\nnewcomer,Bo,nowhere,\n"
    files = {"people": ("p.csv", text.encode())}
    plan = exchange.dry_run(programme, files, by=by)
    with pytest.raises(ValidationError):
        exchange.import_people(programme, files, digest=plan.digest, by=by)
    assert not Participant.objects.exists()


def test_an_import_that_would_do_something_else_by_now_asks_again(programme: Programme, by: User) -> None:
    text = "side,name,email,agreed\nnewcomer,Ana,ana@example.org,take_part:2026-10-01\n"
    files = {"people": ("p.csv", text.encode())}
    plan = exchange.dry_run(programme, files, by=by)
    exchange.import_people(programme, files, digest=plan.digest, by=by)
    with pytest.raises(exchange.PlanChanged) as changed:
        exchange.import_people(programme, files, digest=plan.digest, by=by)
    assert changed.value.plan.steps == []
    assert Participant.objects.count() == 1
    entry = AuditEntry.objects.get(verb="programme.imported")
    assert entry.why == "buddy-imported"
    assert entry.details["people_added"] == 1
