"""What this app brings to the rest of the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.people import (
    actions,
    exporting,
    reasons,  # noqa: F401  (registers itself)
)
from convive.city.people.actions.changing import follow_account
from convive.city.people.queries import cities_taking_part
from convive.core import own_pages, people_data
from convive.core.desk import Room
from convive.core.models import User
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


def pages(user: User) -> Iterable[Room]:
    for city in cities_taking_part(user):
        about = _("Whom you meet, your hours, and what we know about you.")
        yield Room(city.name, reverse("people:own-home", args=[city.slug]), about)


def follow(user: User, to_email_address: EmailAddress, **_more: Any) -> None:
    user.email = to_email_address.email
    follow_account(user)


email_changed.connect(follow)
own_pages.register("people", pages)
people_data.register("people", exporting.export, actions.erase_account_data, follow_account)
