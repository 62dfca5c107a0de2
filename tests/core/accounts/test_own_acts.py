"""What a person did to their account stands on their own page, and in nobody else's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.account import signals
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as single_sign_on
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession

from convive.core import own_acts
from convive.core.models import AccountAuditEntry, User
from convive.core.verbs import VERBS
from tests.core.accounts.conftest import PASSWORD, mailed_code


def acts(user: User) -> list[str]:
    return list(AccountAuditEntry.objects.filter(actor=user).order_by("pk").values_list("verb", flat=True))


def test_a_new_password_stands_there(officer: User, sign_in) -> None:
    client, new = sign_in(officer), "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert acts(officer) == ["account.password-changed"]
    page = client.get("/me/").content.decode()
    assert "Changed the password" in page
    assert "the person asked for it" in page


def test_a_password_that_is_reset_by_mail_stands_there(officer: User, client) -> None:
    client.post("/accounts/password/reset/", {"email": officer.email})
    client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    new = "another horse battery"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert acts(officer) == ["account.password-reset"]


def test_another_address_stands_there(officer: User, sign_in) -> None:
    client = sign_in(officer)
    client.post("/accounts/email/", {"email": "moved@example.org", "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    officer.refresh_from_db()
    assert officer.email == "moved@example.org"
    assert "account.address-changed" in acts(officer)


def test_a_new_name_and_ended_sessions_stand_there(officer: User, sign_in) -> None:
    there, here = sign_in(officer), sign_in(officer)
    here.post("/me/account/", {"name": "Hanne", "language": "nl"})
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post("/me/sessions/", {"end": other.pk})
    here.post("/me/sessions/", {"end": other.pk})
    assert there.get("/me/").status_code == 302
    assert acts(officer) == ["account.changed", "account.sessions-ended"]


@pytest.mark.parametrize(
    ("kind", "added", "removed"),
    [
        ("webauthn", "account.passkey-added", "account.passkey-removed"),
        ("totp", "account.app-added", "account.app-removed"),
        ("recovery_codes", "account.codes-made", "account.codes-removed"),
    ],
)
def test_a_key_that_comes_or_goes_stands_there(officer: User, kind: str, added: str, removed: str) -> None:
    key = Authenticator(user=officer, type=kind, data={})
    told = {"sender": Authenticator, "request": None, "user": officer, "authenticator": key}
    second_step.authenticator_added.send(**told)
    second_step.authenticator_reset.send(**told)
    second_step.authenticator_removed.send(**told)
    assert acts(officer) == [added, added, removed]


def test_single_sign_on_that_comes_or_goes_stands_there(officer: User) -> None:
    account = SocialAccount(user=officer, provider="sso", uid="1")
    login = SocialLogin(user=officer, account=account)
    single_sign_on.social_account_added.send(sender=SocialLogin, request=None, sociallogin=login)
    single_sign_on.social_account_removed.send(sender=SocialAccount, request=None, socialaccount=account)
    assert acts(officer) == ["account.single-sign-on-added", "account.single-sign-on-removed"]


def test_every_signal_that_changes_an_account_is_heard() -> None:
    assert {VERBS.checked(verb) for verb in own_acts.VERBS.values()} == set(own_acts.VERBS.values())
    assert set(own_acts.KINDS) == set(Authenticator.Type)
    changing = {name for name in dir(signals) if name.startswith(("password_", "email_"))}
    heard = {name for name in changing if getattr(signals, name) in own_acts.VERBS}
    # A confirmed address changes nothing by itself, and wrong codes are counted by the rate limits.
    assert changing - heard == {
        "email_confirmed",
        "email_confirmation_sent",
        "email_verification_code_rejected",
        "password_reset_code_rejected",
    }


def test_nobody_sees_what_another_did(cast: SimpleNamespace, officer: User, sign_in, signed_in) -> None:
    sign_in(officer).post("/me/account/", {"name": "Hanne", "language": "en"})
    for other in (cast.city_administrator, cast.secretary, cast.newcomer):
        assert "Changed name or language" not in signed_in(other).get("/me/").content.decode()
    assert "account.changed" not in signed_in(cast.secretary).get("/network/audit/").content.decode()


def test_own_acts_are_in_the_file_of_ones_data(officer: User, sign_in) -> None:
    client = sign_in(officer)
    client.post("/me/account/", {"name": "Hanne", "language": "en"})
    (act,) = client.get("/me/data/").json()["own_acts"]
    assert (act["verb"], act["why"]) == ("account.changed", "own-wish")
