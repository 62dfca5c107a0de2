"""The codes of a proposal in English sentences. The site has its own, in every language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from convive.cli.wording import many
from convive.engines.matching import WEEKDAYS, Help, Proposal, Reason, Relaxation, Waiting

Values = Mapping[str, Any]

RULES = {
    "language": "no shared language at the bands asked for",
    "overlap": "too few hours in common",
    "distance": "too far away",
    "newcomer_wish": "not of the gender the newcomer wishes for",
    "volunteer_wish": "not of the gender the volunteer wishes for",
    "age_difference": "too many years apart",
    "newcomer_age_wish": "not of the age the newcomer wishes for",
    "volunteer_age_wish": "not of the age the volunteer wishes for",
    "organisation": "of another organisation",
}
FIELDS = {"languages": "languages", "available": "hours", "place": "place", "age": "age"}


def reason(given: Reason) -> str:
    """A reason for a duo, or why somebody waits."""
    return SENTENCES[given.code](given.values)


def help_for(waiting: Waiting, given: Help) -> str:
    """What would help somebody who waits."""
    if given.rules == ("speak",):
        languages = " or ".join(given.before["languages"]) or "a language that a volunteer speaks"
        return f"to speak {languages} at {given.before['band']}"
    if given.rules == ("place",):
        who = (
            "the volunteer who fits"
            if given.people == 1
            else f"one of the {given.people:,} volunteers who fit"
        )
        return f"one more place with {who}, or one more volunteer like that: one duo more in all"
    other = "volunteer" if waiting.role == "newcomer" else "newcomer"
    parts = _parts(given, waiting.role)
    text = f"{many(given.people, other)} {' and '.join(parts)}"
    return f"{text}, in the place of somebody who waited less" if given.instead else text


def _parts(given: Help, role: str) -> list[str]:
    wider, before = given.relaxation, given.before
    parts = []
    for rule in given.rules:
        if rule in LIMITS:
            parts.append(LIMITS[rule](wider, before))
        elif rule in ("newcomer_wish", "newcomer_age_wish"):
            whose = "they do" if role == "newcomer" else "the newcomer does"
            parts.append(f"if {whose} not hold to a wish for {_wished(rule)}")
        elif rule in ("volunteer_wish", "volunteer_age_wish"):
            whose = "they do" if role == "volunteer" else "the volunteer does"
            parts.append(f"if {whose} not hold to a wish for {_wished(rule)}")
        else:
            parts.append("if another organisation will do")
    if len(given.rules) == 1 and given.rules[0] == "overlap" and "overlap_hours" in before:
        missing = _hours(before["overlap_hours"] - (wider.overlap_hours or 0))
        parts[0] += f", or with {missing} more free"
    return [parts[0], *(part.removeprefix("if ") for part in parts[1:])]


def _wished(rule: str) -> str:
    return "an age" if "age" in rule else "a gender"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hours(value: float) -> str:
    return f"{_number(value)} hour" if value == 1 else f"{_number(value)} hours"


def _instead(before: Values, key: str, words: Callable[[Any], str]) -> str:
    return f" instead of {words(before[key])}" if key in before else ""


LIMITS: dict[str, Callable[[Relaxation, Values], str]] = {
    "distance": lambda r, b: f"if {_number(r.distance_km or 0)} km{_instead(b, 'distance_km', _number)}",
    "overlap": lambda r, b: (
        f"if {_hours(r.overlap_hours or 0)} a week in common{_instead(b, 'overlap_hours', _number)}"
    ),
    "newcomer_band": lambda r, b: (
        f"if {r.newcomer_band} will do for the newcomer{_instead(b, 'newcomer_band', str)}"
    ),
    "volunteer_band": lambda r, b: (
        f"if {r.volunteer_band} will do for the volunteer{_instead(b, 'volunteer_band', str)}"
    ),
    "any_language": lambda _r, _b: "if another language will do",
    "age_difference": lambda r, b: (
        f"if {r.age_difference} years apart{_instead(b, 'age_difference', str)} will do"
    ),
}


def _when(stretches: Any) -> str:
    def clock(minutes: int) -> str:
        return f"{minutes // 60}" if minutes % 60 == 0 else f"{minutes // 60}:{minutes % 60:02}"

    return ", ".join(f"{WEEKDAYS[day]} {clock(start)}–{clock(end)}" for day, start, end in stretches)


def _waited(v: Values) -> str:
    band = f"{_number(v['band_weeks'])} weeks or more" if v["band_weeks"] else "the shortest wait"
    return f"waited {v['weeks']:.0f} weeks (band: {band})"


SENTENCES: dict[str, Callable[[Values], str]] = {
    "language": lambda v: f"language {v['language']}: newcomer {v['newcomer']}, volunteer {v['volunteer']}",
    "also_speak": lambda v: f"both speak {v['language']} ({v['newcomer']} and {v['volunteer']})",
    "overlap": lambda v: (
        f"{_hours(v['hours'])} a week in common: {_when(v['when'])}"
        + (f" (at least {_number(v['at_least'])})" if v["at_least"] else "")
    ),
    "distance": lambda v: (
        f"{v['km']:.1f} km apart"
        + (f" (at most {_number(v['at_most'])})" if v["at_most"] is not None else "")
    ),
    "newcomer_wish": lambda v: f"the newcomer wishes for {v['gender']}, and so it is",
    "volunteer_wish": lambda v: f"the volunteer wishes for {v['gender']}, and so it is",
    "age_difference": lambda v: f"{v['years']} years apart (at most {v['at_most']})",
    "organisation": lambda v: f"both with {v['organisation']}",
    "interests": lambda v: f"both interested in {', '.join(v['shared'])}",
    "goals": lambda v: f"both aim at {', '.join(v['shared'])}",
    "life_stage": lambda v: f"same stage of life: {v['life_stage']}",
    "waited": _waited,
    "escalation": lambda v: (
        f"rules wider after {_number(v['weeks'])} weeks: {_number(v['more_km'])} km more, "
        f"{_hours(v['fewer_hours'])} less"
    ),
    "quality": lambda v: f"quality {v['points']:,} of {v['of']:,}",
    "kept": lambda _v: "meet already",
    "breaks": lambda v: f"would not be proposed now: {RULES[v['rule']]}",
    "not_known": lambda v: f"no {FIELDS[v['field']]} known",
    "nobody_fits": lambda v: f"nobody of {v['people']:,} fits",
    "kept_away": lambda v: (
        f"{v['people']:,} {RULES[v['rule']]}" + (f", {v['alone']:,} for this alone" if v["alone"] else "")
    ),
    "taken": lambda v: (
        f"{many(v['fit'], 'volunteer')} would fit; {many(v['newcomers'], 'newcomer')} compete for "
        f"{many(v['places'], 'place')}, and those who got one waited "
        + (f"{_number(v['band_weeks'])} weeks or more as well" if v["band_weeks"] else "as long or longer")
    ),
    "all_have_duos": lambda v: (
        f"{many(v['fit'], 'newcomer')} would fit, and {'is' if v['fit'] == 1 else 'are'} in another duo"
    ),
}


def as_data(proposal: Proposal) -> dict[str, Any]:
    """Everything, for programs."""
    found = proposal.certificate

    def waiting(each: Waiting) -> dict[str, Any]:
        return {
            "id": each.id,
            "weeks": each.weeks,
            "fits": each.fits,
            "reasons": [reason(one) for one in each.reasons],
            "would_help": [help_for(each, one) for one in each.would_help],
            "codes": [{"code": one.code, **one.values} for one in each.reasons],
        }

    return {
        "duos": [
            {
                "newcomer": duo.newcomer,
                "volunteer": duo.volunteer,
                "quality": duo.quality,
                "reasons": [reason(one) for one in duo.reasons],
                "codes": [{"code": one.code, **one.values} for one in duo.reasons],
            }
            for duo in proposal.duos
        ],
        "kept": [
            {
                "newcomer": duo.newcomer,
                "volunteer": duo.volunteer,
                "reasons": [reason(one) for one in duo.reasons],
            }
            for duo in proposal.kept
        ],
        "waiting": [waiting(each) for each in proposal.waiting],
        "volunteers_waiting": [waiting(each) for each in proposal.idle],
        "recruiting": [
            {"like": each.like, "people": each.people, "newcomers": list(each.newcomers)}
            for each in proposal.recruiting
        ],
        "certificate": {
            "exact": found.exact,
            "gap": found.gap,
            "duos": found.duos,
            "most_duos": found.most_duos,
            "bands": [band._asdict() for band in found.bands],
            "quality": found.quality,
            "most_quality": found.most_quality,
            "draw": found.draw,
            "least_draw": found.least_draw,
            "pairs": found.edges,
        },
    }


def as_text(proposal: Proposal) -> str:
    """For people: the duos, who waits and why, whom to look for, and how sure that is."""
    lines = [
        f"{many(len(proposal.duos), 'duo')} proposed; {many(len(proposal.waiting), 'newcomer')} and "
        f"{many(len(proposal.idle), 'volunteer')} wait.",
        _sure(proposal),
    ]
    if proposal.duos:
        lines += ["", "Duos"]
        for duo in proposal.duos:
            lines.append(f"  {duo.newcomer} and {duo.volunteer}: {'; '.join(map(reason, duo.reasons))}")
    if proposal.kept:
        lines += ["", "Meet already"]
        for duo in proposal.kept:
            pair = " and ".join(filter(None, (duo.newcomer, duo.volunteer)))
            lines.append(f"  {pair}: {'; '.join(map(reason, duo.reasons))}")
    for title, people in (("Newcomers waiting", proposal.waiting), ("Volunteers waiting", proposal.idle)):
        if people:
            lines += ["", title]
        for each in people:
            lines.append(f"  {each.id}: {'; '.join(map(reason, each.reasons))}")
            lines += [f"    would help: {help_for(each, one)}" for one in each.would_help]
    if proposal.recruiting:
        lines += ["", "Look for volunteers like"]
        for recruit in proposal.recruiting:
            lines.append(f"  {recruit.like}: fits {many(recruit.people, 'newcomer')} who wait")
    return "\n".join(lines)


def _sure(proposal: Proposal) -> str:
    found = proposal.certificate
    if found.exact:
        return "Proven: no other set of duos is better by duos, then waiting, then quality, then the draw."
    return f"Proven: at most {found.gap:.3%} below the best ({found.duos:,} duos of at most {found.most_duos:,})."
