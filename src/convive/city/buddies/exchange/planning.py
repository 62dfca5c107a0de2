"""What an import would do, worked out against what stands here. Nothing is written."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies.codes import IntakeOutcome, Side
from convive.city.buddies.exchange.columns import PEOPLE as PEOPLE_COLUMNS
from convive.city.buddies.exchange.columns import PREFIX, local_day
from convive.city.buddies.exchange.reading import PEOPLE, Line, Problem, Read
from convive.city.buddies.models import Application, Duo, Programme
from convive.city.people.facts import check_reachable, digits
from convive.city.people.lists import NEEDED, Agreed, Channel
from convive.city.people.models import Participant
from convive.core.models import City

# Of these a file adds what is new: what once was checked or agreed stays on record.
ADDED_TO = frozenset({"agreed", "checks"})
NEVER_COMPARED = frozenset({"id", "side"})


@dataclass
class PersonStep:
    """A row of people, and what it does. `application` or `participant` is None where there is none yet."""

    row: int
    side: str
    given: dict[str, Any]
    application: Application | None = None
    participant: Participant | None = None
    changed: tuple[str, ...] = ()
    # Rows of one person, on both sides or one after another, have one key.
    person: str = ""

    @property
    def is_new(self) -> bool:
        return self.application is None

    def since(self, today: dt.date) -> dt.date:
        """Since when somebody new takes part: the first day of which the row tells."""
        planned = self.given.get("intake_on")
        told = [self.given.get(name) for name in ("intake_done_on", "waiting_since", "withdrawn_on")]
        days = [*told, planned.date() if planned else None, today]
        return self.given.get("applied_on") or min(day for day in days if day is not None)

    @property
    def name(self) -> str:
        return self.given.get("name") or (self.application.participant.name if self.application else "")

    def value(self, name: str) -> Any:
        """What holds after the import."""
        if name in self.given:
            return self.given[name]
        return _BY_NAME[name].of(self.application) if self.application else None


_BY_NAME = {column.name: column for column in PEOPLE_COLUMNS}


@dataclass
class Plan:
    """All of it: steps that change something and steps that do not, and what cannot be used."""

    people: list[PersonStep] = field(default_factory=list)
    duos: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    not_read: list[str] = field(default_factory=list)

    @property
    def steps(self) -> list[Any]:
        return [step for step in (*self.people, *self.duos) if step.is_new or step.changed]

    @property
    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for table, steps in (("people", self.people), ("duos", self.duos)):
            new = sum(step.is_new for step in steps)
            changed = sum(bool(step.changed) for step in steps if not step.is_new)
            found |= {f"{table}_added": new, f"{table}_changed": changed}
            found[f"{table}_same"] = len(steps) - new - changed
        return found

    @property
    def digest(self) -> str:
        """What a dry run showed: if it is another one later, somebody changed something in between."""
        said = [(step.row, step.is_new, step.changed) for step in (*self.people, *self.duos)]
        said_of = [getattr(getattr(step, "application", None), "pk", None) for step in self.people]
        return hashlib.sha256(repr((said, said_of, list(map(str, self.problems)))).encode()).hexdigest()


def plan(programme: Programme, read: Read) -> Plan:
    """What the tables would do to a programme. A bounded number of queries, however many rows.

    A blank cell and a column that is not there leave what is known.
    """
    from convive.city.buddies.exchange.planning_duos import plan_duos

    made = Plan(problems=list(read.problems), not_read=list(read.not_read))
    known = list(here(programme))
    made.people = _People(programme, known, made.problems).steps(read.people)
    made.duos = plan_duos(programme, made.people, known, read.duos, made.problems)
    _nobody_leaves_a_duo(programme, made)
    made.problems.sort(key=lambda each: (each.table != PEOPLE, each.row, each.column))
    return made


def here(programme: Programme) -> Iterable[Application]:
    """Everybody of the programme with all that a file holds of them, in the order of a file. Five queries."""
    rows = Application.objects.filter(programme=programme, participant__erased_at__isnull=True)
    told = ("participant__languages", "participant__hours", "participant__checks", "participant__consents")
    rows = rows.select_related("participant", "programme__city").prefetch_related(*told)
    return rows.order_by("side", "applied_at", "pk")


def _nobody_leaves_a_duo(programme: Programme, made: Plan) -> None:
    """Whoever is in a duo that is not over, here and after the import, does not stop by a file alone."""
    told = {step.duo.pk for step in made.duos if step.duo}
    rows = Duo.objects.filter(programme=programme, over_on__isnull=True).exclude(pk__in=told)
    in_duo: set[Any] = {key for pair in rows.values_list("newcomer_id", "volunteer_id") for key in pair}
    for duo in made.duos:
        if duo.is_open:
            in_duo |= {
                who.pk if isinstance(who, Application) else id(who) for who in (duo.newcomer, duo.volunteer)
            }
    for step in made.people:
        key = step.application.pk if step.application else id(step)
        if "withdrawn_on" in step.changed and key in in_duo:
            what = _("this person is in a duo that is not over: say first how the duo ended")
            made.problems.append(Problem(PEOPLE, step.row, "withdrawn_on", what))


class _People:
    """The rows of people against those that stand here."""

    def __init__(self, programme: Programme, known: list[Application], problems: list[Problem]) -> None:
        self.programme, self.problems = programme, problems
        # Of a cell that could not be read, nothing more is said.
        self.told = {(each.row, each.column) for each in problems if each.table == PEOPLE}
        self.city: City = programme.city
        self.by_key = {f"{PREFIX}{row.pk}": row for row in known}
        self.by_contact: dict[tuple[str, str], list[Application]] = defaultdict(list)
        for row in known:
            for contact in {row.participant.email.lower(), digits(row.participant.phone)} - {""}:
                self.by_contact[contact, row.side].append(row)
        self.places = {name.casefold(): name for name in programme.municipalities}

    def steps(self, lines: list[Line]) -> list[PersonStep]:
        self.participants = self._participants(lines)
        steps = [step for line in lines if (step := self._step(line)) is not None]
        self._once(steps)
        self._one_person_says_one_thing(steps)
        for step in steps:
            step.changed = changed(step)
            self._check(step)
        return steps

    def _refuse(self, row: int, column: str, what: str) -> None:
        if (row, column) not in self.told:
            self.told.add((row, column))
            self.problems.append(Problem(PEOPLE, row, column, what))

    def _participants(self, lines: list[Line]) -> dict[str, Participant]:
        """People of the organisation who are in other programmes, or on the other side, by address or number."""
        emails = {line.given["email"] for line in lines if "email" in line.given}
        phones = {digits(line.given["phone"]) for line in lines if "phone" in line.given}
        rows = Participant.objects.filter(organisation=self.programme.organisation, erased_at__isnull=True)
        if self.programme.organisation_id is None:
            rows = rows.filter(organisation__isnull=True)
        found: dict[str, Participant] = {}
        for row in rows.filter(~Q(email="") | ~Q(phone="")).order_by("-pk").prefetch_related("consents"):
            if row.email.lower() in emails:
                found[row.email.lower()] = row
            elif not row.email and digits(row.phone) in phones:
                found[digits(row.phone)] = row
        return found

    def _step(self, line: Line) -> PersonStep | None:
        given = dict(line.given)
        side = given.pop("side", None)
        if side is None:
            self._refuse(line.row, "side", _("the cell is blank"))
            return None
        place = given.get("municipality")
        if place:
            given["municipality"] = self.places.get(place.casefold(), place)
        contact = given.get("email") or digits(given.get("phone", ""))
        step = PersonStep(line.row, side, given, person=contact)
        row = self.by_key.get(given.get("id", ""))
        if row is not None:
            if row.side != side or not self._same(row.participant, given):
                self._refuse(
                    line.row, "id", _("this key is of somebody else here; clear the cell to add a new person")
                )
                return None
            step.application, step.participant = row, row.participant
            step.person = f"{PREFIX}{row.participant_id}"
            return step
        if not contact:
            self._refuse(line.row, "email", _("give an e-mail address or a phone number"))
            return None
        step.application = self._application(contact, side, given)
        step.participant = (
            step.application.participant if step.application else self.participants.get(contact)
        )
        if step.participant is not None:
            step.person = f"{PREFIX}{step.participant.pk}"
        return step

    def _same(self, person: Participant, given: Mapping[str, Any]) -> bool:
        """Whether a row with a key of ours is of this person: name or address are the same."""
        same_name = given.get("name", "").casefold() == person.name.casefold()
        return same_name or (bool(person.email) and given.get("email") == person.email.lower())

    def _application(self, contact: str, side: str, given: Mapping[str, Any]) -> Application | None:
        """Which way through the programme a row tells of: that of the day, else the open one, else the last."""
        rows = self.by_contact.get((contact, side), [])
        day = given.get("applied_on")
        for row in rows:
            if day is not None and local_day(row.applied_at, row) == day:
                return row
        is_open = [row for row in rows if not row.withdrawn_on and row.outcome != IntakeOutcome.REFERRED]
        over = given.get("withdrawn_on") or given.get("outcome") == IntakeOutcome.REFERRED
        if is_open and not (over and day is not None):
            return is_open[-1]
        return rows[-1] if rows and day is None else None

    def _once(self, steps: list[PersonStep]) -> None:
        """Nobody stands in two rows on the same side, but for ways through the programme that are over."""
        rows: dict[Any, int] = {}
        is_open: dict[Any, int] = {}
        for step in steps:
            one = (
                step.application.pk
                if step.application
                else (step.person, step.side, step.given.get("applied_on"))
            )
            if one in rows:
                self._refuse(
                    step.row, "email", _("this person is in row %(row)s already") % {"row": rows[one]}
                )
                continue
            rows[one] = step.row
            if step.value("withdrawn_on") or step.value("outcome") == IntakeOutcome.REFERRED:
                continue
            twice = is_open.setdefault((step.person, step.side), step.row)
            if twice != step.row:
                self._refuse(step.row, "email", _("this person is in row %(row)s already") % {"row": twice})

    def _one_person_says_one_thing(self, steps: list[PersonStep]) -> None:
        first: dict[tuple[str, str], tuple[int, Any]] = {}
        for step in steps:
            for name, value in step.given.items():
                if not _BY_NAME[name].of_person:
                    continue
                row, said = first.setdefault((step.person, name), (step.row, value))
                if said != value:
                    what = _("row %(row)s tells something else of the same person") % {"row": row}
                    self._refuse(step.row, name, what)

    def _check(self, step: PersonStep) -> None:
        """What must be true of a person after the import."""
        row, value, today = step.row, step.value, self.city.today
        given = step.given
        if not value("name"):
            self._refuse(row, "name", _("the cell is blank"))
        if step.participant is None and Agreed.TAKE_PART not in {each[0] for each in given.get("agreed", ())}:
            what = _("say when the person agreed that you keep their data, as take_part:2026-03-31")
            self._refuse(row, "agreed", what)
        person = step.participant
        if person and person.user_id and given.get("email", person.email.lower()) != person.email.lower():
            self._refuse(row, "email", _("this person has an account, and changes the address themselves"))
        elif person and "email" in step.changed and self.participants.get(given["email"], person) != person:
            self._refuse(row, "email", _("Somebody takes part with this address already."))
        if person and step.is_new and not _agrees(person):
            self._refuse(row, "agreed", _("Nobody can take part without agreeing that their data are kept."))
        self._check_reachable(step)
        place = given.get("municipality")
        if (
            place
            and "municipality" in step.changed
            and self.places
            and place not in self.programme.municipalities
        ):
            names = ", ".join(self.programme.municipalities)
            self._refuse(row, "municipality", _("this is none of: %(codes)s") % {"codes": names})
        for one, other in (("x", "y"), ("y", "x")):
            if one in given and value(other) is None:
                self._refuse(row, other, _("blank, but the other coordinate is not"))
        if "judged" in given:
            spoken = {each[0] for each in value("languages") or ()}
            if lost := {each[0] for each in given["judged"]} - spoken:
                self._refuse(
                    row, "judged", _("not among the languages: %(codes)s") % {"codes": ", ".join(lost)}
                )
        for name in ("applied_on", "intake_done_on", "waiting_since", "withdrawn_on"):
            if name in given and given[name] > today:
                self._refuse(row, name, _("this day is to come"))
        if step.side == Side.NEWCOMER and (value("capacity") or 1) != 1:
            self._refuse(row, "capacity", _("a newcomer is in one duo at once"))
        self._check_outcome(step)
        if "delete_on" in step.changed and given["delete_on"] <= today:
            self._refuse(row, "delete_on", _("this day is past"))

    def _check_reachable(self, step: PersonStep) -> None:
        """How to reach somebody fits what is known; somebody new without an e-mail address is called."""
        if step.is_new and step.participant is None:
            email, phone = step.given.get("email", ""), step.given.get("phone", "")
            channel = step.given.get("channel") or (Channel.MAIL if email else Channel.PHONE)
        elif {"email", "phone", "channel"} & set(step.changed):
            person = step.participant
            email, phone, channel = (
                step.given.get(name, getattr(person, name)) for name in ("email", "phone", "channel")
            )
        else:
            return
        try:
            check_reachable(email=email, phone=phone, channel=str(channel))
        except ValidationError as error:
            for column, said in error.message_dict.items():
                self._refuse(step.row, column, " ".join(said))

    def _check_outcome(self, step: PersonStep) -> None:
        row, value = step.row, step.value
        outcome = value("outcome") or (IntakeOutcome.READY if value("waiting_since") else "")
        if value("waiting_since") and outcome != IntakeOutcome.READY:
            self._refuse(row, "waiting_since", _("only somebody whose outcome is ready waits"))
        if value("referred_to") and outcome != IntakeOutcome.REFERRED:
            self._refuse(row, "referred_to", _("only with the outcome referred"))
        if outcome == IntakeOutcome.REFERRED and not value("referred_to"):
            self._refuse(row, "referred_to", _("say where the person goes"))
        if value("intake_done_on") and not outcome:
            self._refuse(row, "outcome", _("the talk was held: say what came of it"))
        if outcome and not (value("intake_done_on") or value("intake_on") or value("waiting_since")):
            self._refuse(row, "intake_done_on", _("there is an outcome: say on which day the talk was"))


def changed(step: PersonStep) -> tuple[str, ...]:
    """The columns in which a row says something else than what stands here; of new people, all it says."""
    names = [name for name in step.given if name not in NEVER_COMPARED]
    if step.application is None:
        return tuple(names)
    found = []
    for name in names:
        stands = _BY_NAME[name].of(step.application)
        if name in ADDED_TO:
            differs = bool(new_of(step.application, name, step.given[name]))
        elif name == "judged":
            differs = not set(step.given[name]) <= set(stands)
        else:
            differs = stands != step.given[name]
        if differs:
            found.append(name)
    return tuple(found)


def _agrees(person: Participant) -> bool:
    """To what nobody takes part without. Its consents were read before."""
    return {each.purpose for each in person.consents.all() if each.withdrawn_at is None}.issuperset(NEEDED)


def new_of(application: Application, name: str, said: Iterable[Any]) -> list[Any]:
    """Of checks and agreements, those that do not stand here. What somebody took back is not given again by a file."""
    return new_of_person(application.participant, name, said)


def new_of_person(person: Participant, name: str, said: Iterable[Any]) -> list[Any]:
    if name == "agreed":
        ever = {each.purpose for each in person.consents.all()}
        return [each for each in said if each[0] not in ever]
    stands = {(each.kind, each.outcome, each.on, each.expires) for each in person.checks.all()}
    return [each for each in said if each not in stands]
