from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from convive.city.buddies.models import Duo
from convive.city.buddies.phases import duos
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core.models import City


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """The duos that the person is in."""
    keys = {row.pk for row in participants}
    mine = Q(newcomer__participant__in=keys) | Q(volunteer__participant__in=keys)
    rows = duos(city.today).filter(mine, over_on__isnull=True, starts_on__isnull=False)
    for duo in rows.select_related("newcomer__participant", "volunteer__participant"):
        other = other_of(duo, keys)
        yield Card(
            title=_("You and %(name)s") % {"name": other.name},
            about=_("When you meet, how many hours you have, and who helps you."),
            url=reverse("buddies:own-duo", args=[city.slug, duo.pk]),
            action=_("Open"),
        )


def other_of(duo: Duo, mine: set[int]) -> Participant:
    """The other of the two."""
    newcomer, volunteer = duo.newcomer.participant, duo.volunteer.participant
    return volunteer if newcomer.pk in mine else newcomer


register("buddies.duos", cards)
