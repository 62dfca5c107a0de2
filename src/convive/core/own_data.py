"""What a person may see of themselves, in every city: their roles, and everything that is kept about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection

from convive.core import clock, people_data
from convive.core.models import AuditEntry, City, Membership, NetworkMembership, User
from convive.core.queries import cities_of, own_acts
from convive.core.roles import NetworkRole, Role
from convive.core.tenancy import as_person, in_city


@dataclass(frozen=True)
class HeldRole:
    """A role of a person, in a city or in the network of cities (`city` is None)."""

    city: City | None
    role: str
    since: dt.date
    until: dt.date | None

    @property
    def is_over(self) -> bool:
        today = self.city.today if self.city else clock.today()
        return self.until is not None and self.until < today


def roles_of(user: User) -> list[HeldRole]:
    """Every role that the person holds or held, the present ones first. Always the same queries."""
    with as_person(user.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT city_id, role, since, until FROM core_membership WHERE user_id = %s ORDER BY since, id",
            [user.pk],
        )
        rows = cursor.fetchall()
    cities = City.objects.in_bulk({city_id for city_id, *_rest in rows})
    held = [
        HeldRole(cities[city_id], str(Role(role).label), since, until) for city_id, role, since, until in rows
    ]
    held += [
        HeldRole(None, str(NetworkRole(row.role).label), row.since, row.until)
        for row in NetworkMembership.objects.filter(user=user).order_by("since")
    ]
    return sorted(held, key=lambda role: role.is_over)


def own_data(user: User) -> dict[str, Any]:
    """Everything kept about the account, for the person to take away (GDPR, articles 15 and 20).

    A few queries for the account and for each app that keeps something, and three for each city in which the
    person ever held a role.
    """
    return {
        "made_at": clock.now(),
        "account": {
            "e-mail": user.email,
            "name": user.name,
            "language": user.language,
            "made_at": user.joined_at,
            "last_signed_in_at": user.last_login,
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        # The kinds of keys and when they were used: the keys themselves open the account.
        "ways_to_sign_in": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "single_sign_on": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "date_joined", "extra_data")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
        ),
        "roles_in_the_network": list(
            NetworkMembership.objects.filter(user=user).values("role", "since", "until")
        ),
        "own_acts": list(own_acts(user).values("at", "verb", "why")),
        "cities": [_in_one_city(city, user) for city in cities_of(user)],
        **people_data.export(user),
    }


def _in_one_city(city: City, user: User) -> dict[str, Any]:
    with in_city(city):
        memberships = Membership.objects.filter(user=user).values(
            "role", "organisation__name", "since", "until"
        )
        acts = AuditEntry.objects.filter(actor=user).order_by("at", "pk")
        return {
            "city": city.slug,
            "roles": [
                {
                    "role": row["role"],
                    "organisation": row["organisation__name"],
                    "since": row["since"],
                    "until": row["until"],
                }
                for row in memberships
            ],
            "own_acts": list(acts.values("at", "verb", "why", "object_type", "object_key", "details")),
        }
