from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convive.city.buddies import erasing, exporting
from convive.city.buddies.codes import Answer, Side, Signer
from convive.city.people import erasing as leaving
from convive.city.people import exporting as taking_away
from convive.city.people.lists import CheckKind
from convive.core.details import register_details
from convive.core.verbs import register_verbs

register_verbs(
    {
        "application.sent": _("applied to a programme"),
        "application.left": _("left a programme"),
        "duo.left": _("left a duo"),
    }
)
register_details(
    {
        "people_added": _("People added"),
        "people_changed": _("People changed"),
        "people_same": _("People who stay as they are"),
        "duos_added": _("Duos added"),
        "duos_changed": _("Duos changed"),
        "duos_same": _("Duos that stay as they are"),
        "version": _("version"),
        "until": _("until"),
        "round": _("matching round"),
    },
    side=Side,
    answer=Answer,
    signer=Signer,
    check=CheckKind,
)
leaving.register("buddies", lock=erasing.lock, stop=erasing.stop, erase=erasing.erase, busy=erasing.busy)
taking_away.register("buddies", exporting.export)
