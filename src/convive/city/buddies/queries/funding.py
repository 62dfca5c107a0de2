"""What was promised to funders and what came of it. Each number is counted here, in one place.

Every thing that is counted has one day, one programme and at most one municipality, so it falls into one period and is
counted once: a newcomer in three duos of an organisation counts with the first of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.buddies.codes import ActivityKind, FunderIndicator, MeetingKind, Outcome, Side
from convive.city.buddies.models import Attendance, Commitment, Duo, HoursEntry, Meeting, Programme

# At half of the time a quarter must be there: the interim gate of the Flemish Plan Samenleven.
GATE = 0.25
MONTH = 365.25 / 12
# So many days before the end a commitment that is not reached is brought up.
SOON = 60
# Seconds for which the desk keeps to what was counted.
KEPT_FOR = 60 * 60

DEFINITIONS = {
    FunderIndicator.DUOS_STARTED: gettext_lazy("Duos whose agreement began, on its first day."),
    FunderIndicator.DUOS_COMPLETED: gettext_lazy(
        "Duos that began and were completed, early success included, on the day on which they ended."
    ),
    FunderIndicator.NEWCOMERS: gettext_lazy(
        "Newcomers in a duo that began, each once over all programmes of the organisation: on the first day of the "
        "first duo."
    ),
    FunderIndicator.VOLUNTEERS: gettext_lazy(
        "Volunteers in a duo that began, each once over all programmes of the organisation: on the first day of the "
        "first duo."
    ),
    FunderIndicator.MEETINGS: gettext_lazy("Meetings that were held, one a duo and day."),
    FunderIndicator.HOURS: gettext_lazy(
        "Whole hours that were confirmed, of meetings and activities of the programme. What newcomers did elsewhere is "
        "theirs to show, and is not counted."
    ),
    FunderIndicator.TRAINED: gettext_lazy(
        "People who came to a training, each once over all programmes of the organisation: on the day of the first "
        "training."
    ),
    FunderIndicator.OPPORTUNITIES: gettext_lazy(
        "Meetings that were mostly in the language that is practised, as the duo said, and each newcomer who came to a "
        "group activity, once an activity."
    ),
}


@dataclass(frozen=True)
class Counted:
    """So many on a day, in a programme and municipality (empty: not known). Hours are given in minutes."""

    programme: int
    municipality: str
    on: dt.date
    amount: int


Rows = Iterator[tuple[int, str, dt.date, int]]
# The first and the last day of the only period that is asked for; None: every day is told apart.
Period = tuple[dt.date, dt.date] | None
# How an indicator is counted: programmes of one organisation, the day until which, and the period.
Rule = Callable[[Sequence[int], dt.date, Period], Rows]


def _grouped(
    rows: QuerySet, programme: str, municipality: str, on: str, amount: Any, period: Period = None
) -> Rows:
    """Counted by the database, a row for each programme, municipality and day. With a period, a row for all its days,
    told on the first.
    """
    day: Any = F(on)
    if period is not None:
        rows, day = rows.filter(**{f"{on}__range": period}), Value(period[0])
    found = rows.order_by().annotate(p=F(programme), m=F(municipality), d=day).values("p", "m", "d")
    for row in found.annotate(n=amount):
        yield row["p"], row["m"] or "", row["d"], row["n"]


def _duos(condition: Q, on: str) -> Rule:
    def rows(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
        found = Duo.objects.filter(
            condition, programme__in=programmes, starts_on__isnull=False, **{f"{on}__lte": today}
        )
        return _grouped(found, "programme", "municipality", on, Count("pk"), period)

    return rows


def _people(side: str) -> Rule:
    place = "municipality" if side == Side.NEWCOMER else "volunteer_municipality"

    def rows(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
        person = f"{side}__participant_id"
        found = Duo.objects.filter(programme__in=programmes, starts_on__lte=today)
        first = found.order_by(person, "starts_on", "pk").distinct(person)
        for programme, municipality, on in first.values_list("programme", place, "starts_on"):
            yield programme, municipality, on, 1

    return rows


def _meetings(condition: Q) -> Rule:
    def rows(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
        held = Q(kind=MeetingKind.HELD, on__lte=today, duo__programme__in=programmes)
        found = Meeting.objects.filter(condition, held)
        return _grouped(found, "duo__programme", "duo__municipality", "on", Count("pk"), period)

    return rows


def _hours(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
    confirmed = HoursEntry.objects.filter(confirmed_at__isnull=False, on__lte=today)
    of_meetings = confirmed.filter(meeting__duo__programme__in=programmes)
    yield from _grouped(
        of_meetings,
        "meeting__duo__programme",
        "meeting__duo__municipality",
        "on",
        Sum("minutes"),
        period,
    )
    of_activities = confirmed.filter(attendance__activity__programme__in=programmes)
    yield from _grouped(
        of_activities,
        "attendance__activity__programme",
        "attendance__municipality",
        "on",
        Sum("minutes"),
        period,
    )


def _attendances(programmes: Sequence[int], today: dt.date, kind: Any) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        activity__programme__in=programmes, activity__kind=kind, activity__on__lte=today, came=True
    )


def _trained(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
    person = "application__participant_id"
    found = (
        _attendances(programmes, today, ActivityKind.TRAINING)
        .order_by(person, "activity__on", "pk")
        .distinct(person)
    )
    for programme, municipality, on in found.values_list(
        "activity__programme", "municipality", "activity__on"
    ):
        yield programme, municipality, on, 1


def _opportunities(programmes: Sequence[int], today: dt.date, period: Period = None) -> Rows:
    yield from _meetings(Q(practised=True))(programmes, today, period)
    came = _attendances(programmes, today, ActivityKind.ACTIVITY).filter(application__side=Side.NEWCOMER)
    yield from _grouped(came, "activity__programme", "municipality", "activity__on", Count("pk"), period)


COUNTS: dict[Any, Rule] = {
    FunderIndicator.DUOS_STARTED: _duos(Q(), "starts_on"),
    FunderIndicator.DUOS_COMPLETED: _duos(Q(outcome=Outcome.COMPLETED), "over_on"),
    FunderIndicator.NEWCOMERS: _people("newcomer"),
    FunderIndicator.VOLUNTEERS: _people("volunteer"),
    FunderIndicator.MEETINGS: _meetings(Q()),
    FunderIndicator.HOURS: _hours,
    FunderIndicator.TRAINED: _trained,
    FunderIndicator.OPPORTUNITIES: _opportunities,
}


def counted(
    indicator: str, programmes: Sequence[int], today: dt.date, period: Period = None
) -> list[Counted]:
    """What was realised until `today` in the programmes of one organisation: at most two queries. With a period, days
    in it may be told together, on its first; whoever gives one looks at no part of it.

    Give all programmes of the organisation: only so is somebody who was in two of them counted once.
    """
    return [Counted(*row) for row in COUNTS[indicator](programmes, today, period)]


@dataclass(frozen=True)
class Line:
    """A commitment beside what came of it. `by_municipality`: name (empty: not known) and number, by name."""

    commitment: Commitment
    realised: int
    by_municipality: tuple[tuple[str, int], ...]
    today: dt.date

    @property
    def percent(self) -> int:
        """Rounded down: 99.9 of 100 is not all."""
        return 100 * self.realised // self.commitment.committed

    @property
    def passed(self) -> float:
        """The part of the period that has passed, from 0 to 1."""
        row = self.commitment
        return min(1.0, max(0.0, ((self.today - row.since).days + 1) / ((row.until - row.since).days + 1)))

    @property
    def left(self) -> int:
        return max(0, self.commitment.committed - self.realised)

    @property
    def a_month(self) -> float | None:
        """How many a month are needed still; None where nothing is left to do, or no time."""
        row = self.commitment
        days = (row.until - max(self.today, row.since)).days + (1 if self.today < row.since else 0)
        return self.left * MONTH / days if self.left and days > 0 else None

    @property
    def below_the_gate(self) -> bool:
        """A quarter was due at half of the time, and is not there."""
        return self.passed >= 0.5 and self.realised < GATE * self.commitment.committed

    @property
    def warning(self) -> str:
        row = self.commitment
        if not self.left or self.today < row.since:
            return ""
        if self.today > row.until:
            return _("The period is over, and %(left)s were not reached.") % {"left": self.left}
        if self.below_the_gate:
            return _("Half of the time has passed, and less than a quarter is there.")
        if (row.until - self.today).days <= SOON:
            return _("It ends in %(days)s days, and %(left)s are still to do.") % {
                "days": (row.until - self.today).days,
                "left": self.left,
            }
        return ""

    @property
    def needed(self) -> str:
        if self.a_month is None:
            return ""
        return _("%(number)s a month are needed still") % {"number": math.ceil(self.a_month)}


def lines(commitments: Sequence[Commitment], today: dt.date) -> list[Line]:
    """What came of commitments of programmes of one organisation: two queries an indicator at most, and one more."""
    if not commitments:
        return []
    organisation = commitments[0].programme.organisation_id
    programmes = list(Programme.objects.filter(organisation=organisation).values_list("pk", flat=True))
    periods: dict[str, set[tuple[dt.date, dt.date]]] = {}
    for row in commitments:
        periods.setdefault(row.indicator, set()).add((row.since, row.until))
    units = {
        indicator: counted(indicator, programmes, today, next(iter(asked)) if len(asked) == 1 else None)
        for indicator, asked in periods.items()
    }
    return [_line(row, units[row.indicator], today) for row in commitments]


def lines_of_the_hour(commitments: Sequence[Commitment], today: dt.date) -> list[Line]:
    """`lines` as they were when somebody last asked, an hour ago at most: for the desk, which only says what falls
    short. What is counted anew is a commitment that was changed.
    """
    asked = [
        (row.pk, row.indicator, row.programme_id, row.municipality, row.since, row.until)
        for row in commitments
    ]
    key = f"funders:{hashlib.sha256(repr((today, asked)).encode()).hexdigest()}"
    known = cache.get(key)
    if known is None:
        known = [(line.realised, line.by_municipality) for line in lines(commitments, today)]
        cache.set(key, known, KEPT_FOR)
    return [
        Line(row, realised, places, today) for row, (realised, places) in zip(commitments, known, strict=True)
    ]


def _line(row: Commitment, units: Iterable[Counted], today: dt.date) -> Line:
    places: dict[str, int] = {}
    for unit in units:
        if unit.programme != row.programme_id or not row.since <= unit.on <= row.until:
            continue
        if row.municipality and unit.municipality != row.municipality:
            continue
        places[unit.municipality] = places.get(unit.municipality, 0) + unit.amount
    scale = 60 if row.indicator == FunderIndicator.HOURS else 1
    found = tuple(sorted((name, amount // scale) for name, amount in places.items()))
    return Line(row, sum(places.values()) // scale, found, today)


@dataclass(frozen=True)
class Report:
    """What one funder was promised and got."""

    funder: str
    lines: tuple[Line, ...]


def reports(programme: Programme, today: dt.date) -> list[Report]:
    """For each funder of a programme, by name."""
    rows = list(commitments(programme))
    by_funder: dict[str, list[Line]] = {}
    for line in lines(rows, today):
        by_funder.setdefault(line.commitment.funder, []).append(line)
    return [Report(funder, tuple(found)) for funder, found in sorted(by_funder.items())]


def commitments(programme: Programme) -> QuerySet[Commitment]:
    rows = Commitment.objects.filter(programme=programme).select_related("programme")
    return rows.order_by("funder", "since", "indicator", "pk")


def clash(row: Commitment) -> Commitment | None:
    """Another commitment that promises the same thing for the same days and places, in any programme of the
    organisation, where neither says that its funding was doubled.
    """
    if row.doubled:
        return None
    others = Commitment.objects.filter(
        programme__organisation=row.programme.organisation_id,
        indicator=row.indicator,
        since__lte=row.until,
        until__gte=row.since,
        doubled=False,
    ).exclude(pk=row.pk)
    if row.municipality:
        others = others.filter(Q(municipality=row.municipality) | Q(municipality=""))
    return others.select_related("programme").order_by("since", "pk").first()
