from __future__ import annotations

import re
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convive.city.people.access import coordinates_for, is_the_person
from convive.city.people.actions.consenting import write_consent
from convive.city.people.actions.writing import write_hours, write_languages
from convive.city.people.facts import PLAIN, Facts, check_reachable, columns
from convive.city.people.lists import NEEDED
from convive.city.people.models import Participant
from convive.city.people.months import months_later
from convive.core import audit
from convive.core.access import require
from convive.core.models import City, Organisation, User

# For which data are kept where a programme does not say.
MONTHS = 12


@transaction.atomic
def enrol(
    city: City,
    organisation: Organisation | None,
    facts: Facts,
    consents: Iterable[str],
    *,
    by: User | None,
    why: object,
    keep_months: int = MONTHS,
) -> Participant:
    """Let somebody take part with an organisation (None: the city itself), with an account if they have an e-mail
    address. Run it inside the city's scope.

    Whoever takes part with the organisation already is found, by e-mail address or else by phone number, and returned
    as they are: only the person or the organisation's coordinator changes what is known, and adds consents. So `by`
    may be None for a form that anybody can fill in. `by` is None, the person, or a coordinator of the organisation.

    Raises:
        PermissionDenied: `by` is somebody else, or a coordinator who tells of practical needs.
        ValidationError: the person cannot be reached, a needed consent is missing, or a fact cannot be.
    """
    email = facts.email.strip().lower()
    person = by is not None and bool(email) and by.email.lower() == email
    coordinator = by is not None and coordinates_for(by, city, organisation.pk if organisation else None)
    require(by is None or person or coordinator)
    if facts.needs and by is not None and not person:
        raise PermissionDenied(_("Only the person says what they need."))
    check_reachable(email=email, phone=facts.phone, channel=facts.channel)
    purposes = list(dict.fromkeys(str(purpose) for purpose in consents))
    user = account(email, name=facts.name, language=facts.language) if email else None
    row = _found(organisation, user, facts)
    if row is not None and by is None:
        return row
    held = row.consents.filter(withdrawn_at__isnull=True).values_list("purpose", flat=True) if row else ()
    if set(map(str, NEEDED)) - {*purposes, *held}:
        raise ValidationError(_("Nobody can take part without agreeing that their data are kept."))
    today = city.today
    known = row is not None
    if row is None:
        row = Participant(city=city, organisation=organisation, user=user, since=today)
        row.delete_on = months_later(today, keep_months)
    for name, value in columns({key: getattr(facts, key) for key in (*PLAIN, "place")}).items():
        setattr(row, name, value)
    row.interests, row.goals = list(facts.interests), list(facts.goals)
    if not known or is_the_person(by, row):
        row.needs = list(facts.needs)
    row.full_clean(exclude=["city", "organisation", "user"])
    row.save()
    write_languages(row, facts.languages)
    write_hours(row, facts.hours)
    for purpose in purposes:
        write_consent(row, purpose)
    verb = "participant.changed" if known else "participant.added"
    details = {} if known else {"consents": " ".join(purposes), "delete_on": row.delete_on.isoformat()}
    audit.record(verb, row, by=by, why=why, details=details)
    return row


def account(email: str, *, name: str, language: str) -> User:
    """The account with this address, locked; made without a password where there is none. For other actions."""
    validate_email(email)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, name=name, language=language)
                EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
        except IntegrityError:
            # Somebody sent the same form twice in the same moment.
            user = User.objects.get(email__iexact=email)
    # Whoever else enrols the same person waits here, and then finds what this wrote.
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _found(organisation: Organisation | None, user: User | None, facts: Facts) -> Participant | None:
    rows = Participant.objects.filter(organisation=organisation, erased_at__isnull=True)
    if user is not None:
        return rows.filter(user=user).select_for_update(of=("self",)).first()
    digits = _digits(facts.phone)
    same = (row for row in rows.filter(user__isnull=True).exclude(phone="") if _digits(row.phone) == digits)
    return next(same, None)


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone).removeprefix("00")
