from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convive.core import access, audit
from convive.core.mail import send_later
from convive.core.models import City, Membership, Organisation, User
from convive.core.reasons import EndReason, GiveReason, Purpose
from convive.core.roles import Role


@transaction.atomic
def give_role(
    city: City,
    *,
    email: str,
    name: str = "",
    role: Role | str,
    organisation: Organisation | None = None,
    since: dt.date | None = None,
    why: GiveReason | str,
    by: User,
) -> Membership:
    """Give somebody a role in a city, from today or from `since`.

    Whoever has no account yet gets one without a password, and a mail that says how to set it.

    Raises:
        PermissionDenied: `by` does not manage the people of this city.
        ValueError: `why` is no reason to give a role.
        ValidationError: the role needs an organisation, or the person holds it already.
    """
    access.require(access.manages_people(by, city))
    return _give(city, email, name, role, organisation, since, by, GiveReason(why))


@transaction.atomic
def first_administrator(city: City, *, email: str, name: str = "") -> Membership:
    """Make somebody the administrator of a city that has none. For whoever runs the installation.

    Raises:
        ValidationError: the city has an administrator, or the address is none.
    """
    validate_email(email)
    today = Membership.objects.filter(access.on(city.today), role=Role.CITY_ADMINISTRATOR)
    if today.exists():
        raise ValidationError(_("This city has an administrator, who can give somebody else the role."))
    return _give(city, email, name, Role.CITY_ADMINISTRATOR, None, None, None, Purpose.COMMAND_LINE)


def _give(
    city: City,
    email: str,
    name: str,
    role: object,
    organisation: Organisation | None,
    since: dt.date | None,
    by: User | None,
    why: object,
) -> Membership:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    known = user is not None
    if user is None:
        user = User.objects.create_user(email, name=name, language=city.languages[0])
    membership = Membership(
        city=city, user=user, role=role, organisation=organisation, since=since or city.today
    )
    check_membership(membership)
    membership.save()
    audit.record("membership.added", membership, by=by, why=why, details={"role": str(role)})
    _tell(membership, invited=not known)
    return membership


def check_membership(membership: Membership) -> None:
    """The rules that the database holds too, in words for the person at the screen."""
    role, organisation = membership.role, membership.organisation
    if role == Role.ORGANISATION_MEMBER and organisation is None:
        raise ValidationError(
            {"organisation": _("Choose the organisation of which this person is a member.")}
        )
    if role == Role.CITY_ADMINISTRATOR and organisation is not None:
        raise ValidationError(
            {"organisation": _("A city administrator works for the city: leave this empty.")}
        )
    same = Membership.objects.filter(
        user=membership.user, role=role, organisation=organisation, until__isnull=True
    )
    if same.exists():
        raise ValidationError({"role": _("This person has this role already.")})
    membership.full_clean(exclude=["city"])


@transaction.atomic
def end_role(
    membership: Membership, *, until: dt.date | None = None, why: EndReason | str, by: User
) -> Membership:
    """End a role, with today as its last day or with `until`. The row stays, with its dates.

    Raises: PermissionDenied: `by` does not manage the people of this city. ValueError: `why` is no reason to end a
    role. ValidationError: the role has ended already, would end before it began, or is the last administrator's.
    """
    city = membership.city
    access.require(access.manages_people(by, city))
    # One ending at a time in a city: two administrators who end each other's role at once would leave nobody.
    City.objects.select_for_update().get(pk=city.pk)
    membership.refresh_from_db()
    last_day = until or max(city.today, membership.since)
    if membership.until is not None:
        raise ValidationError(_("This role has ended already."))
    if last_day < membership.since:
        raise ValidationError(_("The last day lies before the first."))
    others = Membership.objects.filter(
        access.on(city.today), role=Role.CITY_ADMINISTRATOR, until__isnull=True
    ).exclude(user=membership.user)
    if membership.role == Role.CITY_ADMINISTRATOR and not others.exists():
        raise ValidationError(
            _("A city needs one administrator at least. Give somebody else the role first.")
        )
    membership.until = last_day
    membership.save(update_fields=["until"])
    audit.record("membership.ended", membership, by=by, why=EndReason(why), details={"role": membership.role})
    return membership


def _tell(membership: Membership, *, invited: bool) -> None:
    user, city = membership.user, membership.city
    with translation.override(user.language):
        what = {"city": city.name, "role": membership.get_role_display()}
        lines = [_("You now have this role in %(city)s: %(role)s.") % what, ""]
        if invited:
            lines += [_("Set your password here:"), settings.SITE_URL + reverse("account_reset_password")]
        else:
            lines += [_("Your desk is here:"), settings.SITE_URL + reverse("core:desk", args=[city.slug])]
        send_later(user.email, _("A role for you in %(city)s") % what, "\n".join(lines), user.language)
