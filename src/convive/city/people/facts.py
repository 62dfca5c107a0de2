"""What somebody tells of themselves, in one piece: from a form, from a talk, from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convive.city.people import hours
from convive.city.people.lists import Channel

if TYPE_CHECKING:
    from convive.city.people.models import Participant


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one person; what was not told stays empty.

    `place` is the corner of a square as `places.blurred` gives it. `languages` are pairs of an ISO 639 code and a band;
    `hours` are weekday (0 is Monday), first and last minute after midnight.
    """

    name: str
    email: str = ""
    phone: str = ""
    channel: str = str(Channel.MAIL)
    language: str = "en"
    adult: bool = False
    birth_year: int | None = None
    gender: str = ""
    gender_wish: str = ""
    place: tuple[int, int] | None = None
    interests: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    life_stage: str = ""
    needs: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    hours: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What was written down before somebody was entered here, with its days: what a file has beside facts.

    `agreed` are purposes and the moments at which the person agreed to them; `judged` are languages, who judged them
    and on which day.
    """

    since: dt.date | None = None
    agreed: tuple[tuple[str, dt.datetime], ...] = ()
    judged: tuple[tuple[str, str, dt.date], ...] = ()


NO_PAPER = Paper()


def digits(phone: str) -> str:
    """By which phone numbers are compared: without what people put between the digits, and "0032…" as "+32…"."""
    return "".join(sign for sign in phone if sign.isdigit()).removeprefix("00")


def facts_of(row: Participant) -> Facts:
    """What is known of a participant. Two queries."""
    told: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    told |= {name: tuple(getattr(row, name)) for name in LISTS}
    return Facts(
        **told,
        place=None if row.place_x is None else (row.place_x, row.place_y),
        languages=tuple(row.languages.values_list("language", "band")),
        hours=tuple(row.hours.values_list("weekday", "start", "end")),
    )


def change_of(before: Facts, told: Mapping[str, Any], other: Facts) -> dict[str, Any]:
    """What a person told, as a change of `before`, for another row of theirs that knows `other`: facts that stayed are
    left out, and of languages and hours only those that came, went or changed are taken over.
    """
    found: dict[str, Any] = {}
    for name, value in told.items():
        was = getattr(before, name)
        if name == "languages":
            gone = dict(was).keys() - dict(value).keys()
            kept = {code: band for code, band in other.languages if code not in gone}
            told_anew = {code: band for code, band in value if (code, band) not in was}
            if gone or told_anew:
                found[name] = tuple((kept | told_anew).items())
        elif name == "hours":
            earlier, now = hours.minutes(was), hours.minutes(value)
            if earlier != now:
                mine = (hours.minutes(other.hours) - (earlier - now)) | (now - earlier)
                found[name] = tuple(hours.of_minutes(mine))
        elif set(value) != set(was) if name in LISTS else value != was:
            found[name] = value
    return found


# Columns of a participant that are written as they are told; the others need a table of their own or a thought.
PLAIN = (
    "name", "email", "phone", "channel", "language", "adult", "birth_year", "gender", "gender_wish", "life_stage",
)  # fmt: skip
LISTS = ("interests", "goals", "needs")
KNOWN = frozenset((*PLAIN, *LISTS, "place", "languages", "hours"))


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as columns of a participant; languages and hours have tables of their own and are left out.

    Raises: TypeError: there is no such fact.
    """
    unknown = set(values) - KNOWN
    if unknown:
        raise TypeError(f"no facts of a person: {', '.join(sorted(unknown))}")
    found: dict[str, Any] = {name: values[name] for name in PLAIN if name in values}
    if "email" in found:
        found["email"] = found["email"].strip().lower()
    found |= {name: list(dict.fromkeys(values[name])) for name in LISTS if name in values}
    if "place" in values:
        found["place_x"], found["place_y"] = values["place"] or (None, None)
    return found


def check_reachable(*, email: str, phone: str, channel: str) -> None:
    """Raise ValidationError where nobody could reach the person in the way they wish."""
    if not email and not phone:
        raise ValidationError({"email": _("Give an e-mail address or a phone number.")})
    if channel == Channel.MAIL and not email:
        raise ValidationError({"email": _("Give an e-mail address, or choose another way to reach you.")})
    if channel != Channel.MAIL and not phone:
        raise ValidationError({"phone": _("Give a phone number, or choose another way to reach you.")})
