from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convive.city.buddies import access, panels, standing
from convive.city.buddies.phases import ApplicationPhase as Phase
from convive.city.buddies.phases import applications
from convive.city.buddies.queries.intake import TO_RECORD
from convive.city.buddies.queries.programmes import intake_waits
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core import desk
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "application.intake-planned": gettext_lazy("planned the intake talk"),
        "application.intake-held": gettext_lazy("wrote down the intake talk"),
        "application.held": gettext_lazy("set a day before which no duo is wanted"),
        "application.pooled": gettext_lazy("put on the waiting list"),
        "application.out-of-pool": gettext_lazy("took off the waiting list"),
        "application.capacity": gettext_lazy("changed how many duos at once"),
        "application.checked": gettext_lazy("wrote down a screening or training"),
        "application.withdrawn": gettext_lazy("stopped"),
        "application.imported": gettext_lazy("added from a file"),
        "application.changed-by-file": gettext_lazy("changed by a file"),
        "duo.imported": gettext_lazy("added a duo from a file"),
        "duo.changed-by-file": gettext_lazy("changed a duo by a file"),
        "programme.imported": gettext_lazy("imported people and duos"),
        "programme.exported": gettext_lazy("took all people and duos away as a file"),
    }
)
panels.register_tab(gettext_lazy("People"), "buddies:people", 10)

# What is told elsewhere on the person's page: a duo has a card of its own, and so has a question about one.
TOLD_ELSEWHERE = frozenset({Phase.IN_DUO, Phase.PROPOSED, Phase.ACCEPTED})


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """In each programme: who waits for an answer, and which talks are to be written down."""
    if not access.coordinates(user, city):
        return
    for each in intake_waits(access.programmes_once(user, city)):
        people = reverse("buddies:people", args=[city.slug, each.programme.slug])
        if each.applied:
            title = ngettext(
                "%(number)s person applied and waits for an answer",
                "%(number)s people applied and wait for an answer",
                each.applied,
            )
            told = {"number": each.applied}
            url = f"{people}?phase={Phase.APPLIED!s}"
            yield desk.Task(title % told, each.programme.name, url, _("Plan intake talks"))
        if each.to_record:
            title = ngettext(
                "%(number)s intake talk is to be written down",
                "%(number)s intake talks are to be written down",
                each.to_record,
            )
            told = {"number": each.to_record}
            yield desk.Task(
                title % told, each.programme.name, f"{people}?phase={TO_RECORD}", _("Write them down")
            )


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """Where the person's own applications stand, while nothing else on their page tells it."""
    rows = applications(city.today).filter(participant__in=participants, withdrawn_on__isnull=True)
    for row in rows.select_related("programme__city"):
        if row.phase in TOLD_ELSEWHERE:
            continue
        where, _then = standing.for_person(row, city.today)
        yield Card(
            title=row.programme.name,
            about=where,
            url=reverse("buddies:own-application", args=[city.slug, row.pk]),
            action=_("See what happens next"),
        )


desk.register("buddies.intake", tasks=tasks)
register("buddies.intake", cards)
