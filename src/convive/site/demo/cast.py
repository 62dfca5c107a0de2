"""The people you can walk in as, one for each role, and the organisations they work for.

All of them are invented. Role codes are those of `core.roles`; newcomers and volunteers hold no staff role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .cast_texts import WALK_IN

ALDERMONDE, BJORKASUND = "aldermonde", "bjorkasund"
PARTICIPANTS = frozenset({"newcomer", "volunteer"})


@dataclass(frozen=True)
class DemoOrganisation:
    """An invented association of one invented city."""

    key: str
    name: str
    city: str


@dataclass(frozen=True)
class Person:
    """Somebody to walk in as. `city` is None for those who work for the network of cities."""

    key: str
    name: str
    email: str
    role: str
    organisation: str | None
    city: str | None
    language: str
    walk_in: Mapping[str, str]
    """What they do, in one sentence, by language."""

    @property
    def is_participant(self) -> bool:
        """Whether this is a newcomer or volunteer: no staff rights, only their own pages."""
        return self.role in PARTICIPANTS


ORGANISATIONS = (
    DemoOrganisation("maatjes-aan-de-alder", "Maatjes aan de Alder", ALDERMONDE),
    DemoOrganisation("buurthuis-lakenkaai", "Buurthuis Lakenkaai", ALDERMONDE),
    DemoOrganisation("grannar-i-bjorkasund", "Grannar i Björkasund", BJORKASUND),
)


def _person(
    key: str,
    name: str,
    email: str,
    role: str,
    language: str,
    city: str | None = ALDERMONDE,
    organisation: str | None = None,
) -> Person:
    return Person(key, name, f"{email}.example.org", role, organisation, city, language, WALK_IN[key])


CAST = (
    _person("policy", "Hanne Verstraelen", "hanne.verstraelen@aldermonde", "policy_officer", "nl"),
    _person(
        "coordinator",
        "Joris Temmerman",
        "joris.temmerman@maatjes-aan-de-alder",
        "buddy_coordinator",
        "nl",
        organisation="maatjes-aan-de-alder",
    ),
    _person("counsellor", "Mireille Kabongo", "mireille.kabongo@aldermonde", "counsellor", "fr"),
    _person("school", "Bram De Wachter", "bram.de.wachter@aldermonde", "school_officer", "nl"),
    _person("analyst", "Emre Yıldırım", "emre.yildirim@aldermonde", "analyst", "en"),
    _person(
        "member",
        "Fatoumata Diallo",
        "fatoumata.diallo@buurthuis-lakenkaai",
        "organisation_member",
        "fr",
        organisation="buurthuis-lakenkaai",
    ),
    _person("administrator", "Geert Moerman", "geert.moerman@aldermonde", "city_administrator", "nl"),
    _person("secretary", "Ingrid Solheim", "ingrid.solheim@network", "network_secretary", "en", city=None),
    _person("editor", "Chiara Fontanella", "chiara.fontanella@network", "editor", "it", city=None),
    _person("newcomer", "Rania Haddad", "rania.haddad@people", "newcomer", "ar"),
    _person("volunteer", "Wout Claessens", "wout.claessens@people", "volunteer", "nl"),
    _person("outsider", "Erik Lindmark", "erik.lindmark@bjorkasund", "policy_officer", "sv", city=BJORKASUND),
    _person(
        "outside_administrator",
        "Amal Nasser",
        "amal.nasser@bjorkasund",
        "city_administrator",
        "sv",
        city=BJORKASUND,
    ),
)
