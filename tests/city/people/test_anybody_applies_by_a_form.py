from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from convive.city.buddies.actions.applying import apply
from convive.city.buddies.codes import Side
from convive.city.buddies.forms.applying import stamp
from convive.city.buddies.models import Application, Programme
from convive.city.people.lists import Agreed
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.models import AuditEntry, User
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.people import telling
from tests.conftest import letters

PATH = "/join/rivertown/together/newcomer/"
THANKS = "/join/rivertown/together/thanks/"


@pytest.fixture
def programme(cast: SimpleNamespace) -> Programme:
    with in_city(cast.city):
        return telling.programme(cast)


def opened(seconds: float = 60) -> str:
    with clock.moved_to(clock.now() - dt.timedelta(seconds=seconds)):
        return stamp()


def send(client: Client | None = None, path: str = PATH, **more):
    return (client or Client()).post(path, {"opened": opened(), **telling.form(**more)})


def test_one_form_makes_a_participant_an_application_and_a_letter(
    cast: SimpleNamespace, programme: Programme
) -> None:
    answer = send()
    assert (answer.status_code, answer.headers["Location"]) == (302, THANKS)
    with in_city(cast.city):
        row = Application.objects.get()
        assert (row.side, row.municipality) == (Side.NEWCOMER, "Rivertown")
        person = row.participant
        assert (person.name, person.email, person.adult) == (telling.NAME, telling.EMAIL, True)
        assert person.organisation == cast.buddies
        assert set(person.languages.values_list("language", "band")) == {("nl", "A2"), ("ps", "C2")}
        assert list(person.hours.values_list("weekday", "start", "end")) == [(0, 1020, 1260), (5, 540, 1020)]
        assert [consent.purpose for consent in person.consents.all()] == [Agreed.TAKE_PART]
        assert person.told_on == cast.city.today
        assert AuditEntry.objects.get(verb="application.sent").why == "buddy-applied"
        (letter,) = letters()
    assert (letter.to, letter.language) == (telling.EMAIL, "nl")
    assert "/me/enter/" in letter.text


def test_the_page_stands_in_every_language_and_offers_the_language_that_is_practised_first(
    cast: SimpleNamespace, programme: Programme
) -> None:
    for language in ("en", "nl", "fr", "it", "sv", "ar"):
        answer = Client(headers={"accept-language": language}).get(PATH)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page
        assert '<option value="nl" selected>' in page
    page = Client(headers={"accept-language": "nl"}).get("/join/rivertown/").content.decode()
    assert "Samen" in page


def test_whoever_applies_again_sees_the_same_page_and_gets_another_letter(
    cast: SimpleNamespace, programme: Programme
) -> None:
    first, second = send(), send(name="Somebody Else", phone="0411 11 11 11")
    assert first.headers["Location"] == second.headers["Location"]
    with in_city(cast.city):
        assert Application.objects.count() == 1
        assert Participant.objects.get().name == telling.NAME
        assert [letter.subject for letter in letters()][1] != letters()[0].subject


def test_both_sides_are_two_applications_of_one_person(cast: SimpleNamespace, programme: Programme) -> None:
    send()
    send(path=PATH.replace("newcomer", "volunteer"))
    with in_city(cast.city):
        assert Application.objects.count() == 2
        assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"adult": ""},
        {"consent_take_part": ""},
        {"name": ""},
        {"email": ""},
        {"email": "none"},
        {"channel": "phone"},
        {"phone": "call me"},
        {"municipality": "Elsewhere"},
        {"language_2": "nl"},
        {"band_2": ""},
        {"day_0": ["night"]},
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    wrong: dict, cast: SimpleNamespace, programme: Programme
) -> None:
    answer = send(**wrong)
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    with in_city(cast.city):
        assert not Participant.objects.exists()
    assert not User.objects.filter(email=telling.EMAIL).exists()


