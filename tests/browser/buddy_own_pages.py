"""The pages of newcomers, volunteers and whoever wants to be one: how a browser comes to them, and what is no page.

In an address, `{duo}` and the like are keys of rows; `test_buddy_own_pages.py` looks them up.
"""

from __future__ import annotations

from typing import Any

from tests.browser.visits import CITY, Visit

PROGRAMME = "samen-op-pad"
OWN = "me/in/<slug:city>/"
DUO, APPLICATION, PROOF = "duos/<int:pk>/", "applications/<int:pk>/", "hours/proofs/<str:code>/"
JOIN = "join/<slug:city>/<slug:programme>/"
QUESTIONS = ("contact", "languages", "hours", "place", "interests", "goals", "life", "wish", "needs")


def mine(route: str, address: str = "", who: str = "newcomer", **more: Any) -> Visit:
    return Visit(f"{OWN}{route}", f"/me/in/{CITY}/{address or route}", who, **more)


def of_the_duo(route: str, key: str = "duo", **more: Any) -> Visit:
    return mine(f"{DUO}{route}", f"duos/{{{key}}}/{route.replace('<int:number>', '1')}", **more)


def of_the_application(route: str, key: str, **more: Any) -> Visit:
    return mine(f"{APPLICATION}{route}", f"applications/{{{key}}}/{route}", **more)


def joining(route: str, address: str = "", **more: Any) -> Visit:
    return Visit(f"{JOIN}{route}", f"/join/{CITY}/{PROGRAMME}/{address or route}", **more)


# While the two of the cast meet.
MEETING = (
    mine(""),
    *(mine("you/<slug:question>/", f"you/{question}/") for question in QUESTIONS),
    mine("consents/"),
    mine("data/"),
    mine("delete/"),
    of_the_duo(""),
    of_the_duo("meeting/"),
    of_the_duo("plan/"),
    of_the_duo("agreements/"),
    of_the_duo("agreements/<int:number>/"),
    of_the_duo("pause/"),
    of_the_duo("more-time/"),
    of_the_duo("stop/"),
    mine("proposals/<int:pk>/", "proposals/{duo}/"),
    mine("meetings/<int:pk>/", "meetings/{told}/"),
    mine("meetings/<int:pk>/", "meetings/{settled}/"),
    mine("activities/"),
    mine("calendar/"),
    mine("hours/"),
    mine("hours/add/"),
    mine("hours/<int:pk>/", "hours/{added}/"),
    mine("hours/<int:pk>/", "hours/{of_a_meeting}/"),
    mine("hours/<int:pk>/", "hours/{confirmed}/"),
    mine("hours/proof/"),
    mine(PROOF, "hours/proofs/{proof}/"),
    mine(f"{PROOF}take-back/", "hours/proofs/{proof}/take-back/"),
    mine(PROOF, "hours/proofs/{taken_back}/"),
)
VOLUNTEER = (
    mine("", who="volunteer"),
    of_the_duo("", who="volunteer"),
    of_the_duo("meeting/", who="volunteer"),
)
# What is seen once a form was sent.
SENT = (
    of_the_duo("meeting/", status=422),
    mine("consents/", "consents/?take-back"),
    mine("calendar/", "calendar/?made"),
)
# Where somebody stands on the way, and what they open there: `{waits}` is their application, or their duo.
ON_THE_WAY: dict[str, tuple[Visit, ...]] = {
    "applied": (of_the_application("", "applied"), of_the_application("stop/", "applied")),
    "talks": (of_the_application("", "talks"),),
    "waits": (
        mine("", "?waits"),
        of_the_application("", "waits"),
        of_the_application("wait/", "waits"),
    ),
    "not_now": (of_the_application("", "not_now"), of_the_application("go-on/", "not_now")),
    "asked": (mine("", "?asked"), mine("proposals/<int:pk>/", "proposals/{asked}/")),
    "said_yes": (mine("proposals/<int:pk>/", "proposals/{said_yes}/"),),
    "accepted": (
        mine("", "?accepted"),
        mine("proposals/<int:pk>/", "proposals/{accepted}/"),
        of_the_duo("", "accepted"),
        of_the_duo("agreements/<int:number>/", "accepted"),
    ),
    "paused": (of_the_duo("", "paused"), of_the_duo("resume/", "paused")),
    "time_is_over": (of_the_duo("", "time_is_over"), of_the_duo("more-time/", "time_is_over")),
    "day_has_passed": (
        mine("", "?day-has-passed"),
        of_the_duo("", "day_has_passed"),
        mine(f"{DUO}meeting/", "duos/{day_has_passed}/meeting/?planned={planned}"),
    ),
    "parted": (
        mine("", "?parted"),
        mine("applications/<int:pk>/volunteer/", "applications/{application}/volunteer/"),
        of_the_duo("", "parted"),
    ),
}
OWN_PAGES = MEETING + VOLUNTEER + SENT + tuple(visit for visits in ON_THE_WAY.values() for visit in visits)

OPEN_TO_ALL = (
    Visit("join/<slug:city>/", f"/join/{CITY}/"),
    joining(""),
    joining("<slug:side>/", "newcomer/"),
    joining("<slug:side>/", "volunteer/"),
    joining("<slug:side>/", "newcomer/", status=422),
    joining("thanks/"),
    Visit("me/enter/", "/me/enter/"),
    Visit("me/enter/", "/me/enter/?sent"),
    Visit("me/enter/<str:uidb64>/<str:token>/", "/me/enter/{user}/{token}/"),
    Visit("me/enter/<str:uidb64>/<str:token>/", "/me/enter/{user}/no-such-token/"),
    Visit("proof/<slug:city>/<str:code>/", f"/proof/{CITY}/{{proof}}/"),
    Visit("proof/<slug:city>/<str:code>/", f"/proof/{CITY}/{{taken_back}}/"),
)

FILE, FORM = "a file", "only ever a form, which leads back to its page"
NO_PAGES: dict[str, str] = {
    rf"{OWN}duos/<int:pk>/agreements/<int:number>/pdf/|{OWN}hours/.*(proof\.pdf|code\.svg)": FILE,
    rf"{OWN}(duos/<int:pk>/not-met|meetings/<int:pk>/take-back)/": FORM,
    rf"{OWN}(activities/<int:pk>|hours/<int:pk>/delete)/": FORM,
}
