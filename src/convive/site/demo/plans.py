"""The two invented cities as their town planners would describe them: where things lie and how they changed.

Pairs give the state at the end of 2016 and at the end of 2025. Shares are per thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .lattice import Curve, Point

FIRST_YEAR, LAST_YEAR = 2016, 2025
Pair = tuple[int, int]


@dataclass(frozen=True)
class DistrictPlan:
    """One district: its place on the map and its people, then and now."""

    name: str
    bank: int
    """1 north of the water, -1 south of it."""
    seeds: Sequence[Point]
    """Points in kilometres from the origin; the district takes what is nearest to one of them."""
    weight: float
    """What the district has too much (or too little) of, in square kilometres of pull."""
    reach: float
    """How far the built-up land goes around each of these points, in kilometres."""
    people: Pair
    """Weight of the district in the city's population."""
    elsewhere: Pair
    """Born in another country."""
    young: Pair
    """Aged 0 to 17."""
    old: Pair
    """Aged 65 or more."""
    rented: Pair
    """Dwellings that are rented."""
    income: Pair
    """Mean yearly income of an inhabitant, in the currency of the country."""
    per_dwelling: int
    """People in a hundred dwellings."""


@dataclass(frozen=True)
class Headings:
    """The column headings of the city's own tables, in its own language."""

    date: str
    code: str
    name: str
    parent: str
    inhabitants: str
    born_here: str
    born_elsewhere: str
    young: str
    middle: str
    old: str
    dwellings: str
    owned: str
    rented: str
    year: str
    mean_income: str
    declarations: str
    school_code: str = ""
    school: str = ""
    pupils: str = ""


@dataclass(frozen=True)
class Plan:
    """Everything that makes one invented city what it is."""

    slug: str
    names: Mapping[str, str]
    country: str
    official_code: str
    official_code_year: int
    time_zone: str
    languages: Sequence[str]
    middle: Point
    """Longitude and latitude of the origin."""
    degrees: Point
    """Kilometres in a degree of longitude and of latitude there."""
    cells: int
    radius: float
    centre: float
    course: Curve
    width: Curve
    coves: float
    islets: int
    """Islets of so many cells and more belong to the city; 0 for none."""
    turn: Point
    """East and north of a unit vector along the map's x axis: the map is turned so."""
    fray: float
    """How far the outer edge strays, as a share of the reach of its districts."""
    sway: float
    people: Mapping[str, Pair]
    """Inhabitants by size of demo."""
    neighbourhoods: int
    publishes_neighbourhoods: bool
    """Whether the large size has them as areas of their own; the map is drawn with them either way."""
    district_code: str
    headings: Headings
    districts: Sequence[DistrictPlan]
    schools: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Names of primary schools by size of demo; a city without them publishes no pupils."""
