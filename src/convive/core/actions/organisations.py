from __future__ import annotations

from django.db import transaction

from convive.core import access, audit
from convive.core.models import City, Organisation, User
from convive.core.reasons import JoinReason
from convive.core.slugs import free_slug


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
        city=city,
        name=name,
        website=website,
        since=city.today,
        slug=free_slug(name, Organisation.objects.all(), "organisation"),
    )
    organisation.full_clean(exclude=["city"])
    organisation.save()
    audit.record("organisation.added", organisation, by=by, why=JoinReason(why))
    return organisation
