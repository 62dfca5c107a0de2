"""Rows keep their history: database triggers copy versions of rows into event tables.

Two ways, by how many rows are written at once. `keeps_history` copies every version of a row, the present one too: for
what people write. `keeps_earlier_versions` copies, statement by statement, only what was replaced or deleted: for what
imports write by the ten thousand. There the row itself is its latest version.

The application role may add to an event table and read it, never change it (`core.walls`). Erasing a
person is the one exception, and it is a function of the database that can do nothing else
(`convive_erase_account`, in `core.walls`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pghistory.core
import pghistory.models
import pgtrigger
from django.db import models
from django_scopes import ScopedManager

from convive.core.tenancy import CAUSE_SETTING, CityModel

M = TypeVar("M", bound=type[models.Model])

REPLACED, DELETED = "replaced", "deleted"


class TenantEvent(pghistory.models.Event):
    """The base of the event tables of a city's rows: the event belongs to the same city as the row."""

    objects = ScopedManager(_manager_class=pghistory.models.EventQuerySet.as_manager().__class__, city="city")

    class Meta:
        abstract = True


class EarlierVersion(TenantEvent):
    """The base of the event tables that hold earlier versions alone.

    `pgh_label` is how the version ended, `pgh_created_at` when, and `cause` the key of the import that did it.
    """

    pgh_id = models.BigAutoField(primary_key=True)
    cause = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        abstract = True


def keeps_history(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Class decorator: every insert, change and deletion of a row is kept."""

    def decorate(model: M) -> M:
        base = TenantEvent if issubclass(model, CityModel) else pghistory.models.Event
        trackers = (
            pghistory.InsertEvent("added"),
            pghistory.UpdateEvent("changed"),
            pghistory.DeleteEvent("deleted"),
        )
        return _track(model, base, trackers, exclude)

    return decorate


def keeps_earlier_versions(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Class decorator for a city's rows: each version that is replaced or deleted is kept, by one more statement for
    each statement and not for each row. A change of excluded columns alone replaces nothing.
    """

    def decorate(model: M) -> M:
        return _track(model, EarlierVersion, (_Ended(REPLACED), _Ended(DELETED)), exclude)

    return decorate


def _track(model: M, base: type[models.Model], trackers: tuple[Any, ...], exclude: list[str] | None) -> M:
    return pghistory.track(
        *trackers,
        exclude=exclude,
        base_model=base,
        model_name=f"{model.__name__}Event",
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history_query"),
    )(model)


class _Ended(pghistory.core.Tracker):
    """Puts the trigger on the table, once its event table is known."""

    def setup(self, event_model: Any) -> None:
        change = self.label == REPLACED
        trigger = pgtrigger.Trigger(
            name=f"keep_{self.label}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update if change else pgtrigger.Delete,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows" if change else None),
            func=_keep(event_model, str(self.label)),
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)


def _keep(event_model: Any, label: str) -> str:
    """The statement that copies the rows which a statement has replaced or deleted."""
    key = event_model.pgh_tracked_model._meta.pk.column
    tracked = {field.name for field in event_model.pgh_tracked_model._meta.concrete_fields}
    columns = [field.column for field in event_model._meta.concrete_fields if field.name in tracked]
    values = {f'"{column}"': f'old_rows."{column}"' for column in columns} | {
        "pgh_obj_id": f'old_rows."{key}"',
        "pgh_label": f"'{label}'",
        "pgh_created_at": "NOW()",
        "pgh_context": "NULLIF(CURRENT_SETTING('pghistory.context_metadata', TRUE), '')::JSONB",
        "pgh_context_id": "NULLIF(CURRENT_SETTING('pghistory.context_id', TRUE), '')::UUID",
        "cause": f"NULLIF(CURRENT_SETTING('{CAUSE_SETTING}', TRUE), '')::BIGINT",
    }
    rows = "old_rows"
    if label == REPLACED:
        # A set operation and no join: the plan is kept from a statement that changed nothing to one that changes
        # everything, and a join that was planned for no rows would compare each with each.
        named = ", ".join(f'"{column}"' for column in columns)
        rows = f"(SELECT {named} FROM old_rows EXCEPT SELECT {named} FROM new_rows) AS old_rows"  # noqa: S608
    # Table and columns are named by Django's models, never by anybody who uses the site.
    return (
        f'INSERT INTO "{event_model._meta.db_table}" ({", ".join(values)})'  # noqa: S608
        f" SELECT {', '.join(values.values())} FROM {rows}; RETURN NULL;"
    )
