"""The verbs of the core. Each checks access, checks the facts, writes, and audits, in one transaction."""

from convive.core.actions.accounts import change_account, end_other_sessions, end_session
from convive.core.actions.erasure import erase_account
from convive.core.actions.memberships import end_role, first_administrator, give_role
from convive.core.actions.network import end_network_role, give_network_role
from convive.core.actions.organisations import add_organisation

__all__ = [
    "add_organisation",
    "change_account",
    "end_network_role",
    "end_other_sessions",
    "end_role",
    "end_session",
    "erase_account",
    "first_administrator",
    "give_network_role",
    "give_role",
]
