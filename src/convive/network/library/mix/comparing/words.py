"""What is said of two mixes beside each other, and what keeps them from being alike."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convive.core.numbers import number
from convive.measures.mix.results import differ
from convive.network.library.mix import words
from convive.network.library.mix.shown import Shown

# Areas of so many times the people give lower figures of themselves.
UNLIKE_SIZES = 1.5


def headline(one: Shown, other: Shown) -> str:
    """Both figures in one sentence, with what the difference is worth."""
    first, second = one.found.now, other.found.now
    if first.index is None or second.index is None:
        return _("In one of the two there is one group only, so there is nothing to compare.")
    names = {
        "one": name_of(one, other),
        "other": name_of(other, one),
        "first": words.figure(one, first),
        "second": words.figure(other, second),
    }
    if one.found.of_one_group and other.found.of_one_group:
        said = _("%(one)s: %(first)s of 100 would have to move; %(other)s: %(second)s.") % names
    else:
        said = _("%(one)s: %(first)s on a scale of 100; %(other)s: %(second)s.") % names
    certain = differ(first, second)
    if certain is False:
        return said + " " + _("The difference is so small that it may be chance.")
    return said


def name_of(mine: Shown, other: Shown) -> str:
    """What sets one side apart from the other."""
    parts = []
    if mine.choice.city != other.choice.city:
        parts.append(mine.choice.city.name)
    if mine.of_schools != other.of_schools:
        parts.append(_("schools") if mine.of_schools else _("homes"))
    elif mine.choice.area_set != other.choice.area_set and mine.choice.city == other.choice.city:
        parts.append(str(mine.choice.area_set))
    if mine.choice.who.names != other.choice.who.names and mine.choice.city == other.choice.city:
        parts.append(mine.group)
    if mine.choice.period != other.choice.period:
        parts.append(mine.found.now.period.label)
    return capfirst(", ".join(parts) or mine.choice.city.name)


def caveats(one: Shown, other: Shown) -> list[str]:
    """What keeps the two figures from being alike; read before anyone concludes."""
    sentences = []
    if one.found.of_one_group != other.found.of_one_group:
        sentences.append(
            _("These are two different indices: one of a group against all others, one of all groups.")
        )
    if one.choice.who.names != other.choice.who.names:
        sentences.append(_("The groups are not the same: each city’s statistics define their own."))
    sizes = sorted([one, other], key=lambda shown: shown.people_in_an_area)
    small, large = sizes[0].people_in_an_area, sizes[1].people_in_an_area
    if small and large / small >= UNLIKE_SIZES:
        sentences.append(
            _(
                "An area has %(first)s people on average in one and %(second)s in the other. Smaller areas "
                "give a higher figure by themselves, so neither is for sure the more mixed."
            )
            % {"first": number(one.people_in_an_area, 0), "second": number(other.people_in_an_area, 0)}
        )
    if one.of_schools != other.of_schools:
        sentences.append(
            _("Pupils are not the same people as inhabitants: the two differ in age, and so in their groups.")
        )
    for shown in (one, other):
        if shown.found.now.estimated:
            sentences.append(
                _("The figures of %(name)s are estimated.")
                % {"name": name_of(shown, other if shown is one else one)}
            )
    sentences.append(_("Two figures beside each other show no cause."))
    return sentences
