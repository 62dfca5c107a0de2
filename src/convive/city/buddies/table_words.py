"""A matching table as a whole, in sentences: its criteria, what must wait, how sure it is, what a choice changes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.city.buddies.matching_words import (
    Values,
    escalation,
    hours,
    kilometres,
    listed,
    newcomers,
    number,
    places,
    volunteers,
    weeks,
)
from convive.city.buddies.words import language_name


def contest(given: Values) -> str:
    """Why some must wait, told of groups."""
    return _("%(newcomers)s fit nobody but %(volunteers)s, who have %(places)s free.") % {
        "newcomers": newcomers(given["newcomers"]),
        "volunteers": volunteers(given["volunteers"]),
        "places": places(given["places"]),
    }


def certificate(given: Values) -> str:
    """How sure it is that nothing better could be proposed."""
    if given["exact"]:
        return _("It is proven that no other set of duos would be better by these criteria.")
    return _(
        "It is proven that the best set of duos could be better by %(gap)s %% at most (%(most)s duos at most)."
    ) % {
        "gap": number(100 * given["gap"], 3),
        "most": number(given["most_duos"]),
    }


def change(given: Values) -> str:
    """What another choice does to the whole table: by how many duos it grows, how many newcomers lose theirs, and how
    many get another.
    """
    duos, lost = given["duos"], given["lost"]
    if duos < 0:
        text = ngettext("%(number)s duo less in all.", "%(number)s duos less in all.", -duos)
    elif duos > 0:
        text = ngettext("%(number)s duo more in all.", "%(number)s duos more in all.", duos)
    else:
        text = _("As many duos in all.")
    parts = [text % {"number": number(abs(duos))} if duos else text]
    if lost:
        parts.append(
            ngettext(
                "%(number)s newcomer would wait instead.",
                "%(number)s newcomers would wait instead.",
                lost,
            )
            % {"number": number(lost)}
        )
    if others := given["moved"]:
        parts.append(
            ngettext(
                "%(number)s newcomer would meet another volunteer than now.",
                "%(number)s newcomers would meet another volunteer than now.",
                others,
            )
            % {"number": number(others)}
        )
    return " ".join(parts)


def criteria(given: Any) -> list[str]:
    """The criteria of a programme (`engines.matching.Criteria`) in sentences: what must hold, and who comes first."""
    hard = given.hard
    said = []
    if hard.asks_language:
        languages = listed(map(language_name, hard.language), "or") or _("any language")
        said.append(
            _(
                "Both speak %(languages)s: the newcomer %(newcomer)s or better, the volunteer %(volunteer)s or better."
            )
            % {
                "languages": languages,
                "newcomer": hard.newcomer_band or "A1",
                "volunteer": hard.volunteer_band or "A1",
            }
        )
    if hard.overlap_hours:
        said.append(_("Free together for at least %(hours)s a week.") % {"hours": hours(hard.overlap_hours)})
    if hard.distance_km is not None:
        said.append(_("At most %(km)s apart.") % {"km": kilometres(hard.distance_km)})
    if hard.gender_wish:
        said.append(_("A wish for a gender is kept."))
    if hard.age_difference is not None:
        said.append(_("At most %(years)s years apart.") % {"years": number(hard.age_difference)})
    if hard.organisation:
        said.append(_("Both take part with the same organisation."))
    for step in given.escalation:
        said.append(
            escalation({"weeks": step.weeks, "more_km": step.more_km, "fewer_hours": step.fewer_hours})
        )
    borders = sorted(given.order.waiting_bands_weeks, reverse=True)
    if borders:
        said.append(
            _(
                "As many duos as possible; among newcomers, who waited longer comes first (borders: %(weeks)s)."
            )
            % {"weeks": listed(weeks(each) for each in borders)}
        )
    return said
