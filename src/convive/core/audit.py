"""Every action writes who, what, when, why, on which row, in the transaction of the action itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import get_scope

from convive.core import clock
from convive.core.verbs import verb_names

if TYPE_CHECKING:
    from convive.core.models import AuditEntry, User


def record(
    verb: str,
    obj: models.Model,
    *,
    by: User | None,
    why: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry in the city whose scope is active.

    `by` is None for what the system does by itself. `details` hold codes, counts and dates: never
    personal data.

    Raises: KeyError: the verb was not registered, or no city's scope is active.
    """
    from convive.core.models import AuditEntry

    if verb not in verb_names():
        raise KeyError(f"the audit verb {verb!r} is not registered")
    return AuditEntry.objects.create(
        city=get_scope()["city"],
        at=clock.now(),
        actor=by,
        verb=verb,
        why=why,
        object_type=obj._meta.label_lower,
        object_key=str(obj.pk),
        details=details or {},
    )
