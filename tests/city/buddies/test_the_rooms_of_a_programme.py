"""The screens of a programme: what needs somebody, people, one person, settings, import; and whose they are."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.test import Client

from convive.city.buddies.codes import MeetingKind, Side
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.buddies.queries.intake import Filters, people, shown
from convive.city.buddies.queries.programmes import counted
from convive.core import clock, desk
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW, TODAY, day

ROOM = "/in/rivertown/buddies"


@pytest.fixture
def world(cast: SimpleNamespace, signed_in):
    """A programme, its coordinator signed in, and a coordinator of another organisation of the same city."""
    with clock.moved_to(NOW), in_city(cast.city):
        stranger = making.coordinator_of(cast.neighbours)
        cast.programme = making.programme(cast.city, cast.buddies)
        cast.desk = signed_in(cast.buddy_coordinator)
        cast.stranger, cast.strange_desk = stranger, signed_in(stranger)
        yield cast


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def a_year(programme: Programme) -> None:
    """Two applied, one talk to write down, one to come; three wait; one duo runs well and one is silent."""
    making.applied(programme, Side.NEWCOMER)
    making.applied(programme, Side.VOLUNTEER)
    making.applied(programme, Side.NEWCOMER, intake_on=making.at(-1))
    making.applied(programme, Side.NEWCOMER, intake_on=making.at(2))
    making.pooled(programme, Side.NEWCOMER)
    making.pooled(programme, Side.NEWCOMER)
    making.pooled(programme, Side.VOLUNTEER)
    making.pooled(programme, Side.VOLUNTEER, withdrawn_on=day(-1))
    making.met(making.active(programme, starts=-90), -5)
    making.met(making.active(programme, starts=-90), -60)


def test_the_list_of_programmes_counts_what_needs_somebody(world: SimpleNamespace) -> None:
    a_year(world.programme)
    (each,) = counted([world.programme], TODAY)
    found = (
        each.applied,
        each.to_record,
        each.newcomers_waiting,
        each.volunteers_waiting,
        each.running,
        each.to_call,
    )
    assert found == (2, 1, 2, 1, 2, 1)
    said = text(world.desk, f"{ROOM}/")
    for words in ("2 applications to answer", "1 talk to write down", "1 duo to call", "2 newcomers wait"):
        assert words in said


@pytest.mark.parametrize("attempts", [1, 2])
def test_a_duo_that_was_tried_twice_in_vain_is_to_be_called(attempts: int, world: SimpleNamespace) -> None:
    duo = making.active(world.programme, starts=-20)
    making.met(duo, -10)
    for number in range(attempts):
        making.met(duo, -3 - number, kind=MeetingKind.ATTEMPTED)
    (each,) = counted([world.programme], TODAY)
    assert each.to_call == (attempts == 2)


def test_the_list_of_programmes_counts_the_duos_to_call_as_the_desk_does(world: SimpleNamespace) -> None:
    making.met(making.active(world.programme, starts=-20), -5, call_wanted=True)
    making.met(making.active(world.programme, starts=-20), -5)
    (each,) = counted([world.programme], TODAY)
    assert each.to_call == 1
    titles = [task.title for task in desk.tasks(world.buddy_coordinator, world.city)]
    assert f"{world.programme.name}: 1 duo needs a call" in titles


def test_the_desk_tells_the_coordinator_and_nobody_else(world: SimpleNamespace) -> None:
    a_year(world.programme)
    titles = [task.title for task in desk.tasks(world.buddy_coordinator, world.city)]
    assert "2 people applied and wait for an answer" in titles
    assert "1 intake talk is to be written down" in titles
    for user in (world.stranger, world.city_administrator):
        assert not [task for task in desk.tasks(user, world.city) if "buddies" in task.url]


def test_the_list_of_people_has_first_what_needs_somebody(world: SimpleNamespace) -> None:
    a_year(world.programme)
    phases = [row.phase for row in people(world.programme, TODAY)]
    assert phases[:4] == ["intake", "applied", "applied", "intake"]
    assert phases[-1] == "withdrawn"


def test_a_page_of_people_is_read_by_its_keys_in_their_order(
    world: SimpleNamespace, django_assert_num_queries
) -> None:
    a_year(world.programme)
    listed = list(people(world.programme, TODAY))
    for some in (listed[:1], listed):
        with django_assert_num_queries(1):
            found = shown([row.pk for row in some], TODAY)
            assert [(row.pk, row.phase, row.participant.name) for row in found] == [
                (row.pk, row.phase, found[place].participant.name) for place, row in enumerate(some)
            ]


def test_people_are_found_by_side_phase_place_language_and_words(world: SimpleNamespace) -> None:
    row = making.applied(world.programme, Side.NEWCOMER, name="Ana María Silva", municipality="Hillside")
    making.speaks(row.participant, pt="C2")
    making.pooled(world.programme, Side.VOLUNTEER)
    making.applied(making.programme(world.city, world.buddies, slug="other"), Side.NEWCOMER)
    for filters in (
        {"side": "newcomer"},
        {"phase": "applied"},
        {"municipality": "Hillside"},
        {"language": "pt"},
        {"words": "silva ana"},
    ):
        assert [each.pk for each in people(world.programme, TODAY, Filters(**filters))] == [row.pk]
    said = text(world.desk, f"{ROOM}/{world.programme.slug}/people/?language=pt&phase=nonsense")
    assert "1 person" in said
    assert "Nobody found" in text(world.desk, f"{ROOM}/{world.programme.slug}/people/?words=nobody")


def test_screens_ask_the_same_questions_however_many_people(
    world: SimpleNamespace, django_assert_max_num_queries
) -> None:
    a_year(world.programme)
    one = making.active(world.programme).newcomer
    pages = [
        f"{ROOM}/",
        "/in/rivertown/",
        *(f"{ROOM}/{world.programme.slug}/people/{end}" for end in ("", f"{one.pk}/")),
    ]

    def asked() -> list[int]:
        found = []
        for page in pages:
            with django_assert_max_num_queries(60) as counted_queries:
                text(world.desk, page)
            found.append(len(counted_queries))
        return found

    few = asked()
    for _number in range(3):
        a_year(world.programme)
    assert asked() == few


def test_the_page_of_a_person_tells_what_they_told_and_who_did_what(world: SimpleNamespace) -> None:
    row = making.applied(world.programme, Side.NEWCOMER, needs=["step_free"], birth_year=1990)
    address = f"{ROOM}/{world.programme.slug}/people/{row.pk}/"
    world.desk.post(f"{address}record/", {"held_on": "2026-11-01", "band": "A2", "outcome": "ready"})
    said = text(world.desk, address)
    for words in ("Dutch", "said by the coordinator, in a talk", "a place without steps", "Monday 18:00–21:00", "1990",
                  "wrote down the intake talk", "Buddy coordinator", "known, to 500 metres"):  # fmt: skip
        assert words in said, words
    assert "3950000" not in said


def test_the_needs_of_a_person_are_in_no_form_of_staff(world: SimpleNamespace) -> None:
    row = making.applied(world.programme, Side.VOLUNTEER)
    from convive.city.buddies.views.intake import ACTS

    for act in ACTS.values():
        assert "needs" not in act.form(application=row).fields


POSTS = {
    "plan": ({"day": "2026-11-09", "time": "14:30"}, "intake"),
    "record": ({"held_on": "2026-11-01", "outcome": "referred", "referred_to": "course"}, "referred"),
    "withdraw": ({"why": "withdraw-talk"}, "withdrawn"),
    "check": ({"kind": "training", "outcome": "done", "on": "2026-11-01"}, "applied"),
}


@pytest.mark.parametrize("act", POSTS)
def test_a_form_does_its_act(act: str, world: SimpleNamespace) -> None:
    row = making.applied(world.programme, Side.NEWCOMER)
    address = f"{ROOM}/{world.programme.slug}/people/{row.pk}/"
    assert world.desk.get(f"{address}{act}/").status_code == 200
    assert world.desk.post(f"{address}{act}/", {}).status_code == 422
    data, phase = POSTS[act]
    assert world.desk.post(f"{address}{act}/", data).status_code == 302
    assert people(world.programme, TODAY).get(pk=row.pk).phase == phase


def test_a_time_is_of_the_clocks_of_the_city(world: SimpleNamespace) -> None:
    row = making.applied(world.programme, Side.NEWCOMER)
    world.desk.post(f"{ROOM}/{world.programme.slug}/people/{row.pk}/plan/", POSTS["plan"][0])
    row.refresh_from_db()
    assert row.intake_on == dt.datetime(2026, 11, 9, 13, 30, tzinfo=dt.UTC)


def test_what_cannot_be_done_any_more_leads_back(world: SimpleNamespace) -> None:
    row = making.pooled(world.programme, Side.NEWCOMER)
    address = f"{ROOM}/{world.programme.slug}/people/{row.pk}/"
    assert world.desk.get(f"{address}plan/").status_code == 302
    assert world.desk.post(f"{address}plan/", POSTS["plan"][0]).status_code == 422
    assert world.desk.get(f"{address}nonsense/").status_code == 404


def test_a_coordinator_of_another_organisation_finds_nothing(world: SimpleNamespace) -> None:
    """On every address of the programme, to look and to send."""
    row = making.applied(world.programme, Side.NEWCOMER, name="Secret Name")
    theirs = making.programme(world.city, world.neighbours, slug="theirs")
    before = list(Application.objects.values())
    ends = [
        "",
        "import/",
        "export.xlsx",
        "export.csv",
        "export-duos.csv",
        f"{row.pk}/",
        f"{row.pk}/plan/",
        f"{row.pk}/check/",
    ]
    paths = [f"{ROOM}/{world.programme.slug}/people/{end}" for end in ends]
    paths += [f"{ROOM}/{world.programme.slug}/settings/{end}" for end in ("", "criteria/")]
    # A row of one programme is not found through another either.
    paths += [f"{ROOM}/{theirs.slug}/people/{row.pk}/", f"{ROOM}/{theirs.slug}/people/{row.pk}/check/"]
    for path in paths:
        assert world.strange_desk.get(path).status_code == 404, path
        assert world.strange_desk.post(path, {"why": "withdraw-phone"}).status_code == 404, path
    assert "Secret Name" not in text(world.strange_desk, f"{ROOM}/{theirs.slug}/people/")
    assert (
        "Secret Name"
        not in world.strange_desk.get(f"{ROOM}/{theirs.slug}/people/export.csv").content.decode()
    )
    assert world.programme.name not in text(world.strange_desk, f"{ROOM}/").replace(theirs.name, "", 2)
    assert list(Application.objects.values()) == before


def settings_of(client: Client, path: str) -> dict:
    form = client.get(path).context["form"]
    found = {field.html_name: field.value() for field in form}
    return {
        name: ("on" if value is True else value)
        for name, value in found.items()
        if value not in (None, False)
    }


def test_a_programme_is_added_and_changed(world: SimpleNamespace) -> None:
    data = settings_of(world.desk, f"{ROOM}/programmes/new/") | {"name_nl": "Duos"}
    answer = world.desk.post(f"{ROOM}/programmes/new/", data | {"practised": "nl"})
    assert answer.status_code == 302
    row = Programme.objects.get(slug="duos-2")
    assert answer["Location"] == f"{ROOM}/duos-2/settings/criteria/", "“duos” stands in addresses already"
    assert (row.organisation, row.criteria["hard"]["language"]) == (world.buddies, ["nl"])
    path = f"{ROOM}/{row.slug}/settings/"
    data = settings_of(world.desk, path)
    assert (
        world.desk.post(
            path, data | {"term_months": "9", "follow_ups": "30, 90", "name_ar": "ثنائي"}
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.term_months, row.follow_ups, row.names) == (9, [30, 90], {"nl": "Duos", "ar": "ثنائي"})
    entry = AuditEntry.objects.get(verb="programme.changed")
    assert set(entry.details["settings"].split()) == {"names", "term_months", "follow_ups"}
    assert world.desk.post(path, data | {"name_nl": "", "name_ar": ""}).status_code == 422
    assert world.desk.post(path, data | {"term_months": "0"}).status_code == 422
    path = f"{ROOM}/{row.slug}/settings/criteria/"
    assert world.desk.post(path, settings_of(world.desk, path) | {"distance_km": "5"}).status_code == 302
    row.refresh_from_db()
    assert row.criteria["hard"]["distance_km"] == 5


def test_a_programme_is_added_for_ones_own_organisation_alone(world: SimpleNamespace) -> None:
    data = settings_of(world.desk, f"{ROOM}/programmes/new/") | {
        "name_en": "Ours",
        "organisation": str(world.neighbours.pk),
    }
    assert world.desk.post(f"{ROOM}/programmes/new/", data).status_code == 422
    data["organisation"] = "city"
    assert world.desk.post(f"{ROOM}/programmes/new/", data).status_code == 422
    assert Programme.objects.count() == 1


def test_a_person_sees_where_they_stand_and_stops(world: SimpleNamespace, signed_in) -> None:
    row = making.pooled(world.programme, Side.NEWCOMER, user=world.newcomer)
    me = signed_in(world.newcomer)
    assert "We look for somebody for you" in text(me, "/me/in/rivertown/")
    own = f"/me/in/rivertown/applications/{row.pk}/"
    assert "We look for somebody for you" in text(me, own)
    assert me.post(f"{own}wait/", {"until": "2026-12-01"}).status_code == 302
    assert "From Dec. 1, 2026" in text(me, own) or "From 1 December 2026" in text(me, own)
    assert me.post(f"{own}go-on/").status_code == 302
    assert me.post(f"{own}stop/").status_code == 302
    assert "You stopped on" in text(me, own)
    row.refresh_from_db()
    assert row.withdrawn_on == TODAY


def test_nobody_opens_the_application_of_another(world: SimpleNamespace, signed_in) -> None:
    row = making.pooled(world.programme, Side.NEWCOMER, user=world.newcomer)
    making.pooled(world.programme, Side.VOLUNTEER, user=world.volunteer)
    for who in (world.volunteer, world.buddy_coordinator, world.city_administrator):
        for end in ("", "stop/", "wait/", "go-on/"):
            client = signed_in(who)
            assert client.get(f"/me/in/rivertown/applications/{row.pk}/{end}").status_code == 404
            assert client.post(f"/me/in/rivertown/applications/{row.pk}/{end}").status_code == 404
    assert Duo.objects.count() == 0
