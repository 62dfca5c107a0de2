from __future__ import annotations

from collections import Counter

import pytest

from convive.core.roles import NetworkRole, Role
from convive.site.demo import PLANS
from convive.site.demo.cast import CAST, ORGANISATIONS, PARTICIPANTS, Person
from convive.site.demo.crowd import memberships, organisations
from convive.site.demo.texts import TEXTS

LANGUAGES = {"en", "nl", "fr", "it", "sv", "ar"}


def test_every_role_of_city_and_network_has_somebody() -> None:
    assert {person.role for person in CAST} == {*Role.values, *NetworkRole.values, *PARTICIPANTS}


def test_keys_names_and_addresses_are_used_once() -> None:
    for values in (
        [person.key for person in CAST],
        [person.name for person in CAST],
        [person.email for person in CAST] + [person.email for person in memberships()],
        [organisation.key for organisation in (*ORGANISATIONS, *organisations())],
    ):
        assert not [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("person", CAST, ids=lambda person: person.key)
def test_each_person_can_be_walked_in_as(person: Person) -> None:
    assert person.email.endswith(".example.org")
    assert person.email.isascii()
    assert person.language in LANGUAGES
    assert set(person.walk_in) == LANGUAGES
    assert all(text.endswith(".") for text in person.walk_in.values())
    assert (person.city is None) == (person.role in NetworkRole.values)
    assert person.city in (None, *PLANS)
    cities = {organisation.key: organisation.city for organisation in ORGANISATIONS}
    assert person.organisation is None or cities[person.organisation] == person.city


def test_newcomers_and_volunteers_have_no_staff_role() -> None:
    assert {person.key for person in CAST if person.is_participant} == {"newcomer", "volunteer"}


def test_there_are_two_organisations_in_one_city_and_one_in_the_other() -> None:
    assert Counter(o.city for o in ORGANISATIONS) == {"aldermonde": 2, "bjorkasund": 1}


def test_the_crowd_has_forty_organisations_and_three_hundred_memberships() -> None:
    places, people = organisations(), memberships()
    assert len(places) == len({place.name for place in places}) == 40
    assert len(people) == len({person.name for person in people}) == 300
    assert {person.organisation for person in people} == {None, *(place.key for place in places)}
    assert {person.role for person in people} == set(Role.values)
    for person in people:
        assert person.role not in ("city_administrator",) or person.organisation is None
        assert person.role != "organisation_member" or person.organisation is not None


def test_both_cities_say_first_in_every_language_that_they_are_invented() -> None:
    words = {
        "en": "does not exist",
        "nl": "bestaat niet",
        "fr": "n’existe pas",
        "it": "non esiste",
        "sv": "finns inte",
        "ar": "لا وجود لها",
    }
    assert set(TEXTS) == set(PLANS)
    for texts in TEXTS.values():
        assert set(texts) == LANGUAGES
        for language, text in texts.items():
            assert words[language] in text.introduction.split(".")[0]
            assert text.title
            assert text.about
