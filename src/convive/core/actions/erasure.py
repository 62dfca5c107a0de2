from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection, transaction

from convive.core import access, audit, people_data
from convive.core.actions.network import end_now
from convive.core.models import Membership, NetworkMembership, User
from convive.core.queries import cities_of
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city


@transaction.atomic
def erase_account(user: User, *, by: User | None, why: object = Purpose.OWN_WISH) -> None:
    """Take a person out of the system: name, address, ways to sign in, sessions, their traces in
    history, and what other apps keep about them.

    The empty account stays, so that the audit still says that one and the same person did two things, but
    no longer who. Roles in cities end today; those in the network yesterday, so that they open nothing from
    now on.

    Raises: PermissionDenied: only the person may erase the account, or the system (`by` is None), which then says why.
    """
    access.require(by is None or by.pk == user.pk)
    for city in cities_of(user):
        with in_city(city):
            for membership in Membership.objects.filter(user=user, until__isnull=True):
                membership.until = max(city.today, membership.since)
                membership.save(update_fields=["until"])
                audit.record(
                    "membership.ended",
                    membership,
                    by=by,
                    why=why,
                    details={"role": membership.role},
                )
    for role in NetworkMembership.objects.filter(user=user, until__isnull=True):
        end_now(role, by=by, why=why)
    # A role that began today is held until tonight, and would keep its group.
    user.groups.clear()
    people_data.erase(user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    with connection.cursor() as cursor:
        cursor.execute("SELECT convive_erase_account(%s)", [user.pk])
    audit.record_of_account("account.erased", user, by=by, why=why)
