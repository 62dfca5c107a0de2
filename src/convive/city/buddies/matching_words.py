"""Why two people meet and why somebody waits, in sentences of the reader's language: docs/reference/criteria.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format, time_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from convive.city.buddies.words import language_name
from convive.city.people.lists import Gender, Goal, Interest, LifeStage

Values = Mapping[str, Any]

# What keeps two people from meeting.
RULES: dict[str, Promise] = {
    "language": _lazy("no shared language at the level asked for"),
    "overlap": _lazy("too few hours in common"),
    "distance": _lazy("too far away"),
    "newcomer_wish": _lazy("not of the gender the newcomer wishes for"),
    "volunteer_wish": _lazy("not of the gender the volunteer wishes for"),
    "age_difference": _lazy("too many years apart"),
    "newcomer_age_wish": _lazy("not of the age the newcomer wishes for"),
    "volunteer_age_wish": _lazy("not of the age the volunteer wishes for"),
    "organisation": _lazy("of another organisation"),
}
FIELDS: dict[str, Promise] = {
    "languages": _lazy("languages"),
    "available": _lazy("hours"),
    "place": _lazy("place"),
    "age": _lazy("age"),
    "ages": _lazy("age"),
    "x": _lazy("place"),
    "waiting_since": _lazy("waiting since"),
    "capacity": _lazy("duos at once"),
}


def reason(given: Values) -> str:
    """Why these two, or why somebody waits, as a sentence."""
    return SENTENCES[given["code"]](given["values"])


def reasons(given: Iterable[Values]) -> list[str]:
    return [reason(each) for each in given]


def listed(texts: Iterable[object], style: Any = "standard") -> str:
    """ "a, b and c", as the reader's language writes it."""
    return format_list([str(each) for each in texts], style=style, locale=_locale())


def _locale() -> Locale:
    try:
        return Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def number(value: float, places: int = 1) -> str:
    """A number as the reader writes it, without zeros that say nothing."""
    rounded = round(float(value), places)
    return number_format(int(rounded) if rounded.is_integer() else rounded)


def _label(choices: Any, code: str) -> str:
    return str(dict(choices.choices).get(code, code))


def when(stretches: Iterable[Iterable[int]]) -> str:
    """ "Tuesday 18:00–21:00 and Saturday 10:00–13:00"."""
    return listed(
        _("%(day)s %(start)s–%(end)s") % {"day": WEEKDAYS[day], "start": _clock(start), "end": _clock(end)}
        for day, start, end in stretches
    )


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return time_format(dt.time(hour, minute), "TIME_FORMAT")


def hours(value: float) -> str:
    whole = round(value) if float(value).is_integer() else 2
    return ngettext("%(hours)s hour", "%(hours)s hours", whole) % {"hours": number(value, 2)}


def weeks(value: float) -> str:
    whole = int(value)
    return ngettext("%(number)s week", "%(number)s weeks", whole) % {"number": number(whole)}


def kilometres(value: float) -> str:
    return _("%(number)s km") % {"number": number(value)}


def volunteers(count: int) -> str:
    return ngettext("%(number)s volunteer", "%(number)s volunteers", count) % {"number": number(count)}


def newcomers(count: int) -> str:
    return ngettext("%(number)s newcomer", "%(number)s newcomers", count) % {"number": number(count)}


def places(count: int) -> str:
    return ngettext("%(number)s place", "%(number)s places", count) % {"number": number(count)}


def _language(v: Values) -> str:
    return _("Both speak %(language)s: the newcomer %(newcomer)s, the volunteer %(volunteer)s.") % {
        **v,
        "language": language_name(v["language"]),
    }


def _also_speak(v: Values) -> str:
    return _("Both also speak %(language)s (%(newcomer)s and %(volunteer)s).") % {
        **v,
        "language": language_name(v["language"]),
    }


def _overlap(v: Values) -> str:
    values = {"when": when(v["when"]), "hours": hours(v["hours"])}
    if not v["at_least"]:
        return _("Free together %(when)s: %(hours)s a week.") % values
    values["least"] = number(v["at_least"], 2)
    return _("Free together %(when)s: %(hours)s a week (at least %(least)s).") % values


def _distance(v: Values) -> str:
    values = {"km": kilometres(v["km"])}
    if v["km"] < 0.5:
        return _("They live close to each other.")
    if v["at_most"] is None:
        return _("They live about %(km)s apart.") % values
    return _("They live about %(km)s apart (at most %(most)s).") % {**values, "most": number(v["at_most"])}


