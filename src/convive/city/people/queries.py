"""What the pages of a person ask, across their cities and within one."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import QuerySet

from convive.city.people.models import Consent, Participant
from convive.city.people.places import blurred
from convive.core.models import City, NetworkMembership, User
from convive.core.queries import memberships_anywhere
from convive.core.tenancy import as_person
from convive.measures.models import Area, AreaSet
from convive.measures.models.area import Places

# More areas than this are no list to choose from on a phone.
MOST_AREAS = 400
# Days between telling somebody and deleting, where the day itself has passed.
TOLD_BEFORE = 30


def cities_taking_part(user: User) -> list[City]:
    """The cities in which a person takes part. Two queries."""
    table = connection.ops.quote_name(Participant._meta.db_table)
    with as_person(user.pk), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT city_id FROM {table} WHERE user_id = %s AND erased_at IS NULL",  # noqa: S608
            [user.pk],
        )
        found = {city_id for (city_id,) in cursor.fetchall()}
    return list(City.objects.filter(pk__in=found).order_by("slug"))


def agreed_now(participant: Participant) -> set[str]:
    """The purposes to which somebody agrees. One query."""
    held = Consent.objects.filter(participant=participant, withdrawn_at__isnull=True)
    return set(held.values_list("purpose", flat=True))


def to_be_told(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """Of these, who does not know yet on which day their data are deleted, the nearest day first."""
    return participants.filter(told_on__isnull=True).order_by("delete_on", "pk")


def day_to_tell(participant: Participant, today: dt.date) -> dt.date:
    """On which day somebody's data can be deleted: that of the row, or in 30 days where it passed untold."""
    return participant.delete_on if participant.delete_on > today else today + dt.timedelta(days=TOLD_BEFORE)


def works_anywhere(user: User) -> bool:
    """Holds or held a role, in a city or in the network. Two queries at most."""
    return NetworkMembership.objects.filter(user=user).exists() or bool(memberships_anywhere(user))


def areas_to_choose() -> list[Area]:
    """The areas of the city from which somebody chooses where they live, by name; none where there is no map.

    Of the newest edition, the finest division that is still a list. Two queries.
    """
    sets = AreaSet.objects.filter(places=Places.HOMES, has_geometry=True).order_by("-year", "code")
    newest: list[Area] = []
    for area_set in sets[:4]:
        rows = list(
            Area.objects.filter(area_set=area_set, x__isnull=False, y__isnull=False).only(
                "pk", "names", "x", "y"
            )[: MOST_AREAS + 1]
        )
        if len(newest) < len(rows) <= MOST_AREAS:
            newest = rows
        if newest and area_set.year != sets[0].year:
            break
    return sorted(newest, key=lambda area: area.name)


def square_of(area: Area) -> tuple[int, int]:
    """The square of 500 m in which a point inside the area lies."""
    assert area.x is not None
    assert area.y is not None
    return blurred(area.x, area.y)
