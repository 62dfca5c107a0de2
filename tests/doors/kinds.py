"""Who knocks, and the kinds of doors of which the table is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from convive.core.roles import Role

# Who knocks. The city roles are those of Role; `outsider` administers another city.
NOBODY, OUTSIDER, PARTICIPANT, SECRETARY, EDITOR = "nobody", "outsider", "newcomer", "secretary", "editor"
CITY_ROLES = tuple(role.value for role in Role)
EVERYBODY = (NOBODY, OUTSIDER, PARTICIPANT, SECRETARY, EDITOR, *CITY_ROLES)

ADMINISTRATOR = frozenset({Role.CITY_ADMINISTRATOR.value})
OF_THE_CITY = frozenset(
    role.value for role in (Role.CITY_ADMINISTRATOR, Role.POLICY_OFFICER, Role.ANALYST, Role.SCHOOL_OFFICER)
)
IMPORTERS = frozenset(role.value for role in (Role.CITY_ADMINISTRATOR, Role.POLICY_OFFICER, Role.ANALYST))


@dataclass(frozen=True)
class Door:
    """One address. `fill` gives its parts from the cast; `query` what must stand behind it."""

    route: str
    expected: dict[str, int]
    fill: dict[str, str] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Prefix:
    """The pages of a library. `opens_to` may enter; `sample` is one of them; the others get `otherwise`.

    Whoever may not enter gets 200 at no address of the library, but for those in `public`, which are for everybody.
    """

    route: str
    sample: str
    opens_to: frozenset[str]
    otherwise: int = 302
    public: frozenset[str] = frozenset()


def public(route: str, status: int = 200, query: str = "", **fill: str) -> Door:
    return Door(route, dict.fromkeys(EVERYBODY, status), fill, query)


def own(route: str, status: int = 200, **fill: str) -> Door:
    """For whoever has signed in, about themselves alone."""
    return Door(route, {who: 302 if who == NOBODY else status for who in EVERYBODY}, fill)


def desk(
    route: str, roles: frozenset[str] | tuple[str, ...] = CITY_ROLES, status: int = 200, **fill: str
) -> Door:
    """A room of the city "rivertown" that opens to some of its roles."""
    expected = dict.fromkeys((OUTSIDER, PARTICIPANT, SECRETARY, EDITOR), 404)
    expected[NOBODY] = 302
    expected |= {role: status if role in roles else 403 for role in CITY_ROLES}
    return Door(route, expected, {"city": "rivertown", **fill})


COORDINATOR = frozenset({Role.BUDDY_COORDINATOR.value})


def coordinator(route: str, status: int = 200, **fill: str) -> Door:
    """A room of those who coordinate buddies; what is in it belongs to the organisation of the cast's coordinator."""
    return desk(f"in/<slug:city>/{route}", COORDINATOR, status, **fill)


def taking_part(route: str, status: int = 200, side: str = PARTICIPANT, **fill: str) -> Door:
    """A page under `/me/in/<city>/`, for the cast's newcomer (or volunteer) alone."""
    expected = dict.fromkeys(EVERYBODY, 404) | {NOBODY: 302, side: status}
    return Door(f"me/in/<slug:city>/{route}", expected, {"city": "rivertown", **fill})
