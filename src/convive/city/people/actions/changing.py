from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.people.access import changes, is_the_person
from convive.city.people.actions.enrolling import account
from convive.city.people.actions.writing import locked, write_hours, write_languages, write_paper
from convive.city.people.facts import NO_PAPER, Paper, check_reachable, columns
from convive.city.people.lists import Agreed
from convive.city.people.models import Participant
from convive.city.people.queries import cities_taking_part
from convive.city.people.reasons import PeopleReason
from convive.core import audit
from convive.core.access import require
from convive.core.actions import change_account
from convive.core.models import User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city


@transaction.atomic
def change_facts(
    participant: Participant,
    *,
    by: User,
    why: object = PeopleReason.TOLD,
    paper: Paper = NO_PAPER,
    **told: Any,
) -> Participant:
    """Change what is known of a participant: any field of `Facts`. Lists and languages are given whole. `paper` is
    what a file has beside them.

    `why` is for a coordinator's change; the person's own needs none. The person's name and language are those of their
    account too; the e-mail address of an account is changed where one signs in, and not here.

    Raises:
        PermissionDenied: `by` is neither the person nor coordinates for the organisation, or tells needs of another.
        ValidationError: a fact cannot be, or nobody could reach the person any more.
        TypeError: there is no such fact.
    """
    require(changes(by, participant))
    row = locked(participant)
    own = is_the_person(by, row)
    if "needs" in told and not own:
        raise PermissionDenied(_("Only the person says what they need."))
    before = {name: getattr(row, name) for name in columns(told)}
    for name, value in columns(told).items():
        setattr(row, name, value)
    if row.user_id is not None and "email" in told and row.email != before["email"]:
        raise ValidationError(
            {"email": _("The person changes the e-mail address themselves, on the page of their account.")}
        )
    if row.user_id is None and row.email and "email" in told:
        # Until now the person could be called only; with an address they have a page of their own.
        row.user = account(row.email, name=row.name, language=row.language)
        before["user_id"] = None
        same = Participant.objects.filter(organisation=row.organisation_id, user=row.user, erased_at=None)
        if same.exists():
            raise ValidationError({"email": _("Somebody takes part with this address already.")})
    if {"email", "phone", "channel"} & set(told):
        check_reachable(email=row.email, phone=row.phone, channel=row.channel)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    if changed:
        row.full_clean(exclude=["city", "organisation", "user"])
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
    if "languages" in told and write_languages(row, told["languages"]):
        changed.append("languages")
    if "hours" in told and write_hours(row, told["hours"]):
        changed.append("hours")
    on_paper = write_paper(row, paper)
    changed += [name for name in on_paper if name not in {*Agreed.values, *changed}]
    if own and {"name", "language"} & set(changed) and (by.name, by.language) != (row.name, row.language):
        change_account(by, name=row.name, language=row.language)
    if changed:
        audit.record(
            "participant.changed",
            row,
            by=by,
            why=Purpose.OWN_WISH if own else why,
            details={"fields": " ".join(sorted(changed))},
        )
    for purpose in sorted(set(on_paper) & set(Agreed.values)):
        audit.record("consent.given", row, by=by, why=why, details={"purpose": purpose})
    return row


def follow_account(user: User) -> None:
    """An account that has another name, language or e-mail address has it in every organisation of every city with
    which its person takes part. For `core.people_data`.
    """
    held = {"name": user.name, "language": user.language, "email": user.email}
    for city in cities_taking_part(user):
        with in_city(city):
            for row in Participant.objects.filter(user=user, erased_at__isnull=True).select_for_update(
                of=("self",)
            ):
                # An account may be without a name; whoever takes part is not.
                changed = {
                    name: value for name, value in held.items() if value and getattr(row, name) != value
                }
                if changed:
                    for name, value in changed.items():
                        setattr(row, name, value)
                    row.save(update_fields=[*changed])
                    details = {"fields": " ".join(sorted(changed))}
                    audit.record("participant.changed", row, by=user, why=Purpose.OWN_WISH, details=details)
