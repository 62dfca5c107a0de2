"""Rules made wider for one person: what a proposal suggests, and what the next one can be given."""

from __future__ import annotations

from dataclasses import dataclass

from convive.engines.matching.persons import BANDS, MatchError
from convive.engines.matching.rules import Rule

WAIVABLE = (
    Rule.NEWCOMER_WISH
    | Rule.VOLUNTEER_WISH
    | Rule.NEWCOMER_AGE_WISH
    | Rule.VOLUNTEER_AGE_WISH
    | Rule.ORGANISATION
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """Wider rules for the duos of one person. What is None stays as it is.

    distance_km, overlap_hours, newcomer_band, volunteer_band, age_difference: the new limit. any_language: another
    language than the listed ones will do. waived: rules on wish, age wish and organisation that do not bind.
    """

    distance_km: float | None = None
    overlap_hours: float | None = None
    newcomer_band: str | None = None
    volunteer_band: str | None = None
    any_language: bool = False
    age_difference: int | None = None
    waived: Rule = Rule(0)

    def __post_init__(self) -> None:
        if self.waived & ~WAIVABLE:
            raise MatchError(f"{self.waived & ~WAIVABLE!r} cannot be waived")
        for band in (self.newcomer_band, self.volunteer_band):
            if band is not None and band not in BANDS:
                raise MatchError(f"{band!r} is no band")
        for number in (self.distance_km, self.overlap_hours, self.age_difference):
            if number is not None and not number >= 0:
                raise MatchError(f"{number!r} is no limit")
