from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection, transaction

from convive.core import access, audit, clock
from convive.core.models import City, Membership, NetworkMembership, User
from convive.core.tenancy import as_person, in_city


@transaction.atomic
def erase_account(user: User, *, by: User) -> None:
    """Take a person out of the system: name, address, ways to sign in, sessions, and their traces in
    history.

    The empty account stays, so that the audit still says that one and the same person did two things, but
    no longer who. Roles end today.

    Raises: PermissionDenied: only the person may erase the account, or the system on the person's behalf
    (`by` is `user`).
    """
    access.require(by.pk == user.pk)
    for city in cities_of(user):
        with in_city(city):
            for membership in Membership.objects.filter(user=user, until__isnull=True):
                membership.until = max(city.today, membership.since)
                membership.save(update_fields=["until"])
                audit.record("membership.ended", membership, by=None, why="account erased")
    NetworkMembership.objects.filter(user=user, until__isnull=True).update(until=clock.today())
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    with connection.cursor() as cursor:
        cursor.execute("SELECT convive_erase_account(%s)", [user.pk])


def cities_of(user: User) -> list[City]:
    """Every city in which the person holds or held a role: the one question asked across cities."""
    with as_person(user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT city_id FROM core_membership WHERE user_id = %s", [user.pk])
        ids = [city_id for (city_id,) in cursor.fetchall()]
    return list(City.objects.filter(pk__in=ids).order_by("slug"))
