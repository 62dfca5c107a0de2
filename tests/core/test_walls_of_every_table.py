"""Each table of a city behind each of the two walls, in two cities filled once: the tests read or roll back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, models, transaction
from django_scopes import scopes_disabled

from convive.core.tenancy import in_city
from convive.core.walls import append_only_models
from tests.conftest import make_cast
from tests.core import rows
from tests.core.test_walls import count, every_table


@pytest.fixture(scope="module")
def filled(module_database: str) -> SimpleNamespace:
    """Both cities have a row at least in every tenant table."""
    cast = make_cast()
    for city in (cast.city, cast.other_city):
        with in_city(city):
            rows.fill(city)
    return cast


@every_table
def test_in_postgresql_a_setting_shows_one_city_with_the_python_wall_removed(
    model: type[models.Model], filled: SimpleNamespace
) -> None:
    with in_city(filled.city), scopes_disabled():
        mine = list(model._base_manager.all())
    with in_city(filled.other_city), scopes_disabled():
        theirs = list(model._base_manager.all())
    assert {row.city_id for row in mine} == {filled.city.pk}
    assert {row.city_id for row in theirs} == {filled.other_city.pk}


@every_table
def test_raw_sql_without_a_setting_sees_nothing(model: type[models.Model], filled: SimpleNamespace) -> None:
    assert count(model) == 0


@every_table
def test_raw_sql_cannot_change_or_delete_another_citys_rows(
    model: type[models.Model], filled: SimpleNamespace
) -> None:
    table = f'"{model._meta.db_table}"'
    with in_city(filled.other_city):
        before = count(model)
    for statement in (f"UPDATE {table} SET city_id = city_id", f"DELETE FROM {table}"):  # noqa: S608
        refused = ""
        with in_city(filled.city), transaction.atomic(), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except DatabaseError as error:  # an append-only table, or a row that others point to
                refused = str(error)
            transaction.set_rollback(True)
        assert not refused or model in append_only_models() or "foreign key" in refused, refused
    with in_city(filled.other_city):
        assert count(model) == before
