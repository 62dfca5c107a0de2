from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.test import Client

from convive.core.models import User
from tests.core.accounts.conftest import an_hour_later, who_is_in


def app_code(secret: str, moment: float) -> str:
    """What an authenticator app shows (RFC 6238, with the defaults of every app)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def switch_on(client: Client, monkeypatch) -> str:
    """Set up the app as its owner does; the clock of the code stands still. Returns the key."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml' in page
    found = re.search(r'<code dir="ltr">([A-Z2-7]{32})</code>', page)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": app_code(found[1], now)})
    assert answer.status_code == 302
    return found[1]


def test_a_password_alone_no_longer_opens_once_the_app_is_on(
    officer: User, sign_in: Callable[..., Client], monkeypatch
) -> None:
    secret = switch_on(sign_in(officer), monkeypatch)
    client = sign_in(officer)
    assert who_is_in(client) is None
    assert b"One more step" in client.get("/accounts/2fa/authenticate/").content
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert who_is_in(client) is None
    client.post("/accounts/2fa/authenticate/", {"code": app_code(secret, time.time())})
    assert who_is_in(client) == officer.pk


def test_a_code_of_the_app_works_once(officer: User, sign_in: Callable[..., Client], monkeypatch) -> None:
    code = app_code(switch_on(sign_in(officer), monkeypatch), time.time())
    first, second = sign_in(officer), sign_in(officer)
    first.post("/accounts/2fa/authenticate/", {"code": code})
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert who_is_in(first) == officer.pk
    assert who_is_in(second) is None


def test_a_recovery_code_opens_once(officer: User, sign_in: Callable[..., Client], monkeypatch) -> None:
    owner = sign_in(officer)
    switch_on(owner, monkeypatch)
    codes = re.findall(r"<code>(\d{8})</code>", owner.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    first, second = sign_in(officer), sign_in(officer)
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    second.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert who_is_in(first) == officer.pk
    assert who_is_in(second) is None


def test_a_copy_of_the_database_holds_no_key_of_an_app(
    officer: User, sign_in: Callable[..., Client], monkeypatch, settings
) -> None:
    secret = switch_on(sign_in(officer), monkeypatch)
    assert Authenticator.objects.count() == 2
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    # A new secret of the site, with the old one kept for a while.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret", [settings.SECRET_KEY]
    client = sign_in(officer)
    client.post("/accounts/2fa/authenticate/", {"code": app_code(secret, time.time())})
    assert who_is_in(client) == officer.pk


def test_ways_to_sign_in_ask_first_who_you_are(officer: User, sign_in: Callable[..., Client]) -> None:
    client = an_hour_later(sign_in(officer))
    for path in ("totp/activate", "webauthn/add", "recovery-codes/generate"):
        answer = client.get(f"/accounts/2fa/{path}/")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/"), path
