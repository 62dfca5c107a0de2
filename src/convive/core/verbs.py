"""What each verb of the audit is called on the screen. An app registers its own in `ready`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from convive.core.codes import Codes

VERBS = Codes("audit verb")
register_verbs = VERBS.register

register_verbs(
    {
        "organisation.added": _("added an organisation"),
        "membership.added": _("gave somebody a role"),
        "membership.ended": _("ended somebody's role"),
        "network.role-given": _("gave somebody a role in the network"),
        "network.role-ended": _("ended somebody's role in the network"),
        "city.added": _("added the city"),
        "account.changed": _("changed name or language"),
        "account.erased": _("erased the account"),
        "account.sessions-ended": _("ended sessions"),
        "account.password-chosen": _("chose a password"),
        "account.password-changed": _("changed the password"),
        "account.password-reset": _("chose a new password with a mailed code"),
        "account.address-added": _("added an e-mail address"),
        "account.address-changed": _("changed the e-mail address"),
        "account.address-removed": _("removed an e-mail address"),
        "account.passkey-added": _("added a passkey"),
        "account.passkey-removed": _("removed a passkey"),
        "account.app-added": _("switched an authenticator app on"),
        "account.app-removed": _("switched the authenticator app off"),
        "account.codes-made": _("made recovery codes"),
        "account.codes-removed": _("removed the recovery codes"),
        "account.single-sign-on-added": _("connected single sign-on"),
        "account.single-sign-on-removed": _("disconnected single sign-on"),
    }
)
