from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convive.city.buddies import access, panels
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Duo, HoursEntry
from convive.city.buddies.queries import hours as queries
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core import desk
from convive.core.access import has_role
from convive.core.models import City, User
from convive.core.roles import Role
from convive.core.verbs import register_verbs

register_verbs(
    {
        "hours.added": gettext_lazy("wrote down hours"),
        "hours.deleted": gettext_lazy("deleted hours"),
        "hours.confirmed": gettext_lazy("confirmed hours"),
        "proof.made": gettext_lazy("made a proof of hours"),
        "proof.taken-back": gettext_lazy("took a proof of hours back"),
    }
)


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """How far the newcomer is. Two queries."""
    applications = queries.newcomer_applications(participants)
    if not applications:
        return
    confirmed, waiting = queries.totals(participants)
    target = queries.target_of(applications)
    about = _("Everything you do with others counts: show a code, and somebody who was there confirms it.")
    if waiting:
        about = _("%(hours)s more wait until somebody confirms them.") % {"hours": queries.duration(waiting)}
    yield Card(
        title=queries.Wallet(target, confirmed, waiting, (), (), frozenset()).sentence,
        about=about,
        url=reverse("buddies:own-hours", args=[city.slug]),
        action=_("See your hours"),
    )


def own_panel(request: HttpRequest, duo: Duo) -> dict[str, Any] | None:
    """For the newcomer alone: the wallet is theirs, and the volunteer does not look into it."""
    if access.side_of(request.user, duo) != Side.NEWCOMER:
        return None
    applications = queries.newcomer_applications(request.participants)
    confirmed, waiting = queries.totals(request.participants)
    return {
        "wallet": queries.Wallet(queries.target_of(applications), confirmed, waiting, (), (), frozenset()),
        "of_duo": queries.duration(sum(queries.of_duo(duo)[:2])),
    }


def staff_panel(request: HttpRequest, duo: Duo) -> dict[str, Any] | None:
    """What the duo's meetings brought. What the newcomer did elsewhere is theirs to show."""
    confirmed, waiting, entries = queries.of_duo(duo)
    return {
        "confirmed": queries.duration(confirmed),
        "waiting": queries.duration(waiting) if waiting else "",
        "entries": entries,
    }


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """Hours that wait for a coordinator, a line for each programme. Two queries at most, beside the programmes."""
    if not access.coordinates(user, city):
        return
    programmes = {row.pk: row for row in access.programmes_once(user, city)}
    waiting: dict[int, int] = {}
    rows = HoursEntry.objects.filter(confirmed_at__isnull=True, on__lte=city.today).order_by()
    for source in ("meeting__duo__programme", "attendance__activity__programme"):
        found = rows.filter(**{f"{source}__in": programmes}).values_list(source)
        for key, number in found.annotate(number=Count("pk")):
            waiting[key] = waiting.get(key, 0) + number
    for key, number in sorted(waiting.items()):
        title = ngettext("%(number)d entry of hours waits", "%(number)d entries of hours wait", number)
        yield desk.Task(
            title=title % {"number": number},
            why=programmes[key].name,
            url=reverse("buddies:programme-hours", args=[city.slug, programmes[key].slug]),
            action=_("Confirm hours"),
        )


def rooms(user: User, city: City) -> Iterable[desk.Room]:
    """For whoever is there when a newcomer takes part, and has no other room of buddies."""
    if has_role(user, city, Role.ORGANISATION_MEMBER):
        about = _("Confirm that somebody took part, with the code that they show.")
        yield desk.Room(_("Hours"), reverse("buddies:enter-hours-code", args=[city.slug]), about)


register("buddies.hours", cards)
panels.register_tab(gettext_lazy("Hours"), "buddies:programme-hours", 35)
panels.register_panel("buddies/hours_panel.html", staff_panel, 50)
panels.register_panel("buddies/me/hours_panel.html", own_panel, 50, own=True)
desk.register("buddies.hours", tasks=tasks, rooms=rooms)
