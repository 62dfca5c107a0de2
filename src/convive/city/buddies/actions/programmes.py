"""A programme is added and changed by those who coordinate for its organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from convive.city.buddies.access import runs
from convive.city.buddies.models import Programme
from convive.city.buddies.reasons import AddReason, ChangeReason
from convive.city.people.access import coordinates_for
from convive.core import audit
from convive.core.access import require
from convive.core.languages import pick
from convive.core.models import City, Organisation, User
from convive.core.slugs import free_slug

# Words that stand in addresses where the short name of a programme could.
IN_ADDRESSES = frozenset({"duos", "programmes"})
# What a form may set; who runs it, its short name and its city stay.
SETTINGS = (
    "names", "texts", "municipalities", "languages", "practised", "term_months", "days_between", "silent_after",
    "answer_days", "follow_ups", "hours_target", "keep_months", "criteria", "contact_name", "contact_email",
    "contact_phone", "since", "until", "takes_applications",
)  # fmt: skip


@transaction.atomic
def add_programme(
    city: City,
    organisation: Organisation | None,
    *,
    settings: Mapping[str, Any],
    why: AddReason | str,
    by: User,
) -> Programme:
    """Add a programme; `settings` are values of `SETTINGS`. Its short name is made from its name.

    Raises:
        PermissionDenied: `by` does not coordinate for the organisation (None: for the city).
        ValueError: `why` is no reason to add one.
        ValidationError: a setting cannot be.
    """
    require(coordinates_for(by, city, organisation.pk if organisation else None))
    programme = Programme(city=city, organisation=organisation, **_known(settings))
    name = pick(programme.names, "en") if programme.names else ""
    programme.slug = free_slug(name, Programme.objects.all(), "programme", IN_ADDRESSES)
    programme.full_clean(exclude=["city"])
    programme.save()
    audit.record("programme.added", programme, by=by, why=AddReason(why))
    return programme


@transaction.atomic
def change_programme(
    programme: Programme, *, settings: Mapping[str, Any], why: ChangeReason | str, by: User
) -> Programme:
    """Change settings of a programme; what stays out of `settings` stays as it is.

    Raises:
        PermissionDenied: `by` does not run it.
        ValueError: `why` is no reason to change one.
        ValidationError: a setting cannot be.
    """
    require(runs(by, programme))
    row = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    known = _known(settings)
    changed = [name for name, value in known.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, known[name])
    row.full_clean(exclude=["city"])
    if changed:
        row.save()
        # Which settings, not their values: the contact is a person.
        audit.record(
            "programme.changed", row, by=by, why=ChangeReason(why), details={"settings": " ".join(changed)}
        )
    return row


def _known(settings: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise ValueError(f"no settings of a programme: {', '.join(sorted(unknown))}")
    return dict(settings)
