from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convive.city.people.access import coordinates_for, is_the_person
from convive.city.people.actions.consenting import MONTHS, keep_again, record_consents, write_consent
from convive.city.people.actions.telling import not_agreed
from convive.city.people.actions.writing import write_hours, write_languages, write_paper
from convive.city.people.facts import NO_PAPER, PLAIN, Facts, Paper, check_reachable, columns, digits
from convive.city.people.lists import NEEDED, Agreed
from convive.city.people.models import Participant
from convive.city.people.months import months_later
from convive.city.people.queries import agreed_now
from convive.core import audit
from convive.core.access import require
from convive.core.models import City, Organisation, User


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
    paper: Paper = NO_PAPER,
) -> Participant:
    """Let somebody take part with an organisation (None: the city itself), with an account if they have an e-mail
    address. Run it inside the city's scope.

    Whoever takes part with the organisation already is found, by e-mail address or else by phone number. Only the
    person or the organisation's coordinator changes what is known, and adds consents. So `by` may be None for a form
    that anybody can fill in: then somebody known is returned as they are, but for the consents of whoever had taken
    back a needed one. Who is known and applies again is kept for `keep_months` from today, and told so.

    `by` is None, the person, or a coordinator of the organisation. `paper` is what a file has beside the facts.

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
    row = _found(organisation, user, facts, by, why)
    held = agreed_now(row) if row is not None else set()
    told = (purpose for purpose, _at in paper.agreed) if row is None else ()
    if not held.union(purposes, told).issuperset(NEEDED):
        raise ValidationError(not_agreed())
    if row is not None and by is None:
        if not held.issuperset(NEEDED):
            record_consents(row, purposes, by=by, why=why)
        keep_again(row, keep_months, by=by, why=why)
        return row
    today = city.today
    known = row is not None
    if row is None:
        row = Participant(city=city, organisation=organisation, user=user, since=paper.since or today)
        row.delete_on = months_later(today, keep_months)
    for name, value in columns({key: getattr(facts, key) for key in (*PLAIN, "place")}).items():
        setattr(row, name, value)
    row.interests, row.goals = list(facts.interests), list(facts.goals)
    if not known or is_the_person(by, row):
        row.needs = list(facts.needs)
    row.full_clean(exclude=["city", "organisation", "user"])
    row.save()
    write_languages(row, facts.languages, paper.since)
    write_hours(row, facts.hours)
    on_paper = write_paper(row, paper)
    if known:
        audit.record("participant.changed", row, by=by, why=why)
        record_consents(row, purposes, by=by, why=why)
        keep_again(row, keep_months, by=by, why=why)
        return row
    given = [purpose for purpose in purposes if write_consent(row, purpose)]
    given += [purpose for purpose in on_paper if purpose in Agreed.values]
    details = {"consents": " ".join(given), "delete_on": row.delete_on.isoformat()}
    audit.record("participant.added", row, by=by, why=why, details=details)
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


def _found(
    organisation: Organisation | None, user: User | None, facts: Facts, by: User | None, why: object
) -> Participant | None:
    """Whoever takes part already, locked. Who was entered by this address before they had an account gets theirs."""
    rows = Participant.objects.filter(organisation=organisation, erased_at__isnull=True)
    locked = rows.select_for_update(of=("self",))
    if user is None:
        number = digits(facts.phone)
        numbers = rows.filter(user__isnull=True).exclude(phone="").order_by("pk").values_list("pk", "phone")
        found = next((key for key, phone in numbers if number and digits(phone) == number), None)
        return locked.filter(pk=found).first()
    row = locked.filter(user=user).first()
    if row is None:
        row = locked.filter(user__isnull=True, email__iexact=user.email).order_by("pk").first()
        if row is not None:
            row.user = user
            row.save(update_fields=["user"])
            audit.record("participant.changed", row, by=by, why=why, details={"fields": "user"})
    return row
