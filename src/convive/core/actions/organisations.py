from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from convive.core import access, audit
from convive.core.models import City, Organisation, User
from convive.core.reasons import JoinReason


@transaction.atomic
def add_organisation(
    city: City, *, name: str, website: str = "", why: JoinReason | str, by: User
) -> Organisation:
    """Add an organisation to a city, from today. Its short name is made from its name.

    Raises:
        PermissionDenied: `by` does not manage the people of this city.
        ValueError: `why` is no reason to add one.
        ValidationError: the name is empty or too long, or the website is no address.
    """
    access.require(access.manages_people(by, city))
    organisation = Organisation(
        city=city, name=name, website=website, since=city.today, slug=_free_slug(name)
    )
    organisation.full_clean(exclude=["city"])
    organisation.save()
    audit.record("organisation.added", organisation, by=by, why=JoinReason(why))
    return organisation


def _free_slug(name: str) -> str:
    # A name in Arabic letters leaves nothing of itself in a slug, so there is always a number to fall
    # back on.
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken)
