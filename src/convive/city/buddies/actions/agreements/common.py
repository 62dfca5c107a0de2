"""What every verb of a duo begins with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs, side_of
from convive.city.buddies.codes import BuddyReason
from convive.city.buddies.models import Application, Duo
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose

WITH = ("programme__organisation", "programme__city", "newcomer__participant", "volunteer__participant")


def require_coordinator(duo: Duo, by: User) -> None:
    require(runs(by, duo.programme))


def require_one_of_them(duo: Duo, by: User) -> None:
    """One of the two, or whoever coordinates."""
    require(side_of(by, duo) is not None or runs(by, duo.programme))


def why_of(duo: Duo, by: User | None) -> object:
    """Of what needs no reason: the wish of one of the two, or the running of the programme."""
    own = by is not None and side_of(by, duo) is not None
    return Purpose.OWN_WISH if own else BuddyReason.RUNNING


def locked(duo: Duo) -> Duo:
    """The duo as it is now; whoever else acts on it or on one of its two applications waits.

    Applications before duos, and in the order of their keys: as everything that locks both does it.
    """
    people = Application.objects.filter(pk__in=(duo.newcomer_id, duo.volunteer_id)).order_by("pk")
    list(people.select_for_update(of=("self",)).values_list("pk"))
    return Duo.objects.select_for_update(of=("self",)).select_related(*WITH).get(pk=duo.pk)


def locked_and_begun(duo: Duo) -> Duo:
    """The same, of a duo that all three signed for.

    Raises: ValidationError: it is over, or has not been signed.
    """
    row = locked(duo)
    check_not_over(row)
    if row.starts_on is None:
        raise ValidationError(_("The agreement is not signed by all three yet."))
    return row


def check_not_over(duo: Duo) -> None:
    if duo.over_on is not None:
        raise ValidationError(_("This duo is over."))
