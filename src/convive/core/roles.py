"""Roles, as constants. Who may do what with a role is in `access`."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in a city, for the city itself or for one of its organisations."""

    CITY_ADMINISTRATOR = "city_administrator", _("City administrator")
    POLICY_OFFICER = "policy_officer", _("Policy officer")
    ANALYST = "analyst", _("Analyst")
    BUDDY_COORDINATOR = "buddy_coordinator", _("Buddy coordinator")
    COUNSELLOR = "counsellor", _("Counsellor")
    SCHOOL_OFFICER = "school_officer", _("School registration officer")
    ORGANISATION_MEMBER = "organisation_member", _("Member of an organisation")


class NetworkRole(models.TextChoices):
    """What a person does for the network of cities."""

    SECRETARY = "network_secretary", _("Network secretary")
    EDITOR = "editor", _("Editor")


# Roles that somebody holds on behalf of an organisation; the others may be the city's own.
OF_AN_ORGANISATION = frozenset({Role.BUDDY_COORDINATOR, Role.COUNSELLOR, Role.ORGANISATION_MEMBER})
