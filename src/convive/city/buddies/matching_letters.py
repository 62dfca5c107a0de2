"""Letters about a proposal: short, plain, in the language of the person, with no word about the other."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from convive.city.buddies.codes import Code, Side
from convive.city.buddies.models import Duo
from convive.city.people.letters import write


def asked(duo: Duo) -> None:
    """To both: we found somebody for you."""
    for side in Side.values:
        _send(
            duo,
            side,
            lambda: _("We found somebody for you to meet"),
            lambda: [
                _("We found somebody who wants to meet you, and whom you may like to meet."),
                _("Read about it and say yes or no. A no is fine, and needs no reason."),
                _("Please answer within %(days)d days.") % {"days": duo.programme.answer_days},
            ],
        )


def over(duo: Duo, side: Code) -> None:
    """To the one who did not say no, or whose proposal was taken back: it does not go on this time."""
    _send(
        duo,
        side,
        lambda: _("This time it does not go on"),
        lambda: [
            _("The meeting that we proposed to you does not go on. You did nothing wrong."),
            _("You keep your place on the list. We look for somebody else for you."),
        ],
    )


def _send(duo: Duo, side: str, subject: Callable[[], str], lines: Callable[[], list[str]]) -> None:
    page = reverse("buddies:own-proposal", args=[duo.programme.city.slug, duo.pk])
    person = duo.application(side).participant
    write(person, lambda: (subject(), lines()), page, contact=duo.programme.contact)