def test_a_phone_is_enough(cast: SimpleNamespace, programme: Programme) -> None:
    assert send(email="", phone="0470 11 22 33", channel="phone").status_code == 302
    with in_city(cast.city):
        assert Participant.objects.get().user is None
        assert letters() == []


@pytest.mark.parametrize(
    "machine",
    [
        lambda: {"website": "https://spam.example"},
        lambda: {"opened": ""},
        lambda: {"opened": "1700000000:forged"},
        lambda: {"opened": opened(1)},
        lambda: {"opened": opened(13 * 60 * 60)},
    ],
    ids=["field nobody sees", "no stamp", "forged", "too fast", "too old"],
)
def test_a_machine_writes_nothing_and_a_person_can_send_again(
    machine: Callable[[], dict[str, str]], cast: SimpleNamespace, programme: Programme
) -> None:
    client = Client()
    answer = client.post(PATH, {"opened": opened(), **telling.form(), **machine()})
    assert answer.status_code == 422
    with in_city(cast.city):
        assert not Participant.objects.exists()
    again = answer.context["form"].data
    with clock.moved_to(clock.now() + dt.timedelta(seconds=10)):
        assert client.post(PATH, again).status_code == 302


def test_one_address_sends_few_forms(cast: SimpleNamespace, programme: Programme) -> None:
    assert [send().status_code for _try in range(4)] == [302, 302, 302, 429]


def test_a_programme_that_takes_none_is_not_there(cast: SimpleNamespace, programme: Programme) -> None:
    with in_city(cast.city):
        Programme.objects.update(takes_applications=False)
    assert Client().get(PATH).status_code == 404
    assert send().status_code == 404
    assert b"together" not in Client().get("/join/rivertown/").content


def test_whoever_signed_in_finds_what_is_known_and_loses_nothing_of_it(
    cast: SimpleNamespace, programme: Programme, signed_in
) -> None:
    with in_city(cast.city):
        row = telling.enrolled(cast, hours=((2, 600, 690),))
        Participant.objects.update(needs=["quiet"], gender_wish="woman")
    client = signed_in(row.user)
    page = client.get(PATH).content.decode()
    assert telling.NAME in page
    assert send(client, day_0=[], day_5=[], name="Zahir").status_code == 302
    with in_city(cast.city):
        row.refresh_from_db()
        assert (row.name, row.needs, row.gender_wish) == ("Zahir", ["quiet"], "woman")
        assert (row.place_x, row.place_y) == (3_950_000, 3_120_000)


def test_for_another_address_a_signed_in_person_has_no_say(
    cast: SimpleNamespace, programme: Programme, signed_in
) -> None:
    with in_city(cast.city):
        other = making.participant(programme, "Known", cast.volunteer)
    assert send(signed_in(cast.newcomer), email=cast.volunteer.email, name="Changed").status_code == 302
    with in_city(cast.city):
        other.refresh_from_db()
        assert other.name == "Known"


def test_a_coordinator_enters_somebody_of_their_own_programme_alone(
    cast: SimpleNamespace, programme: Programme
) -> None:
    with in_city(cast.city):
        Programme.objects.update(takes_applications=False)
        programme.refresh_from_db()
        consents = [Agreed.TAKE_PART]
        with pytest.raises(ValidationError):
            apply(programme, "newcomer", telling.facts(), consents)
        with pytest.raises(ValidationError):
            apply(programme, "newcomer", telling.facts(adult=False), consents, by=cast.buddy_coordinator)
        row = apply(programme, "newcomer", telling.facts(), consents, by=cast.buddy_coordinator)
        assert AuditEntry.objects.get(verb="application.sent").actor == cast.buddy_coordinator
        Programme.objects.update(takes_applications=True)
        programme.refresh_from_db()
        with pytest.raises(PermissionDenied):
            apply(programme, "volunteer", telling.facts(), consents, by=cast.organisation_member)
        assert Application.objects.get() == row
