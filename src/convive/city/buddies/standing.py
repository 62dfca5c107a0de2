"""Where somebody stands on the way through a programme, in words: for the coordinator, and for the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.city.buddies.codes import Side
from convive.city.buddies.models import Application, Duo
from convive.city.buddies.phases import ApplicationPhase as Phase
from convive.city.buddies.phases import DuoPhase
from convive.city.buddies.words import language_name
from convive.city.people.models.told import WEEKDAYS
from convive.core import clock

WEEK = 7


def day(value: dt.date | dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "DATE_FORMAT")


def _ago(since: dt.date, today: dt.date) -> str:
    days = max(0, (today - since).days)
    if days < 2 * WEEK:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    return ngettext("%(number)s week", "%(number)s weeks", days // WEEK) % {"number": days // WEEK}


def for_staff(row: Application, today: dt.date) -> str:
    """Why this person stands where they do in the list, with how long."""
    phase = Phase(row.phase)
    applied = timezone.localtime(row.applied_at).date()
    if phase == Phase.APPLIED:
        return _("Applied %(time)s ago and waits for an answer") % {"time": _ago(applied, today)}
    if phase == Phase.INTAKE and row.intake_on is not None:
        at = timezone.localtime(row.intake_on)
        if row.intake_on < clock.now():
            return _("The intake talk of %(day)s is not written down") % {"day": day(at)}
        told = {"day": day(at), "time": date_format(at, "TIME_FORMAT")}
        return _("Intake talk on %(day)s at %(time)s") % told
    if phase == Phase.READY:
        return _("Ready since %(day)s, and not on the waiting list") % {
            "day": day(row.intake_done_on or applied)
        }
    if phase == Phase.POOL and row.pooled_since is not None:
        return _("Waits for a duo, %(time)s") % {"time": _ago(row.pooled_since, today)}
    if phase == Phase.HELD and row.held_until is not None:
        return _("Waits, and wants no duo before %(day)s") % {"day": day(row.held_until)}
    if phase == Phase.REFERRED:
        return _("Went to another offer: %(where)s") % {"where": row.get_referred_to_display()}
    if phase == Phase.WITHDRAWN and row.withdrawn_on is not None:
        return _("Stopped on %(day)s") % {"day": day(row.withdrawn_on)}
    return str(phase.label).capitalize()


def for_person(row: Application, today: dt.date) -> tuple[str, str]:
    """Where the person stands, and what happens next, in easy words."""
    told = {"contact": row.programme.contact_name or _("the coordinator")}
    phase = Phase(row.phase)
    if phase == Phase.INTAKE and row.intake_on is not None:
        at = timezone.localtime(row.intake_on)
        told |= {"day": date_format(at, "l j F"), "time": date_format(at, "TIME_FORMAT")}
    if phase == Phase.POOL and row.pooled_since is not None:
        told["day"] = day(row.pooled_since)
    if phase == Phase.HELD and row.held_until is not None:
        told["day"] = day(row.held_until)
    if phase == Phase.WITHDRAWN and row.withdrawn_on is not None:
        told["day"] = day(row.withdrawn_on)
    if phase == Phase.REFERRED:
        told["where"] = row.get_referred_to_display()
    where, then = {
        Phase.APPLIED: (_("We have your form."), _("%(contact)s writes to you or calls you for a talk.")),
        Phase.INTAKE: (_("We have a talk on %(day)s at %(time)s."), _("In the talk we ask what you would like.")),
        Phase.READY: (_("We had a talk."), _("We do not look for somebody now. Ask %(contact)s about it.")),
        Phase.POOL: (
            _("We look for somebody for you, since %(day)s."), _("We write to you when we have found somebody.")
        ),
        Phase.HELD: (_("You wanted to wait."), _("From %(day)s we look for somebody for you again.")),
        Phase.PROPOSED: (_("We have found somebody."), _("Say yes or no on your page. A no needs no reason.")),
        Phase.ACCEPTED: (_("You both said yes."), _("Next you both sign that you will meet.")),
        Phase.IN_DUO: (_("You meet somebody."), _("On your page you find the person you meet.")),
        Phase.FINISHED: (
            _("Your meetings are over. Thank you!"), _("Do you want to meet somebody again? Ask %(contact)s.")
        ),
        Phase.REFERRED: (_("We showed you another offer: %(where)s."), _("Do you have a question? Ask %(contact)s.")),
        Phase.WITHDRAWN: (_("You stopped on %(day)s."), _("Do you want to come back? Ask %(contact)s.")),
    }[phase]  # fmt: skip
    return where % told, then % told


def facts(row: Application) -> list[tuple[str, list[str]]]:
    """What the person told, each fact with its lines; what they did not tell is left out."""
    person = row.participant
    lists = {
        name: dict(person._meta.get_field(name).base_field.flatchoices)
        for name in ("interests", "goals", "needs")
    }
    named = {
        name: [", ".join(str(codes.get(each, each)) for each in getattr(person, name))]
        for name, codes in lists.items()
    }
    wanted = _("wants: %(how)s") % {"how": person.get_channel_display()}
    found: list[tuple[str, list[str]]] = [
        (_("How to reach them"), [person.email, person.phone, wanted]),
        (_("Language of letters"), [language_name(person.language)]),
        (_("Languages"), [_spoken(each) for each in person.languages.all()]),
        (_("Free"), _hours(person)),
        (_("Place"), [_("known, to 500 metres") if person.place_x is not None else _("not known")]),
        (_("Municipality"), [row.municipality]),
        (_("I am a"), [person.get_gender_display()]),
        (_("Would like to meet a"), [person.get_gender_wish_display()]),
        (_("Year of birth"), [str(person.birth_year or "")]),
        (_("Interests"), named["interests"]),
        (_("Goals"), named["goals"]),
        (_("Stage of life"), [person.get_life_stage_display()]),
        (_("Practical needs, which only the person changes"), named["needs"]),
        (_("Civic-integration trajectory"), [row.get_trajectory_display()]),
        (_("Screening and training"), [_check(each) for each in person.checks.all()]),
        (_("Agreed"), [_agreed(each) for each in person.consents.all() if each.withdrawn_at is None]),
        (_("Personal data are deleted on"), [day(person.delete_on)]),
    ]  # fmt: skip
    if row.side == Side.VOLUNTEER:
        found.append((_("Duos at once"), [str(row.capacity)]))
    return [(name, kept) for name, lines in found if (kept := [line for line in lines if line])]


def _spoken(each: Any) -> str:
    told = {"language": language_name(each.language), "band": each.get_band_display()}
    told |= {"who": each.get_judged_by_display(), "day": day(each.judged_on)}
    return _("%(language)s, %(band)s (said by %(who)s, %(day)s)") % told


def _hours(person: Any) -> list[str]:
    days: dict[int, list[str]] = {}
    for each in person.hours.all():
        stretch = f"{_clock(each.start)}–{_clock(each.end)}"
        days.setdefault(each.weekday, []).append(stretch)
    names = dict(WEEKDAYS)
    return [f"{names[weekday]} {', '.join(stretches)}" for weekday, stretches in sorted(days.items())]


def _clock(minutes: int) -> str:
    return "24:00" if minutes == 24 * 60 else date_format(dt.time(*divmod(minutes, 60)), "TIME_FORMAT")


def _check(each: Any) -> str:
    told = {"what": each.get_kind_display(), "outcome": each.get_outcome_display(), "day": day(each.on)}
    if each.expires is None:
        return _("%(what)s: %(outcome)s, %(day)s") % told
    return _("%(what)s: %(outcome)s, %(day)s, holds until %(until)s") % {**told, "until": day(each.expires)}


def _agreed(each: Any) -> str:
    return f"{each.get_purpose_display()} ({day(each.given_at)})"


def duos_told(row: Application, duos: Iterable[Duo]) -> list[dict[str, Any]]:
    """The duos of somebody: with whom, and how it stands."""
    city = row.programme.city.slug
    return [
        {
            "other": duo.other(row.side).participant,
            "phase": DuoPhase(duo.phase).label,
            "since": duo.starts_on or timezone.localtime(duo.proposed_at).date(),
            "url": reverse("buddies:duo", args=[city, duo.pk]),
        }
        for duo in duos
    ]


def timeline(row: Application, duos: Iterable[Duo]) -> list[tuple[dt.date, str]]:
    """The dated facts of somebody's way, the first one first."""
    found: list[tuple[dt.date | dt.datetime | None, str]] = [
        (row.applied_at, _("applied")),
        (row.intake_on if row.intake_done_on is None else None, _("intake talk planned")),
        (row.intake_done_on, _("intake talk: %(outcome)s") % {"outcome": row.get_outcome_display()}),
        (row.pooled_since, _("on the waiting list since this day")),
        (row.held_until, _("wants no duo before this day")),
        (row.withdrawn_on, _("stopped")),
        (row.asked_to_go_on, _("was asked to go on as a volunteer")),
    ]
    for duo in duos:
        number = {"number": duo.pk}
        found += [
            (duo.proposed_at, _("asked about duo %(number)s") % number),
            (duo.starts_on, _("duo %(number)s began") % number),
            (
                duo.over_on,
                _("duo %(number)s was over: %(how)s") % {**number, "how": duo.get_outcome_display()},
            ),
        ]
    days = [
        (timezone.localtime(when).date() if isinstance(when, dt.datetime) else when, what)
        for when, what in found
        if when is not None
    ]
    return sorted(days, key=lambda each: each[0])
