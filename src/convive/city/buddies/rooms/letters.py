from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convive.core.verbs import register_verbs

register_verbs(
    {
        "reminder.sent": _("sent a reminder"),
        "digest.sent": _("sent the week's letter"),
        "feed.made": _("made the address of a calendar"),
        "feed.ended": _("ended the address of a calendar"),
    }
)
