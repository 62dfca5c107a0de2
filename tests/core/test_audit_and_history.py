"""Who did what, when, why, on which row; and the versions of the row."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from convive.core import actions, audit, clock, queries
from convive.core.models import AuditEntry, Membership, Organisation
from convive.core.tenancy import in_city
from convive.core.walls import append_only_models


def test_an_action_leaves_who_what_when_and_on_which_row(cast: SimpleNamespace) -> None:
    moment = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
    with in_city(cast.city), clock.moved_to(moment):
        organisation = actions.add_organisation(
            cast.city, name="Choir", why="works-here", by=cast.city_administrator
        )
        entry = AuditEntry.objects.get()
    assert entry.actor == cast.city_administrator
    assert entry.verb == "organisation.added"
    assert entry.at == moment
    assert (entry.object_type, entry.object_key) == ("core.organisation", str(organisation.pk))


def test_a_refused_action_leaves_nothing(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        with pytest.raises(PermissionDenied), transaction.atomic():
            actions.add_organisation(cast.city, name="Choir", why="works-here", by=cast.analyst)
        assert not AuditEntry.objects.exists()
        assert not Organisation.objects.filter(name="Choir").exists()


def test_a_verb_must_be_registered(cast: SimpleNamespace) -> None:
    with in_city(cast.city), pytest.raises(KeyError, match="not registered"):
        audit.record("organisation.painted", cast.buddies, by=None, why="works-here")


def test_every_version_of_a_row_is_kept_with_what_changed(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        cast.buddies.name = "Good company"
        cast.buddies.save()
        newest, oldest = queries.versions(cast.city, "core.organisation", str(cast.buddies.pk))
    assert (newest.what, oldest.what) == ("changed", "added")
    assert newest.values["name"] == "Good company"
    assert newest.changed == {"name"}
    assert oldest.values["name"] == "Buddies"


def test_a_deleted_row_leaves_its_last_version(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        organisation = Organisation.objects.create(
            city=cast.city, slug="brief", name="Brief", since=dt.date(2025, 1, 1)
        )
        key = str(organisation.pk)
        organisation.delete()
        newest = queries.versions(cast.city, "core.organisation", key)[0]
    assert newest.what == "deleted"
    assert newest.values["name"] == "Brief"


def test_another_citys_history_does_not_exist(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        assert queries.versions(cast.city, "core.organisation", str(cast.lakeside.pk)) == []


@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.django_db
def test_the_application_cannot_change_what_was_written(model, statement: str) -> None:
    table, key = f'"{model._meta.db_table}"', f'"{model._meta.pk.column}"'
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(statement.format(table, key, key))


def test_the_audit_shows_an_administrator_every_act_in_words(cast: SimpleNamespace, signed_in) -> None:
    with in_city(cast.city):
        actions.add_organisation(cast.city, name="Choir", why="works-here", by=cast.city_administrator)
    text = signed_in(cast.city_administrator).get("/in/rivertown/audit/").content.decode()
    assert "added an organisation" in text
    assert "City administrator" in text


def test_the_audit_and_the_history_ask_a_bounded_number_of_queries(
    cast: SimpleNamespace, signed_in, django_assert_max_num_queries
) -> None:
    with in_city(cast.city):
        for number in range(60):
            actions.add_organisation(
                cast.city, name=f"Choir {number}", why="works-here", by=cast.city_administrator
            )
        key = Organisation.objects.first().pk
    client = signed_in(cast.city_administrator)
    for address in (
        "/in/rivertown/audit/",
        f"/in/rivertown/audit/core.organisation/{key}/",
        "/in/rivertown/people/",
        "/in/rivertown/organisations/",
        "/in/rivertown/",
    ):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200


def test_the_history_of_a_role_says_whose_and_which_and_who_gave_it(cast: SimpleNamespace, signed_in) -> None:
    client = signed_in(cast.city_administrator)
    form = {"email": "nia@example.org", "name": "Nia", "role": "analyst", "organisation": "", "why": "starts"}
    assert client.post("/in/rivertown/people/give-role/", form).status_code == 302
    with in_city(cast.city):
        key = Membership.objects.get(user__email="nia@example.org").pk
        (version,) = queries.versions(cast.city, "core.membership", str(key))
    assert version.values["user"] == "Nia"
    assert version.values["role"] == "Analyst"
    assert version.who == "City administrator"
    assert "Analyst" in client.get("/in/rivertown/audit/").content.decode()


def test_a_city_shows_its_own_history_and_no_other_citys(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        assert (
            queries.versions(cast.city, "core.city", str(cast.city.pk))[0].values["name in each language"]
            == "en: Rivertown"
        )
        assert queries.versions(cast.city, "core.city", str(cast.other_city.pk)) == []
