"""A kept result, as the pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from convive.measures.mix.choosing import MixChoice
from convive.measures.periods import Period

# Two normal figures differ for sure where they lie further apart than this many of their joint errors.
SURE = 1.96


@dataclass(frozen=True)
class Summary:
    """One date in a few numbers: of the group that is asked for, or of all groups together.

    index: the dissimilarity of one group (0 to 1), or H of all groups (0 to 1). by_chance: what chance alone would
    give. low, high: the interval. p: of the permutation test, None where it was not made. se: the standard error.
    """

    period: Period
    index: float | None
    by_chance: float | None
    low: float | None
    high: float | None
    se: float | None
    p: float | None
    people: int
    group_people: tuple[int, ...]
    areas: int
    left_out: int
    estimated: bool


@dataclass(frozen=True)
class Found:
    """Everything that was worked out about a choice. `data` is what `computing.compute_mix` made."""

    choice: MixChoice
    data: dict[str, Any]

    @property
    def of_one_group(self) -> bool:
        """Whether one group stands against another, so that the sentence can be about people who would move."""
        return len(self.choice.who.codes) == 2

    @property
    def now(self) -> Summary:
        return self._summary(self.data["now"])

    @property
    def earlier(self) -> Summary | None:
        return self._summary(self.data["earlier"]) if self.data["earlier"] else None

    def _summary(self, date: dict[str, Any]) -> Summary:
        def pick(values: dict[str, Any] | None) -> float | None:
            if values is None:
                return None
            return values["D"][0] if self.of_one_group else values["H"]

        return Summary(
            period=Period.from_code(date["period"]),
            index=pick(date),
            by_chance=pick(date["expected"]),
            low=pick(date.get("low")),
            high=pick(date.get("high")),
            se=pick(date.get("se")),
            p=pick(date.get("p")),
            people=date["people"],
            group_people=tuple(date["group_people"]),
            areas=date["units"],
            left_out=date["left_out"]["units"],
            estimated=date["estimated"],
        )

    @property
    def over_time(self) -> list[tuple[Period, float, bool]]:
        """Date, index and whether it was estimated, oldest first."""
        points = []
        for point in self.data["over_time"]:
            index = point["D"][0] if self.of_one_group else point["H"]
            if index is not None:
                points.append((Period.from_code(point["period"]), index, point["estimated"]))
        return points

    @property
    def scales(self) -> dict[str, Any] | None:
        return self.data["scales"]

    @property
    def change(self) -> dict[str, Any] | None:
        return self.data["change"]

    @property
    def local(self) -> dict[str, list[float | None]]:
        """Local score, share of the first group and people, by the code of the area."""
        return self.data["local"]


def differ(one: Summary, other: Summary) -> bool | None:
    """Whether two figures differ by more than chance may explain; None where nobody can say."""
    if one.index is None or other.index is None or one.se is None or other.se is None:
        return None
    error = (one.se**2 + other.se**2) ** 0.5
    return abs(one.index - other.index) > SURE * error
