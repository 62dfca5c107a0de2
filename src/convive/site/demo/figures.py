"""The figures of an invented city: whole numbers that add up, from one seed.

Everything is done in whole numbers, so no rounding can differ from one machine to another. Groups sum to the
inhabitants of their area, and neighbourhoods sum to their district, in every year.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from .plans import FIRST_YEAR, LAST_YEAR, Pair, Plan

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


@dataclass(frozen=True)
class People:
    """The inhabitants of one area on 31 December."""

    year: int
    code: str
    born_here: int
    born_elsewhere: int
    young: int
    middle: int
    old: int

    @property
    def inhabitants(self) -> int:
        """Everybody in the area."""
        return self.born_here + self.born_elsewhere


@dataclass(frozen=True)
class Dwellings:
    """The dwellings of one area on 31 December, by tenure."""

    year: int
    code: str
    owned: int
    rented: int


@dataclass(frozen=True)
class Income:
    """Mean income of the inhabitants of one district in a year, and the tax declarations behind it."""

    year: int
    code: str
    mean: int
    declarations: int


@dataclass(frozen=True)
class Place:
    """A neighbourhood as the figures see it: how its people differ from the district, per thousand."""

    code: str
    weight: Pair
    elsewhere: int
    young: int
    old: int
    rented: int


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share a whole number out by whole weights (largest remainder), so that the parts sum to it."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in rests[: total - sum(parts)]:
        parts[index] += 1
    return parts


def between(pair: Pair, year: int, sway: int = 0, rng: random.Random | None = None) -> int:
    """The value on the way from the first year to the last; in the years between it may sway a little."""
    span, done = LAST_YEAR - FIRST_YEAR, year - FIRST_YEAR
    value = (pair[0] * (span - done) + pair[1] * done) // span
    if rng is not None and 0 < done < span:
        value += rng.randrange(-sway, sway + 1)
    return value


def district_people(plan: Plan, codes: Sequence[str], size: str, rng: random.Random) -> list[People]:
    """Every district in every year."""
    rows: list[People] = []
    for year in YEARS:
        total = between(plan.people[size], year, plan.people[size][1] // 700, rng)
        weights = [between(_thousandfold(d.people), year, 300, rng) for d in plan.districts]
        for district, code, count in zip(plan.districts, codes, apportion(total, weights), strict=True):
            elsewhere = count * between(_thousandfold(district.elsewhere), year, 1_500, rng) // 1_000_000
            young = count * between(_thousandfold(district.young), year, 1_000, rng) // 1_000_000
            old = count * between(_thousandfold(district.old), year, 1_000, rng) // 1_000_000
            middle = count - young - old
            rows.append(People(year, code, count - elsewhere, elsewhere, young, middle, old))
    return rows


def district_dwellings(plan: Plan, people: Sequence[People], codes: Sequence[str]) -> list[Dwellings]:
    """Every district in every year; dwellings follow the people who live in them."""
    plans = dict(zip(codes, plan.districts, strict=True))
    rows: list[Dwellings] = []
    for row in people:
        district = plans[row.code]
        dwellings = row.inhabitants * 100 // district.per_dwelling
        rented = dwellings * between(district.rented, row.year) // 1_000
        rows.append(Dwellings(row.year, row.code, dwellings - rented, rented))
    return rows


def district_income(
    plan: Plan, people: Sequence[People], codes: Sequence[str], rng: random.Random
) -> list[Income]:
    """Every district in every year."""
    plans = dict(zip(codes, plan.districts, strict=True))
    rows: list[Income] = []
    for row in people:
        pair = plans[row.code].income
        mean = between(pair, row.year) + rng.randrange(-pair[0] // 250, pair[0] // 250)
        declarations = (row.middle + row.old) * (770 + rng.randrange(-8, 9)) // 1_000
        rows.append(Income(row.year, row.code, mean, declarations))
    return rows


def place(code: str, tides: tuple[int, int], rng: random.Random) -> Place:
    """Settle what sets a neighbourhood apart; `tides` are smooth over the map, so neighbours are alike."""
    mixed, aged = tides
    size = 1_000 + rng.randrange(-350, 351)
    growth = rng.randrange(-60, 61)
    return Place(
        code=code,
        weight=(size, size + size * growth // 1_000),
        elsewhere=1_000 + mixed + rng.randrange(-180, 181),
        young=1_000 - aged // 2 + rng.randrange(-90, 91),
        old=1_000 + aged + rng.randrange(-90, 91),
        rented=1_000 + mixed // 2 + rng.randrange(-120, 121),
    )


def nested_people(district: Sequence[People], places: Sequence[Place]) -> list[People]:
    """Share out each year of one district over its neighbourhoods."""
    rows: list[People] = []
    for row in district:
        counts = apportion(row.inhabitants, [between(p.weight, row.year) for p in places])
        elsewhere = _share(row.born_elsewhere, counts, [_closer(p.elsewhere, row.year) for p in places])
        young = _share(row.young, counts, [p.young for p in places])
        old = _share(row.old, counts, [p.old for p in places])
        for p, n, e, y, o in zip(places, counts, elsewhere, young, old, strict=True):
            if n < e or n < y + o:
                raise ValueError(f"{p.code}, {row.year}: groups are larger than the {n} inhabitants")
            rows.append(People(row.year, p.code, n - e, e, y, n - y - o, o))
    return rows


def nested_dwellings(
    district: Sequence[Dwellings], people: Sequence[People], places: Sequence[Place]
) -> list[Dwellings]:
    """Share out each year of one district's dwellings over its neighbourhoods."""
    inhabitants = {(row.year, row.code): row.inhabitants for row in people}
    rows: list[Dwellings] = []
    for row in district:
        dwellings = apportion(row.owned + row.rented, [inhabitants[row.year, p.code] for p in places])
        rented = _capped(row.rented, dwellings, [p.rented for p in places])
        for p, n, r in zip(places, dwellings, rented, strict=True):
            rows.append(Dwellings(row.year, p.code, n - r, r))
    return rows


def _thousandfold(pair: Pair) -> Pair:
    return pair[0] * 1_000, pair[1] * 1_000


def _closer(factor: int, year: int) -> int:
    """Neighbourhoods grow a little more alike: by a fifth over the whole period."""
    return 1_000 + (factor - 1_000) * (1_000 - 22 * (year - FIRST_YEAR)) // 1_000


def _share(total: int, counts: Sequence[int], factors: Sequence[int]) -> list[int]:
    return apportion(total, [count * factor for count, factor in zip(counts, factors, strict=True)])


def _capped(total: int, counts: Sequence[int], factors: Sequence[int]) -> list[int]:
    """As `_share`, but nowhere more than there are; what does not fit moves to where there is room."""
    parts = [min(n, part) for n, part in zip(counts, _share(total, counts, factors), strict=True)]
    rest = total - sum(parts)
    if rest:
        more = apportion(rest, [n - part for n, part in zip(counts, parts, strict=True)])
        parts = [part + extra for part, extra in zip(parts, more, strict=True)]
    return parts
