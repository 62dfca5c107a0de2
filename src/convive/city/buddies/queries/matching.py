"""What the matching table shows: a page of it at a time, whatever its length."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Count, F, Func, IntegerField, JSONField, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTransform

from convive.city.buddies.codes import Answer, Code, Side
from convive.city.buddies.models import Application, Duo, Programme, Round, RoundDuo
from convive.city.buddies.phases import applications
from convive.city.buddies.phases.applications import waiting
from convive.core.models import City

# The parts of a result that list people.
WAITING, IDLE = "waiting", "idle"


def waiting_counts(programme: Programme, today: dt.date) -> dict[Code, int]:
    """How many can be proposed today, by side."""
    either = waiting(today, str(Side.NEWCOMER)) | waiting(today, str(Side.VOLUNTEER))
    rows = applications(today).filter(either, programme=programme, participant__erased_at__isnull=True)
    counted = rows.order_by().values("side").annotate(number=Count("pk")).values_list("side", "number")
    return {side: 0 for side in Side.values} | dict(counted)


def rounds(programme: Programme) -> QuerySet[Round]:
    """The rounds of a programme, without their long lists, with `summary` and `refused`."""
    return (
        Round.objects.filter(programme=programme)
        .defer("result")
        .annotate(summary=KeyTransform("summary", "result"), refused=KeyTransform("refused", "result"))
    )


def open_round(programme: Programme) -> Round | None:
    return rounds(programme).filter(closed_at__isnull=True).first()


_OF_A_LINE = (
    "reasons", "locked", "held_back", "by_hand", "duo_id", "round_id", "newcomer__pooled_since",
    "newcomer__participant__name", "volunteer__participant__name",
)  # fmt: skip


def lines(row: Round) -> QuerySet[RoundDuo]:
    """The lines of a table with their people: what can be asked, then what is held back, then what was asked."""
    place = Case(
        When(duo__isnull=False, then=Value(2)),
        When(held_back=True, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = RoundDuo.objects.filter(round=row.pk).annotate(place=place).order_by("place", "pk")
    rows = rows.select_related("newcomer__participant", "volunteer__participant")
    return rows.only(*_OF_A_LINE)


def lines_with(row: Round, side: str, keys: Iterable[str]) -> dict[str, list[RoundDuo]]:
    """The lines of these people of a side that nobody was asked about yet, by their key as text; one query."""
    field = f"{side}_id"
    found: dict[str, list[RoundDuo]] = {}
    for line in lines(row).filter(**{f"{field}__in": {int(key) for key in keys}}, duo__isnull=True):
        found.setdefault(str(getattr(line, field)), []).append(line)
    return found


def line_counts(row: Round) -> dict[str, int]:
    """How many lines can be asked, are held back, and were asked."""
    return RoundDuo.objects.filter(round=row.pk).aggregate(
        to_ask=Count("pk", filter=Q(duo__isnull=True, held_back=False)),
        held=Count("pk", filter=Q(duo__isnull=True, held_back=True)),
        asked=Count("pk", filter=Q(duo__isnull=False)),
    )


class Part:
    """One of the lists of a result, of which the database hands out the pages that are looked at."""

    def __init__(self, row: Round, name: str, length: int) -> None:
        self._row, self._name, self._length = row, name, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        first, last = wanted.start or 0, min(wanted.stop, self._length) - 1
        if last < first:
            return []
        piece = Func(
            F("result"),
            Value(f"$.{self._name}[{first} to {last}]"),
            function="jsonb_path_query_array",
            template="%(function)s(%(expressions)s::jsonpath)",
            output_field=JSONField(),
        )
        return Round.objects.filter(pk=self._row.pk).annotate(piece=piece).values_list("piece", flat=True)[0]


def part(row: Round, name: str) -> Part:
    return Part(row, name, (getattr(row, "summary", None) or {}).get(name, 0))


def people(keys: Iterable[int | str]) -> dict[str, Application]:
    """Applications with their participants, by key as text; one query."""
    rows = Application.objects.filter(pk__in={int(key) for key in keys}).select_related("participant")
    return {str(row.pk): row for row in rows}


def likes(keys: Sequence[int | str]) -> dict[str, Application]:
    """The same with languages and hours, for the few whose like is looked for; three queries."""
    rows = Application.objects.filter(pk__in={int(key) for key in keys}).select_related("participant")
    found = rows.prefetch_related("participant__languages", "participant__hours")
    return {str(row.pk): row for row in found}


def asked(programme: Programme) -> QuerySet[Duo]:
    """The proposals to which an answer is missing, the oldest first."""
    return (
        Duo.objects.filter(programme=programme, over_on__isnull=True, starts_on__isnull=True)
        .exclude(newcomer_answer=Answer.YES, volunteer_answer=Answer.YES)
        .select_related("newcomer__participant", "volunteer__participant")
        .order_by("proposed_at", "pk")
    )


def without_mail(row: Round) -> int:
    """How many people of the lines that can be asked get no letter, because they have no e-mail address."""
    counted = RoundDuo.objects.filter(round=row.pk, duo__isnull=True, held_back=False).aggregate(
        newcomers=Count("pk", filter=Q(newcomer__participant__email="")),
        volunteers=Count("pk", filter=Q(volunteer__participant__email="")),
    )
    return counted["newcomers"] + counted["volunteers"]


def late(city: City, now: dt.datetime, run: Q) -> list[tuple[str, dict[str, str], int]]:
    """Of the programmes under a condition: slug, names, and how many proposals wait for an answer for longer than
    the programme's days to answer. One query.
    """
    days = Func(
        F("programme__answer_days"),
        function="make_interval",
        template="%(function)s(days => %(expressions)s)",
    )
    rows = (
        Duo.objects.filter(run, over_on__isnull=True, starts_on__isnull=True)
        .exclude(newcomer_answer=Answer.YES, volunteer_answer=Answer.YES)
        .alias(days=days)
        .filter(proposed_at__lt=Value(now) - F("days"))
        .order_by("programme__slug")
    )
    counted = rows.values("programme__slug", "programme__names").annotate(number=Count("pk"))
    return [(row["programme__slug"], row["programme__names"], row["number"]) for row in counted]
