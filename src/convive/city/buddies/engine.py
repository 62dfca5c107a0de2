"""From rows to the engine of matching and back: people by the key of their application, reasons as codes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q
from django.db.models.fields.json import KeyTransform

from convive.city.buddies.codes import Outcome, Side
from convive.city.buddies.models import Duo, Programme, Round, RoundDuo
from convive.city.buddies.phases import applications
from convive.city.buddies.phases.applications import waiting
from convive.city.people.models import Availability, SpokenLanguage
from convive.engines.matching import (
    Criteria,
    Help,
    Hours,
    Newcomer,
    Proposal,
    Reason,
    Volunteer,
    Waiting,
    propose,
)
from convive.engines.matching import Duo as EngineDuo

Pair = tuple[str, str]
# After these a pair is not proposed again. A proposal that was taken back was nobody's no.
TRIED = (Outcome.DECLINED, Outcome.COMPLETED, Outcome.ENDED_EARLY)

_FACTS = (
    "pk", "side", "participant_id", "pooled_since", "free", "participant__user_id", "participant__gender",
    "participant__gender_wish", "participant__birth_year", "participant__place_x", "participant__place_y",
    "participant__interests", "participant__goals", "participant__life_stage",
)  # fmt: skip


@dataclass(frozen=True)
class Inputs:
    """What a round is worked out from. Ids are the keys of applications, as text."""

    newcomers: list[Newcomer]
    volunteers: list[Volunteer]
    criteria: Criteria
    kept: list[Pair]
    # Pairs that must not be: the same person twice, and people who tried it before.
    barred: list[Pair]
    # Pairs that the coordinator held back or took out in this round.
    dropped: list[Pair]
    today: dt.date
    seed: str

    def proposal(self, **more: Any) -> Proposal:
        """Raises MatchError."""
        kept = set(self.kept)
        return propose(
            self.newcomers,
            self.volunteers,
            self.criteria,
            self.kept,
            self.seed,
            today=self.today,
            blocked=[pair for pair in (*self.barred, *self.dropped) if pair not in kept],
            **more,
        )

    def fitting(self, person: str) -> list[Fit]:
        """Everybody who fits a person by all hard rules, whoever they are proposed to now, best first."""
        newcomers, volunteers, pairs = self.newcomers, self.volunteers, self._pairs_with(person)
        if any(one.id == person for one in newcomers):
            # The newcomer once for each volunteer: a newcomer is kept in one duo alone.
            mine = next(each for each in newcomers if each.id == person)
            newcomers = [replace(mine, id=volunteer) for _newcomer, volunteer in pairs]
            pairs = [(volunteer, volunteer) for _newcomer, volunteer in pairs]
        found = propose(
            newcomers, volunteers, self.criteria, pairs, self.seed, today=self.today, explain=False
        ).kept
        side = "volunteer" if pairs and pairs[0][0] == pairs[0][1] else "newcomer"
        fits = [
            Fit(getattr(duo, side), duo.quality, reasons_of(duo))
            for duo in found
            if not any(reason.code == "breaks" for reason in duo.reasons)
        ]
        return sorted(fits, key=lambda fit: (-fit.quality, int(fit.person)))

    def _pairs_with(self, person: str) -> list[Pair]:
        barred = set(self.barred)
        if any(each.id == person for each in self.newcomers):
            pairs = [(person, each.id) for each in self.volunteers]
        else:
            pairs = [(each.id, person) for each in self.newcomers]
        return [pair for pair in pairs if pair not in barred]


@dataclass(frozen=True)
class Fit:
    """Somebody who fits a person, with reasons as they are written."""

    person: str
    quality: int
    reasons: list[dict[str, Any]]


@dataclass(frozen=True)
class _Who:
    """By whom a pair of applications is known to be one person, or to have met before."""

    participant: int
    user: int | None


def read(row: Round, *, without: RoundDuo | None = None, of: Collection[int] | None = None) -> Inputs:
    """Who waits in the round's programme, and what the coordinator has fixed; six queries, however many people.

    `without`: a line that is not kept, because it is being changed. `of`: of these applications (keys) alone. Raises
    MatchError: the criteria cannot be read.
    """
    lines = list(row.lines.defer("reasons"))
    asked = {line.newcomer_id for line in lines if line.duo_id}
    newcomers, volunteers, who = _people(row.programme, row.day, asked, of)
    pairs = [(line, (str(line.newcomer_id), str(line.volunteer_id))) for line in lines if not line.duo_id]
    kept = [
        pair
        for line, pair in pairs
        if line.locked and not line.held_back and line != without and pair[0] in who and pair[1] in who
    ]
    held = [pair for line, pair in pairs if line.held_back]
    return Inputs(
        newcomers,
        volunteers,
        Criteria.of(row.criteria),
        kept,
        _barred(row.programme, newcomers, volunteers, who),
        [*held, *dropped_of(row)],
        row.day,
        row.seed,
    )


def people(programme: Programme, today: dt.date) -> tuple[list[Newcomer], list[Volunteer]]:
    """Who waits for a duo in a programme on a day, as the engine takes them. A few queries, however many people."""
    newcomers, volunteers, _who = _people(programme, today)
    return newcomers, volunteers


def languages_and_hours(
    participants: Sequence[int],
) -> tuple[dict[int, list[Pair]], dict[int, list[Hours]]]:
    """What participants (keys) speak, as (code, band), and when they are free, by key. Two queries."""
    # By their keys: what a join would cost depends on what the database knows of the tables that day.
    mine = Q(participant__in=participants)
    spoken: dict[int, list[Pair]] = defaultdict(list)
    languages = SpokenLanguage.objects.filter(mine).order_by()
    for key, language, band in languages.values_list("participant_id", "language", "band"):
        spoken[key].append((language.lower(), band))
    free: dict[int, list[Hours]] = defaultdict(list)
    stretches = Availability.objects.filter(mine).order_by()
    for key, weekday, start, end in stretches.values_list("participant_id", "weekday", "start", "end"):
        free[key].append(Hours(weekday, start, end))
    return spoken, free


def dropped_of(row: Round) -> list[Pair]:
    """The pairs that were held back or taken out when the round was worked out before. One query, for this part of a
    result that is long.
    """
    found = Round.objects.filter(pk=row.pk).values_list(KeyTransform("dropped", "result"), flat=True).first()
    return [(newcomer, volunteer) for newcomer, volunteer in found or []]


def _people(
    programme: Programme, today: dt.date, asked: Collection[int] = (), of: Collection[int] | None = None
) -> tuple[list[Newcomer], list[Volunteer], dict[str, _Who]]:
    either = waiting(today, str(Side.NEWCOMER)) | waiting(today, str(Side.VOLUNTEER))
    rows = applications(today).filter(either, programme=programme, participant__erased_at__isnull=True)
    if of is not None:
        rows = rows.filter(pk__in=of)
    facts = [each for each in rows.order_by("pk").values_list(*_FACTS) if each[0] not in asked]
    spoken, free = languages_and_hours([each[2] for each in facts])
    newcomers: list[Newcomer] = []
    volunteers: list[Volunteer] = []
    who: dict[str, _Who] = {}
    for pk, side, key, since, places, user, gender, wish, born, x, y, interests, goals, stage in facts:
        common: dict[str, Any] = {
            "id": str(pk),
            "languages": tuple(sorted(spoken.get(key, ()))),
            "available": tuple(sorted(free.get(key, ()))),
            "place": None if x is None else (float(x), float(y)),
            "gender": gender or None,
            "wish": wish or None,
            "interests": tuple(interests),
            "goals": tuple(goals),
            "life_stage": stage or None,
            "age": None if born is None else today.year - born,
        }
        who[str(pk)] = _Who(key, user)
        if side == Side.NEWCOMER:
            newcomers.append(Newcomer(**common, waiting_since=since))
        else:
            volunteers.append(Volunteer(**common, capacity=places))
    return newcomers, volunteers, who


def _barred(
    programme: Programme, newcomers: list[Newcomer], volunteers: list[Volunteer], who: Mapping[str, _Who]
) -> list[Pair]:
    by_participant: dict[int, list[str]] = defaultdict(list)
    by_user: dict[int, list[str]] = defaultdict(list)
    for volunteer in volunteers:
        by_participant[who[volunteer.id].participant].append(volunteer.id)
        if (user := who[volunteer.id].user) is not None:
            by_user[user].append(volunteer.id)
    tried = Duo.objects.filter(programme=programme, outcome__in=TRIED).order_by()
    met: dict[int, set[int]] = defaultdict(set)
    for one, other in tried.values_list("newcomer__participant_id", "volunteer__participant_id"):
        met[one].add(other)
    barred = []
    for newcomer in newcomers:
        me = who[newcomer.id]
        same = {*by_participant.get(me.participant, ()), *(by_user.get(me.user, ()) if me.user else ())}
        before = {their for key in met.get(me.participant, ()) for their in by_participant.get(key, ())}
        barred += [(newcomer.id, their) for their in sorted(same | before)]
    return barred


def reasons_of(duo: EngineDuo) -> list[dict[str, Any]]:
    """The reasons of a duo as they are written: codes and values, no name."""
    return [_reason(each) for each in duo.reasons if each.code not in ("kept", "quality")]


def result_of(proposal: Proposal) -> dict[str, Any]:
    """All else of a proposal as it is written: who waits and why, whom to look for, how sure that is."""
    found = proposal.certificate
    certificate = asdict(found) | {"bands": [band._asdict() for band in found.bands]}
    return {
        "summary": {
            "waiting": len(proposal.waiting),
            "idle": len(proposal.idle),
            "certificate": certificate,
            "contests": [
                {
                    "band": each.band,
                    "newcomers": len(each.newcomers),
                    "volunteers": len(each.volunteers),
                    "places": each.places,
                }
                for each in proposal.contests
            ],
            "recruiting": [{"like": each.like, "people": each.people} for each in proposal.recruiting],
        },
        # Who waited longest comes first: their part of the page is read.
        "waiting": [_waiting(each) for each in sorted(proposal.waiting, key=lambda each: -each.weeks)],
        "idle": [_waiting(each) for each in proposal.idle],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "values": dict(reason.values)}


def _waiting(each: Waiting) -> dict[str, Any]:
    return {
        "id": each.id,
        "weeks": each.weeks,
        "fits": each.fits,
        "contest": each.contest,
        "reasons": [_reason(reason) for reason in each.reasons],
        "would_help": [_help(one) for one in each.would_help],
    }


def _help(each: Help) -> dict[str, Any]:
    wider = {
        name: value
        for name, value in asdict(each.relaxation).items()
        if name != "waived" and value is not None and value is not False
    }
    return {
        "rules": list(each.rules),
        "wider": wider,
        "before": dict(each.before),
        "people": each.people,
        "instead": each.instead,
    }
