"""The criteria of a programme, as data: what must hold, what is better, and in which order people come."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from convive.engines.matching.persons import BANDS, MatchError

# A distance this long binds nobody.
FARTHEST_KM = 50_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """What must hold for two people to meet. A rule that is None or False does not hold.

    language: languages of which one must be shared; empty: any language. newcomer_band, volunteer_band: how well
    each must speak it, at least (A1 where only the other or only `language` is given). overlap_hours: hours a
    week when both can. distance_km: as the crow flies, at most. gender_wish: the gender each wishes for is the
    other's. age_wish: the age of each lies in the range the other wishes for. age_difference: years apart at
    most. organisation: both are of the same one (none is the same as none).
    """

    language: tuple[str, ...] = ()
    newcomer_band: str | None = None
    volunteer_band: str | None = None
    overlap_hours: float | None = None
    distance_km: float | None = None
    gender_wish: bool = True
    age_wish: bool = True
    age_difference: int | None = None
    organisation: bool = False

    def __post_init__(self) -> None:
        for name in ("newcomer_band", "volunteer_band"):
            band = getattr(self, name)
            if band is not None and band not in BANDS:
                raise MatchError(f"[hard] {name} is one of {', '.join(BANDS)}, not {band!r}")
        for name in ("overlap_hours", "distance_km", "age_difference"):
            number = getattr(self, name)
            if number is not None and not (_is_number(number) and number >= 0):
                raise MatchError(f"[hard] {name} is a number of at least 0, not {number!r}")
        if self.overlap_hours is not None and self.overlap_hours > 168:
            raise MatchError("[hard] overlap_hours: a week has 168 hours")

    @property
    def asks_language(self) -> bool:
        return bool(self.language or self.newcomer_band or self.volunteer_band)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soft:
    """How much each measure of a duo's quality weighs. Only the proportions count; 0 leaves a measure out."""

    languages: float = 1
    interests: float = 1
    goals: float = 1
    life_stage: float = 1
    overlap: float = 1
    distance: float = 1

    def __post_init__(self) -> None:
        for each in fields(self):
            weight = getattr(self, each.name)
            if not (_is_number(weight) and 0 <= weight <= 1_000_000):
                raise MatchError(f"[soft] {each.name} is a weight from 0 to 1000000, not {weight!r}")

    @property
    def weights(self) -> tuple[int, ...]:
        """Thousandths, in the order of `MEASURES`."""
        return tuple(round(1000 * float(getattr(self, each.name))) for each in fields(self))


