"""docs/reference/roles.md says of every role what `core.roles` and `core.access` say."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation

from convive.core import access
from convive.core.models import City, Membership
from convive.core.roles import NetworkRole, Role

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md").read_text(encoding="utf-8")
CITY = City(pk=1)


def section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def rows(title: str) -> list[list[str]]:
    lines = [line for line in section(title).splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def predicates() -> dict[str, object]:
    """The functions of `core.access` that ask what a person may do in a city."""
    return {
        name: function
        for name, function in inspect.getmembers(access, inspect.isfunction)
        if function.__module__ == access.__name__
        and list(inspect.signature(function).parameters) == ["user", "city"]
        and inspect.signature(function).return_annotation == "bool"
    }


def somebody_with(role: Role) -> SimpleNamespace:
    known = {CITY.pk: frozenset({role.value})}
    return SimpleNamespace(is_authenticated=True, is_active=True, _roles_by_city=known)


def test_the_page_names_every_role_of_a_city() -> None:
    named = {(cells[0], cells[1].strip("`")) for cells in rows("In a city")}
    with translation.override("en"):
        assert named == {(str(role.label), role.value) for role in Role}


def test_the_page_names_every_role_of_the_network() -> None:
    named = {(cells[0], cells[1].strip("`")) for cells in rows("In the network")}
    with translation.override("en"):
        assert named == {(str(role.label), role.value) for role in NetworkRole}


def test_the_page_names_every_predicate() -> None:
    assert {cells[1].strip("`") for cells in rows("Who may do what")} == set(predicates())


@pytest.mark.parametrize("cells", rows("Who may do what"), ids=lambda cells: cells[1])
def test_the_page_says_who_may(cells: list[str]) -> None:
    predicate = predicates()[cells[1].strip("`")]
    may = {role.value for role in Role if predicate(somebody_with(role), CITY)}  # type: ignore[operator]
    assert set(re.findall(r"`(\w+)`", cells[2])) == may


@pytest.mark.parametrize("cells", rows("In a city"), ids=lambda cells: cells[1])
@pytest.mark.django_db
def test_the_page_says_on_whose_behalf_a_role_is_held(cells: list[str]) -> None:
    role = Role(cells[1].strip("`"))
    checks = [
        constraint
        for constraint in Membership._meta.constraints
        if constraint.name in {"organisation_member_has_an_organisation", "city_administrator_is_of_the_city"}
    ]
    assert len(checks) == 2
    for organisation_id, said in ((None, cells[2]), (1, cells[3])):
        membership = Membership(role=role, organisation_id=organisation_id)
        allowed = all(_holds(check, membership) for check in checks)
        assert ("yes" if allowed else "no") == said


def _holds(check: object, membership: Membership) -> bool:
    from django.core.exceptions import ValidationError

    try:
        check.validate(Membership, membership)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True
