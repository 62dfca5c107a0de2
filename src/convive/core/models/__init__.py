"""The tables that every app stands on."""

from convive.core.models.account import NetworkMembership, User
from convive.core.models.audit import AccountAuditEntry, AuditEntry, NetworkAuditEntry
from convive.core.models.city import City
from convive.core.models.organisation import Membership, Organisation

__all__ = [
    "AccountAuditEntry",
    "AuditEntry",
    "City",
    "Membership",
    "NetworkAuditEntry",
    "NetworkMembership",
    "Organisation",
    "User",
]