MEASURES = tuple(each.name for each in fields(Soft))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """waiting_bands_weeks: borders between bands of waiting; who waited as long or longer comes before those who
    did not. seed: what the draw is made from; publish it before the day.
    """

    waiting_bands_weeks: tuple[float, ...] = (26, 12, 4)
    seed: str = ""

    def __post_init__(self) -> None:
        weeks = self.waiting_bands_weeks
        if any(not (_is_number(each) and each > 0) for each in weeks) or len(set(weeks)) != len(weeks):
            raise MatchError(
                f"[order] waiting_bands_weeks are different numbers above 0, not {list(weeks)!r}"
            )
        if len(weeks) > 50:
            raise MatchError("[order] waiting_bands_weeks: 50 bands at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """After so many weeks of waiting the rules are wider for a newcomer: more_km farther and fewer_hours less in
    common than [hard] says. The last step that is reached counts; steps do not add up.
    """

    weeks: float
    more_km: float = 0
    fewer_hours: float = 0

    def __post_init__(self) -> None:
        for each in fields(self):
            number = getattr(self, each.name)
            if not (_is_number(number) and number >= 0):
                raise MatchError(f"[escalation] {each.name} is a number of at least 0, not {number!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """All of it. Raises MatchError, naming the part and the key."""

    hard: Hard = field(default_factory=Hard)
    soft: Soft = field(default_factory=Soft)
    order: Order = field(default_factory=Order)
    escalation: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        steps = sorted(self.escalation, key=lambda step: step.weeks)
        object.__setattr__(self, "escalation", tuple(steps))
        for before, after in zip(steps, steps[1:], strict=False):
            if before.weeks == after.weeks:
                raise MatchError(f"[escalation] there are two steps at {after.weeks:g} weeks")
            if after.more_km < before.more_km or after.fewer_hours < before.fewer_hours:
                raise MatchError(
                    f"[escalation] the step at {after.weeks:g} weeks is narrower than the one before it"
                )
        for step in steps:
            if step.more_km and self.hard.distance_km is None:
                raise MatchError("[escalation] more_km needs a distance_km in [hard]")
            if step.fewer_hours and (self.hard.overlap_hours or 0) < step.fewer_hours:
                raise MatchError("[escalation] fewer_hours is more than overlap_hours in [hard]")

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Criteria:
        """From a mapping such as a TOML file holds.

        A part that is missing has its defaults. In a [soft] that is there, what is not named weighs nothing.
        Raises MatchError for a part or a key that is not known, by its name, and for a value that cannot be.

        >>> Criteria.of({"hard": {"language": ["nl"], "newcomer_band": "A1"}}).hard.language
        ('nl',)
        """
        parts = {"hard": Hard, "soft": Soft, "order": Order}
        for part in data:
            if part not in (*parts, "escalation"):
                raise MatchError(f"[{part}] is not known; there are [hard], [soft], [order] and [escalation]")
        made: dict[str, Any] = {}
        for part, kind in parts.items():
            if part in data:
                given = dict(_table(data[part], part, [each.name for each in fields(kind)]))
                if part == "hard":
                    given = _hard(given)
                elif part == "order":
                    given = _order(given)
                else:
                    given = {name: given.get(name, 0) for name in MEASURES}
                made[part] = kind(**given)
        if "escalation" in data:
            made["escalation"] = _steps(data["escalation"])
        return cls(**made)

    def weeks_waited(self, since: date | None, today: date) -> float:
        return 0.0 if since is None else (today - since).days / 7

    def band(self, weeks: float) -> int:
        """The place of the band of somebody who waited so many weeks, 0 being the longest."""
        return sum(weeks < border for border in self.order.waiting_bands_weeks)

    def step(self, weeks: float) -> Step | None:
        """The step that somebody who waited so many weeks has reached."""
        return next((step for step in reversed(self.escalation) if weeks >= step.weeks), None)


def _table(given: Any, part: str, known: list[str]) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise MatchError(f"[{part}] is a part with keys, not {given!r}")
    for key in given:
        if key not in known:
            raise MatchError(f"[{part}] has no key “{key}”; it has {', '.join(known)}")
    return given


def _hard(given: dict[str, Any]) -> dict[str, Any]:
    if "language" in given:
        language = given["language"]
        listed = [language] if isinstance(language, str) else language
        if not isinstance(listed, (list, tuple)) or not all(isinstance(each, str) for each in listed):
            raise MatchError(f'[hard] language is a list such as ["nl"], not {language!r}')
        given["language"] = tuple(each.strip().lower() for each in listed if each.strip())
    for name in ("newcomer_band", "volunteer_band"):
        if isinstance(given.get(name), str):
            given[name] = given[name].strip().upper() or None
    for name in ("gender_wish", "age_wish", "organisation"):
        if name in given and not isinstance(given[name], bool):
            raise MatchError(f"[hard] {name} is true or false, not {given[name]!r}")
    return given


def _order(given: dict[str, Any]) -> dict[str, Any]:
    if "waiting_bands_weeks" in given:
        weeks = given["waiting_bands_weeks"]
        if not isinstance(weeks, (list, tuple)):
            raise MatchError(f"[order] waiting_bands_weeks is a list such as [26, 12, 4], not {weeks!r}")
        given["waiting_bands_weeks"] = tuple(weeks)
    if "seed" in given:
        if isinstance(given["seed"], bool) or not isinstance(given["seed"], (str, int)):
            raise MatchError(f"[order] seed is a text, not {given['seed']!r}")
        given["seed"] = str(given["seed"])
    return given


def _steps(given: Any) -> tuple[Step, ...]:
    if isinstance(given, Mapping):
        given = _table(given, "escalation", ["steps"]).get("steps", [])
    if not isinstance(given, (list, tuple)):
        raise MatchError("[escalation] steps is a list such as [{ weeks = 8, more_km = 4 }]")
    known = [each.name for each in fields(Step)]
    for each in given:
        if "weeks" not in _table(each, "escalation", known):
            raise MatchError("[escalation] a step needs its weeks")
    return tuple(Step(**each) for each in given)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
