from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convive.city.buddies import access
from convive.city.buddies.actions.agreements.drawing import NOTICE
from convive.city.buddies.codes import Answer
from convive.city.buddies.models import Duo
from convive.city.buddies.panels import register_panel
from convive.city.buddies.queries import agreements as queries
from convive.city.people.cards import Card, register
from convive.city.people.models import Participant
from convive.core import desk
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "agreement.drawn_up": gettext_lazy("drew up an agreement"),
        "agreement.signed": gettext_lazy("signed an agreement"),
        "agreement.noted": gettext_lazy("noted a signature on paper"),
        "duo.begun": gettext_lazy("began a duo"),
        "duo.paused": gettext_lazy("paused a duo"),
        "duo.resumed": gettext_lazy("ended the pause of a duo"),
        "duo.closed": gettext_lazy("closed a duo"),
        "application.asked_to_go_on": gettext_lazy("asked somebody to go on as a volunteer"),
        "application.went_on": gettext_lazy("went on as a volunteer"),
    }
)


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """One line for each kind of thing; it leads to the first of them."""
    if not access.coordinates(user, city):
        return
    unsafe = _duos(queries.ended_unsafe(user, city), "pk")
    draw = _duos(queries.to_draw_up(user, city), "pk")
    own = _duos(queries.for_the_organisation(user, city), "duo_id")
    late = _duos(queries.unsigned(user, city), "duo_id")
    over = _duos(queries.term_over(user, city), "pk")
    if number := len(unsafe):
        yield _task(
            ngettext(
                "%(number)d duo ended because somebody did not feel safe",
                "%(number)d duos ended because somebody did not feel safe",
                number,
            ),
            _("Call both today."), city, unsafe, _("Open the duo"),
        )  # fmt: skip
    if number := len(draw):
        yield _task(
            ngettext("%(number)d agreement to draw up", "%(number)d agreements to draw up", number),
            _("Both have said yes."), city, draw, _("Draw up the agreement"),
        )  # fmt: skip
    if number := len(own):
        yield _task(
            ngettext("%(number)d agreement to sign", "%(number)d agreements to sign", number),
            _("The signature of the organisation is missing."), city, own, _("Read and sign"),
        )  # fmt: skip
    if number := len(late):
        why = _("Not all have signed, for more than %(days)d days.") % {"days": queries.PATIENCE}
        yield _task(
            ngettext("%(number)d agreement waits", "%(number)d agreements wait", number),
            why, city, late, _("Open the duo"),
        )  # fmt: skip
    if number := len(over):
        yield _task(
            ngettext("The term of %(number)d duo is over", "The term of %(number)d duos is over", number),
            _("Renew the agreement, or close the duo."), city, over, _("Open the duo"),
        )  # fmt: skip


def _duos(rows: QuerySet[Any], key: str) -> list[int]:
    return list(rows.values_list(key, flat=True))


def _task(title: str, why: str, city: City, found: list[int], action: str) -> desk.Task:
    url = reverse("buddies:duo", args=[city.slug, found[0]])
    return desk.Task(title % {"number": len(found)}, why, url, action)


def cards(city: City, participants: Sequence[Participant]) -> Iterable[Card]:
    """What waits for the person's signature, and the question whether they go on as a volunteer."""
    keys = {row.pk for row in participants}
    for agreement, _side in queries.to_sign(keys):
        yield Card(
            title=_("Sign your agreement"),
            about=_("You and %(name)s. Read it, then sign it.")
            % {"name": agreement.duo.other_than(keys).name},
            url=reverse("buddies:own-agreement", args=[city.slug, agreement.duo_id, agreement.number]),
            action=_("Read and sign"),
            urgent=True,
        )
    for application in queries.asked_to_go_on(keys, city.today):
        yield Card(
            title=_("Would you like to help somebody who is new?"),
            about=_("You know how it works. You can go on as a volunteer."),
            url=reverse("buddies:own-go-on", args=[city.slug, application.pk]),
            action=_("Tell me more"),
        )


def panel(request: HttpRequest, duo: Duo) -> Mapping[str, Any] | None:
    """The agreement on a coordinator's page of a duo: from the second yes on, and after whatever end."""
    over = duo.over_on is not None
    if not over and not duo.newcomer_answer == duo.volunteer_answer == Answer.YES:
        return None
    return _standing(request, duo) | {
        "again": queries.could_wait_again(duo, request.city.today) if over else []
    }


def own_panel(request: HttpRequest, duo: Duo) -> Mapping[str, Any] | None:
    """The agreement on the page of the two themselves, from the second yes on."""
    if not duo.newcomer_answer == duo.volunteer_answer == Answer.YES:
        return None
    return _standing(request, duo)


def _standing(request: HttpRequest, duo: Duo) -> dict[str, Any]:
    today = request.city.today
    versions = queries.versions(duo)
    running = duo.starts_on is not None and duo.over_on is None
    waiting = next((row for row in versions if row.standing == "waits"), None)
    return {
        "versions": versions,
        "waiting": waiting,
        "may_sign": waiting is not None and access.side_of(request.user, duo) in waiting.missing,
        "holding": next((row for row in versions if row.standing == "holds"), None),
        "begun": duo.starts_on is not None,
        "running": running,
        "pauses": list(queries.pauses(duo, today)) if running else [],
        "renewable": running and (duo.ends_on - today).days <= NOTICE,
        "extendable": running and duo.ends_on >= today,
    }


desk.register("buddies.agreements", tasks=tasks)
register("buddies.agreements", cards)
register_panel("buddies/agreements/panel.html", panel, 20)
register_panel("buddies/me/agreements/panel.html", own_panel, 60, own=True)
