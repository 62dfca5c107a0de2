"""Checks that the walls stand. Run by `manage.py check --database default`, and by `convive serve`, `work` and `demo`
before they start.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from convive.core.tenancy import CityModel
from convive.core.walls import CITY_POLICY, tenant_models


@register(Tags.models)
def no_hidden_join_tables(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A many-to-many field makes a table without a city, and so without a wall."""
    return [
        Error(f"{model._meta.label}.{field.name}: write the join table as a CityModel.", id="convive.E001")
        for model in apps.get_models()
        if issubclass(model, CityModel)
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]


@register(Tags.database)
def walls_stand(app_configs: Any, databases: list[str] | None = None, **kwargs: Any) -> list[Error]:
    if not databases or "default" not in databases or settings.AS_OWNER:
        return []
    errors = []
    with connections["default"].cursor() as cursor:
        # A role passes the wall by being, or by being able to act as, a superuser, one that bypasses it, or the owner.
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)"
            " AND pg_has_role(current_user, r.oid, 'MEMBER'))"
            " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relkind IN ('r', 'p')"
            " AND c.relnamespace = 'public'::regnamespace AND pg_has_role(current_user, c.relowner, 'MEMBER'))"
        )
        if cursor.fetchone()[0]:
            errors.append(
                Error(
                    "The application's database role could pass the wall between cities.",
                    hint="Give DATABASE_URL a role that owns no table, is no superuser and has NOBYPASSRLS.",
                    id="convive.E002",
                )
            )
        cursor.execute(
            "SELECT tablename FROM pg_policies JOIN pg_class c ON c.relname = tablename AND c.relrowsecurity"
            " WHERE policyname = %s AND schemaname = 'public'",
            [CITY_POLICY],
        )
        walled = {table for (table,) in cursor.fetchall()}
    missing = sorted({model._meta.db_table for model in tenant_models()} - walled)
    if missing:
        errors.append(
            Error(
                f"No wall between cities on: {', '.join(missing)}.",
                hint="Run `convive migrate` as the owner of the tables.",
                id="convive.E003",
            )
        )
    return errors
