"""The figures that somebody chose to see, with every number ready to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from convive.core.languages import pick
from convive.core.models import City
from convive.core.numbers import number
from convive.measures.models.indicator import Kind
from convive.measures.protection import threshold
from convive.measures.queries.figures import (
    LEFT_OUT,
    NOT_TOLD,
    TOO_FEW,
    WOULD_GIVE_AWAY,
    Figure,
    Figures,
    Series,
    figures,
    series,
)
from convive.measures.queries.maps import Scale, class_of, scale
from convive.measures.queries.offers import Choice, Offer, Unknown, choose, offer_once, set_code

# A share of fewer people than this says more of chance than of the area: six people out of six are no 100 %.
FEWEST_FOR_A_SHARE = 30

PARTS = ("indicator", "group", "period", "areas")


def percent(share: float, decimals: int = 1) -> str:
    """A share from 0 to 1 as a percentage in words for a table: `35.7 %`."""
    return _("%(number)s %%") % {"number": number(100 * share, decimals)}


def of_hundred(share: float) -> str:
    """A share from 0 to 1 as people of a hundred, without decimals above one."""
    hundredth = 100 * share
    return number(hundredth, 0 if hundredth >= 1 or hundredth == 0 else 1)


def left_out_marks() -> dict[str, str]:
    """What stands in the place of a figure that is left out, by its reason."""
    return {
        TOO_FEW: _("left out: too few"),
        WOULD_GIVE_AWAY: _("left out: protects another"),
        NOT_TOLD: _("left out"),
    }


@dataclass(frozen=True)
class Chosen:
    """A city's figures for one indicator, group, period and set of areas."""

    city: City
    offered: Offer
    choice: Choice
    found: Figures
    over_time: Series

    @property
    def is_share(self) -> bool:
        """Whether areas are compared by a share of their people, and not by the number itself."""
        return self.choice.group is not None and self.found.city_total is not None

    @cached_property
    def scale(self) -> Scale:
        values = [self.mapped(row) for row in self.found.rows]
        return scale([value for value in values if value is not None])

    def mapped(self, row: Figure) -> float | None:
        """What the map and the bars show of an area: percent, or the value."""
        if self.is_share:
            return None if row.share is None or self.has_few(row) else 100 * row.share
        return row.value

    def has_few(self, row: Figure) -> bool:
        """Whether an area has too few people for a share of them to mean anything."""
        return row.total is not None and row.total < FEWEST_FOR_A_SHARE

    def class_of(self, row: Figure) -> int | None:
        return class_of(self.mapped(row), self.scale)

    def value_text(self, value: float) -> str:
        return number(value, self.choice.indicator.decimals)

    def text(self, row: Figure) -> str:
        """An area's figure in words."""
        return self._texts[row.area]

    @cached_property
    def _texts(self) -> dict[int, str]:
        # The map, its script, the bars and the table all say them.
        return {row.area: self._text(row) for row in self.found.rows}

    def _text(self, row: Figure) -> str:
        if row.why == LEFT_OUT:
            return left_out_marks()[row.reason]
        if row.why:
            return _("no figure")
        if self.is_share and self.has_few(row):
            return _("too few people for a share")
        if self.is_share:
            text = percent(row.share) if row.share is not None else _("no figure")
        else:
            text = self.value_text(row.value) if row.value is not None else _("no figure")
        return _("%(figure)s (estimated)") % {"figure": text} if row.estimated else text

    @property
    def title(self) -> str:
        """What is shown, for the head of a picture."""
        what = {"indicator": self.choice.indicator.name, "group": self.choice.group_name}
        return _("%(indicator)s: %(group)s") % what if self.choice.group else what["indicator"]

    @property
    def source(self) -> str:
        indicator = self.choice.indicator
        return " · ".join(part for part in (indicator.source, indicator.licence) if part)

    @property
    def why_left_out(self) -> list[tuple[str, str]]:
        """The marks of figures that are left out, each with what it means; only those that the table has."""
        meanings = {
            TOO_FEW: _("Fewer than %(threshold)s people, so few that somebody could be recognised.")
            % {"threshold": number(threshold())},
            WOULD_GIVE_AWAY: _("Left out so that nobody can work out another number that is too small."),
            NOT_TOLD: _(
                "Too small, or left out so that nobody can work out one that is. Which of the two would itself "
                "say too much."
            ),
        }
        used = {row.reason for row in self.found.rows if row.why == LEFT_OUT}
        marks = left_out_marks()
        return [(marks[reason], meaning) for reason, meaning in meanings.items() if reason in used]

    @property
    def query(self) -> str:
        """The choice as it stands in an address."""
        choice = self.choice
        return (
            f"indicator={choice.indicator.code}&group={choice.group_code}"
            f"&period={choice.period.code}&areas={set_code(choice.area_set)}"
        )

    @property
    def method(self) -> list[str]:
        """How the figure is made, in sentences."""
        indicator = self.choice.indicator
        sentences = [pick(indicator.basket), pick(indicator.method)]
        if self.found.estimated:
            sentences.append(
                _(
                    "Figures marked as estimated were counted in older borders and carried to these by "
                    "weights."
                )
            )
        sentences.append(
            _(
                "A number of people that is too small to show is left out, with as many other numbers as are "
                "needed so that nobody can compute it from the totals."
            )
        )
        return [sentence for sentence in sentences if sentence]


def choose_figures(city: City, asked: Mapping[str, str]) -> Chosen | None:
    """The figures for what an address asks; parts that do not fit together fall back to what does.

    None where the city has no figures yet. Asked inside the city's walls.
    """
    offered = offer_once(city)
    if offered.is_empty:
        return None
    wanted = {part: asked.get(part) or None for part in PARTS}
    choice = _nearest(offered, wanted)
    return Chosen(city, offered, choice, figures(choice), series(choice))


def _nearest(offered: Offer, wanted: Mapping[str, str | None]) -> Choice:
    # Somebody who changes the indicator keeps the group, the period and the areas where they exist for it.
    for kept in (PARTS, ("indicator", "areas", "period"), ("indicator", "areas"), ("indicator",), ()):
        try:
            return choose(
                offered,
                indicator=wanted["indicator"] if "indicator" in kept else None,
                group=wanted["group"] if "group" in kept else None,
                period=wanted["period"] if "period" in kept else None,
                area_set=wanted["areas"] if "areas" in kept else None,
            )
        except Unknown:
            continue
    raise Unknown


def is_count(choice: Choice) -> bool:
    return choice.indicator.kind == Kind.COUNT
