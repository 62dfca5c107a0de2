"""The sentence that stands first on a page about mix, the doubt beside it, and what each figure does not show."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.core.numbers import number
from convive.measures.mix.results import Summary, differ
from convive.network.library.mix.shown import Shown, hundredths, in_hundred

# Above it, a figure is said to be within reach of chance.
CHANCE = 0.05


def headline(shown: Shown) -> str:
    """One sentence, or two where there is an earlier date, that a mayor can read aloud and an expert can sign."""
    first = sentence(shown)
    before = _before(shown)
    return f"{first} {before}" if before else first


def sentence(shown: Shown) -> str:
    now = shown.found.now
    words = {"city": shown.choice.city.name, "group": shown.group}
    if now.index is None:
        return (
            _("%(city)s: in these figures there is one group only, so there is nothing to compare.") % words
        )
    if not shown.found.of_one_group:
        words |= {"index": hundredths(now.index)}
        if shown.of_schools:
            return (
                _(
                    "In %(city)s, schools differ in who learns there by %(index)s on a scale of 100: 0 if "
                    "every school is like the whole city, 100 if every school has one group only."
                )
                % words
            )
        return (
            _(
                "In %(city)s, areas differ in who lives there by %(index)s on a scale of 100: 0 if every "
                "area is like the whole city, 100 if every area has one group only."
            )
            % words
        )
    words |= {"moved": in_hundred(now.index)}
    if shown.of_schools:
        return (
            _(
                "In %(city)s, %(moved)s of 100 pupils in the group “%(group)s” would have to change schools "
                "for every school to have the same share of them."
            )
            % words
        )
    return (
        _(
            "In %(city)s, %(moved)s of 100 people in the group “%(group)s” would have to move for every "
            "area to have the same share of them."
        )
        % words
    )


def _before(shown: Shown) -> str:
    now, earlier = shown.found.now, shown.found.earlier
    if earlier is None or earlier.index is None:
        return ""
    words = {"before": figure(shown, earlier), "when": earlier.period.label}
    if earlier.estimated:
        words["before"] = _("%(figure)s (estimated)") % {"figure": words["before"]}
    years = now.period.end.year - earlier.period.end.year
    if years:
        return ngettext(
            "%(years)d year before it was %(before)s.", "%(years)d years before it was %(before)s.", years
        ) % {**words, "years": years}
    return _("Before (%(when)s) it was %(before)s.") % words


def figure(shown: Shown, summary: Summary) -> str:
    """The number of the sentence, as it is written there."""
    if summary.index is None:
        return "–"
    return in_hundred(summary.index) if shown.found.of_one_group else hundredths(summary.index)


def lede(shown: Shown) -> list[str]:
    """Chance and doubt, what was counted, and what the figure does not say."""
    now = shown.found.now
    sentences = [*doubt(shown, now)]
    if shown.found.earlier is not None and differ(now, shown.found.earlier) is False:
        sentences.append(_("The difference from the earlier figure is so small that it may be chance."))
    if shown.found.earlier is not None and shown.found.earlier.estimated:
        sentences.append(
            _("The earlier figure is estimated: people were counted in other borders and carried to these.")
        )
    sentences.append(counted(shown))
    if shown.of_schools:
        sentences.append(_("It says where pupils go to school, not who plays with whom, and not why."))
    else:
        sentences.append(_("It says where people live, not whom they meet, and not why."))
    if now.left_out:
        sentences.append(
            ngettext(
                "%(number)d area is left out, so that no small number of people can be seen or computed.",
                "%(number)d areas are left out, so that no small number of people can be seen or computed.",
                now.left_out,
            )
            % {"number": now.left_out}
        )
    return sentences


def doubt(shown: Shown, summary: Summary) -> list[str]:
    """What chance alone would give, and between which figures the true one lies."""
    sentences = []
    if summary.by_chance is not None:
        sentences.append(
            _("Chance alone would give about %(chance)s.") % {"chance": _fine(summary.by_chance)}
        )
    if summary.low is not None and summary.high is not None:
        words = {"low": hundredths(max(summary.low, 0.0)), "high": hundredths(max(summary.high, 0.0))}
        sentences.append(
            _("Without what chance adds, it lies between %(low)s and %(high)s (95 %% interval).") % words
        )
    if summary.p is not None and summary.p > CHANCE:
        sentences.append(_("So large a figure may well come about by chance."))
    return sentences


def _fine(index: float) -> str:
    return hundredths(index, 0 if index >= 0.1 else 1)


def counted(shown: Shown) -> str:
    now = shown.found.now
    words = {
        "groups": " · ".join(shown.choice.who.names),
        "people": number(now.people),
        "number": number(now.areas),
        "areas": shown.choice.area_set.name,
        "when": now.period.label,
    }
    if shown.of_schools:
        return _("Groups: %(groups)s. %(people)s pupils in %(number)s schools (%(areas)s), %(when)s.") % words
    return _("Groups: %(groups)s. %(people)s people in %(number)s areas (%(areas)s), %(when)s.") % words


def about_map(shown: Shown) -> str:
    return _(
        "A score of 0: the area is like the whole city. The score does not say of which group more live "
        "there; the table does. It says nothing of who meets whom."
    )


def about_scales(shown: Shown) -> str:
    scales = shown.found.scales
    assert scales is not None
    words = {
        "group": shown.group,
        "first": number(scales["k"][0]),
        "last": number(scales["k"][-1]),
        "usual": number(scales["usual_area"]),
    }
    if shown.found.of_one_group:
        first = (
            _(
                "Around a person of the group “%(group)s”: how many of 100 are of the same group, among the "
                "nearest %(first)s people up to the nearest %(last)s."
            )
            % words
        )
    else:
        first = (
            _(
                "How much the groups around people differ (H, from 0 to 100), among the nearest %(first)s "
                "people up to the nearest %(last)s."
            )
            % words
        )
    rest = (
        _(
            "Within an area, usually of %(usual)s people, all count alike; distances are between the "
            "middles of areas. The curve does not see rivers, roads or schools. The band holds 95 of 100 "
            "draws."
        )
        % words
    )
    return f"{first} {rest}"


def about_change(shown: Shown) -> str:
    return _(
        "The parts add up to the whole change of the index H. “Who lives where” is what is left when the "
        "sizes of groups and areas are held equal. The parts say what changed in the numbers, not why, and "
        "show no cause."
    )


def about_over_time(shown: Shown) -> str:
    return _("Each point is worked out by itself. Why it rises or falls, the line does not say.")


PART_NAMES = {
    "additions": lambda: _("Areas that came"),
    "removals": lambda: _("Areas that went"),
    "group_margin": lambda: _("Sizes of the groups"),
    "unit_margin": lambda: _("Sizes of the areas"),
    "structure": lambda: _("Who lives where"),
}


def part_name(part: str) -> str:
    return PART_NAMES[part]()
