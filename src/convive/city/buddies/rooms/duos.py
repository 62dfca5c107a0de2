from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from convive.city.buddies.access import with_participants
from convive.city.buddies.phases import duos
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core.models import City


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """The duos that the person is in."""
    keys = {row.pk for row in participants}
    rows = duos(city.today).filter(with_participants(keys), over_on__isnull=True, starts_on__isnull=False)
    for duo in rows.select_related("newcomer__participant", "volunteer__participant"):
        other = duo.other_than(keys)
        yield Card(
            title=_("You and %(name)s") % {"name": other.name},
            about=_("When you meet, how many hours you have, and who helps you."),
            url=reverse("buddies:own-duo", args=[city.slug, duo.pk]),
            action=_("Open"),
        )


register("buddies.duos", cards)
