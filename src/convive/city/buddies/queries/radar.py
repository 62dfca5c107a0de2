"""Which duos need a call, which are a little late. The radar, the desk, the letters and the reminders all ask here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import Duo, FollowUp, Meeting, Programme
from convive.city.buddies.phases import RUNNING, Cadence, Rhythm, cadences, duos
from convive.city.buddies.phases.cadence import ATTEMPTS

# In which order the radar tells: who needs a call, who is late, and the rest.
CALL, LATE, FINE, PAUSED = "call", "late", "fine", "paused"
GROUPS = (CALL, LATE, FINE, PAUSED)


@dataclass(frozen=True)
class Standing:
    """How a running duo stands on a day: what the one cadence rule says, whether one of the two wishes for a call, and
    the day on which a follow-up was due (None: none is).
    """

    duo: int
    programme: int
    phase: str
    municipality: str
    cadence: Cadence
    call_wanted: bool
    follow_up_due: dt.date | None

    @property
    def silent(self) -> bool:
        return bool(self.cadence.rhythm == Rhythm.SILENT)

    @property
    def late(self) -> bool:
        """Later than agreed, and not so long that somebody calls: the two are reminded."""
        return bool(self.cadence.rhythm == Rhythm.LATE)

    @property
    def tried(self) -> bool:
        return self.cadence.attempts >= ATTEMPTS

    @cached_property
    def group(self) -> str:
        if self.silent or self.call_wanted or self.follow_up_due is not None:
            return CALL
        return LATE if self.late else PAUSED if self.cadence.rhythm == Rhythm.PAUSED else FINE

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Who comes first: the group; in it a wish before silence before a follow-up; then the longest."""
        first = 0 if self.call_wanted else 1 if self.silent else 2
        return GROUPS.index(self.group), first, -self.cadence.days, self.duo


def standings(programmes: Iterable[Programme], today: dt.date, only: int | None = None) -> list[Standing]:
    """Every running duo of these programmes (or `only` the one with this key), the one that needs somebody most first.
    Four queries, however many duos.
    """
    known = {programme.pk: programme for programme in programmes}
    rows = _running(known, today)
    return _told(
        rows if only is None else rows.filter(pk=only), known, today, _calls(known), _due(known, today)
    )


def to_call(programmes: Iterable[Programme], today: dt.date) -> list[Standing]:
    """Those of `standings` that need a call. Four queries, which leave out most of the duos that are fine."""
    known = {programme.pk: programme for programme in programmes}
    calls, due = _calls(known), _due(known, today)
    rows = _running(known, today).filter(_may_be_silent(today) | Q(pk__in=calls | due.keys()))
    return [each for each in _told(rows, known, today, calls, due) if each.group == CALL]


def _may_be_silent(today: dt.date) -> Q:
    """Of duos, all of which the rule can say that they are silent: who met within the programme's limit is not, unless
    tried in vain twice.
    """
    held = Meeting.objects.filter(
        duo=OuterRef("pk"),
        kind=MeetingKind.HELD,
        on__lte=today,
        on__gte=today - OuterRef("programme__silent_after"),
    )
    attempts = Meeting.objects.filter(duo=OuterRef("pk"), kind=MeetingKind.ATTEMPTED, on__lte=today)
    return Q(~Exists(held)) | Q(Exists(attempts.order_by("on", "pk")[ATTEMPTS - 1 :]))


def _running(programmes: Iterable[int], today: dt.date) -> QuerySet[Duo]:
    rows = duos(today).filter(programme__in=list(programmes), over_on__isnull=True, phase__in=RUNNING)
    return rows.order_by()


def _told(
    rows: QuerySet[Duo],
    known: dict[int, Programme],
    today: dt.date,
    calls: set[int],
    due: dict[int, dt.date],
) -> list[Standing]:
    slim = rows.values_list("pk", "programme_id", "starts_on", "phase", "newcomer__municipality")
    found = [
        _Slim(pk, known[programme], starts, phase, place) for pk, programme, starts, phase, place in slim
    ]
    rhythm = cadences(found, today)
    told = [
        Standing(
            duo=row.pk,
            programme=row.programme.pk,
            phase=row.phase,
            municipality=row.municipality,
            cadence=rhythm[row.pk],
            call_wanted=row.pk in calls,
            follow_up_due=due.get(row.pk),
        )
        for row in found
    ]
    return sorted(told, key=lambda each: each.order)


@dataclass
class _Slim:
    """What the rule reads of a duo, without the cost of a whole row."""

    pk: int
    programme: Programme
    starts_on: dt.date
    phase: str
    municipality: str


def _calls(programmes: Iterable[int]) -> set[int]:
    waiting = Meeting.objects.filter(
        duo__programme__in=list(programmes), call_wanted=True, called_on__isnull=True
    )
    return set(waiting.order_by().values_list("duo_id", flat=True))


def _due(programmes: Iterable[int], today: dt.date) -> dict[int, dt.date]:
    open_rows = FollowUp.objects.filter(
        duo__programme__in=list(programmes),
        duo__over_on__isnull=True,
        done_on__isnull=True,
        due_on__lte=today,
    )
    return dict(open_rows.order_by().values_list("duo_id").annotate(first=Min("due_on")))


def with_people(found: Sequence[Standing]) -> list[tuple[Standing, Duo]]:
    """The rows of a page, with the names of the two. One query."""
    rows = Duo.objects.select_related("newcomer__participant", "volunteer__participant")
    known = rows.in_bulk([each.duo for each in found])
    return [(each, known[each.duo]) for each in found]
