from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.buddies import access, panels
from convive.core import desk
from convive.core.models import City, User
from convive.core.verbs import register_verbs

register_verbs(
    {
        "programme.added": gettext_lazy("added a programme"),
        "programme.changed": gettext_lazy("changed the settings of a programme"),
    }
)
panels.register_tab(gettext_lazy("Settings"), "buddies:settings", 90)


def rooms(user: User, city: City) -> Iterable[desk.Room]:
    if access.coordinates(user, city):
        about = _("Programmes, the people in them, and their duos.")
        yield desk.Room(_("Buddies"), reverse("buddies:programmes", args=[city.slug]), about)


desk.register("buddies", rooms=rooms)
