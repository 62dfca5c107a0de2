"""For load work: forty more organisations of Aldermonde, and three hundred people who work there."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .aldermonde import ALDERMONDE
from .cast import CAST, DemoOrganisation

_KINDS = (
    "Buurtwerking",
    "Sportclub",
    "Taalcafé",
    "Repaircafé",
    "Jeugdhuis",
    "Leesclub",
    "Moestuin",
    "Harmonie",
)
_FIRST = (
    "Aïcha", "Alba", "An", "Anouk", "Arno", "Bart", "Bilal", "Bogdan", "Carla", "Chidi", "Daan", "Dina",
    "Elif", "Elke", "Fien", "Goran", "Hassan", "Ilse", "Ivana", "Jamila", "Jef", "Joke", "Karim", "Katrien",
    "Kofi", "Lars", "Leila", "Lien", "Luca", "Maarten", "Mai", "Marta", "Mehmet", "Nele", "Noor", "Oksana",
    "Pieter", "Priya", "Raf", "Samuel", "Sofie", "Tamara", "Thomas", "Tine", "Wim", "Yasmine", "Zoë",
)  # fmt: skip
_LAST = (
    "Adeyemi", "Aerts", "Amrani", "Bauwens", "Bogaert", "Claes", "Cools", "Costa", "De Backer", "De Smedt",
    "Demir", "Dupont", "El Idrissi", "Fernandes", "Goossens", "Hendrickx", "Ivanova", "Janssens", "Kaya",
    "Kowalska", "Lambrecht", "Maes", "Mensah", "Michiels", "Nguyen", "Nys", "Okafor", "Osman", "Petrov",
    "Popescu", "Rahimi", "Raes", "Sharma", "Silva", "Stevens", "Tesfaye", "Van Acker", "Van Hove",
    "Verbeke", "Wouters",
)  # fmt: skip
# People who work for the city itself, by role; all others work for an organisation.
_CITY_STAFF = {
    "city_administrator": 3,
    "policy_officer": 14,
    "analyst": 6,
    "school_officer": 12,
    "counsellor": 25,
}
_FIRST_DAY = date(2018, 1, 1)
_DAYS = 2_900


@dataclass(frozen=True)
class StaffMembership:
    """Somebody's dated role, for the city or for one of its organisations."""

    name: str
    email: str
    role: str
    organisation: str | None
    city: str
    language: str
    since: date


def organisations(count: int = 40) -> tuple[DemoOrganisation, ...]:
    """The same associations every time; a kind of work in a district, each once."""
    districts = [district.name for district in ALDERMONDE.districts]
    names = [
        f"{_KINDS[(turn + at) % len(_KINDS)]} {district}"
        for turn in range(len(_KINDS))
        for at, district in enumerate(districts)
    ]
    return tuple(DemoOrganisation(_slug(name), name, ALDERMONDE.slug) for name in names[:count])


def memberships(count: int = 300, seed: str = "convive") -> tuple[StaffMembership, ...]:
    """The same people every time, nobody twice and nobody of the cast."""
    rng = random.Random(f"{seed}:crowd")
    names = _names(count, rng)
    jobs: list[tuple[str, str | None]] = [
        (role, None) for role, number in _CITY_STAFF.items() for _ in range(number)
    ]
    places = organisations()
    for at in range(max(0, count - len(jobs))):
        # The first to work for an organisation coordinates its buddies, in every fourth organisation.
        role = "buddy_coordinator" if at < len(places) and at % 4 == 0 else "organisation_member"
        jobs.append((role, places[at % len(places)].key))
    people = []
    for name, (role, organisation) in zip(names, jobs, strict=False):
        domain = organisation or ALDERMONDE.slug
        since = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
        language = ALDERMONDE.languages[(0, 0, 0, 1, 2)[rng.randrange(5)]]
        email = f"{_slug(name, '.')}@{domain}.example.org"
        people.append(StaffMembership(name, email, role, organisation, ALDERMONDE.slug, language, since))
    return tuple(people)


def _names(count: int, rng: random.Random) -> Sequence[str]:
    taken = {person.name for person in CAST}
    if count > len(_FIRST) * len(_LAST):
        raise ValueError(f"there are names for {len(_FIRST) * len(_LAST)} people, not for {count}")
    names: dict[str, None] = {}
    while len(names) < count:
        name = f"{_FIRST[rng.randrange(len(_FIRST))]} {_LAST[rng.randrange(len(_LAST))]}"
        if name not in taken:
            names[name] = None
    return list(names)


def _slug(name: str, gap: str = "-") -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", gap)
