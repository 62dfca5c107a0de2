"""Two walls between cities: one in Python, one in PostgreSQL. Each is proved with the other removed."""

from __future__ import annotations

import contextlib
import datetime as dt
from types import SimpleNamespace

import psycopg
import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, connection, models, transaction
from django_scopes.exceptions import ScopeError

from convive.core.history import TenantEvent
from convive.core.models import Membership, Organisation
from convive.core.queries import cities_where
from convive.core.tenancy import in_city
from convive.core.walls import tenant_models
from convive.site import embedded
from tests import databases
from tests.conftest import make_cast
from tests.core import rows

TENANT_MODELS = tenant_models()
every_table = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)


def count(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608
        return cursor.fetchone()[0]


def test_every_table_of_a_city_is_known_to_the_walls() -> None:
    assert {Organisation, Membership} < set(TENANT_MODELS)
    assert any(issubclass(model, TenantEvent) for model in TENANT_MODELS)


@every_table
@pytest.mark.django_db
def test_a_query_without_a_scope_raises(model: type[models.Model]) -> None:
    with pytest.raises(ScopeError):
        model.objects.count()


def test_in_python_a_scope_shows_one_city_with_the_database_wall_removed(
    own_database: str, owner: psycopg.Connection
) -> None:
    cast = make_cast()
    for city in (cast.city, cast.other_city):
        with in_city(city):
            rows.fill(city)
    for model in TENANT_MODELS:
        owner.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE ROW LEVEL SECURITY')
    for model in TENANT_MODELS:
        with in_city(cast.city):
            seen = {row.city_id for row in model.objects.all()}
            assert count(model) > model.objects.count() > 0, model._meta.label
        assert seen == {cast.city.pk}, model._meta.label


def test_a_row_cannot_be_written_into_another_city(cast: SimpleNamespace) -> None:
    with in_city(cast.city), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Organisation.objects.create(
            city=cast.other_city, slug="intruder", name="Intruder", since=dt.date(2025, 1, 1)
        )


def test_a_row_cannot_point_into_another_city(cast: SimpleNamespace) -> None:
    with in_city(cast.city), transaction.atomic(), connection.cursor() as cursor:
        Membership.objects.create(
            city=cast.city,
            user=cast.volunteer,
            role="buddy_coordinator",
            organisation_id=cast.lakeside.pk,
            since=dt.date(2025, 1, 1),
        )
        with pytest.raises(IntegrityError, match="wall_"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_setting_ends_with_the_block_and_the_outer_city_comes_back(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        with in_city(cast.other_city):
            assert [row.slug for row in Organisation.objects.all()] == ["lakeside"]
        assert {row.slug for row in Organisation.objects.all()} == {"buddies", "neighbours"}
    assert count(Organisation) == 0


@pytest.mark.parametrize("fails", [False, True])
def test_the_setting_ends_with_a_transaction_of_its_own(own_database: str, fails: bool) -> None:
    cast = make_cast()
    with contextlib.suppress(RuntimeError), in_city(cast.city):
        assert count(Organisation) == 2
        with in_city(cast.other_city):
            assert count(Organisation) == 1
        assert count(Organisation) == 2
        if fails:
            raise RuntimeError
    assert not connection.in_atomic_block
    assert count(Organisation) == 0
    with in_city(cast.other_city):
        assert count(Organisation) == 1


def test_the_outer_city_comes_back_after_an_error_too(cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        with pytest.raises(RuntimeError), in_city(cast.other_city):
            raise RuntimeError
        assert count(Organisation) == 2


def test_people_find_their_own_cities_and_nothing_else_of_them(cast: SimpleNamespace) -> None:
    assert cities_where(cast.outsider) == [cast.other_city]
    assert cities_where(cast.newcomer) == []
    assert count(Membership) == 0


def test_the_checks_find_a_role_that_could_pass_and_a_table_without_a_wall(
    own_database: str, owner: psycopg.Connection
) -> None:
    assert run_checks(tags=["database"], databases=["default"]) == []
    owner.execute("DROP POLICY convive_city ON core_organisation")
    owner.execute("ALTER TABLE core_membership DISABLE ROW LEVEL SECURITY")
    (error,) = run_checks(tags=["database"], databases=["default"])
    assert error.id == "convive.E003"
    assert "core_organisation" in error.msg
    assert "core_membership" in error.msg


@pytest.mark.parametrize("role", [embedded.OWNER, "postgres"])
def test_the_checks_find_a_role_that_may_act_as_one_that_passes(own_database: str, role: str) -> None:
    with psycopg.connect(databases.addresses(own_database).administrator, autocommit=True) as administrator:
        administrator.execute(f"GRANT {role} TO {embedded.APPLICATION}")
        try:
            (error,) = run_checks(tags=["database"], databases=["default"])
        finally:
            administrator.execute(f"REVOKE {role} FROM {embedded.APPLICATION}")
    assert error.id == "convive.E002"
