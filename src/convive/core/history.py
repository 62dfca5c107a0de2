"""Rows keep their history: a database trigger copies each version of a row into an event table.

The application role may add to an event table and read it, never change it (`core.walls`). Erasing a
person is the one exception, and it is a function of the database that can do nothing else
(`convive_erase_account`, in `core.walls`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pghistory.models
from django.db import models
from django_scopes import ScopedManager

from convive.core.tenancy import CityModel

M = TypeVar("M", bound=type[models.Model])


class TenantEvent(pghistory.models.Event):
    """The base of the event tables of a city's rows: the event belongs to the same city as the row."""

    objects = ScopedManager(_manager_class=pghistory.models.EventQuerySet.as_manager().__class__, city="city")

    class Meta:
        abstract = True


def keeps_history(*, exclude: list[str] | None = None) -> Callable[[M], M]:
    """Class decorator: every insert, change and deletion of a row is kept."""

    def decorate(model: M) -> M:
        base = TenantEvent if issubclass(model, CityModel) else pghistory.models.Event
        return pghistory.track(
            pghistory.InsertEvent("added"),
            pghistory.UpdateEvent("changed"),
            pghistory.DeleteEvent("deleted"),
            exclude=exclude,
            base_model=base,
            model_name=f"{model.__name__}Event",
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history_query"),
        )(model)

    return decorate
