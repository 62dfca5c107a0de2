"""The wall in PostgreSQL: row-level security, grants and keys that cannot cross from one city to another.

`migrate` calls `raise_walls` after every run, so a new table cannot be forgotten. It runs as the owner of
the tables; the application connects as another role, which owns nothing and is bound by the policies.
"""

from __future__ import annotations

from collections.abc import Iterator

import pghistory.models
from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from convive.core.history import TenantEvent
from convive.core.tenancy import CITY_SETTING, PERSON_SETTING, CityModel, ParticipantModel

CITY_POLICY = "convive_city"
OWN_POLICY = "convive_own"


def tenant_models() -> list[type[models.Model]]:
    """Every table that belongs to a city, event tables included."""
    return [model for model in apps.get_models() if issubclass(model, CityModel | TenantEvent)]


def append_only_models() -> list[type[models.Model]]:
    """Tables to which the application may add, and which it may never change."""
    from convive.core.models.audit import Entry

    return [model for model in apps.get_models() if issubclass(model, Entry | pghistory.models.Event)]


def raise_walls(connection: BaseDatabaseWrapper, application_role: str) -> None:
    """Put policies on every tenant table, join keys by city, and grant the application role what it needs."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in [*_policies(), *_keys(connection), *_erasure(), *_grants(application_role)]:
            cursor.execute(statement.as_string(connection.connection))


def _policies() -> Iterator[sql.Composable]:
    for model in tenant_models():
        table = sql.Identifier(model._meta.db_table)
        mine = _column_is_setting("city_id", CITY_SETTING)
        yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)
        yield _drop_policy(CITY_POLICY, table)
        yield sql.SQL("CREATE POLICY {} ON {} USING ({}) WITH CHECK ({})").format(
            sql.Identifier(CITY_POLICY), table, mine, mine
        )
        column = getattr(model, "OWN_ROWS", "")
        if column:
            yield _drop_policy(OWN_POLICY, table)
            yield sql.SQL("CREATE POLICY {} ON {} FOR SELECT USING ({})").format(
                sql.Identifier(OWN_POLICY), table, _column_is_setting(column, PERSON_SETTING)
            )


def _drop_policy(name: str, table: sql.Identifier) -> sql.Composable:
    return sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(sql.Identifier(name), table)


def _column_is_setting(column: str, setting: str) -> sql.Composable:
    # An unset or empty setting is NULL, and NULL equals nothing: without a city, no row is seen.
    return sql.SQL("{} = nullif(current_setting({}, true), '')::bigint").format(
        sql.Identifier(column), sql.Literal(setting)
    )


def _keys(connection: BaseDatabaseWrapper) -> Iterator[sql.Composable]:
    """Foreign keys between tenant tables carry the city, so a row cannot point into another city."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname LIKE 'wall\\_%'")
        standing = {name for (name,) in cursor.fetchall()}
    uniques: list[sql.Composable] = []
    keys: list[sql.Composable] = []
    for model in apps.get_models():
        if not issubclass(model, CityModel) or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(target, type) or not issubclass(target, CityModel):
                continue
            unique = f"wall_{target._meta.db_table}"[:63]
            if unique not in standing:
                standing.add(unique)
                uniques.append(
                    sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} UNIQUE (id, city_id)").format(
                        sql.Identifier(target._meta.db_table), sql.Identifier(unique)
                    )
                )
            key = f"wall_{model._meta.db_table}_{field.column}"[:63]
            if key not in standing:
                standing.add(key)
                keys.append(
                    sql.SQL(
                        "ALTER TABLE {} ADD CONSTRAINT {} FOREIGN KEY ({}, city_id)"
                        " REFERENCES {} (id, city_id) DEFERRABLE INITIALLY DEFERRED"
                    ).format(
                        sql.Identifier(model._meta.db_table),
                        sql.Identifier(key),
                        sql.Identifier(field.column),
                        sql.Identifier(target._meta.db_table),
                    )
                )
    yield from uniques
    yield from keys


def _erasure() -> Iterator[sql.Composable]:
    """The one way by which the application may touch history: to take a person out of it."""
    yield sql.SQL(
        """
        CREATE OR REPLACE FUNCTION convive_erase_account(account bigint) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
            UPDATE core_user
               SET name = '', email = 'erased-' || account || '@invalid', password = '!', is_active = false,
                   last_login = NULL, erased_at = now()
             WHERE id = account;
            UPDATE core_userevent
               SET name = '', email = 'erased-' || account || '@invalid'
             WHERE id = account;
        $$
        """
    )
    yield sql.SQL("REVOKE ALL ON FUNCTION convive_erase_account(bigint) FROM PUBLIC")
    yield sql.SQL(
        "CREATE OR REPLACE FUNCTION convive_erase_participant(participant bigint) RETURNS void"
        " LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS {}"
    ).format(sql.Literal(_forget_participant()))
    yield sql.SQL("REVOKE ALL ON FUNCTION convive_erase_participant(bigint) FROM PUBLIC")


def _forget_participant() -> str:
    """Empties or deletes every earlier version of what is about one participant of the city whose scope is active."""
    # The function has the owner's rights and passes the wall, so it names the city itself.
    here = f"city_id = nullif(current_setting('{CITY_SETTING}', true), '')::bigint"
    statements = ["SELECT 1"]
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is None or not issubclass(tracked, ParticipantModel) or not tracked.ERASED_BY:
            continue
        table, emptied = model._meta.db_table, tracked.ERASED_TO
        where = f'"{tracked.ERASED_BY}" = participant AND {here}'
        if emptied is None:
            statements.append(f'DELETE FROM "{table}" WHERE {where}')  # noqa: S608 (names of models alone)
        else:
            values = ", ".join(f'"{column}" = {value}' for column, value in emptied.items())
            statements.append(f'UPDATE "{table}" SET {values} WHERE {where}')  # noqa: S608
    return ";\n".join(statements)


def _grants(application_role: str) -> Iterator[sql.Composable]:
    role = sql.Identifier(application_role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    for function in ("convive_erase_account", "convive_erase_participant"):
        yield sql.SQL("GRANT EXECUTE ON FUNCTION {}(bigint) TO {}").format(sql.Identifier(function), role)
    for model in append_only_models():
        yield sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
            sql.Identifier(model._meta.db_table), role
        )
    # The application reads which migrations ran and never writes it.
    yield sql.SQL("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM {}").format(role)
