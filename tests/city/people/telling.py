"""Somebody who takes part, and what they tell, for the tests of this folder."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from convive.city.buddies.codes import BuddyReason
from convive.city.buddies.models import Programme
from convive.city.people.actions import enrol
from convive.city.people.facts import Facts
from convive.city.people.lists import Agreed
from convive.city.people.models import Participant
from convive.core.models import User
from tests.city import making

NAME, EMAIL, PHONE = "Zahirullah Verdwijnt", "zahir@example.org", "+32 499 77 66 55"


def facts(**more: Any) -> Facts:
    told = {
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "language": "nl",
        "adult": True,
        "interests": ("walking",),
        "goals": ("language",),
        "languages": (("nl", "A2"), ("ps", "C2")),
        "hours": ((0, 9 * 60, 12 * 60), (5, 9 * 60, 17 * 60)),
        "place": (3_950_000, 3_120_000),
    }
    return Facts(**(told | more))


def enrolled(cast: SimpleNamespace, *, by: User | None = None, **more: Any) -> Participant:
    return enrol(cast.city, cast.buddies, facts(**more), [Agreed.TAKE_PART], by=by, why=BuddyReason.APPLIED)


def programme(cast: SimpleNamespace, **more: Any) -> Programme:
    return making.programme(cast.city, cast.buddies, **{"slug": "together", **more})


def form(**more: Any) -> dict[str, Any]:
    """What a browser sends, but for when the form was opened."""
    return {
        "name": NAME,
        "email": EMAIL,
        "phone": "",
        "channel": "mail",
        "language": "nl",
        "municipality": "Rivertown",
        "language_1": "nl",
        "band_1": "A2",
        "language_2": "ps",
        "band_2": "C2",
        "day_0": ["evening"],
        "day_5": ["morning", "afternoon"],
        "interests": ["walking"],
        "goals": ["language"],
        "adult": "on",
        "consent_take_part": "on",
        **more,
    }
