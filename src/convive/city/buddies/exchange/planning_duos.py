"""The duos of a file against those that stand here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from convive.city.buddies.codes import Answer, IntakeOutcome, Outcome, Side
from convive.city.buddies.exchange.columns import DUOS as DUO_COLUMNS
from convive.city.buddies.exchange.columns import PREFIX, local_day
from convive.city.buddies.exchange.planning import PersonStep
from convive.city.buddies.exchange.reading import DUOS, Line, Problem
from convive.city.buddies.models import Application, Duo, Programme

_BY_NAME = {column.name: column for column in DUO_COLUMNS}
# Who is in it never changes; the rest is compared.
WHO = ("newcomer", "volunteer")


@dataclass
class DuoStep:
    """A row of duos, and what it does. Each of the two is a person here, or a row of the same file."""

    row: int
    given: dict[str, Any]
    newcomer: Application | PersonStep
    volunteer: Application | PersonStep
    duo: Duo | None = None
    changed: tuple[str, ...] = ()
    slot: int = 1

    @property
    def is_new(self) -> bool:
        return self.duo is None

    @property
    def name(self) -> str:
        return f"{_name(self.newcomer)} · {_name(self.volunteer)}"

    def value(self, name: str) -> Any:
        if name in self.given:
            return self.given[name]
        return _BY_NAME[name].of(self.duo) if self.duo else None

    @property
    def is_open(self) -> bool:
        return not self.value("over_on")


def plan_duos(
    programme: Programme,
    people: list[PersonStep],
    known: list[Application],
    lines: list[Line],
    problems: list[Problem],
) -> list[DuoStep]:
    """What the rows of duos would do. One query."""
    rows = list(Duo.objects.filter(programme=programme).select_related("programme__city").order_by("pk"))
    return _Duos(programme, people, known, rows, problems).steps(lines)


class _Duos:
    def __init__(
        self,
        programme: Programme,
        people: list[PersonStep],
        known: list[Application],
        duos: list[Duo],
        problems: list[Problem],
    ) -> None:
        self.programme, self.problems, self.known_duos = programme, problems, duos
        self.told = {(each.row, each.column) for each in problems if each.table == DUOS}
        self.by_name: dict[tuple[str, str], Application | PersonStep] = {}
        for row in known:
            if row.participant.email and not _is_over(row):
                self.by_name[row.participant.email.lower(), row.side] = row
            elif row.participant.email:
                self.by_name.setdefault((row.participant.email.lower(), row.side), row)
            self.by_name[f"{PREFIX}{row.pk}", row.side] = row
        for step in people:
            who = step.application or step
            for name in (step.given.get("email"), step.given.get("id")):
                if name:
                    self.by_name[name, step.side] = who
        self.capacity = {row.pk: row.capacity for row in known}
        self.capacity |= {_who(step): step.value("capacity") or 1 for step in people}
        self.between: dict[tuple[int, int], list[Duo]] = defaultdict(list)
        for duo in duos:
            self.between[duo.newcomer_id, duo.volunteer_id].append(duo)

    def _refuse(self, row: int, column: str, what: str) -> None:
        if (row, column) not in self.told:
            self.told.add((row, column))
            self.problems.append(Problem(DUOS, row, column, what))

    def steps(self, lines: list[Line]) -> list[DuoStep]:
        steps = [step for line in lines if (step := self._step(line)) is not None]
        seen: dict[Any, int] = {}
        for step in steps:
            days = (step.given.get("asked_on"), step.given.get("starts_on"))
            one = step.duo.pk if step.duo else (_who(step.newcomer), _who(step.volunteer), days)
            if seen.setdefault(one, step.row) != step.row:
                self._refuse(
                    step.row, "newcomer", _("this duo is in row %(row)s already") % {"row": seen[one]}
                )
            names = [name for name in step.given if name not in WHO]
            stands = {name: _BY_NAME[name].of(step.duo) if step.duo else None for name in names}
            step.changed = tuple(name for name in names if stands[name] != step.given[name])
            self._check(step)
        self._room(steps)
        return steps

    def _step(self, line: Line) -> DuoStep | None:
        both = []
        for side in Side.values:
            name = line.given.get(side, "")
            found = self.by_name.get((name, side)) or self.by_name.get((name.lower(), side))
            if found is None:
                what = _("nobody on this side has the key or the address “%(name)s”") % {"name": name}
                self._refuse(line.row, side, what if name else _("the cell is blank"))
            else:
                both.append(found)
        if len(both) < len(Side.values):
            return None
        step = DuoStep(line.row, dict(line.given), both[0], both[1])
        if isinstance(both[0], Application) and isinstance(both[1], Application):
            step.duo = self._duo(both[0], both[1], line.given)
        return step

    def _duo(self, newcomer: Application, volunteer: Application, given: dict[str, Any]) -> Duo | None:
        """Which duo of the two a row tells of: that of the day, else the open one, else the last."""
        rows = self.between.get((newcomer.pk, volunteer.pk), [])
        asked, starts = given.get("asked_on"), given.get("starts_on")
        for duo in rows:
            if asked is not None and local_day(duo.proposed_at, duo) == asked:
                return duo
            if asked is None and starts is not None and duo.starts_on == starts:
                return duo
        is_open = [duo for duo in rows if duo.over_on is None]
        if is_open and asked is None:
            return is_open[-1]
        return rows[-1] if rows and asked is None and starts is None else None

    def _check(self, step: DuoStep) -> None:
        value, row, today = step.value, step.row, self.programme.city.today
        for name in ("asked_on", "newcomer_answered_on", "volunteer_answered_on", "over_on"):
            if name in step.given and step.given[name] > today:
                self._refuse(row, name, _("this day is to come"))
        if value("starts_on"):
            if not value("ends_on"):
                self._refuse(row, "ends_on", _("the duo has a first day: say the last one of its term"))
            elif value("ends_on") < value("starts_on"):
                self._refuse(row, "ends_on", _("this is before the first day"))
            for side in Side.values:
                if value(f"{side}_answer") == Answer.NO:
                    self._refuse(row, f"{side}_answer", _("a duo begins when both said yes"))
        elif value("ends_on"):
            self._refuse(row, "starts_on", _("the duo has a last day: say the first one"))
        if bool(value("over_on")) != bool(value("outcome")):
            lacking = "outcome" if value("over_on") else "over_on"
            self._refuse(row, lacking, _("give both the day on which it was over, and the outcome"))
        if value("end_reason") and value("outcome") not in (Outcome.COMPLETED, Outcome.ENDED_EARLY):
            self._refuse(row, "end_reason", _("only with the outcome completed or ended_early"))

    def _room(self, steps: list[DuoStep]) -> None:
        """Nobody is in more duos at once than can be; each new one gets a place of its volunteer."""
        told = {step.duo.pk for step in steps if step.duo}
        newcomers: dict[Any, int] = {}
        places: dict[Any, set[int]] = defaultdict(set)
        for duo in self.known_duos:
            if duo.pk not in told and duo.over_on is None:
                newcomers[duo.newcomer_id] = 0
                places[duo.volunteer_id].add(duo.slot)
        staying = [step for step in steps if step.is_open and step.duo and step.duo.over_on is None]
        for step in staying:
            step.slot = step.duo.slot if step.duo else 1
            places[_who(step.volunteer)].add(step.slot)
        for step in steps:
            if not step.is_open:
                continue
            first = newcomers.setdefault(_who(step.newcomer), step.row)
            if first != step.row:
                self._refuse(step.row, "newcomer", _("this newcomer is in another duo that is not over"))
            if step in staying:
                continue
            volunteer = _who(step.volunteer)
            step.slot = next(
                number for number in range(1, len(places[volunteer]) + 2) if number not in places[volunteer]
            )
            places[volunteer].add(step.slot)
            if len(places[volunteer]) > self.capacity.get(volunteer, 1):
                self._refuse(
                    step.row, "volunteer",
                    _("this volunteer would be in %(number)s duos at once, and offers %(capacity)s")
                    % {"number": len(places[volunteer]), "capacity": self.capacity.get(volunteer, 1)},
                )  # fmt: skip


def _who(who: Application | PersonStep) -> Any:
    """A key of somebody, here or in the file."""
    if isinstance(who, Application):
        return who.pk
    return who.application.pk if who.application else ("row", who.row)


def _name(who: Application | PersonStep) -> str:
    return who.participant.name if isinstance(who, Application) else who.name


def _is_over(row: Application) -> bool:
    return bool(row.withdrawn_on) or row.outcome == IntakeOutcome.REFERRED
