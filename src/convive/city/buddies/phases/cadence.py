"""The one rule of how often duos meet. Screens, filters, reminders and reports all ask here.

The clock of a duo starts on its first day, and again with every meeting held. Days in a pause stand still. The first
meeting that is cancelled after the last one held starts the clock again as well: the two were in touch. A second one in
a row does not. An attempt that reached nobody starts nothing, and two of them since the last meeting bring the duo up
at once.

    fine      within the days between meetings that were agreed
    late      beyond them: the two are reminded
    silent    beyond the programme's limit, or tried twice in vain: somebody of the organisation calls
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db import connection, models
from django.utils.translation import gettext_lazy as _
from django_scopes import get_scope

if TYPE_CHECKING:
    from convive.city.buddies.models import Programme

ATTEMPTS = 2

# Of each duo what the rule can look at, instead of every meeting of a year: the last one held and how many, the first
# cancelled and all attempts after it, the days between meetings of the newest agreement that all three signed, and the
# pauses.
TOLD = """
SELECT duo.id, held.last, held.number, cancelled.first, attempted.days, agreed.days_between, paused.since, paused.until
FROM buddies_duo AS duo
LEFT JOIN LATERAL (
    SELECT max(m.on) AS last, count(*) AS number FROM buddies_meeting AS m
    WHERE m.duo_id = duo.id AND m.kind = 'held' AND m.on <= %(today)s
) AS held ON true
LEFT JOIN LATERAL (
    SELECT min(m.on) AS first FROM buddies_meeting AS m
    WHERE m.duo_id = duo.id AND m.kind = 'cancelled' AND m.on <= %(today)s
      AND m.on > coalesce(held.last, duo.starts_on)
) AS cancelled ON true
LEFT JOIN LATERAL (
    SELECT array_agg(m.on) AS days FROM buddies_meeting AS m
    WHERE m.duo_id = duo.id AND m.kind = 'attempted' AND m.on <= %(today)s
      AND m.on > coalesce(held.last, duo.starts_on)
) AS attempted ON true
LEFT JOIN LATERAL (
    SELECT a.days_between FROM buddies_agreement AS a
    WHERE a.duo_id = duo.id AND a.taken_back_at IS NULL
      AND (SELECT count(*) FROM buddies_signature AS s WHERE s.agreement_id = a.id) = 3
    ORDER BY a.number DESC LIMIT 1
) AS agreed ON true
LEFT JOIN (
    SELECT p.duo_id, array_agg(p.since ORDER BY p.since) AS since, array_agg(p.until ORDER BY p.since) AS until
    FROM buddies_pause AS p WHERE p.duo_id = ANY(%(duos)s) GROUP BY p.duo_id
) AS paused ON paused.duo_id = duo.id
WHERE duo.city_id = %(city)s AND duo.id = ANY(%(duos)s)
"""


class Rhythm(models.TextChoices):
    PAUSED = "paused", _("paused")
    FINE = "fine", _("meets as agreed")
    LATE = "late", _("a little late")
    SILENT = "silent", _("silent")


class Facts(NamedTuple):
    """What the rule looks at. `held` and `cancelled` are days of meetings, `attempted` of attempts; pauses are pairs of
    a first and a last day (None: still open). `number` is how many meetings were held, where not all are given.
    """

    starts_on: dt.date
    days_between: int
    silent_after: int
    held: tuple[dt.date, ...] = ()
    cancelled: tuple[dt.date, ...] = ()
    attempted: tuple[dt.date, ...] = ()
    pauses: tuple[tuple[dt.date, dt.date | None], ...] = ()
    number: int | None = None


@dataclass(frozen=True)
class Cadence:
    """How a duo stands on a day. `rhythm` is a Rhythm; `days` are those without contact that count; `last_held` is None
    before the first meeting; `due_on` is the day by which the next meeting was agreed; `since` the day on which the
    clock started; `agreed` and `limit` are the days between meetings and those after which somebody calls.
    """

    rhythm: Any
    days: int
    last_held: dt.date | None
    due_on: dt.date
    attempts: int
    held: int = field(default=0)
    since: dt.date = dt.date.min
    agreed: int = 0
    limit: int = 0


def cadence(facts: Facts, today: dt.date) -> Cadence:
    """The rule, for one duo that has begun."""
    held = [day for day in facts.held if day <= today]
    last = max(held, default=None)
    since = last or facts.starts_on
    clock = min([day for day in facts.cancelled if since < day <= today], default=since)
    attempts = len([day for day in facts.attempted if since < day <= today])
    days = _counted(clock, today, facts.pauses)
    if _covered(today, facts.pauses):
        rhythm = Rhythm.PAUSED
    elif days > facts.silent_after or attempts >= ATTEMPTS:
        rhythm = Rhythm.SILENT
    elif days > facts.days_between:
        rhythm = Rhythm.LATE
    else:
        rhythm = Rhythm.FINE
    number = len(held) if facts.number is None else facts.number
    return Cadence(
        rhythm,
        days,
        last,
        _due(clock, facts),
        attempts,
        number,
        clock,
        facts.days_between,
        facts.silent_after,
    )


def _covered(day: dt.date, pauses: Sequence[tuple[dt.date, dt.date | None]]) -> bool:
    return bool(pauses) and any(since <= day and (until is None or day <= until) for since, until in pauses)


def _counted(clock: dt.date, today: dt.date, pauses: tuple[tuple[dt.date, dt.date | None], ...]) -> int:
    """The days after `clock`, `today` included, on which there was no pause."""
    if pauses:
        pauses = tuple(each for each in pauses if each[1] is None or each[1] > clock)
    if not pauses:
        return max(0, (today - clock).days)
    days = (clock + dt.timedelta(days=number) for number in range(1, (today - clock).days + 1))
    return sum(not _covered(day, pauses) for day in days)


def _due(clock: dt.date, facts: Facts) -> dt.date:
    """The day by which they should meet. In a pause without an end, the day it would be without it."""
    ended = [(since, until) for since, until in facts.pauses if until is not None and until > clock]
    if not ended:
        return clock + dt.timedelta(days=facts.days_between)
    day, left = clock, facts.days_between
    while left:
        day += dt.timedelta(days=1)
        left -= not _covered(day, ended)
    return day


class Begun(Protocol):
    """What the rule reads of a duo: its key, its first day and its programme."""

    pk: Any
    starts_on: Any
    programme: Any


def cadences(duos: Iterable[Begun], today: dt.date) -> Mapping[int, Cadence]:
    """The rule for many duos that have begun, by key. One query, however many duos.

    Each duo must have its programme at hand (`select_related`). The days between meetings are those of the newest
    agreement that all three signed, else the programme's.
    """
    rows = {duo.pk: duo for duo in duos if duo.starts_on}
    found = {}
    for pk, last, number, cancelled, attempted, agreed, since, until in _told(list(rows), today):
        programme: Programme = rows[pk].programme
        facts = Facts(
            starts_on=rows[pk].starts_on,
            days_between=agreed or programme.days_between,
            silent_after=programme.silent_after,
            held=(last,) if last else (),
            cancelled=(cancelled,) if cancelled else (),
            attempted=tuple(attempted or ()),
            pauses=tuple(zip(since, until, strict=True)) if since else (),
            number=number,
        )
        found[pk] = cadence(facts, today)
    return found


def _told(duos: list[int], today: dt.date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"today": today, "city": get_scope()["city"].pk, "duos": duos})
        return cursor.fetchall()
