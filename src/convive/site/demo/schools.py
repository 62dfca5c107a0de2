"""The primary schools of an invented city and their pupils, from the people of its districts.

Families mostly choose a school in their own district, and some schools draw more pupils of one group than of the other:
so schools are a little less mixed than the streets around them, as in most cities.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .figures import People, apportion

# Of a thousand people aged 0 to 17, so many go to primary school.
OF_A_THOUSAND = 345
# How much more a school in the own district is chosen than any other.
NEAR = 40
# How much schools differ in whom they draw, per thousand at most.
TASTE = 320
# Families who came from elsewhere have more children at school.
MORE_CHILDREN = 1_150


@dataclass(frozen=True)
class School:
    """A school, in one of the districts; `taste` is how many more or fewer, per thousand, it draws of those born
    elsewhere."""

    code: str
    name: str
    district: str
    taste: int


@dataclass(frozen=True)
class Pupils:
    """The pupils of one school on 1 October."""

    year: int
    code: str
    born_here: int
    born_elsewhere: int


def found_schools(names: Sequence[str], codes: Sequence[str], rng: random.Random) -> tuple[School, ...]:
    """One after another over the districts, until no name is left."""
    return tuple(
        School(f"S{at + 1:02d}", name, codes[at % len(codes)], rng.randrange(-TASTE, TASTE + 1))
        for at, name in enumerate(names)
    )


def school_pupils(people: Sequence[People], schools: Sequence[School]) -> tuple[Pupils, ...]:
    """Every school in every year. Nobody is lost: each district's pupils are shared out whole."""
    by_year: dict[int, list[People]] = {}
    for row in people:
        by_year.setdefault(row.year, []).append(row)
    rows = []
    for year, districts in sorted(by_year.items()):
        here, elsewhere = ({school.code: 0 for school in schools} for _side in range(2))
        for district in districts:
            pupils = district.young * OF_A_THOUSAND // 1_000
            came = min(
                pupils,
                pupils * district.born_elsewhere * MORE_CHILDREN // (1_000 * max(district.inhabitants, 1)),
            )
            for counts, number, sign in ((elsewhere, came, 1), (here, pupils - came, -1)):
                _add(counts, number, district.code, schools, sign)
        rows += [Pupils(year, school.code, here[school.code], elsewhere[school.code]) for school in schools]
    return tuple(rows)


def _add(counts: dict[str, int], pupils: int, district: str, schools: Sequence[School], sign: int) -> None:
    weights = [
        (NEAR if school.district == district else 1) * (1_000 + sign * school.taste) for school in schools
    ]
    for school, part in zip(schools, apportion(pupils, weights), strict=True):
        counts[school.code] += part


def rows_of(schools: Sequence[School], pupils: Sequence[Pupils]) -> tuple[tuple[object, ...], ...]:
    """As the file lists them: date, code, name, pupils, born here, born elsewhere."""
    names: Mapping[str, str] = {school.code: school.name for school in schools}
    return tuple(
        (
            f"{row.year}-10-01",
            row.code,
            names[row.code],
            row.born_here + row.born_elsewhere,
            row.born_here,
            row.born_elsewhere,
        )
        for row in pupils
    )
