"""The matching moment: a round is opened, its lines are changed by the coordinator, and both people are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies import access, engine, matching_letters
from convive.city.buddies.codes import BuddyReason, Side
from convive.city.buddies.models import Application, Duo, Programme, Round, RoundDuo
from convive.city.buddies.phases import applications
from convive.city.buddies.phases.applications import waiting
from convive.core import audit, clock
from convive.core.access import require
from convive.core.jobs import defer_once
from convive.core.models import User
from convive.engines.matching import MatchError


def seed_of(programme: Programme, day: dt.date) -> str:
    """What lots of a day are drawn from. Anybody can say it before the day."""
    own = str(programme.criteria.get("order", {}).get("seed") or programme.slug)
    return f"{own} {day.isoformat()}"[:80]


@transaction.atomic
def open_round(programme: Programme, day: dt.date, *, by: User) -> Round:
    """Ask for a proposal of duos for a day. A worker works it out."""
    require(access.runs(by, programme))
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if day < programme.city.today:
        raise ValidationError(_("This day is over. Choose today or a later day."))
    if locked.rounds.filter(closed_at__isnull=True).exists():
        raise ValidationError(_("A matching table is open already. Close it first."))
    row = Round.objects.create(
        city=programme.city,
        programme=programme,
        day=day,
        seed=seed_of(locked, day),
        criteria=locked.criteria,
        asked_at=clock.now(),
        asked_by=by,
    )
    audit.record("matching.opened", row, by=by, why=BuddyReason.MATCHING, details={"day": day.isoformat()})
    _defer(row)
    return row


@transaction.atomic
def work_out_again(row: Round, *, by: User) -> None:
    """Once more, with who waits now and the criteria as they are now. Locked lines stay; pairs that were held back are
    not proposed again in this round.
    """
    _again(_open(row, by), by)


def _again(row: Round, by: User) -> None:
    row.criteria = Programme.objects.get(pk=row.programme_id).criteria
    row.asked_at, row.asked_by, row.done_at, row.progress, row.problem = clock.now(), by, None, 0, ""
    row.save(update_fields=["criteria", "asked_at", "asked_by", "done_at", "progress", "problem"])
    audit.record("matching.again", row, by=by, why=BuddyReason.MATCHING)
    _defer(row)


def ask_worker_again(row: Round) -> None:
    """For a round whose worker says nothing for long: at worst it is worked out twice, and written once."""
    _defer(row)


def _defer(row: Round) -> None:
    from convive.city.buddies.jobs import matching

    lock = f"matching:{row.city_id}:{row.pk}"
    defer_once(matching.work_out, lock, city_id=row.city_id, round_id=row.pk)


@transaction.atomic
def close_round(row: Round, *, by: User) -> None:
    """End the matching moment. Who was asked stays asked; all else of the table stays to be read."""
    require(access.runs(by, row.programme))
    row = Round.objects.defer("result").select_for_update().get(pk=row.pk)
    if row.closed_at is not None:
        raise ValidationError(_("This matching table is closed already."))
    row.closed_at = clock.now()
    row.done_at = row.done_at or row.closed_at
    row.save(update_fields=["closed_at", "done_at"])
    asked = row.lines.filter(duo__isnull=False).count()
    audit.record("matching.closed", row, by=by, why=BuddyReason.MATCHING, details={"asked": asked})


@transaction.atomic
def lock(line: RoundDuo, *, by: User, locked: bool = True) -> None:
    """A locked line stays when the table is worked out again."""
    row = _line(line, by)
    row.locked = locked
    row.held_back = row.held_back and not locked
    row.save(update_fields=["locked", "held_back"])
    audit.record("matching.locked" if locked else "matching.unlocked", row, by=by, why=BuddyReason.MATCHING)


@transaction.atomic
def hold_back(line: RoundDuo, *, by: User, held: bool = True) -> None:
    """These two are not asked now. Worked out again, the table does not propose them any more."""
    row = _line(line, by)
    row.held_back = held
    row.locked = row.locked and not held
    row.save(update_fields=["locked", "held_back"])
    audit.record("matching.held-back" if held else "matching.released", row, by=by, why=BuddyReason.MATCHING)


@transaction.atomic
def take_out(line: RoundDuo, *, by: User) -> None:
    """The line goes; both wait on, and are not proposed to each other in this round any more."""
    row = _line(line, by)
    audit.record("matching.taken-out", row, by=by, why=BuddyReason.MATCHING)
    round_ = row.round
    result = dict(round_.result or {})
    pair = [str(row.newcomer_id), str(row.volunteer_id)]
    result["dropped"] = sorted([*(each for each in result.get("dropped", []) if each != pair), pair])
    row.delete()
    round_.result = result
    round_.save(update_fields=["result"])


@transaction.atomic
def put_together(row: Round, newcomer: Application, volunteer: Application, *, by: User) -> RoundDuo:
    """The coordinator chooses these two. The line is locked, and the rest is worked out again around it."""
    row = _open(row, by)
    now = {line.newcomer_id: line for line in row.lines.all()}
    mine = now.get(newcomer.pk)
    if mine is not None and mine.duo_id is not None:
        raise ValidationError(_("%(name)s was asked already.") % {"name": newcomer.participant})
    fit = _fit(row, mine, newcomer, volunteer)
    if fit is None:
        names = {"newcomer": newcomer.participant, "volunteer": volunteer.participant}
        raise ValidationError(_("%(newcomer)s and %(volunteer)s do not fit by the criteria.") % names)
    fixed = [
        line
        for line in now.values()
        if line.volunteer_id == volunteer.pk and line != mine and line.locked and line.duo_id is None
    ]
    free = _waiting_now(row, [volunteer.pk]).get(volunteer.pk, 0)
    if len(fixed) >= free:
        raise ValidationError(
            _("%(name)s has no place left: unlock the other line first.") % {"name": volunteer.participant}
        )
    if mine is not None and mine.volunteer_id != volunteer.pk:
        mine.delete()
        mine = None
    values = {
        "locked": True,
        "held_back": False,
        "by_hand": True,
        "quality": fit.quality,
        "reasons": fit.reasons,
    }
    line, _made = RoundDuo.objects.update_or_create(
        round=row, newcomer=newcomer, volunteer=volunteer, defaults={"city": row.city, **values}
    )
    audit.record("matching.put-together", line, by=by, why=BuddyReason.MATCHING)
    _again(row, by)
    return line


def _fit(
    row: Round, line: RoundDuo | None, newcomer: Application, volunteer: Application
) -> engine.Fit | None:
    """How well these two fit by all hard rules. None: they do not, or one of them does not wait."""
    try:
        fits = engine.read(row, without=line, of=(newcomer.pk, volunteer.pk)).fitting(str(newcomer.pk))
    except MatchError as error:
        raise ValidationError(str(error)) from None
    return fits[0] if fits else None


@transaction.atomic
def confirm(row: Round, lines: Iterable[RoundDuo | int], *, by: User) -> list[Duo]:
    """Ask both people of each line. All lines or none: where one cannot be asked, nothing is written, and the error
    names it. A line that was asked already is left as it is.

    Raises ValidationError: somebody is in another duo by now, or waits no longer.
    """
    row = _open(row, by)
    keys = {line if isinstance(line, int) else line.pk for line in lines}
    asked = list(
        row.lines.filter(pk__in=keys).select_related("newcomer__participant", "volunteer__participant")
    )
    if len(asked) < len(keys):
        raise ValidationError(_("The table has changed meanwhile. Look at it again."))
    asked = [line for line in asked if line.duo_id is None]
    people = {key for line in asked for key in (line.newcomer_id, line.volunteer_id)}
    # In one order whoever comes: two that ask the same people wait for each other, and never both in vain.
    list(Application.objects.filter(pk__in=people).order_by("pk").select_for_update().values_list("pk"))
    _check(row, asked)
    slots = _slots({line.volunteer_id for line in asked})
    now = clock.now()
    duos = []
    for line in asked:
        duo = Duo.objects.create(
            city=row.city,
            programme=row.programme,
            newcomer=line.newcomer,
            volunteer=line.volunteer,
            slot=_next(slots.setdefault(line.volunteer_id, set())),
            reasons=line.reasons,
            proposed_at=now,
            proposed_by=by,
        )
        line.duo, line.locked = duo, True
        line.save(update_fields=["duo", "locked"])
        audit.record("duo.asked", duo, by=by, why=BuddyReason.MATCHING, details={"round": row.pk})
        matching_letters.asked(duo)
        duos.append(duo)
    return duos


def _check(row: Round, lines: Sequence[RoundDuo]) -> None:
    """Raises ValidationError that names every line that cannot be asked."""
    people = {key for line in lines for key in (line.newcomer_id, line.volunteer_id)}
    free = _waiting_now(row, people)
    errors = []
    for line in lines:
        names = {"newcomer": line.newcomer.participant, "volunteer": line.volunteer.participant}
        for key in (line.newcomer_id, line.volunteer_id):
            free[key] = free.get(key, 0) - 1
        if line.held_back:
            errors.append(_("%(newcomer)s and %(volunteer)s: this line is held back.") % names)
        elif free[line.newcomer_id] < 0:
            errors.append(
                _(
                    "%(newcomer)s and %(volunteer)s: %(newcomer)s is asked or in a duo by now, or waits no longer."
                )
                % names
            )
        elif free[line.volunteer_id] < 0:
            errors.append(
                _(
                    "%(newcomer)s and %(volunteer)s: %(volunteer)s has no free place by now, or waits no longer."
                )
                % names
            )
    if errors:
        raise ValidationError(
            [*errors, _("Nobody was asked. Look at the table again, or work it out again.")]
        )


def _waiting_now(row: Round, people: Iterable[int]) -> dict[int, int]:
    """How many places each of these people has who waits today."""
    today = row.city.today
    either = waiting(today, str(Side.NEWCOMER)) | waiting(today, str(Side.VOLUNTEER))
    rows = applications(today).filter(
        either, pk__in=list(people), programme=row.programme_id, participant__erased_at__isnull=True
    )
    return dict(rows.values_list("pk", "free"))


def _slots(volunteers: set[int]) -> dict[int, set[int]]:
    taken: dict[int, set[int]] = {}
    rows = Duo.objects.filter(volunteer__in=volunteers, over_on__isnull=True)
    for volunteer, slot in rows.values_list("volunteer_id", "slot"):
        taken.setdefault(volunteer, set()).add(slot)
    return taken


def _next(taken: set[int]) -> int:
    slot = next(number for number in range(1, len(taken) + 2) if number not in taken)
    taken.add(slot)
    return slot


def _open(row: Round, by: User) -> Round:
    """The round, locked, where it is open and worked out and the person runs its programme."""
    require(access.runs(by, row.programme))
    rows = Round.objects.defer("result").select_for_update(of=("self",))
    row = rows.select_related("programme__city").get(pk=row.pk)
    if row.closed_at is not None:
        raise ValidationError(_("This matching table is closed."))
    if row.done_at is None:
        raise ValidationError(_("The table is being worked out. Wait until it is there."))
    return row


def _line(line: RoundDuo, by: User) -> RoundDuo:
    """The line, its round locked, where it was not asked yet."""
    round_ = _open(line.round, by)
    row = round_.lines.filter(pk=line.pk).first()
    if row is None:
        raise ValidationError(_("The table has changed meanwhile. Look at it again."))
    if row.duo_id is not None:
        raise ValidationError(_("These two were asked already."))
    row.round = round_
    return row
