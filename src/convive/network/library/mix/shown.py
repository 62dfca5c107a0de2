"""A result about mix, with everything a page needs to say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from convive.core.languages import pick
from convive.core.numbers import number
from convive.measures.mix import Found, MixChoice
from convive.measures.models.area import Places
from convive.measures.queries.figures import areas_of
from convive.measures.queries.maps import Scale, class_of, scale
from convive.network.library.figures.chosen import FEWEST_FOR_A_SHARE, percent

PARTS = ("additions", "removals", "group_margin", "unit_margin", "structure")


def hundredths(index: float | None, decimals: int = 1) -> str:
    """An index from 0 to 1 on a scale of 100, in words."""
    return "–" if index is None else number(100 * index, decimals)


def in_hundred(index: float) -> str:
    """As people of a hundred: without decimals, but for less than one."""
    return hundredths(index, 0 if index >= 0.01 or index == 0 else 1)


@dataclass(frozen=True)
class Shown:
    """A result, with the names of its areas by code."""

    found: Found
    names: Mapping[str, str]

    @property
    def choice(self) -> MixChoice:
        return self.found.choice

    @property
    def of_schools(self) -> bool:
        return self.choice.area_set.places == Places.SCHOOLS

    @property
    def group(self) -> str:
        """The group whose people the sentences count."""
        return self.choice.who.names[0]

    @property
    def query(self) -> str:
        return urlencode(self.choice.parts)

    @property
    def source(self) -> str:
        return self.choice.source

    def score(self, code: str) -> float | None:
        """An area's local score on a scale of 100; None where something is left out, or too few people live for it to
        mean anything.
        """
        found = self.found.local.get(code)
        return None if found is None or found[0] is None or self.has_few(code) else 100 * found[0]

    def share(self, code: str) -> float | None:
        found = self.found.local.get(code)
        return None if found is None else found[1]

    def has_few(self, code: str) -> bool:
        found = self.found.local.get(code)
        return found is not None and (found[2] or 0) < FEWEST_FOR_A_SHARE

    def missing(self, code: str) -> str:
        """Why there is no score."""
        return _("too few people for a score") if self.has_few(code) else _("left out, or nobody lives there")

    @cached_property
    def scale(self) -> Scale:
        return scale([score for code in self.names if (score := self.score(code)) is not None])

    @cached_property
    def texts(self) -> dict[str, str]:
        """What the map and the bars say of each area."""
        return {code: self._text(code) for code in self.names}

    def in_words(self, code: str) -> tuple[str, str] | None:
        """An area's score and share as every table and picture has them; None where there is no score."""
        score, share = self.score(code), self.share(code)
        return None if score is None or share is None else (number(score, 1), percent(share))

    def _text(self, code: str) -> str:
        found = self.in_words(code)
        if found is None:
            return self.missing(code)
        words = {"score": found[0], "share": found[1], "group": self.group}
        return _("score %(score)s; %(group)s: %(share)s") % words

    @cached_property
    def classes(self) -> dict[str, int | None]:
        return {code: class_of(self.score(code), self.scale) for code in self.names}

    @property
    def people_in_an_area(self) -> float:
        """How many people an area has on average."""
        return self.found.now.people / max(self.found.now.areas, 1)

    @property
    def method(self) -> list[str]:
        """How it is made, in sentences."""
        indicator = self.choice.offered.indicator
        sentences = [
            pick(indicator.basket),
            pick(indicator.method),
            _(
                "Only figures that may be shown are used: an area in which a number of these groups is left "
                "out is left out whole."
            ),
            _(
                "Dissimilarity D: how many of 100 people of the group would have to move, the others "
                "staying, for every area to have the same share (Duncan and Duncan 1955). Information index "
                "H: how much the area tells of the group, from 0 to 100 (Theil). The local score is an "
                "area’s part of H, taken as if all people lived in areas like it; H is its mean over all "
                "people."
            ),
            _(
                "By chance: what the index would be on average if people were put into homes by lot. The "
                "p-value is that of 999 such draws. Intervals hold 95 of 100 draws of the same number of "
                "people, with what chance adds to an index taken off (Elbers 2023)."
            ),
        ]
        dates = (self.found.now, self.found.earlier)
        if any(date and date.estimated for date in dates) or any(point[2] for point in self.found.over_time):
            sentences.append(
                _(
                    "Figures marked as estimated were counted in older borders and carried to these by "
                    "weights."
                )
            )
        return [sentence for sentence in sentences if sentence]


def show(found: Found) -> Shown:
    """One query."""
    return Shown(found, dict(areas_of(found.choice.area_set).values()))
