"""Every address of the site, and who may open it.

`Door` for an address of our own, one line each; `Prefix` for the pages that libraries bring. An address that is in
neither fails the suite (`test_doors.py`). Answers: 200 opens, 302 is sent to sign in, 403 right city but not the right,
404 does not exist for you.
"""

from __future__ import annotations

from tests.doors import buddies, people
from tests.doors.kinds import (
    ADMINISTRATOR,
    EDITOR,
    EVERYBODY,
    IMPORTERS,
    NOBODY,
    OF_THE_CITY,
    PARTICIPANT,
    SECRETARY,
    Door,
    Prefix,
    desk,
    own,
    public,
)

DOORS = [
    # The desk
    # Whoever works in one city goes straight to its desk.
    Door("in/", {who: 200 if who in (PARTICIPANT, SECRETARY, EDITOR) else 302 for who in EVERYBODY}),
    desk("in/<slug:city>/"),
    desk("in/<slug:city>/people/", OF_THE_CITY),
    desk("in/<slug:city>/people/give-role/", ADMINISTRATOR),
    desk("in/<slug:city>/people/<int:membership>/end/", ADMINISTRATOR, membership="membership"),
    desk("in/<slug:city>/organisations/", OF_THE_CITY),
    desk("in/<slug:city>/organisations/add/", ADMINISTRATOR),
    desk("in/<slug:city>/audit/", ADMINISTRATOR),
    desk(
        "in/<slug:city>/audit/<str:object_type>/<str:object_key>/",
        ADMINISTRATOR,
        object_type="core.membership",
        object_key="membership",
    ),
    desk("in/<slug:city>/import/", IMPORTERS),
    desk("in/<slug:city>/import/new/", IMPORTERS),
    desk("in/<slug:city>/import/<int:pk>/", IMPORTERS, pk="import"),
    # The network's own rooms
    Door(
        "network/audit/",
        dict.fromkeys(EVERYBODY, 404) | {NOBODY: 302, SECRETARY: 200, EDITOR: 403},
    ),
    # A person's own pages
    own("me/"),
    own("me/account/"),
    own("me/sign-in/"),
    own("me/sessions/"),
    own("me/data/"),
    # Sends to prove first who it is: here nobody has typed a password.
    own("me/erase/", 302),
    # Open data
    public("api/v1/openapi.json"),
    public("api/v1/", 404),
    public("api/v1/cities/<city>/indicators", city="rivertown"),
    public("api/v1/cities/<city>/areas", city="rivertown"),
    public("api/v1/cities/<city>/areas/<area_set>.geojson", city="rivertown", area_set="districts-2020"),
    public("api/v1/cities/<city>/values", query="?indicator=inhabitants", city="rivertown"),
    public("api/v1/cities/<city>/values.csv", query="?indicator=inhabitants", city="rivertown"),
    public("api/v1/cities/<city>/values.csv-metadata.json", query="?indicator=inhabitants", city="rivertown"),
    # No worker has been at it.
    public("api/v1/cities/<city>/mix", 202, city="rivertown"),
    public("api/v1/cities/<city>/mix.csv", 202, city="rivertown"),
    # The demo alone
    public("walk-in/"),
    public("walk-in/<str:key>/", 404, key="nobody-of-that-name"),
    public("media/<path:path>", 404, path="absent.png"),
    # For machines
    public("health/"),
    # Choosing a language is a form: looking at its address does nothing.
    public("language/", 405),
    # The rooms of the city
    *people.DOORS,
    *buddies.DOORS,
]

# Of signing in, what answers to somebody who has not signed in.
SIGNING_IN = frozenset(
    {
        "accounts/login/",
        "accounts/login/code/",
        "accounts/signup/",
        "accounts/inactive/",
        "accounts/password/reset/",
        "accounts/password/reset/done/",
        "accounts/3rdparty/login/cancelled/",
    }
)
# Of the editors' pages, what only somebody who administers the installation would need: nobody opens it.
CLOSED_TO_EDITORS = tuple(f"content/{part}/" for part in ("users", "groups", "sites", "locales", "settings"))
# An error that the library makes on purpose, to try the page of errors out.
FAULT_ON_PURPOSE = "content/failwhale/"

PREFIXES = [
    # What allauth brings: signing in is for everybody; what lies behind asks for the account itself.
    Prefix("accounts/", "accounts/login/", frozenset({NOBODY}), public=SIGNING_IN),
    # What Wagtail brings: the editors of the network.
    Prefix("_util/", "_util/login/", frozenset()),
    # Its pictures and the words of its scripts are for everybody, and say nothing of anybody.
    Prefix(
        "content/",
        "content/",
        frozenset({EDITOR, SECRETARY}),
        public=frozenset({"content/jsi18n/", "content/sprite/"}),
    ),
    Prefix("documents/", "documents/1/absent.pdf", frozenset(), 404),
    # The public pages, in six languages.
    Prefix("", "cities/", frozenset(EVERYBODY)),
]
