"""Rows of the matching table as its pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from convive.city.buddies import engine, table_words
from convive.city.buddies import matching_words as words
from convive.city.buddies.codes import Code, Side
from convive.city.buddies.models import Application, Programme, Round, RoundDuo
from convive.city.buddies.phases.applications import applications
from convive.city.buddies.queries import matching as queries
from convive.city.buddies.words import language_name
from convive.engines.matching import second_best

Shown = dict[str, Any]
# Of everybody else who fits, so many are offered.
MOST_CHOICES = 30


def person_url(programme: Programme, key: int | str) -> str:
    """Where the coordinator looks somebody up."""
    return reverse("buddies:person", args=[programme.city.slug, programme.slug, int(key)])


def line(programme: Programme, row: RoundDuo, day: dt.date) -> Shown:
    since = row.newcomer.pooled_since
    return {
        "row": row,
        "newcomer_url": person_url(programme, row.newcomer_id),
        "volunteer_url": person_url(programme, row.volunteer_id),
        "waited": words.weeks((day - since).days // 7) if since else "",
        # How long the newcomer has waited stands beside the name already.
        "why": words.reasons(each for each in row.reasons if each["code"] != "waited"),
    }


def waiting(programme: Programme, people: Mapping[str, Application], each: Shown, side: Code) -> Shown:
    return {
        "key": each["id"],
        "person": people.get(each["id"]),
        "url": person_url(programme, each["id"]),
        "waited": words.weeks(each["weeks"]) if side == Side.NEWCOMER and each["weeks"] >= 1 else "",
        "why": words.reasons(each["reasons"]),
        "would_help": [words.would_help(one, side) for one in each["would_help"]],
        "fits": each["fits"],
    }


def recruit(programme: Programme, likes: Mapping[str, Application], each: Shown) -> Shown:
    """Whom to look for: what somebody like this speaks, when they are free, and how many they would help."""
    like = likes.get(each["like"])
    told = {"key": each["like"], "url": person_url(programme, each["like"]), "person": like}
    if like is not None:
        languages = [f"{language_name(one.language)} {one.band}" for one in like.participant.languages.all()]
        free = [(one.weekday, one.start, one.end) for one in like.participant.hours.all()]
        told |= {"languages": words.listed(languages), "free": words.when(free)}
    return told | {"helps": words.newcomers(each["people"])}


def refused(programme: Programme, given: Shown | None) -> Shown | None:
    """Whose facts cannot be read, and which; or what is wrong with the criteria."""
    if not given:
        return None
    if "criteria" in given:
        return {"criteria": given["criteria"]}
    person = queries.people([given["person"]]).get(given["person"])
    column = words.FIELDS.get(given["column"], given["column"])
    return {"person": person, "url": person_url(programme, given["person"]), "column": column}


def choices(programme: Programme, row: Round, person: Application) -> Shown:
    """The best other choice with what it does to the whole, and everybody else who fits. Works the round out anew."""
    lines = list(queries.lines(row).filter(duo__isnull=True))
    field = "newcomer_id" if person.side == Side.NEWCOMER else "volunteer_id"
    mine = [each for each in lines if getattr(each, field) == person.pk]
    inputs = engine.read(row, without=mine[0] if mine else None)
    key = str(person.pk)
    fits = inputs.fitting(key)
    best = _second(inputs, key, {_other(each, person.side) for each in mine})
    offered = [fit for fit in fits if best is None or fit.person != best["key"]]
    people = queries.people(
        [*(fit.person for fit in offered[:MOST_CHOICES]), *([best["key"]] if best else [])]
    )
    with_whom: dict[str, list[RoundDuo]] = {}
    for each in lines:
        with_whom.setdefault(_other(each, person.side), []).append(each)
    return {
        "mine": mine,
        "best": best and best | {"person": people.get(best["key"])},
        "choices": [
            {
                "key": fit.person,
                "person": people.get(fit.person),
                "why": words.reasons(each for each in fit.reasons if each["code"] != "waited"),
                "lines": with_whom.get(fit.person, []),
            }
            for fit in offered[:MOST_CHOICES]
        ],
        "more": max(0, len(offered) - MOST_CHOICES),
        "waits": applications(row.city.today).filter(pk=person.pk, free__gt=0).exists(),
    }


def _other(row: RoundDuo, side: str) -> str:
    return str(row.volunteer_id if side == Side.NEWCOMER else row.newcomer_id)


def _second(inputs: engine.Inputs, key: str, now: set[str]) -> Shown | None:
    """The best set of duos in which the person meets somebody else than now."""
    proposal = inputs.proposal(explain=False)
    side = "volunteer" if any(each.id == key for each in inputs.newcomers) else "newcomer"
    for duo in proposal.duos:
        # Where the coordinator changed the table by hand, the best may be somebody else than now already.
        if key in (duo.newcomer, duo.volunteer) and getattr(duo, side) not in now:
            return _told(duo, side, "")
    try:
        found = second_best(proposal, key)
    except KeyError:
        return None
    return _told(found.duo, side, table_words.change(found.change)) if found else None


def _told(duo: Any, side: str, effect: str) -> Shown:
    why = [each for each in engine.reasons_of(duo) if each["code"] != "waited"]
    return {"key": getattr(duo, side), "why": words.reasons(why), "effect": effect}
