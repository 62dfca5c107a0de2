"""Why something was done, as a code from a closed list: nobody writes about a person.

Where a person can have several reasons, the form asks and the action takes one of the classes here. Where there is
one only, the action states it. An app registers its own in `ready`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.codes import Codes

REASONS = Codes("reason")


def register_reasons(*classes: type[models.TextChoices]) -> None:
    """Let the reasons of these classes be written. The same code twice, with another name, is a mistake."""
    for each in classes:
        REASONS.register(dict(each.choices))


class Purpose(models.TextChoices):
    """Why the system did something, or a person who could have one reason only."""

    OWN_WISH = "own-wish", _("the person asked for it")
    COMMAND_LINE = "command-line", _("on the command line, by whoever runs the installation")
    SET_UP = "set-up", _("to set the installation up")
    NOT_KEPT = "not-kept", _("done before reasons were kept")


class GiveReason(models.TextChoices):
    """Why somebody was given a role."""

    STARTS = "starts", _("Begins with this work")
    TAKES_OVER = "takes-over", _("Takes over from somebody")
    MORE_HANDS = "more-hands", _("More people are needed for it")
    STANDS_IN = "stands-in", _("Stands in for somebody")


class EndReason(models.TextChoices):
    """Why a role ended."""

    LEFT = "left", _("Does not work here any more")
    OTHER_TASK = "other_task", _("Has another task now")
    MISTAKE = "mistake", _("Was given by mistake")


class JoinReason(models.TextChoices):
    """Why an organisation was added."""

    WORKS_HERE = "works-here", _("Works in the city already")
    AGREEMENT = "agreement", _("Has an agreement with the city")
    OWN_REQUEST = "own-request", _("Asked to take part")


register_reasons(Purpose, GiveReason, EndReason, JoinReason)
