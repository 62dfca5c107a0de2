"""The sentence that stands first, and the doubt beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convive.core.numbers import number
from convive.measures.queries.figures import Point
from convive.network.library.figures.chosen import Chosen, of_hundred


def headline(chosen: Chosen) -> str:
    """One sentence that a mayor can read aloud and an expert can sign."""
    found, choice = chosen.found, chosen.choice
    words = {
        "city": chosen.city.name,
        "when": choice.period.label,
        "group": choice.group_name,
        "unit": choice.indicator.unit_name,
        "indicator": choice.indicator.name,
    }
    if chosen.is_share and found.city_share is not None and found.city_total is not None:
        words |= {"total": number(found.city_total), "share": of_hundred(found.city_share)}
        return (
            _("%(city)s, %(when)s: of %(total)s %(unit)s, %(share)s of 100 were in the group “%(group)s”.")
            % words
        )
    if found.city_value is not None:
        words["value"] = chosen.value_text(found.city_value)
        return _("%(city)s, %(when)s: %(value)s %(unit)s.") % words
    ends = _ends(chosen)
    if ends:
        # A group whose sum is left out may still have shares that are shown.
        low, high = (of_hundred(end / 100) if chosen.is_share else chosen.value_text(end) for end in ends)
        words |= {"low": low, "high": high, "unit": _("of 100") if chosen.is_share else words["unit"]}
        return _("%(city)s, %(when)s: %(indicator)s from %(low)s to %(high)s %(unit)s, by area.") % words
    return _("%(city)s, %(when)s: too few people to show a figure.") % words


def lede(chosen: Chosen) -> list[str]:
    """How much areas differ, what it was before, and what the figure does not say."""
    found, choice = chosen.found, chosen.choice
    sentences = []
    ends = _ends(chosen)
    if ends and (chosen.is_share or found.city_value is not None):
        words = {"areas": choice.area_set.name, "number": number(len(found.rows))}
        if chosen.is_share:
            words |= {"low": of_hundred(ends[0] / 100), "high": of_hundred(ends[1] / 100)}
            sentences.append(
                _("By area (%(areas)s, %(number)s) it goes from %(low)s to %(high)s of 100.") % words
            )
        else:
            words |= {"low": chosen.value_text(ends[0]), "high": chosen.value_text(ends[1])}
            sentences.append(_("By area (%(areas)s, %(number)s) it goes from %(low)s to %(high)s.") % words)
    before = _before(chosen)
    if before:
        sentences.append(before)
    if choice.indicator.of_people and choice.group:
        sentences.append(_("It counts where people live, not whom they meet, and does not say why."))
    if found.left_out:
        sentences.append(
            ngettext(
                "%(number)d area is left out, so that no small number of people can be seen or computed.",
                "%(number)d areas are left out, so that no small number of people can be seen or computed.",
                found.left_out,
            )
            % {"number": found.left_out}
        )
    return sentences


def _ends(chosen: Chosen) -> tuple[float, float] | None:
    values = [value for row in chosen.found.rows if (value := chosen.mapped(row)) is not None]
    return (min(values), max(values)) if values else None


def _before(chosen: Chosen) -> str:
    earlier = [point for point in chosen.over_time.points if point.period < chosen.choice.period]
    if not earlier:
        return ""
    first: Point = earlier[0]
    words = {"when": first.period.label}
    if chosen.is_share and first.share is not None:
        return _("At the start of these figures (%(when)s) it was %(share)s of 100.") % {
            **words,
            "share": of_hundred(first.share),
        }
    if first.value is not None and not chosen.is_share:
        return _("At the start of these figures (%(when)s) it was %(value)s.") % {
            **words,
            "value": chosen.value_text(first.value),
        }
    return ""
