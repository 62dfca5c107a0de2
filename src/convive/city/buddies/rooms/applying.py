from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convive.city.buddies import erasing, exporting
from convive.city.people import erasing as leaving
from convive.city.people import exporting as taking_away
from convive.core.verbs import register_verbs

register_verbs(
    {
        "application.sent": _("applied to a programme"),
        "application.left": _("left a programme"),
        "duo.left": _("left a duo"),
    }
)
leaving.register("buddies", stop=erasing.stop, erase=erasing.erase, busy=erasing.busy)
taking_away.register("buddies", exporting.export)
