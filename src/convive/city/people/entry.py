"""Entering one's own page by a link in a letter.

The link holds for seven days and opens once: signing in changes what it was made from. Opening it does nothing yet, so
that a program which looks through mail does not use it up; the button on the page signs in. Whoever works for a city or
for the network signs in as usual: a link in a mail box opens no desk.

A link that is old or was used still proves that a letter was sent to this account. With it, and only with it, another
one can be asked for without typing an address.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes, force_str
from django.utils.http import (
    base36_to_int,
    int_to_base36,
    url_has_allowed_host_and_scheme,
    urlsafe_base64_decode,
    urlsafe_base64_encode,
)

from convive.city.people.queries import works_anywhere
from convive.core import clock
from convive.core.models import User

# Seconds.
LASTS = 7 * 24 * 60 * 60
OWN = "/me/"


def entry_link(user: User, next_path: str = OWN) -> str:
    """The whole address for a letter. For whoever works here, the usual way to sign in."""
    query = f"?{urlencode({'next': safe_path(next_path)})}"
    if works_anywhere(user):
        return settings.SITE_URL + reverse("account_login") + query
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse("people:enter-by-link", args=[key, make_token(user)]) + query


def safe_path(path: str) -> str:
    """A page of one's own on this site, whatever was asked for."""
    return path if path.startswith(OWN) and url_has_allowed_host_and_scheme(path, set()) else OWN


def make_token(user: User) -> str:
    moment = int_to_base36(int(clock.now().timestamp()))
    return f"{moment}-{_signed('sent', user, moment)}-{_signed('open', user, moment)}"


def account_of(uidb64: str) -> User | None:
    """The account that a link names, whether or not the link is good."""
    try:
        key = int(force_str(urlsafe_base64_decode(uidb64)))
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.filter(pk=key, is_active=True).first() if 0 < key < 2**63 else None


def was_sent(user: User, token: str) -> bool:
    """The token was made here for this account, however long ago, used or not."""
    moment, sent, _open = _parts(token)
    return _same(sent, "sent", user, moment)


def opens(user: User, token: str) -> bool:
    """The token is good: made here, not used, not seven days old, and not for somebody who works here."""
    moment, sent, opened = _parts(token)
    if not (_same(sent, "sent", user, moment) and _same(opened, "open", user, moment)):
        return False
    age = clock.now().timestamp() - base36_to_int(moment)
    return 0 <= age + 1 <= LASTS and not works_anywhere(user)


def _parts(token: str) -> tuple[str, str, str]:
    parts = token.split("-")
    if len(parts) != 3 or not 0 < len(parts[0]) <= 8 or not parts[0].isalnum() or not parts[0].isascii():
        return "", "", ""
    return parts[0], parts[1], parts[2]


def _same(given: str, purpose: str, user: User, moment: str) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return bool(moment) and any(
        constant_time_compare(given, _signed(purpose, user, moment, secret)) for secret in secrets
    )


def _signed(purpose: str, user: User, moment: str, secret: str | None = None) -> str:
    state = [str(user.pk), moment]
    if purpose == "open":
        # What signing in, another password or another address changes.
        last = user.last_login.isoformat() if user.last_login else ""
        state += [last, user.password, user.email.lower()]
    digest = salted_hmac(f"convive.people.{purpose}", "\n".join(state), secret=secret, algorithm="sha256")
    return digest.hexdigest()[:40]