def _age_difference(v: Values) -> str:
    return ngettext(
        "They are %(years)s year apart (at most %(most)s).",
        "They are %(years)s years apart (at most %(most)s).",
        v["years"],
    ) % {"years": number(v["years"]), "most": number(v["at_most"])}


def _waited(v: Values) -> str:
    if v["band_weeks"]:
        return _(
            "The newcomer has waited %(weeks)s, and so comes with those who waited %(band)s or longer."
        ) % {
            "weeks": weeks(v["weeks"]),
            "band": weeks(v["band_weeks"]),
        }
    return _("The newcomer has waited %(weeks)s.") % {"weeks": weeks(v["weeks"])}


def escalation(v: Values) -> str:
    wider = []
    if v["more_km"]:
        wider.append(_("%(km)s farther") % {"km": kilometres(v["more_km"])})
    if v["fewer_hours"]:
        wider.append(_("%(hours)s less in common") % {"hours": hours(v["fewer_hours"])})
    return _("After %(weeks)s of waiting the criteria are wider: %(wider)s.") % {
        "weeks": weeks(v["weeks"]),
        "wider": listed(wider),
    }


def _kept_away(v: Values) -> str:
    rule = str(RULES[v["rule"]])
    text = ngettext("%(number)s person: %(rule)s", "%(number)s people: %(rule)s", v["people"]) % {
        "number": number(v["people"]),
        "rule": rule,
    }
    if not v["alone"]:
        return text + "."
    alone = ngettext("%(number)s of them for this alone", "%(number)s of them for this alone", v["alone"]) % {
        "number": number(v["alone"])
    }
    return f"{text} ({alone})."


def _taken(v: Values) -> str:
    fit = ngettext("%(number)s volunteer would fit.", "%(number)s volunteers would fit.", v["fit"]) % {
        "number": number(v["fit"])
    }
    values = {"newcomers": newcomers(v["newcomers"]), "places": places(v["places"])}
    asked = _("%(newcomers)s ask for %(places)s.") % values
    if v["band_weeks"]:
        who = _("Those who got one have waited %(weeks)s or more as well.") % {
            "weeks": weeks(v["band_weeks"])
        }
    else:
        who = _("Those who got one have waited as long or longer.")
    return f"{fit} {asked} {who}"


def _all_have_duos(v: Values) -> str:
    return ngettext(
        "%(number)s newcomer would fit, and is in another duo.",
        "%(number)s newcomers would fit, and are in other duos.",
        v["fit"],
    ) % {"number": number(v["fit"])}


def _nobody_fits(v: Values) -> str:
    return ngettext(
        "Nobody fits: %(number)s person was looked at.",
        "Nobody fits: %(number)s people were looked at.",
        v["people"],
    ) % {"number": number(v["people"])}


SENTENCES: dict[str, Callable[[Values], str]] = {
    "language": _language,
    "also_speak": _also_speak,
    "overlap": _overlap,
    "distance": _distance,
    "newcomer_wish": lambda v: (
        _("The newcomer wishes to meet a %(gender)s, and so it is.") % {"gender": _label(Gender, v["gender"])}
    ),
    "volunteer_wish": lambda v: (
        _("The volunteer wishes to meet a %(gender)s, and so it is.")
        % {"gender": _label(Gender, v["gender"])}
    ),
    "age_difference": _age_difference,
    "organisation": lambda _v: _("Both take part with the same organisation."),
    "interests": lambda v: (
        _("Both like: %(what)s.") % {"what": listed(_label(Interest, each) for each in v["shared"])}
    ),
    "goals": lambda v: (
        _("Both want: %(what)s.") % {"what": listed(_label(Goal, each) for each in v["shared"])}
    ),
    "life_stage": lambda v: _("Both say: “%(stage)s”.") % {"stage": _label(LifeStage, v["life_stage"])},
    "waited": _waited,
    "escalation": escalation,
    "quality": lambda v: (
        _("Quality %(points)s of %(of)s.") % {"points": number(v["points"]), "of": number(v["of"])}
    ),
    "kept": lambda _v: _("You locked this line."),
    "breaks": lambda v: _("Would not be proposed now: %(rule)s.") % {"rule": RULES[v["rule"]]},
    "not_known": lambda v: _("Not known: %(field)s.") % {"field": FIELDS[v["field"]]},
    "nobody_fits": _nobody_fits,
    "kept_away": _kept_away,
    "taken": _taken,
    "all_have_duos": _all_have_duos,
}


