"""Hours: the newcomer's wallet, what a programme has to confirm, and what a duo brought."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Duo, HoursEntry, Programme
from convive.city.buddies.phases import takes_part
from convive.city.people.models import Participant
from convive.core.access import on
from convive.core.models import City, Membership, Organisation, User

DAY = 24 * 60


def duration(minutes: int) -> str:
    """Minutes in words: "3 h 20 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@dataclass(frozen=True)
class Wallet:
    """What a newcomer has. `groups` are confirmed entries by the name of who confirmed; `twice` are keys of entries of
    which there is another for the same day and as many minutes.
    """

    target: int
    confirmed: int
    waiting: int
    groups: tuple[tuple[str, tuple[HoursEntry, ...]], ...]
    unconfirmed: tuple[HoursEntry, ...]
    twice: frozenset[int]

    @property
    def hours(self) -> int:
        """Whole hours that are confirmed: no half hour is rounded up to one that nobody confirmed."""
        return self.confirmed // 60

    @property
    def sentence(self) -> str:
        if not self.target:
            return _("You have %(hours)s confirmed.") % {"hours": duration(self.confirmed)}
        return _("You have %(hours)s of %(target)s hours.") % {"hours": self.hours, "target": self.target}

    @property
    def reached(self) -> bool:
        return self.target > 0 and self.hours >= self.target


def newcomer_applications(participants: Sequence[Participant]) -> list[Application]:
    """The person's own ways through programmes as a newcomer, the newest last. One query.

    Also those that are over: confirmed hours are theirs to show, whatever came after.
    """
    rows = Application.objects.filter(participant__in=participants, side=Side.NEWCOMER)
    return list(rows.select_related("programme", "participant").order_by("applied_at", "pk"))


def target_of(applications: Sequence[Application]) -> int:
    """The hours to reach: those the person said, else those of the programme; of several in which they take part
    still, the most.
    """
    rows = [row for row in applications if takes_part(row)]
    return max((row.hours_needed or row.programme.hours_target for row in rows), default=0)


def totals(participants: Sequence[Participant]) -> tuple[int, int]:
    """Minutes that are confirmed, and that are not yet. One query."""
    rows = HoursEntry.objects.filter(participant__in=participants).order_by()
    found = rows.aggregate(
        yes=Sum("minutes", filter=Q(confirmed_at__isnull=False)),
        no=Sum("minutes", filter=Q(confirmed_at__isnull=True)),
    )
    return found["yes"] or 0, found["no"] or 0


def wallet(city: City, participants: Sequence[Participant], applications: Sequence[Application]) -> Wallet:
    """Everything that the person has in this city, from all organisations. One query."""
    rows = list(
        HoursEntry.objects.filter(participant__in=participants)
        .select_related("organisation")
        .order_by("-on", "-pk")
    )
    groups: dict[str, list[HoursEntry]] = {}
    for row in rows:
        if row.confirmed_at:
            groups.setdefault(confirmer(row, city), []).append(row)
    return Wallet(
        target=target_of(applications),
        confirmed=sum(row.minutes for row in rows if row.confirmed_at),
        waiting=sum(row.minutes for row in rows if not row.confirmed_at),
        groups=tuple((name, tuple(found)) for name, found in sorted(groups.items())),
        unconfirmed=tuple(row for row in rows if not row.confirmed_at),
        twice=twice(rows),
    )


def confirmer(entry: HoursEntry, city: City) -> str:
    """Who confirmed: an organisation, or the city itself."""
    return entry.organisation.name if entry.organisation else city.name


def twice(entries: Sequence[HoursEntry]) -> frozenset[int]:
    """Keys of entries of one person that are as long as another of the same day: perhaps the same, told twice."""
    seen = Counter((row.on, row.minutes) for row in entries)
    return frozenset(row.pk for row in entries if seen[row.on, row.minutes] > 1)


