"""Writes the invented programme into a city: rows as they stand after the acts of a year."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from convive.city.buddies.codes import Answer, Code, IntakeOutcome, MeetingKind, Outcome, Side, Signer
from convive.city.buddies.models import (
    Application,
    Commitment,
    Duo,
    FollowUp,
    GroupActivity,
    HoursEntry,
    Meeting,
    Pause,
    Programme,
)
from convive.city.people.lists import TEXT_VERSION, Agreed, Judge
from convive.city.people.models import Availability, Consent, Participant, SpokenLanguage
from convive.city.people.models.participant import BLUR
from convive.city.people.places import blurred
from convive.core import clock
from convive.core.models import City, Organisation, User
from convive.measures.models import Area
from convive.site.demo.buddies import texts
from convive.site.demo.buddies.invented import Invented, newcomers, volunteers
from convive.site.demo.buddies.journeys import TERM, Journey, Pair, plan

SIZES = {"small": (60, 40), "large": (5_000, 3_000)}
BATCH = 2_000


class Calendar:
    """Days and moments counted back from today."""

    def __init__(self, city: City) -> None:
        self.today = city.today

    def day(self, before: int) -> dt.date:
        return self.today - dt.timedelta(days=before)

    def at(self, before: int, hour: int = 9) -> dt.datetime:
        return dt.datetime.combine(self.day(before), dt.time(hour), dt.UTC)


def make(
    city: City, size: str, *, organisation: Organisation, coordinator: User, pair: tuple[User, User]
) -> Programme:
    """The programme of an organisation with its people, inside the city's scope. `pair` are the cast's newcomer and
    volunteer, who meet each other.
    """
    rng = random.Random(f"convive:{size}:buddies")
    when = Calendar(city)
    programme = Programme.objects.create(
        city=city, organisation=organisation, since=when.day(900), **texts.PROGRAMME
    )
    left, right = SIZES[size]
    ways_left, ways_right, pairs = plan(left, right, rng)
    middles = _middles()
    year = when.today.year
    people = newcomers(left, len(middles), rng, year), volunteers(right, len(middles), rng, year)
    rows_left = _apply(programme, Side.NEWCOMER, people[0], ways_left, middles, when, rng)
    rows_right = _apply(programme, Side.VOLUNTEER, people[1], ways_right, middles, when, rng)
    _set_capacity(rows_right, pairs)
    duos = _join(programme, rows_left, rows_right, pairs, when, coordinator)
    _meet(programme, duos, pairs, when, coordinator)
    _of_the_cast(duos, pairs, pair, when)
    _around(programme, duos, pairs, when)
    return programme


def _middles() -> list[tuple[int, int]]:
    """The middle of each district, on the grid."""
    areas = Area.objects.filter(area_set__code="districts", x__isnull=False).order_by(
        "area_set__year", "code"
    )
    return [blurred(x, y) for x, y in areas.values_list("x", "y")]


def _bulk(rows: Iterable[Any]) -> list[Any]:
    made = list(rows)
    return type(made[0]).objects.bulk_create(made, batch_size=BATCH) if made else []


def _apply(
    programme: Programme, side: Code, people: Sequence[Invented], ways: Sequence[Journey],
    middles: Sequence[tuple[int, int]], when: Calendar, rng: random.Random,
) -> list[Application]:  # fmt: skip
    city, organisation = programme.city, programme.organisation
    rows = _bulk(
        Participant(
            city=city, organisation=organisation, name=one.name, email=f"{side}{number}@people.example.org",
            language=one.letters, adult=True, birth_year=one.birth_year, gender=one.gender, gender_wish=one.wish,
            place_x=middles[one.district][0] + BLUR * one.steps[0],
            place_y=middles[one.district][1] + BLUR * one.steps[1],
            interests=list(one.interests), goals=list(one.goals), life_stage=one.stage,
            since=when.day(way.applied), delete_on=when.day(way.applied - 800), told_on=when.day(way.applied),
        )
        for number, (one, way) in enumerate(zip(people, ways, strict=True))
    )  # fmt: skip
    _bulk(
        SpokenLanguage(
            city=city, participant=row, language=language, band=band, judged_on=when.day(way.applied),
            judged_by=Judge.COORDINATOR if language == programme.practised and way.intake is not None else Judge.SELF,
        )
        for row, one, way in zip(rows, people, ways, strict=True)
        for language, band in one.languages
    )  # fmt: skip
    _bulk(
        Availability(city=city, participant=row, weekday=day, start=60 * first, end=60 * last)
        for row, one in zip(rows, people, strict=True)
        for day, first, last in one.hours
    )
    _bulk(
        Consent(
            city=city,
            participant=row,
            purpose=purpose,
            text_version=TEXT_VERSION,
            given_at=when.at(way.applied),
        )
        for row, way in zip(rows, ways, strict=True)
        for purpose in (Agreed.TAKE_PART, Agreed.SHARE_CONTACT)
    )
    return _bulk(
        _application(programme, side, row, way, when, rng) for row, way in zip(rows, ways, strict=True)
    )


def _application(
    programme: Programme, side: Code, row: Participant, way: Journey, when: Calendar, rng: random.Random
) -> Application:
    held = way.intake is not None and way.intake >= 0
    values: dict[str, Any] = {
        "municipality": rng.choice(programme.municipalities),
        "applied_at": when.at(way.applied),
        "intake_on": None if way.intake is None else when.at(way.intake, 14),
        "trajectory": rng.choice(("obliged", "voluntary", "none")) if side == Side.NEWCOMER else "",
    }
    if way.stands == "withdrawn":
        values |= {"withdrawn_on": when.day(rng.randint(1, way.applied))}
    if held and way.stands == "referred":
        values |= {"outcome": IntakeOutcome.REFERRED, "referred_to": "conversation"}
    elif held:
        values |= {"outcome": IntakeOutcome.READY}
    if held:
        values |= {"intake_done_on": when.day(way.intake or 0)}
    if way.waits is not None:
        values |= {"pooled_since": when.day(way.waits)}
    if way.stands == "held":
        values |= {"held_until": when.day(-rng.randint(10, 40))}
    return Application(city=programme.city, programme=programme, participant=row, side=side, **values)


def _set_capacity(rows: Sequence[Application], pairs: Sequence[Pair]) -> None:
    most: dict[int, int] = {}
    for pair in pairs:
        if pair.over is None:
            most[pair.volunteer] = max(most.get(pair.volunteer, 1), pair.slot)
    wider = [rows[at] for at, slots in most.items() if slots > 1]
    for at, slots in most.items():
        rows[at].capacity = slots
    Application.objects.bulk_update(wider, ["capacity"], batch_size=BATCH)


def _join(
    programme: Programme, left: Sequence[Application], right: Sequence[Application], pairs: Sequence[Pair],
    when: Calendar, coordinator: User,
) -> list[Duo]:  # fmt: skip
    def duo(pair: Pair) -> Duo:
        both = pair.stands != "proposed"
        values: dict[str, Any] = {}
        if both:
            answered = when.at(max(0, pair.asked - 3))
            values |= {
                "newcomer_answer": Answer.YES, "newcomer_answered_at": answered,
                "volunteer_answer": Answer.YES, "volunteer_answered_at": answered,
            }  # fmt: skip
        if pair.starts is not None:
            values |= {"starts_on": when.day(pair.starts), "ends_on": when.day(pair.starts - TERM)}
            values["municipality"] = left[pair.newcomer].municipality
            values["volunteer_municipality"] = right[pair.volunteer].municipality
        if pair.over is not None:
            over = Outcome.COMPLETED if pair.stands == "completed" else Outcome.ENDED_EARLY
            values |= {"over_on": when.day(pair.over), "outcome": over, "end_reason": pair.reason}
        return Duo(
            city=programme.city, programme=programme, newcomer=left[pair.newcomer], volunteer=right[pair.volunteer],
            slot=pair.slot, proposed_at=when.at(pair.asked), proposed_by=coordinator, **values,
        )  # fmt: skip

    rows = _bulk(duo(pair) for pair in pairs)
    begun = [(row, pair) for row, pair in zip(rows, pairs, strict=True) if pair.stands != "proposed"]
    texts.agree(begun, when, coordinator, (Signer.NEWCOMER, Signer.VOLUNTEER, Signer.ORGANISATION))
    _bulk(
        Pause(city=programme.city, duo=row, since=when.day(pair.pause[0]), reason="pause-holiday")
        for row, pair in begun
        if pair.pause
    )
    _bulk(
        FollowUp(
            city=programme.city, duo=row, due_on=due, by=coordinator if due < when.day(5) else None,
            done_on=due if due < when.day(5) else None, channel="phone" if due < when.day(5) else "",
            still_meeting=True if due < when.day(5) else None, satisfied=True if due < when.day(5) else None,
            next_step="nothing" if due < when.day(5) else "",
        )
        for row, pair in begun
        if pair.starts is not None and pair.over is None
        for due in (when.day(pair.starts - days) for days in programme.follow_ups)
    )  # fmt: skip
    return rows


def _meet(
    programme: Programme, duos: Sequence[Duo], pairs: Sequence[Pair], when: Calendar, coordinator: User
) -> None:
    rng = random.Random("convive:meetings")
    city = programme.city
    meetings = _bulk(
        Meeting(
            city=city, duo=row, on=when.day(day), kind=MeetingKind.HELD, minutes=minutes,
            place=rng.choice(("outdoors", "cafe", "library", "home")),
            doing=rng.choice(("talk", "walk", "cook", "city")),
            practised=True, logged_by=rng.choice((Side.NEWCOMER, Side.VOLUNTEER)), logged_at=when.at(max(0, day - 1)),
        )
        for row, pair in zip(duos, pairs, strict=True)
        for day, minutes in pair.held
    )  # fmt: skip
    _bulk(
        Meeting(
            city=city, duo=row, on=when.day(day), kind=MeetingKind.CANCELLED, logged_by=Side.VOLUNTEER,
            logged_at=when.at(day),
        )
        for row, pair in zip(duos, pairs, strict=True)
        for day in pair.cancelled
    )  # fmt: skip
    newcomer = {row.pk: row.newcomer.participant for row in duos}
    confirmed = when.day(14)
    _bulk(
        HoursEntry(
            city=city, participant=newcomer[row.duo_id], on=row.on, minutes=row.minutes, doing=row.doing,
            code=secrets.token_urlsafe(9), meeting=row, asked_at=row.logged_at,
            organisation=programme.organisation if row.on <= confirmed else None,
            confirmed_at=clock.now() if row.on <= confirmed else None,
            confirmed_by=coordinator if row.on <= confirmed else None,
        )
        for row in meetings
    )  # fmt: skip


def _of_the_cast(duos: Sequence[Duo], pairs: Sequence[Pair], both: tuple[User, User], when: Calendar) -> None:
    """The cast's two take the place of a duo that meets."""
    meeting = [
        row for row, pair in zip(duos, pairs, strict=True) if pair.stands == "active" and len(pair.held) >= 3
    ]
    duo = meeting[0]
    for user, application in zip(both, (duo.newcomer, duo.volunteer), strict=True):
        row = application.participant
        row.user, row.name, row.email, row.language = user, user.name, user.email, user.language
        row.save()
    Meeting.objects.create(
        city=duo.city, duo=duo, on=when.day(-3), at=dt.time(18, 30), kind=MeetingKind.PLANNED, place="cafe",
        logged_by=Side.VOLUNTEER, logged_at=when.at(1),
    )  # fmt: skip
    neighbours = Organisation.objects.filter(slug="buurthuis-lakenkaai").first()
    confirmer = User.objects.filter(email__startswith="fatoumata.diallo").first()
    for day, minutes, doing in ((33, 180, "cook"), (19, 150, "volunteering")):
        HoursEntry.objects.create(
            city=duo.city, participant=duo.newcomer.participant, on=when.day(day), minutes=minutes, doing=doing,
            code=secrets.token_urlsafe(9), asked_at=when.at(day), organisation=neighbours,
            confirmed_at=when.at(day - 1), confirmed_by=confirmer,
        )  # fmt: skip


def _around(programme: Programme, duos: Sequence[Duo], pairs: Sequence[Pair], when: Calendar) -> None:
    """Activities and what was promised to funders."""
    city, scale = programme.city, max(1, len(duos) // 30)
    for kind, names, before, minutes in texts.ACTIVITIES:
        GroupActivity.objects.create(
            city=city, programme=programme, kind=kind, names=names, on=when.day(before), at=dt.time(18, 30),
            minutes=minutes, where="Lakenkaai 4", seats=20,
        )  # fmt: skip
    first = when.today.replace(month=1, day=1)
    last = first.replace(month=12, day=31)
    for indicator, committed in (("duos_started", 25), ("newcomers", 25), ("meetings", 260), ("hours", 400)):
        Commitment.objects.create(
            city=city, programme=programme, funder="Plan Samenleven", indicator=indicator, since=first, until=last,
            committed=committed * scale,
        )  # fmt: skip
