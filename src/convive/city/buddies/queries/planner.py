"""What the planner works with: who waited how long, who waits, and the pool of today.

Nothing here names anybody: groups, numbers and profiles of volunteers, for whoever runs the programme.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from convive.city.buddies import engine
from convive.city.buddies.codes import Answer, IntakeOutcome, Side
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.people.lists import Gender
from convive.engines.matching import BANDS, Criteria, Hours, Newcomer, Proposal, Volunteer, propose
from convive.engines.waits import ahead, between
from convive.engines.waits import waits as waited

YEAR = 365
EVENING = 17 * 60
WEEKEND = 5
# So many languages beside the one that is practised.
MOST_LANGUAGES = 8
SPEAKS_WELL = ("B1", "B2", "C1", "C2")
# Metres from the middle of the pool within which somebody lives in the middle.
MIDDLE = 1500
MOST_PROFILES = 6
TIMES = ("evening", "daytime", "weekend")


@dataclass(frozen=True)
class Person:
    """What the planner knows of somebody: languages with bands, stretches of the week, wish, place."""

    languages: tuple[tuple[str, str], ...]
    hours: tuple[Hours, ...]

    @property
    def times(self) -> frozenset[str]:
        return times_of(self.hours)


@dataclass
class Wait:
    """A wait of a newcomer, and the groups in which it is counted."""

    began: dt.date
    met: dt.date | None
    left: dt.date | None
    groups: list[str] = field(default_factory=list)


def times_of(hours: Iterable[Hours]) -> frozenset[str]:
    """When somebody is free, of `TIMES`."""
    found = set()
    for day, start, end in hours:
        if day >= WEEKEND:
            found.add("weekend")
            continue
        if end > EVENING:
            found.add("evening")
        if start < EVENING:
            found.add("daytime")
    return frozenset(found)


def persons(participants: Sequence[int]) -> dict[int, Person]:
    """Languages and free hours of participants, by key. Two queries."""
    languages, hours = engine.languages_and_hours(participants)
    return {
        key: Person(tuple(languages.get(key, ())), tuple(sorted(hours.get(key, ())))) for key in participants
    }


def past_waits(programme: Programme) -> list[Wait]:
    """The waits of all newcomers: from the day on which they were ready, or began to wait, to the day on which they
    were asked about a duo to which both said yes. Four queries.
    """
    zone = ZoneInfo(programme.city.time_zone)
    duos: dict[int, list[dt.date]] = {}
    both = Duo.objects.filter(
        programme=programme, newcomer_answer=Answer.YES, volunteer_answer=Answer.YES
    ).order_by("proposed_at")
    for key, at in both.values_list("newcomer_id", "proposed_at"):
        duos.setdefault(key, []).append(at.astimezone(zone).date())
    rows = list(
        Application.objects.filter(programme=programme, side=Side.NEWCOMER, outcome=IntakeOutcome.READY)
        .select_related("participant")
        .order_by("pk")
    )
    known = persons([row.participant_id for row in rows])
    spoken = Counter(
        language
        for person in known.values()
        for language, band in person.languages
        if band in SPEAKS_WELL and language != programme.practised
    )
    languages = {language for language, _number in spoken.most_common(MOST_LANGUAGES)}
    found: list[Wait] = []
    for row in rows:
        groups = list(groups_of(row, known[row.participant_id], languages))
        found += [Wait(*each, groups) for each in _waits_of(row, duos.get(row.pk, []))]
    return found


def _waits_of(
    row: Application, asked: Sequence[dt.date]
) -> Iterable[tuple[dt.date, dt.date | None, dt.date | None]]:
    first = asked[0] if asked else None
    began = row.pooled_since if first is None else row.intake_done_on
    if began is not None:
        yield (min(began, first) if first else began), first, row.withdrawn_on
    # Back in the pool after a duo: another wait, of which the newest is known.
    if first and row.pooled_since and row.pooled_since > first:
        met = next((day for day in asked if day >= row.pooled_since), None)
        yield row.pooled_since, met, row.withdrawn_on


def groups_of(row: Application, person: Person, languages: Iterable[str]) -> Iterable[str]:
    """Groups as "kind:code". Somebody who speaks two languages is in two of them."""
    yield "all:"
    spoken = {language for language, band in person.languages if band in SPEAKS_WELL}
    yield from (f"language:{each}" for each in sorted(spoken & set(languages)))
    yield from (f"time:{each}" for each in TIMES if each in person.times)
    yield f"wish:{row.participant.gender_wish}"


@dataclass(frozen=True)
class Material:
    """What a plan is made of. Once it is read, nothing more is asked of the database."""

    programme: Programme
    today: dt.date
    waits: list[Wait]
    newcomers: list[Newcomer]
    volunteers: list[Volunteer]


def read(programme: Programme, today: dt.date) -> Material:
    """A few queries, however many people."""
    return Material(programme, today, past_waits(programme), *engine.people(programme, today))


def work_out(material: Material, progress: Callable[[int], None]) -> dict[str, Any]:
    """What the planner shows, as plain data without words: it is kept for the day and read in any language."""
    programme, today, found = material.programme, material.today, material.waits
    newcomers, volunteers = material.newcomers, material.volunteers
    since = max(today - dt.timedelta(days=YEAR), programme.since)
    groups = [_group(name, found, since, today) for name in _order(found)]
    progress(50)
    proposal = propose(newcomers, volunteers, Criteria.of(programme.criteria), today=today)
    progress(90)
    return {
        "since": since.isoformat(),
        "today": today.isoformat(),
        "groups": [each for each in groups if each["people"]],
        "newcomers": len(newcomers),
        "volunteers": len(volunteers),
        "would_wait": len(proposal.waiting),
        "profiles": profiles(programme, proposal, newcomers, volunteers),
    }


def _order(found: Sequence[Wait]) -> list[str]:
    sizes = Counter(group for wait in found for group in wait.groups)
    kinds = ("all", "language", "time", "wish")
    times = {f"time:{each}": place for place, each in enumerate(TIMES)}
    return sorted(
        sizes, key=lambda name: (kinds.index(name.split(":")[0]), times.get(name, 0), -sizes[name], name)
    )


def _group(name: str, found: Sequence[Wait], since: dt.date, today: dt.date) -> dict[str, Any]:
    mine = [wait for wait in found if name in wait.groups]
    episodes, _unused = between(
        [wait.began for wait in mine],
        [wait.met for wait in mine],
        [wait.left for wait in mine],
        since=since,
        today=today,
    )
    queue = sum(
        wait.met is None and (wait.left is None or wait.left > today) and wait.began <= today for wait in mine
    )
    told = waited(episodes)
    median = told[0].median if told and not told[0].too_few else None
    met = told[0].events if told else 0
    flow = ahead(queue, met, max(1, (today - since).days))
    kind, code = name.split(":", 1)
    return {
        "kind": kind,
        "code": code,
        "people": len(episodes),
        "met": met,
        "queue": queue,
        "median": None if median is None else {"days": median.days, "low": median.low, "high": median.high},
        "ahead": None if flow.too_few else {"days": flow.expected, "low": flow.low, "high": flow.high},
    }


@dataclass(frozen=True)
class Profile:
    """A volunteer to look for, and how many of those who wait they could meet. `where`: of the compass, or "middle"."""

    languages: tuple[str, ...]
    times: tuple[str, ...]
    gender: str
    where: str
    people: int


def profiles(
    programme: Programme, proposal: Proposal, newcomers: Sequence[Newcomer], volunteers: Sequence[Volunteer]
) -> list[dict[str, Any]]:
    """Which volunteers would free most people: those like a volunteer whom many would need, and, for newcomers whom
    nobody fits, the time, side of the town and gender that most of them have in common.
    """
    middle = _middle([*newcomers, *volunteers])
    by_id = {each.id: each for each in volunteers}
    asked = Criteria.of(programme.criteria).hard.language or (programme.practised,)
    found = []
    for recruit in proposal.recruiting:
        like = by_id[recruit.like]
        well = [code for code, band in like.languages if BANDS.index(band) >= BANDS.index("B2")]
        # What newcomers practise comes first.
        languages = tuple(sorted(well, key=lambda code: (code not in asked, code)))
        # Her gender matters where somebody who waits has a wish.
        wishes = {each.wish for each in newcomers if each.id in recruit.newcomers and each.wish}
        gender = like.gender if like.gender in wishes else ""
        where = _where(like.place, middle)
        times = tuple(each for each in TIMES if each in times_of(like.available))
        found.append(Profile(languages, times, gender or "", where, recruit.people))
    alone = {each.id for each in proposal.waiting if not each.fits}
    left = [each for each in newcomers if each.id in alone and each.available]
    while left and len(found) < MOST_PROFILES:
        common = Counter(
            (time, _where(each.place, middle), gender)
            for each in left
            for time in times_of(each.available)
            for gender in ([each.wish] if each.wish else ["", *Gender.values])
        )
        (time, where, gender), number = max(
            common.items(), key=lambda pair: (pair[1], not pair[0][2], pair[0])
        )
        found.append(Profile(tuple(asked[:1]), (time,), gender or "", where, number))
        left = [
            each
            for each in left
            if time not in times_of(each.available)
            or _where(each.place, middle) != where
            or (each.wish or gender) != gender
        ]
    return [asdict(each) for each in sorted(found, key=lambda each: -each.people)[:MOST_PROFILES]]


def _middle(people: Sequence[Newcomer | Volunteer]) -> tuple[float, float] | None:
    places = [each.place for each in people if each.place]
    if not places:
        return None
    return sum(x for x, _y in places) / len(places), sum(y for _x, y in places) / len(places)


def _where(place: tuple[float, float] | None, middle: tuple[float, float] | None) -> str:
    if place is None or middle is None:
        return ""
    x, y = place[0] - middle[0], place[1] - middle[1]
    if max(abs(x), abs(y)) < MIDDLE:
        return "middle"
    if abs(x) > abs(y):
        return "east" if x > 0 else "west"
    return "north" if y > 0 else "south"
