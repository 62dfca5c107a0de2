"""Roles in the network and cities that are added: who, what, when, why, of whom; read by network secretaries."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from convive.core import actions, queries
from convive.core.models import AuditEntry, NetworkAuditEntry
from convive.core.tenancy import in_city
from convive.measures.actions import add_city
from convive.measures.importing.recipe import parse_recipe
from tests.measures import small

PAGE = "/network/audit/"


def test_giving_and_ending_a_role_stand_in_it_with_whose_and_why(cast: SimpleNamespace, signed_in) -> None:
    actions.give_network_role("ines@example.org", "editor", name="Ines Writer")
    actions.end_network_role("ines@example.org", "editor")
    verbs = list(NetworkAuditEntry.objects.order_by("pk").values_list("verb", "why"))
    assert verbs == [("network.role-given", "command-line"), ("network.role-ended", "command-line")]
    page = signed_in(cast.secretary).get(PAGE).content.decode()
    for text in ("Ines Writer", "Editor", "gave somebody a role in the network", "on the command line"):
        assert text in page


def test_a_role_that_is_held_already_is_not_given_twice(cast: SimpleNamespace) -> None:
    actions.give_network_role(cast.editor.email, "editor")
    assert not NetworkAuditEntry.objects.exists()


def test_whoever_erases_their_account_ended_their_role_by_their_own_wish(
    cast: SimpleNamespace, signed_in
) -> None:
    actions.erase_account(cast.editor, by=cast.editor)
    entry = NetworkAuditEntry.objects.get()
    assert (entry.verb, entry.why, entry.actor) == ("network.role-ended", "own-wish", cast.editor)
    page = signed_in(cast.secretary).get(PAGE).content.decode()
    assert page.count(f"erased account {cast.editor.pk}") == 2
    assert "editor@example.org" not in page


def test_a_city_that_is_added_stands_in_its_own_audit_and_in_the_networks(
    cast: SimpleNamespace, signed_in
) -> None:
    spec = parse_recipe(small.RECIPE).city
    assert spec is not None
    city = add_city(spec)
    with in_city(city):
        assert AuditEntry.objects.get().verb == "city.added"
    page = signed_in(cast.secretary).get(PAGE).content.decode()
    assert "Smalltown" in page
    assert "by a recipe, on the command line" in page


def test_what_is_done_in_a_city_is_not_in_it(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        actions.add_organisation(cast.city, name="Choir", why="agreement", by=cast.city_administrator)
    assert not NetworkAuditEntry.objects.exists()


def test_the_secretary_finds_the_page_and_nobody_else_is_shown_the_way(
    cast: SimpleNamespace, signed_in
) -> None:
    assert PAGE in signed_in(cast.secretary).get("/me/").content.decode()
    for other in (cast.editor, cast.city_administrator, cast.newcomer):
        assert PAGE not in signed_in(other).get("/me/").content.decode()


def test_the_page_is_kept_by_nobody_on_the_way(cast: SimpleNamespace, signed_in) -> None:
    assert "no-store" in signed_in(cast.secretary).get(PAGE).headers["Cache-Control"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_a_bounded_number_of_queries(
    number: int, cast: SimpleNamespace, signed_in, django_assert_max_num_queries
) -> None:
    for each in range(number):
        actions.give_network_role(f"editor-{each}@example.org", "editor")
    client = signed_in(cast.secretary)
    with django_assert_max_num_queries(14):
        assert len(client.get(PAGE).context["acts"]) == number
    assert len(queries.network_acts(NetworkAuditEntry.objects.none())) == 0
