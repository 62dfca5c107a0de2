from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from convive.city.buddies import access, matching_words, panels
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Duo
from convive.city.buddies.phases import DuoPhase, duos
from convive.city.buddies.queries import matching as queries
from convive.city.buddies.queries.contact import contact_of
from convive.city.people import cards as own_cards
from convive.city.people.access import run_by
from convive.city.people.models import Participant
from convive.core import clock, desk
from convive.core.languages import pick
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "matching.opened": _lazy("asked for a matching table"),
        "matching.again": _lazy("had a matching table worked out again"),
        "matching.closed": _lazy("closed a matching table"),
        "matching.locked": _lazy("locked a line of a matching table"),
        "matching.unlocked": _lazy("unlocked a line of a matching table"),
        "matching.held-back": _lazy("held a line of a matching table back"),
        "matching.released": _lazy("no longer holds a line of a matching table back"),
        "matching.taken-out": _lazy("took a line out of a matching table"),
        "matching.put-together": _lazy("put two people together in a matching table"),
        "duo.asked": _lazy("asked two people whether they want to meet"),
        "duo.answered": _lazy("answered a proposal"),
        "duo.taken-back": _lazy("took a proposal back"),
    }
)


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """Proposals that wait for an answer longer than the programme's days to answer."""
    if not access.coordinates(user, city):
        return
    run = run_by(user, city, "programme__organisation")
    for slug, names, number in queries.late(city, clock.now(), run):
        title = ngettext(
            "%(number)s duo waits for an answer", "%(number)s duos wait for an answer", number
        ) % {"number": matching_words.number(number)}
        why = _("%(programme)s: the days to answer are over. Call them.") % {"programme": pick(names)}
        url = reverse("buddies:matching", args=[city.slug, slug]) + "#asked"
        yield desk.Task(title, why, url, _("See who"))


def cards(city: City, participants: Sequence[Participant]) -> Iterable[own_cards.Card]:
    """Proposals that wait for the person's answer."""
    keys = {row.pk for row in participants}
    mine = Q(newcomer__participant__in=keys, newcomer_answer="")
    mine |= Q(volunteer__participant__in=keys, volunteer_answer="")
    for row in Duo.objects.filter(mine, over_on__isnull=True, starts_on__isnull=True):
        yield own_cards.Card(
            title=_("We found somebody for you to meet"),
            about=_("Read about it and say yes or no. A no is fine, and needs no reason."),
            url=reverse("buddies:own-proposal", args=[city.slug, row.pk]),
            action=_("Read and answer"),
            urgent=True,
        )


def proposal_panel(request: HttpRequest, duo: Duo) -> dict[str, Any]:
    """Why these two, and what both said."""
    return {
        "why": matching_words.reasons(duo.reasons),
        "answers": [
            {
                "who": duo.application(side).participant,
                "answer": getattr(duo, f"get_{side}_answer_display")(),
                "at": getattr(duo, f"{side}_answered_at"),
            }
            for side in Side.values
        ],
        "open": duo.over_on is None and duo.starts_on is None,
        "asked": _phase(duo) == DuoPhase.PROPOSED,
    }


def _phase(duo: Duo) -> str:
    phase = getattr(duo, "phase", None)
    return phase if phase is not None else duos(duo.city.today).get(pk=duo.pk).phase


def contact_panel(request: HttpRequest, duo: Duo) -> dict[str, Any] | None:
    """How the two reach each other, once both said yes and the other agreed to share it."""
    if duo.over_on is not None:
        return None
    contact = contact_of(duo, duo.other_than({each.pk for each in request.participants}))
    return {"contact": contact} if contact else None


panels.register_tab(_lazy("Matching table"), "buddies:matching", 20)
panels.register_panel("buddies/proposal_panel.html", proposal_panel, 10)
panels.register_panel("buddies/me/contact_panel.html", contact_panel, 30, own=True)
own_cards.register("buddies.matching", cards)
desk.register("buddies.matching", tasks=tasks)
