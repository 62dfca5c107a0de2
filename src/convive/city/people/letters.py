"""Letters to people who take part: in their language, few words, one link that opens their own page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from convive.city.people.entry import entry_link
from convive.city.people.models import Participant
from convive.core.mail import send_later

# Subject and lines, made where the language of the reader is the active one.
Words = Callable[[], tuple[str, Sequence[str]]]


def key(participant: Participant) -> str:
    """By which the letters to somebody, as who takes part here, are found among all that wait."""
    return f"{participant._meta.label_lower}:{participant.pk}"


def write(participant: Participant, words: Words, path: str = "", *, contact: str = "") -> bool:
    """Leave a letter for the worker, with a link to `path` (else to the person's own page of the city) at its end, and
    whom to ask (`contact`). Words of which the last line ends in a colon lead to the link themselves.

    False where the person has no address: then nobody is written to.
    """
    if not participant.email:
        return False
    with translation.override(participant.language):
        subject, lines = words()
        page = path or reverse("people:own-home", args=[participant.city.slug])
        text = [_("Hello %(name)s,") % {"name": participant.name}, "", *lines]
        if participant.user is not None:
            lead = [] if lines and lines[-1].endswith(":") else ["", _("Your own page:")]
            text += [*lead, entry_link(participant.user, page)]
        if contact:
            text += ["", _("Your contact person: %(contact)s") % {"contact": contact}]
        if participant.organisation is not None:
            text += ["", participant.organisation.name]
        send_later(participant.email, subject, "\n".join(text), participant.language, of=key(participant))
    return True
