"""What this app brings to the rest of the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convive.city.people import (
    actions,
    exporting,
    reasons,  # noqa: F401  (registers itself)
)
from convive.city.people.access import coordinates, participants_for
from convive.city.people.actions.changing import follow_account
from convive.city.people.lists import Agreed, CheckKind, Judge
from convive.city.people.queries import cities_taking_part, to_be_told
from convive.core import desk, own_pages, people_data
from convive.core.desk import Room, Task
from convive.core.details import register_details
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "participant.added": gettext_lazy("added somebody who takes part"),
        "participant.changed": gettext_lazy("changed what is known of a person"),
        "participant.told": gettext_lazy("told when data are deleted"),
        "participant.reminded": gettext_lazy("reminded that data are deleted soon"),
        "participant.erased": gettext_lazy("deleted a person's data"),
        "consent.given": gettext_lazy("agreed to something"),
        "consent.withdrawn": gettext_lazy("took back what they agreed to"),
        "language.judged": gettext_lazy("judged how well somebody speaks a language"),
        "check.added": gettext_lazy("wrote down a check"),
    }
)
register_details(purpose=Agreed, consents=Agreed, judged_by=Judge, kind=CheckKind)


def pages(user: User) -> Iterable[Room]:
    for city in cities_taking_part(user):
        about = _("Whom you meet, your hours, and what we know about you.")
        yield Room(city.name, reverse("people:own-home", args=[city.slug]), about)


def tasks(user: User, city: City) -> Iterable[Task]:
    """Whom no letter reaches is told by somebody."""
    if not coordinates(user, city):
        return
    number = to_be_told(participants_for(user, city)).count()
    if number:
        title = ngettext(
            "%(number)s person is to be told when their data are deleted",
            "%(number)s people are to be told when their data are deleted",
            number,
        )
        why = _("No letter reaches them, and nothing is deleted before they know.")
        yield Task(
            title % {"number": number}, why, reverse("people:to-tell", args=[city.slug]), _("Tell them")
        )


def follow(user: User, to_email_address: EmailAddress, **_more: Any) -> None:
    user.email = to_email_address.email
    follow_account(user)


email_changed.connect(follow)
desk.register("people", tasks=tasks)
own_pages.register("people", pages)
people_data.register("people", exporting.export, actions.erase_account_data, follow_account)
