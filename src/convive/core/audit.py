"""Every action writes who, what, when, why, on which row, in the transaction of the action itself.

What was done in a city stands in the city's audit (`record`), what was done for the network of cities in the network's
(`record_in_network`), and what a person did to their own account in their own (`record_own`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django_scopes import get_scope

from convive.core import clock
from convive.core.reasons import REASONS, Purpose
from convive.core.verbs import VERBS

if TYPE_CHECKING:
    from convive.core.models import AccountAuditEntry, AuditEntry, NetworkAuditEntry, User


def record(
    verb: str,
    obj: models.Model,
    *,
    by: User | None,
    why: object,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry in the city whose scope is active.

    `by` is None for what the system does by itself. `why` is a code of `core.reasons`. `details` hold codes, counts
    and dates: never personal data.

    Raises: KeyError: the verb or the reason was not registered, or no city's scope is active.
    """
    from convive.core.models import AuditEntry

    return AuditEntry.objects.create(city=get_scope()["city"], **_entry(verb, obj, by, why, details))


def record_in_network(
    verb: str,
    obj: models.Model,
    *,
    by: User | None,
    why: object,
    details: dict[str, Any] | None = None,
) -> NetworkAuditEntry:
    """Write one entry of what belongs to no city. Otherwise as `record`."""
    from convive.core.models import NetworkAuditEntry

    return NetworkAuditEntry.objects.create(**_entry(verb, obj, by, why, details))


def record_own(verb: str, user: User, *, why: object = Purpose.OWN_WISH) -> AccountAuditEntry:
    """Write one entry of what a person did to their own account. Otherwise as `record`."""
    return record_of_account(verb, user, by=user, why=why)


def record_of_account(verb: str, user: User, *, by: User | None, why: object) -> AccountAuditEntry:
    """Write one entry of what was done to an account, by the person or (`by` is None) by the system."""
    from convive.core.models import AccountAuditEntry

    return AccountAuditEntry.objects.create(**_entry(verb, user, by, why, None))


def _entry(
    verb: str, obj: models.Model, by: User | None, why: object, details: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor": by,
        "verb": VERBS.checked(verb),
        "why": REASONS.checked(why),
        "object_type": obj._meta.label_lower,
        "object_key": str(obj.pk),
        "details": details or {},
    }