def same_day(participants: QuerySet[Participant], day: dt.date) -> list[HoursEntry]:
    return list(HoursEntry.objects.filter(participant__in=participants, on=day))


def of_one_account(participant: Participant) -> QuerySet[Participant]:
    """All rows of the person in this city: they take part with several organisations, and their day has 24 hours."""
    if participant.user_id is None:
        return Participant.objects.filter(pk=participant.pk)
    return Participant.objects.filter(user=participant.user_id)


def by_code(code: str) -> HoursEntry | None:
    """The entry of a code, as it is typed: small letters and blanks do no harm."""
    typed = code.strip()
    plain = typed.replace(" ", "").replace("-", "").upper()
    rows = HoursEntry.objects.filter(code__in={typed, plain} - {""}).select_related(
        "participant",
        "organisation",
        "meeting__duo__programme__city",
        "attendance__activity__programme__city",
    )
    return rows.first()


def programme_of(entry: HoursEntry) -> Programme | None:
    """Where the entry comes from a meeting or an activity: whose."""
    if entry.meeting:
        return entry.meeting.duo.programme
    return entry.attendance.activity.programme if entry.attendance else None


def of_programme(programme: Programme) -> QuerySet[HoursEntry]:
    """Entries that come from its meetings and activities. What newcomers did elsewhere is theirs to show."""
    mine = Q(meeting__duo__programme=programme) | Q(attendance__activity__programme=programme)
    return HoursEntry.objects.filter(mine)


def to_confirm(programme: Programme, today: dt.date) -> QuerySet[HoursEntry]:
    """What its coordinator has to confirm, oldest first."""
    rows = of_programme(programme).filter(confirmed_at__isnull=True, on__lte=today)
    return rows.select_related("participant", "meeting", "attendance__activity").order_by("on", "pk")


def of_duo(duo: Duo) -> tuple[int, int, int]:
    """Minutes of a duo's meetings that are confirmed, minutes that are not, and how many entries those are."""
    rows = HoursEntry.objects.filter(meeting__duo=duo).values_list("minutes", "confirmed_at")
    waiting = [minutes for minutes, at in rows if at is None]
    return sum(minutes for minutes, at in rows if at), sum(waiting), len(waiting)


def employers(user: User, city: City) -> dict[int | None, str]:
    """For whom somebody works in the city today, by key, with the name; None is the city itself. One query."""
    rows = Membership.objects.filter(on(city.today), city=city, user=user).values_list("organisation_id")
    keys = {key for (key,) in rows}
    names: dict[int | None, str] = dict(
        Organisation.objects.filter(pk__in=keys - {None}).values_list("pk", "name")
    )
    return ({None: city.name} if None in keys else {}) | names


def told(entry: HoursEntry) -> str:
    """An entry in a line: "2 November 2026, 1 h 30 min, talked"."""
    return _("%(day)s, %(long)s, %(doing)s") % {
        "day": date_format(entry.on),
        "long": duration(entry.minutes),
        "doing": entry.get_doing_display(),
    }


def twice_of(entries: Sequence[HoursEntry]) -> frozenset[int]:
    """As `twice`, for entries of several people, whatever else these have: two queries."""
    people = {row.participant_id for row in entries}
    accounts = dict(
        Participant.objects.filter(pk__in=people, user__isnull=False).values_list("pk", "user_id")
    )
    mine = Q(participant__in=people) | Q(participant__user__in=set(accounts.values()))
    rows = HoursEntry.objects.filter(mine, on__in={row.on for row in entries}).order_by()
    seen: Counter[tuple[int, dt.date, int]] = Counter()
    for participant, user, day, minutes in rows.values_list(
        "participant_id", "participant__user_id", "on", "minutes"
    ):
        seen[user or -participant, day, minutes] += 1

    def account(row: HoursEntry) -> int:
        return accounts.get(row.participant_id, -row.participant_id)

    return frozenset(row.pk for row in entries if seen[account(row), row.on, row.minutes] > 1)
