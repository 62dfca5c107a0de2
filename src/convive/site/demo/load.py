"""Puts the invented cities, their figures and their people into an empty installation. What stands, stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import resources

from allauth.account.models import EmailAddress
from django.db import transaction

from convive.core.models import City, Membership, NetworkMembership, Organisation, User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from convive.measures.actions import add_city, run_import
from convive.measures.importing.reading import SourceFile
from convive.measures.importing.recipe import parse_recipe
from convive.measures.models import AreaSet
from convive.network.library.actions import ensure_city_page
from convive.site.demo import Size, buddies, build, crowd
from convive.site.demo.cast import CAST, ORGANISATIONS, DemoOrganisation, Person
from convive.site.demo.texts import TEXTS

SINCE = dt.date(2024, 1, 8)
CITIES = ("aldermonde", "bjorkasund")

Say = Callable[[str], None]


def cast() -> tuple[Person, ...]:
    """The people whom you can walk in as."""
    return CAST


def ensure(size: Size, *, say: Say) -> bool:
    """Make the demo where it is absent, all of it or nothing. True: it was made now.

    A demo of the other size is kept as it is: `make reset` starts over.
    """
    first = City.objects.filter(slug=CITIES[0]).first()
    if first is not None:
        if _size_of(first) != size:
            say(f"Keeping the {_size_of(first)} demo that is here (`make reset` starts over)")
        return False
    with transaction.atomic():
        for slug in CITIES:
            say(f"Inventing {TEXTS[slug]['en'].title}")
            _make_city(slug, size)
        say("Inviting its people")
        _make_people(size)
        say("Running a buddy programme for a year")
        _make_programme(size)
    return True


def _size_of(city: City) -> Size:
    with in_city(city):
        return "large" if AreaSet.objects.filter(code="neighbourhoods").exists() else "small"


def _make_city(slug: str, size: Size) -> None:
    invented = build(size, city=slug)
    name = f"{slug}-large.toml" if size == "large" and slug == CITIES[0] else f"{slug}.toml"
    recipe = parse_recipe(
        resources.files("convive.site.demo").joinpath("recipes", name).read_text(encoding="utf-8")
    )
    assert recipe.city is not None
    city = add_city(recipe.city, invented=True, why=Purpose.SET_UP)
    contents = invented.files()
    files = {role: SourceFile(spec, spec.name, contents[spec.name]) for role, spec in recipe.files.items()}
    run_import(recipe, files, city=city, by=None, why=Purpose.SET_UP)
    texts = TEXTS[slug]
    ensure_city_page(
        city,
        introductions={language: text.introduction for language, text in texts.items()},
        bodies={language: f"<p>{text.about}</p>" for language, text in texts.items()},
    )


def _make_people(size: Size) -> None:
    cities = {city.slug: city for city in City.objects.filter(slug__in=CITIES)}
    invented = (*ORGANISATIONS, *(crowd.organisations() if size == "large" else ()))
    organisations = {each.key: _make_organisation(each, cities[each.city]) for each in invented}
    for person in CAST:
        user = _make_account(person.email, person.name, person.language)
        if person.city is None:
            NetworkMembership.objects.create(user=user, role=person.role, since=SINCE)
        elif not person.is_participant:
            _give(user, cities[person.city], person.role, organisations.get(person.organisation or ""), SINCE)
    for member in crowd.memberships() if size == "large" else ():
        user = _make_account(member.email, member.name, member.language)
        _give(
            user, cities[member.city], member.role, organisations.get(member.organisation or ""), member.since
        )


def _make_programme(size: Size) -> None:
    by_role = {
        person.role: User.objects.get(email=person.email) for person in CAST if person.city == CITIES[0]
    }
    with in_city(City.objects.get(slug=CITIES[0])) as city:
        buddies.make(
            city,
            size,
            organisation=Organisation.objects.get(slug="maatjes-aan-de-alder"),
            coordinator=by_role["buddy_coordinator"],
            pair=(by_role["newcomer"], by_role["volunteer"]),
        )


def _make_account(email: str, name: str, language: str) -> User:
    # Without a password: in the demo people walk in, and nobody guesses their way in.
    user = User.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _make_organisation(organisation: DemoOrganisation, city: City) -> Organisation:
    with in_city(city):
        return Organisation.objects.create(
            city=city, slug=organisation.key, name=organisation.name, since=dt.date(2018, 1, 1)
        )


def _give(user: User, city: City, role: str, organisation: Organisation | None, since: dt.date) -> None:
    with in_city(city):
        Membership.objects.create(city=city, user=user, role=role, organisation=organisation, since=since)