def would_help(given: Values, side: str) -> str:
    """What would help somebody of this side who waits."""
    before, rules = given["before"], given["rules"]
    if rules == ["speak"]:
        languages = listed(map(language_name, before["languages"]), "or") or _(
            "a language that a volunteer speaks"
        )
        return _("To speak %(languages)s at %(band)s.") % {"languages": languages, "band": before["band"]}
    if rules == ["place"]:
        return ngettext(
            "One more place with %(number)s volunteer who fits, or one more volunteer like that.",
            "One more place with one of the %(number)s volunteers who fit, or one more volunteer like that.",
            given["people"],
        ) % {"number": number(given["people"])}
    who = volunteers(given["people"]) if side == "newcomer" else newcomers(given["people"])
    parts = [_part(rule, given["wider"], before) for rule in rules]
    text = _("%(who)s, if %(what)s") % {"who": who, "what": listed(parts)}
    if given["instead"]:
        text = _("%(text)s, in the place of somebody who waited less") % {"text": text}
    return text + "."


def _part(rule: str, wider: Values, before: Values) -> str:
    limits: dict[str, tuple[str, Callable[[Any], str]]] = {
        "distance": ("distance_km", kilometres),
        "overlap": ("overlap_hours", hours),
        "newcomer_band": ("newcomer_band", str),
        "volunteer_band": ("volunteer_band", str),
        "age_difference": ("age_difference", number),
    }
    if rule == "overlap" and not wider.get("overlap_hours"):
        # Nobody meets in no time at all: what would help is time, and not a wider rule.
        return _("they find %(hours)s a week when both are free") % {
            "hours": hours(before.get("overlap_hours", 1))
        }
    if rule in limits:
        key, words = limits[rule]
        values = {"now": words(wider.get(key, 0)), "before": words(before[key]) if key in before else ""}
        return (WIDER_INSTEAD if key in before else WIDER)[rule] % values
    return str(WAIVED[rule])


WIDER: dict[str, Any] = {
    "distance": _lazy("the way may be %(now)s"),
    "overlap": _lazy("%(now)s a week in common are enough"),
    "newcomer_band": _lazy("%(now)s is enough for the newcomer"),
    "volunteer_band": _lazy("%(now)s is enough for the volunteer"),
    "age_difference": _lazy("they may be %(now)s years apart"),
}
WIDER_INSTEAD: dict[str, Any] = {
    "distance": _lazy("the way may be %(now)s instead of %(before)s"),
    "overlap": _lazy("%(now)s a week in common are enough instead of %(before)s"),
    "newcomer_band": _lazy("%(now)s is enough for the newcomer instead of %(before)s"),
    "volunteer_band": _lazy("%(now)s is enough for the volunteer instead of %(before)s"),
    "age_difference": _lazy("they may be %(now)s years apart instead of %(before)s"),
}
WAIVED: dict[str, Any] = {
    "any_language": _lazy("another language will do"),
    "newcomer_wish": _lazy("the newcomer does not hold to a wish for a gender"),
    "volunteer_wish": _lazy("the volunteer does not hold to a wish for a gender"),
    "newcomer_age_wish": _lazy("the newcomer does not hold to a wish for an age"),
    "volunteer_age_wish": _lazy("the volunteer does not hold to a wish for an age"),
    "organisation": _lazy("another organisation will do"),
}


def own_reasons(given: Iterable[Values]) -> list[str]:
    """Why you two, for the two themselves: few and easy words."""
    said = []
    for each in given:
        v = each["values"]
        if each["code"] in ("language", "also_speak"):
            said.append(_("You both speak %(language)s.") % {"language": language_name(v["language"])})
        elif each["code"] == "overlap":
            said.append(_("You both have time: %(when)s.") % {"when": when(v["when"])})
        elif each["code"] == "distance":
            near = v["km"] < 0.5
            said.append(
                _("You live close to each other.")
                if near
                else _("You live about %(km)s from each other.") % {"km": kilometres(v["km"])}
            )
        elif each["code"] == "interests":
            what = listed(_label(Interest, one) for one in v["shared"])
            said.append(_("You both like: %(what)s.") % {"what": what})
    return said
