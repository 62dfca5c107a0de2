"""What the core itself brings to the desk's navigation."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from convive.core import access, desk
from convive.core.models import City, User


def rooms(user: User, city: City) -> Iterable[desk.Room]:
    if access.sees_people(user, city):
        yield desk.Room(
            _("People"), reverse("core:people", args=[city.slug]), _("Who has which role, since when.")
        )
        yield desk.Room(
            _("Organisations"),
            reverse("core:organisations", args=[city.slug]),
            _("Associations, schools and services that work here."),
        )
    if access.sees_audit(user, city):
        yield desk.Room(
            _("Audit"), reverse("core:audit", args=[city.slug]), _("Every act: who, what, when, why.")
        )


desk.register("core", rooms=rooms)
