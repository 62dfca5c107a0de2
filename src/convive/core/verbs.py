"""What each verb of the audit is called on the screen. An app registers its own in `ready`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_verbs: dict[str, object] = {}


def register_verbs(verbs: dict[str, object]) -> None:
    """Give verbs their names for people. Registering a verb twice with another name is a mistake."""
    for verb, name in verbs.items():
        if _verbs.setdefault(verb, name) is not name:
            raise ValueError(f"the audit verb {verb!r} is registered twice")


def verb_names() -> dict[str, object]:
    """Every registered verb with its name."""
    return dict(_verbs)


register_verbs(
    {
        "organisation.added": _("added an organisation"),
        "membership.added": _("gave somebody a role"),
        "membership.ended": _("ended somebody's role"),
    }
)
