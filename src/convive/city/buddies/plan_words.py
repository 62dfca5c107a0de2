"""The planner in words and in a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import altair as alt
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.city.buddies.models import Programme
from convive.city.buddies.words import language_name
from convive.city.people.lists import Gender
from convive.core import charts


def _time(code: str) -> str:
    return {
        "evening": _("on weekday evenings"),
        "daytime": _("on weekdays in the daytime"),
        "weekend": _("at the weekend"),
    }[code]


def group_name(kind: str, code: str) -> str:
    if kind == "language":
        return _("speak %(language)s") % {"language": language_name(code)}
    if kind == "time":
        return _("free %(time)s") % {"time": _time(code)}
    if kind == "wish":
        return {
            "": _("meet anybody"),
            str(Gender.WOMAN): _("would like to meet a woman"),
            str(Gender.MAN): _("would like to meet a man"),
        }.get(code, _("would like to meet somebody of another gender"))
    return _("all newcomers")


def weeks(days: float) -> str:
    """Days as whole weeks: nobody plans by the day."""
    number = max(1, round(days / 7))
    return ngettext("%(number)d week", "%(number)d weeks", number) % {"number": number}


def interval(found: Mapping[str, Any] | None) -> str:
    """ "5 weeks (3 to 9)", or why there is none."""
    if found is None:
        return _("too few to tell")
    if found["days"] is None:
        return _("longer than what was seen")
    low = "?" if found["low"] is None else str(round(found["low"] / 7))
    if found["high"] is None:
        return _("%(weeks)s (%(low)s or more)") % {"weeks": weeks(found["days"]), "low": low}
    return _("%(weeks)s (%(low)s to %(high)s)") % {
        "weeks": weeks(found["days"]),
        "low": low,
        "high": round(found["high"] / 7),
    }


def ahead(group: Mapping[str, Any]) -> str:
    return _("nobody waits") if not group["queue"] else interval(group["ahead"])


def headline(plan: Mapping[str, Any]) -> str:
    everybody = next((each for each in plan["groups"] if each["kind"] == "all"), None)
    if everybody is None or everybody["median"] is None:
        return _("Too few newcomers have met somebody to tell how long they wait.")
    if everybody["median"]["days"] is None:
        return _("More than half of the newcomers wait longer than what was seen.")
    return _("Half of the newcomers are asked about a duo within %(weeks)s.") % {
        "weeks": weeks(everybody["median"]["days"])
    }


def profile(found: Mapping[str, Any]) -> str:
    """A volunteer to look for, in a sentence."""
    who = {
        str(Gender.WOMAN): _("A woman"),
        str(Gender.MAN): _("A man"),
    }.get(found["gender"], _("A volunteer"))
    parts = []
    if found["languages"]:
        parts.append(
            _("who speaks %(languages)s") % {"languages": ", ".join(map(language_name, found["languages"]))}
        )
    if found["times"]:
        parts.append(_("free %(time)s") % {"time": ", ".join(map(_time, found["times"]))})
    side = {
        "north": _("in the north"),
        "south": _("in the south"),
        "east": _("in the east"),
        "west": _("in the west"),
        "middle": _("in the middle of the area"),
    }.get(found["where"])
    if side:
        parts.append(side)
    could = ngettext(
        "could meet %(number)d of those who wait", "could meet %(number)d of those who wait", found["people"]
    ) % {"number": found["people"]}
    return _("%(who)s %(parts)s: %(could)s.") % {"who": who, "parts": ", ".join(parts), "could": could}


def method(plan: Mapping[str, Any]) -> list[str]:
    return [
        _("From newcomers who waited between %(since)s and %(today)s, those who still wait included.")
        % {"since": _day(plan["since"]), "today": _day(plan["today"])},
        _("A wait goes from the day on which somebody was ready to the day on which they were asked about a duo to "
          "which both said yes."),
        _("The middle is the median of Kaplan and Meier, with the interval of Brookmeyer and Crowley (95 of 100). "
          "Who joins now waits the queue over the flow of these months, if nothing changes."),
        _("Below five waits that ended nothing is said. Somebody who speaks two languages is in both lines."),
    ]  # fmt: skip


def _day(text: str) -> str:
    return date_format(dt.date.fromisoformat(text))


def chart(programme: Programme, plan: Mapping[str, Any]) -> charts.Chart:
    """The median wait of each group with its interval; its table has the outlook too."""
    groups = plan["groups"]
    drawn = [
        {
            "name": group_name(each["kind"], each["code"]),
            "weeks": each["median"]["days"] / 7,
            "low": (each["median"]["low"] or 0) / 7,
            "high": None if each["median"]["high"] is None else each["median"]["high"] / 7,
        }
        for each in groups
        if each["median"] and each["median"]["days"] is not None
    ]
    return charts.Chart(
        title=_("Weeks until half of the newcomers were asked"),
        draw=partial(_draw, drawn),
        source=_("%(programme)s, applications and duos until %(day)s")
        % {"programme": programme.name, "day": _day(plan["today"])},
        columns=(
            _("Newcomers who"),
            _("Waits"),
            _("Of these ended"),
            _("Wait now"),
            _("Half waited"),
            _("Who joins now"),
        ),
        rows=tuple(
            (
                group_name(each["kind"], each["code"]),
                str(each["people"]),
                str(each["met"]),
                str(each["queue"]),
                interval(each["median"]),
                ahead(each),
            )
            for each in groups
        ),
    )


def _draw(rows: Sequence[dict[str, Any]]) -> alt.TopLevelMixin:
    longest = max(
        (value for row in rows for value in (row["weeks"], row["low"], row["high"] or 0)), default=1
    )
    # An interval that is open above goes on to the edge.
    values = [{**row, "high": longest * 1.1 if row["high"] is None else row["high"]} for row in rows]
    y = alt.Y(
        "name:N", sort=[row["name"] for row in rows], title=None, axis=alt.Axis(labelLimit=220, ticks=False)
    )
    x = alt.X("weeks:Q", title=None, scale=alt.Scale(domain=[0, longest * 1.1]))
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    return alt.layer(
        base.mark_rule(color=charts.BAND, strokeWidth=6).encode(x=alt.X("low:Q", title=None), x2="high:Q"),
        base.mark_circle(color=charts.INK, size=80, opacity=1).encode(x=x),
        width=440,
        height=28 * max(1, len(rows)),
    )
