"""Where a person is signed in, and how that ends. Each function asks a fixed number of database queries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from convive.core import clock
from convive.core.models import User

# More open sessions than this, and the oldest end at the next sign-in.
AT_MOST = 20

# In a session: when its person signed in.
SIGNED_IN_AT = "signed_in_at"

# The first that fits: every browser calls itself by the names of the ones before it.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True)
class Place:
    """One browser in which the person is signed in."""

    session: UserSession
    device: str
    here: bool


def places(user: User, *, current_key: str | None) -> list[Place]:
    """Where the account is signed in now, this browser first, then the newest."""
    rows = _open_sessions(user)[:AT_MOST]
    found = [Place(row, device(row.user_agent), row.session_key == current_key) for row in rows]
    return sorted(found, key=lambda place: not place.here)


def end(user: User, session_id: int) -> bool:
    """End one of the person's sessions. False where it is not theirs, or over."""
    keys = list(UserSession.objects.filter(user=user, pk=session_id).values_list("session_key", flat=True))
    _end(keys)
    return bool(keys)


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of the person, or every other one. Returns how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    _end(keys)
    return len(keys)


def tidy(user: User) -> None:
    """Forget sessions that are over, and end the oldest where there are too many. Called at every sign-in."""
    over = UserSession.objects.filter(user=user).exclude(session_key__in=_live_keys())
    over.delete()
    _end(list(_open_sessions(user).values_list("session_key", flat=True)[AT_MOST - 1 :]))


def forget_over() -> int:
    """Forget, for everybody, where sessions that are over were held: a network address is personal data."""
    deleted, _by_table = UserSession.objects.exclude(session_key__in=_live_keys()).delete()
    return deleted


def forget_counts() -> int:
    """Forget counts of tries whose time is over: some are kept by network address."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_shared_cache WHERE expires < %s", [clock.now()])
        return cursor.rowcount


def device(user_agent: str) -> str:
    """A browser and a system in words, from what a browser says of itself."""
    browser = next((name for name, pattern in BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether this browser's person signed in so lately that nobody else can have taken their chair."""
    age = clock.now().timestamp() - request.session.get(SIGNED_IN_AT, 0)
    return age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _live_keys() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=clock.now()).values("session_key")


def _open_sessions(user: User) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=user, session_key__in=_live_keys()).order_by("-created_at", "-pk")


def _end(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
