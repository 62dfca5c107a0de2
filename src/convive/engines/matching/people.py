"""Many people as arrays: read once, matched many times under other rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.persons import (
    BANDS,
    DAY,
    WEEK,
    Hours,
    MatchError,
    Newcomer,
    Person,
    Volunteer,
    unique,
)

Role = Literal["newcomer", "volunteer"]
MOST_CAPACITY = 10_000
OLDEST = 150
_BAND_PLACE = {band: place for place, band in enumerate(BANDS, start=1)}


@dataclass(frozen=True, eq=False, kw_only=True)
class People:
    """n people of one role. Make it with `People.of`, or give arrays of these shapes; they are checked.

    ids: n texts, each once. languages: L codes; bands (n, L) int8: 0 for none, 1 for A1 … 6 for C2. slot: minutes
    of a slot of the week; week (n, slots) bool: can meet in this slot, the first beginning on Monday at midnight.
    x, y (n,) metres, NaN where not known. genders, interests, goals, life_stages, organisations: codes; gender,
    wish, life_stage, organisation (n,) int: place in them, −1 for none; interested (n, I), aims (n, G) bool.
    age, youngest, oldest (n,) int: −1 where not known. since (n,) int: newcomers' first day of waiting as
    `date.toordinal`, 0 for none. capacity (n,) int: volunteers' duos at once; 1 for newcomers.
    """

    role: Role
    ids: tuple[str, ...]
    languages: tuple[str, ...]
    bands: NDArray[np.int8]
    slot: int
    week: NDArray[np.bool_]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    genders: tuple[str, ...]
    gender: NDArray[np.int16]
    wish: NDArray[np.int16]
    interests: tuple[str, ...]
    interested: NDArray[np.bool_]
    goals: tuple[str, ...]
    aims: NDArray[np.bool_]
    life_stages: tuple[str, ...]
    life_stage: NDArray[np.int16]
    age: NDArray[np.int16]
    youngest: NDArray[np.int16]
    oldest: NDArray[np.int16]
    organisations: tuple[str, ...]
    organisation: NDArray[np.int32]
    since: NDArray[np.int32]
    capacity: NDArray[np.int32]

    def __post_init__(self) -> None:
        seen: dict[str, int] = {}
        for row, each in enumerate(self.ids):
            if seen.setdefault(each, row) != row:
                raise MatchError(
                    f"the id is there already, in row {seen[each]}", row=row, column="id", person=each
                )
        self._check(np.isinf(self.x) | np.isinf(self.y), "is no place", "x")
        self._check(np.isnan(self.x) != np.isnan(self.y), "one coordinate is missing", "x")
        self._check(np.abs(np.nan_to_num(self.x)) + np.abs(np.nan_to_num(self.y)) > 1e9, "is no place", "x")
        self._check(self.capacity < 0, "the capacity is negative", "capacity")
        self._check(self.capacity > MOST_CAPACITY, f"more than {MOST_CAPACITY} duos at once", "capacity")
        for each in vars(self).values():
            if isinstance(each, np.ndarray):
                each.setflags(write=False)

    def _check(self, wrong: NDArray[np.bool_], what: str, column: str) -> None:
        if wrong.any():
            row = int(wrong.argmax())
            raise MatchError(what, row=row, column=column, person=self.ids[row])

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, people: Iterable[Newcomer] | Iterable[Volunteer] | People, role: Role) -> Self | People:
        """The arrays of `people`. Raises MatchError, naming row and field, for what cannot be."""
        if isinstance(people, People):
            if people.role != role:
                raise MatchError(f"these are {people.role}s, not {role}s")
            return people
        persons: Sequence[Any] = list(people)
        for row, each in enumerate(persons):
            _check_person(row, each, role)
        n = len(persons)
        slot, week = _week([each.available for each in persons])
        languages, bands = _tagged([each.languages for each in persons], lambda pair: str(pair[0]))
        for row, each in enumerate(persons):
            for language, band in each.languages:
                bands[row, languages[language]] = _BAND_PLACE[band]
        genders, (gender, wish) = _codes([each.gender for each in persons], [each.wish for each in persons])
        interests, interested = _tagged([each.interests for each in persons], str)
        goals, aims = _tagged([each.goals for each in persons], str)
        stages, (life_stage,) = _codes([each.life_stage for each in persons])
        organisations, (organisation,) = _codes([each.organisation for each in persons])
        place = np.array([each.place or (math.nan, math.nan) for each in persons], np.float64).reshape(n, 2)
        ages = [each.ages or (-1, -1) for each in persons]
        since = [each.waiting_since for each in persons] if role == "newcomer" else []
        return cls(
            role=role,
            ids=tuple(each.id for each in persons),
            languages=tuple(languages),
            bands=bands,
            slot=slot,
            week=week,
            x=place[:, 0].copy(),
            y=place[:, 1].copy(),
            genders=genders,
            gender=gender.astype(np.int16),
            wish=wish.astype(np.int16),
            interests=tuple(interests),
            interested=interested.astype(np.bool_),
            goals=tuple(goals),
            aims=aims.astype(np.bool_),
            life_stages=stages,
            life_stage=life_stage.astype(np.int16),
            age=np.array([-1 if each.age is None else each.age for each in persons], np.int16),
            youngest=np.array([low for low, _high in ages], np.int16),
            oldest=np.array([high for _low, high in ages], np.int16),
            organisations=organisations,
            organisation=organisation.astype(np.int32),
            since=np.array([0 if day is None else day.toordinal() for day in since] or [0] * n, np.int32),
            capacity=np.array(
                [each.capacity if role == "volunteer" else 1 for each in persons], np.int32
            ),
        )  # fmt: skip

    def hours(self, row: int) -> tuple[Hours, ...]:
        """The stretches of the week of one person."""
        return hours_of(self.week[row], self.slot)

    def spoken(self, row: int) -> dict[str, str]:
        """Languages with bands of one person."""
        return {
            self.languages[place]: BANDS[self.bands[row, place] - 1]
            for place in np.flatnonzero(self.bands[row])
        }


def hours_of(week: NDArray[np.bool_], slot: int) -> tuple[Hours, ...]:
    """Stretches of the week from slots, none across midnight."""
    found: list[Hours] = []
    for place in np.flatnonzero(week).tolist():
        day, start = divmod(place * slot, DAY)
        if found and found[-1].day == day and found[-1].end == start:
            found[-1] = Hours(day, found[-1].start, start + slot)
        else:
            found.append(Hours(day, start, start + slot))
    return tuple(found)


def _check_person(row: int, each: Person, role: Role) -> None:
    kind = Newcomer if role == "newcomer" else Volunteer
    if not isinstance(each, kind):
        raise MatchError(f"this is no {kind.__name__}: {each!r}", row=row)

    def refuse(what: str, column: str) -> MatchError:
        return MatchError(what, row=row, column=column, person=each.id)

    if not isinstance(each.id, str) or not each.id:
        raise MatchError("the id is blank", row=row, column="id")
    for language, band in each.languages:
        if band not in _BAND_PLACE:
            raise refuse(f"“{band}” is no band; the bands are {', '.join(BANDS)}", "languages")
        if not language:
            raise refuse("a language is blank", "languages")
    if len(each.languages) > 1 and len({language for language, _band in each.languages}) < len(
        each.languages
    ):
        raise refuse("a language is there twice", "languages")
    for day, start, end in each.available:
        if not (0 <= day <= 6 and 0 <= start < end <= DAY):
            raise refuse(f"{(day, start, end)} is no stretch of a day", "available")
    if each.place is not None and not all(map(math.isfinite, each.place)):
        raise refuse("is no place", "x")
    if each.age is not None and not 0 <= each.age <= OLDEST:
        raise refuse(f"{each.age} is no age", "age")
    if each.ages is not None and not 0 <= each.ages[0] <= each.ages[1] <= OLDEST:
        raise refuse(f"{each.ages} is no range of ages", "ages")
    if isinstance(each, Volunteer):
        if isinstance(each.capacity, bool) or not isinstance(each.capacity, int):
            raise refuse(f"{each.capacity!r} is no whole number", "capacity")
        if not 0 <= each.capacity <= MOST_CAPACITY:
            raise refuse(f"a capacity is from 0 to {MOST_CAPACITY}, not {each.capacity}", "capacity")
    if (
        isinstance(each, Newcomer)
        and each.waiting_since is not None
        and not isinstance(each.waiting_since, date)
    ):
        raise refuse(f"{each.waiting_since!r} is no date", "waiting_since")


def _week(all_hours: Sequence[tuple[Hours, ...]]) -> tuple[int, NDArray[np.bool_]]:
    """Minutes of the coarsest slots that fit everybody's hours, and who can in which."""
    times = [
        (row, DAY * h[0] + h[1], DAY * h[0] + h[2]) for row, hours in enumerate(all_hours) for h in hours
    ]
    flat = np.array(times, np.int64).reshape(-1, 3)
    slot = math.gcd(DAY, int(np.gcd.reduce(flat[:, 1:].ravel())) if len(flat) else 0)
    edges = np.zeros((len(all_hours), WEEK // slot + 1), np.int16)
    np.add.at(edges, (flat[:, 0], flat[:, 1] // slot), 1)
    np.add.at(edges, (flat[:, 0], flat[:, 2] // slot), -1)
    return slot, np.cumsum(edges, axis=1)[:, :-1] > 0


def _tagged(
    tags: Sequence[Sequence[Any]], name: Callable[[Any], str]
) -> tuple[dict[str, int], NDArray[np.int8]]:
    places: dict[str, int] = {}
    rows, columns = [], []
    for row, given in enumerate(tags):
        for each in given:
            rows.append(row)
            columns.append(places.setdefault(name(each), len(places)))
    matrix = np.zeros((len(tags), len(places)), np.int8)
    matrix[rows, columns] = 1
    return places, matrix


def _codes(*columns: Sequence[str | None]) -> tuple[tuple[str, ...], list[NDArray[np.int64]]]:
    names = unique(each for column in columns for each in column if each)
    places: dict[str | None, int] = {name: place for place, name in enumerate(names)}
    return names, [np.array([places.get(each, -1) for each in column], np.int64) for column in columns]
