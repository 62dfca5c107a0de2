from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.access import runs
from convive.city.buddies.codes import BuddyReason, Side
from convive.city.buddies.models import Application, Programme
from convive.city.buddies.phases import OPEN
from convive.city.buddies.queries.applying import takes_applications
from convive.city.people.actions import enrol, tell_deletion
from convive.city.people.facts import Facts
from convive.city.people.letters import write
from convive.city.people.models import Participant
from convive.core import audit, clock
from convive.core.models import User


@transaction.atomic
def apply(
    programme: Programme,
    side: str,
    facts: Facts,
    consents: Iterable[str],
    *,
    municipality: str = "",
    trajectory: str = "",
    hours_needed: int | None = None,
    by: User | None = None,
) -> Application:
    """Somebody applies to a programme, for one side. Run it inside the city's scope.

    Who is not known yet is enrolled. Whoever applied already and is not through gets that application back, unchanged;
    a letter tells them, so that the form itself need not say who is known here. `by` is None for the public form, the
    person who signed in, or a coordinator of the programme, who may also enter somebody while it takes no applications.

    Raises:
        PermissionDenied: `by` is somebody else.
        ValueError: there is no such side.
        ValidationError: the programme takes no applications, the person is not 18, or a fact cannot be.
    """
    side = str(Side(side))
    coordinator = by is not None and runs(by, programme)
    if not coordinator and not takes_applications(programme):
        raise ValidationError(_("This programme takes no applications now."))
    if not facts.adult:
        raise ValidationError(_("You can take part from 18 years on."))
    if municipality and municipality not in programme.municipalities:
        raise ValidationError(_("The programme does not work in this municipality."))
    why = BuddyReason.INTAKE if coordinator else BuddyReason.APPLIED
    months = programme.keep_months
    person = enrol(
        programme.city, programme.organisation, facts, consents, by=by, why=why, keep_months=months
    )
    # One at a time for a person: the same form sent twice in one moment makes one application.
    person = Participant.objects.select_for_update(of=("self",)).get(pk=person.pk)
    known = Application.objects.filter(OPEN, programme=programme, participant=person, side=side)
    row = known.first()
    if row is not None:
        write(person, lambda: _known_already(programme))
        return row
    row = Application(
        city=programme.city,
        programme=programme,
        participant=person,
        side=side,
        municipality=municipality,
        trajectory=trajectory,
        hours_needed=hours_needed,
        applied_at=clock.now(),
    )
    row.full_clean(exclude=["city", "programme", "participant"])
    row.save()
    audit.record("application.sent", row, by=by, why=why, details={"side": side})
    told = write(person, lambda: _thanks(programme, person), contact=programme.contact)
    if person.told_on is None and (told or not coordinator):
        # The form says the day as well.
        tell_deletion(person, person.delete_on, by=None, why=why, letter=False)
    return row


def _thanks(programme: Programme, person: Participant) -> tuple[str, list[str]]:
    lines = [
        _("You want to take part in %(programme)s. Thank you!") % {"programme": programme.name},
        _("We will invite you to a talk. There we look together at what fits."),
        _("If you did not send this, open your page and delete your data."),
        _("We delete your data on %(day)s, or when you ask.")
        % {"day": date_format(person.delete_on, "DATE_FORMAT")},
    ]
    return _("Thank you: %(programme)s") % {"programme": programme.name}, lines


def _known_already(programme: Programme) -> tuple[str, list[str]]:
    return _("You applied already: %(programme)s") % {"programme": programme.name}, [
        _("Somebody sent the form with your address once more. Nothing has changed."),
        _("On your page you see what we know, and you can change it."),
    ]
