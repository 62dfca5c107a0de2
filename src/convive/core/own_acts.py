"""What a person does to their account on the pages that allauth brings is an act too: its signals write the audit."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as single_sign_on
from django.dispatch import Signal

from convive.core import audit

VERBS = {
    account.password_set: "account.password-chosen",
    account.password_changed: "account.password-changed",
    account.password_reset: "account.password-reset",
    account.email_added: "account.address-added",
    account.email_changed: "account.address-changed",
    account.email_removed: "account.address-removed",
}
KINDS = {
    Authenticator.Type.WEBAUTHN: ("account.passkey-added", "account.passkey-removed"),
    Authenticator.Type.TOTP: ("account.app-added", "account.app-removed"),
    Authenticator.Type.RECOVERY_CODES: ("account.codes-made", "account.codes-removed"),
}


def _write(signal: Signal, user: Any, **_more: Any) -> None:
    audit.record_own(VERBS[signal], user)


def _write_key_added(user: Any, authenticator: Authenticator, **_more: Any) -> None:
    audit.record_own(KINDS[Authenticator.Type(authenticator.type)][0], user)


def _write_key_removed(user: Any, authenticator: Authenticator, **_more: Any) -> None:
    audit.record_own(KINDS[Authenticator.Type(authenticator.type)][1], user)


def _write_connected(sociallogin: Any, **_more: Any) -> None:
    audit.record_own("account.single-sign-on-added", sociallogin.user)


def _write_disconnected(socialaccount: Any, **_more: Any) -> None:
    audit.record_own("account.single-sign-on-removed", socialaccount.user)


def listen() -> None:
    """Called once, when the site starts."""
    for signal in VERBS:
        signal.connect(_write)
    second_step.authenticator_added.connect(_write_key_added)
    second_step.authenticator_reset.connect(_write_key_added)
    second_step.authenticator_removed.connect(_write_key_removed)
    single_sign_on.social_account_added.connect(_write_connected)
    single_sign_on.social_account_removed.connect(_write_disconnected)
