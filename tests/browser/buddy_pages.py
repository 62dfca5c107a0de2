"""The pages of the buddy rooms for staff: how a browser comes to them, and which of their addresses are no pages."""

from __future__ import annotations

from typing import Any

from tests.browser.visits import IN, Visit, desk

PROGRAMME = "samen-op-pad"
OF_ONE, OF_A_DUO, OF_A_PERSON = (
    "buddies/<slug:programme>/",
    "buddies/duos/<int:pk>/",
    "buddies/<slug:programme>/people/<int:pk>/",
)
# Of those who have answered a question of an intake, and what they can do next.
ACTS_BEFORE = ("plan", "record", "check", "withdraw")
ACTS_WAITING = ("hold", "out")


def of_one(route: str, address: str = "", **more: Any) -> Visit:
    """A page of the demo's programme. `{waiting}` and the like in its address are keys of rows."""
    return desk(f"{OF_ONE}{route}", f"buddies/{PROGRAMME}/{address or route}", "coordinator", **more)


def of_a_duo(route: str, duo: str = "active", **more: Any) -> Visit:
    address = route.replace("<int:number>", "1").replace("<slug:signer>", "volunteer")
    return desk(f"{OF_A_DUO}{route}", f"buddies/duos/{{{duo}}}/{address}", "coordinator", **more)


def of_a_person(act: str, person: str) -> Visit:
    return desk(
        f"{OF_A_PERSON}<slug:act>/",
        f"buddies/{PROGRAMME}/people/{{{person}}}/{act}/",
        "coordinator",
        named=True,
    )


def staff(route: str, address: str = "", **more: Any) -> Visit:
    return desk(route, address, "coordinator", **more)


# While nobody has asked for duos, and while a table is open.
BEFORE = (
    staff("buddies/"),
    staff("buddies/programmes/new/"),
    of_one("settings/"),
    of_one("settings/criteria/"),
    of_one("people/"),
    of_one("people/", "people/?words=zzz"),
    of_one("people/import/"),
    of_one("people/<int:pk>/", "people/{applied}/", named=True),
    of_one("people/<int:pk>/", "people/{waiting}/", named=True),
    *(of_a_person(act, "applied") for act in ACTS_BEFORE),
    *(of_a_person(act, "waiting") for act in ACTS_WAITING),
    of_a_person("pool", "held"),
    of_a_person("capacity", "volunteer"),
    staff("participants/to-tell/"),
    staff("participants/<int:pk>/delete/", "participants/{participant}/delete/", named=True),
    of_one("matching/"),
    of_one("duos/"),
    of_one("follow-ups/"),
    of_one("hours/"),
    of_one("activities/"),
    of_one("activities/new/"),
    staff("buddies/activities/<int:pk>/", "buddies/activities/{activity}/", named=True),
    staff("buddies/activities/<int:pk>/change/", "buddies/activities/{activity}/change/"),
    of_one("planner/", ready="#waits", alike=("nl",)),
    of_one("funders/"),
    of_one("funders/add/"),
    of_one("funders/<int:pk>/", "funders/{commitment}/"),
    of_one("funders/<int:pk>/end/", "funders/{commitment}/end/"),
    of_a_duo("", named=True),
    of_a_duo("", "asked", named=True),
    of_a_duo("", "over", named=True),
    of_a_duo("answer/", "asked"),
    of_a_duo("take-back/", "asked"),
    of_a_duo("agreements/draw-up/", "asked"),
    of_a_duo("agreements/amend/"),
    of_a_duo("agreements/extend/"),
    of_a_duo("agreements/renew/"),
    of_a_duo("agreements/<int:number>/"),
    of_a_duo("agreements/<int:number>/", "accepted"),
    of_a_duo("agreements/<int:number>/paper/<slug:signer>/", "unsigned"),
    of_a_duo("pause/"),
    of_a_duo("resume/", "paused"),
    of_a_duo("close/"),
    of_a_duo("meeting/"),
    of_a_duo("plan/"),
    of_a_duo("follow-up/"),
    staff("buddies/meetings/<int:pk>/", "buddies/meetings/{meeting}/"),
    staff("buddies/applications/<int:pk>/wait-again/", "buddies/applications/{parted}/wait-again/"),
    staff("buddies/applications/<int:pk>/ask-to-go-on/", "buddies/applications/{parted}/ask-to-go-on/"),
    staff("hours/"),
    staff("hours/<str:code>/", "hours/{code}/"),
)
WITH_A_TABLE = (
    of_one("matching/", "matching/?page=1", ready="#duos"),
    of_one("matching/ask/"),
    of_one("matching/close/"),
    of_one("matching/people/<int:pk>/", "matching/people/{lined}/", ready="#choices"),
    of_one("matching/<int:round>/", "matching/{round}/"),
    of_one("matching/<int:round>/waiting/<slug:side>/", "matching/{round}/waiting/newcomer/"),
    of_one("matching/<int:round>/waiting/<slug:side>/", "matching/{round}/waiting/volunteer/"),
)
OF_AN_IMPORT = (of_one("people/import/<slug:key>/", ready=".facts"),)
STAFF = BEFORE + WITH_A_TABLE + OF_AN_IMPORT

FILE, FORM = "a file", "only ever a form, which leads back to its page"
NO_PAGES: dict[str, str] = {
    rf"{IN}buddies/<slug:programme>/(people/export|funders/report).*": FILE,
    rf"{IN}buddies/<slug:programme>/planner/waits\..*|{IN}buddies/duos/.*/pdf/": FILE,
    rf"{IN}buddies/<slug:programme>/matching/(propose/|again/|lines/.*)": FORM,
    rf"{IN}buddies/duos/<int:pk>/(not-met|called|tried)/": FORM,
    rf"{IN}participants/<int:pk>/told/": FORM,
    rf"{IN}buddies/(meetings/<int:pk>/take-back|activities/<int:pk>/sign-up)/": FORM,
}
