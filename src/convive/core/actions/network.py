from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convive.core import audit, clock
from convive.core.mail import send_later
from convive.core.models import NetworkMembership, User
from convive.core.reasons import Purpose
from convive.core.roles import NetworkRole


@transaction.atomic
def give_network_role(email: str, role: NetworkRole | str, *, name: str = "") -> NetworkMembership:
    """Give somebody a role in the network, from today. For whoever runs the installation.

    Whoever has no account gets one, and a mail that says how to sign in. A role that is held already stays
    as it is.

    Raises:
        ValidationError: the address is none.
    """
    validate_email(email)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    user = user or User.objects.create_user(email, name=name)
    membership, made = NetworkMembership.objects.get_or_create(
        user=user, role=role, until=None, defaults={"since": clock.today()}
    )
    if made:
        _record("network.role-given", membership, by=None, why=Purpose.COMMAND_LINE)
        _tell(membership)
    return membership


@transaction.atomic
def end_network_role(email: str, role: NetworkRole | str) -> NetworkMembership:
    """End somebody's role in the network: yesterday was its last day, so it opens nothing from now on. For whoever
    runs the installation.

    Raises:
        ValidationError: nobody with this address holds the role.
    """
    membership = NetworkMembership.objects.select_for_update().filter(
        user__email__iexact=email, role=role, until__isnull=True
    )
    held = membership.first()
    if held is None:
        raise ValidationError(_("Nobody with this address has this role."))
    end_now(held, by=None, why=Purpose.COMMAND_LINE)
    return held


def end_now(membership: NetworkMembership, *, by: User | None, why: object) -> None:
    """End a role in the network at once. Called by actions that have asked whether it may be."""
    membership.until = max(clock.today() - dt.timedelta(days=1), membership.since)
    # By itself and not in bulk: others follow a role when it is saved.
    membership.save(update_fields=["until"])
    _record("network.role-ended", membership, by=by, why=why)


def _record(verb: str, membership: NetworkMembership, *, by: User | None, why: object) -> None:
    audit.record_in_network(verb, membership, by=by, why=why, details={"role": str(membership.role)})


def _tell(membership: NetworkMembership) -> None:
    user = membership.user
    with translation.override(user.language):
        role = {"role": membership.get_role_display()}
        lines = [_("You now have this role in the network of cities: %(role)s.") % role, ""]
        lines += [_("Set your password here:"), settings.SITE_URL + reverse("account_reset_password")]
        subject = _("A role for you in the network of cities")
        send_later(user.email, subject, "\n".join(lines), user.language)
