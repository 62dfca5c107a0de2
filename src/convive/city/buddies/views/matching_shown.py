"""Rows of the matching table as its pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from convive.city.buddies import matching_words as words
from convive.city.buddies import table_words
from convive.city.buddies.codes import Code, Side, other_side
from convive.city.buddies.models import Application, Programme, Round, RoundDuo
from convive.city.buddies.phases.applications import applications
from convive.city.buddies.queries import matching as queries
from convive.city.buddies.words import language_name

Shown = dict[str, Any]


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


def choices(row: Round, person: Application, found: Mapping[str, Any]) -> Shown:
    """The best other choice with what it does to the whole, and everybody else who fits (`buddies.choices`)."""
    best, fits = found["best"], found["fits"]
    keys = [each["key"] for each in fits]
    people = queries.people([*keys, *([best["key"]] if best else [])])
    with_whom = queries.lines_with(row, other_side(person.side), keys)
    return {
        "best": best
        and best["key"] in people
        and {
            "key": best["key"],
            "person": people[best["key"]],
            "why": _why(best),
            "effect": table_words.change(best["change"]) if best["change"] else "",
        },
        "choices": [
            {
                "key": each["key"],
                "person": people[each["key"]],
                "why": _why(each),
                "lines": with_whom.get(each["key"], []),
            }
            for each in fits
            if each["key"] in people
        ],
        "more": found["more"],
        "waits": applications(row.city.today).filter(pk=person.pk, free__gt=0).exists(),
    }


def _why(each: Shown) -> list[str]:
    # How long the newcomer has waited does not tell one choice from another.
    return words.reasons(reason for reason in each["reasons"] if reason["code"] != "waited")
