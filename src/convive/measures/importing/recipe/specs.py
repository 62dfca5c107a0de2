"""What a recipe says, part by part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from convive.measures.models.area import Places

TOTAL = "total"


@dataclass(frozen=True)
class FileSpec:
    """A file that the recipe reads. `role` is its name within the recipe, `name` that in the folder."""

    role: str
    name: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Provenance:
    source: str = ""
    source_url: str = ""
    licence: str = ""


@dataclass(frozen=True)
class CitySpec:
    slug: str
    names: dict[str, str]
    country: str
    official_code: str
    official_code_year: int
    time_zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class SetKey:
    """An area set is known by its code and the year of its borders."""

    code: str
    year: int

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


@dataclass(frozen=True)
class ParentSpec:
    """In which area of another set an area lies: by a column, or by the first characters of its own code."""

    key: SetKey
    column: str | None
    characters: int | None


@dataclass(frozen=True)
class AreasSpec:
    """Where the areas of a set are listed: in a map (GeoJSON) or in a table."""

    file: str
    code: str
    names: dict[str, str]
    remove_prefix: str = ""
    repeats: bool = False
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    crs: str | None = None
    axes: str = "xy"
    parent: ParentSpec | None = None


@dataclass(frozen=True)
class AreaSetSpec:
    key: SetKey
    names: dict[str, str]
    valid_from: dt.date | None
    valid_until: dt.date | None
    provenance: Provenance
    areas: AreasSpec | None
    places: str = str(Places.HOMES)


@dataclass(frozen=True)
class GroupSpec:
    code: str
    names: dict[str, str]
    dimension: str
    position: int


@dataclass(frozen=True)
class DimensionSpec:
    code: str
    names: dict[str, str]
    partition: bool
    groups: tuple[GroupSpec, ...]


@dataclass(frozen=True)
class IndicatorSpec:
    code: str
    names: dict[str, str]
    unit: str
    unit_names: dict[str, str]
    kind: str
    direction: str
    decimals: int
    of_people: bool
    denominator: str | None
    provenance: Provenance
    basket: dict[str, str]
    method: dict[str, str]
    position: int


@dataclass(frozen=True)
class PeriodSpec:
    """The same period for all rows, a column of dates, or a column of years with the day that is meant."""

    start: dt.date | None = None
    end: dt.date | None = None
    column: str | None = None
    format: str = "%Y-%m-%d"
    year_column: str | None = None
    day: tuple[int, int] | None = None


@dataclass(frozen=True)
class NumberSpec:
    """How numbers are written, and which texts stand for a figure that is missing."""

    decimal: str = "."
    thousands: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnSpec:
    """What a column of figures means. A group of None is everybody."""

    column: str
    indicator: str
    group: str | None
    n: str | None


@dataclass(frozen=True)
class LongSpec:
    """One column of figures, and another one that says for which group each row is."""

    value: str
    indicator: str
    group_column: str
    groups: dict[str, str | None]
    n: str | None


@dataclass(frozen=True)
class DeriveSpec:
    """A group worked out from others: `total - with`. None is everybody."""

    indicator: str
    group: str | None
    plus: tuple[str | None, ...]
    minus: tuple[str | None, ...]


@dataclass(frozen=True)
class ValuesSpec:
    file: str
    key: SetKey
    area: str
    where: dict[str, tuple[str, ...]]
    sum_rows: bool
    period: PeriodSpec
    numbers: NumberSpec
    columns: tuple[ColumnSpec, ...]
    long: LongSpec | None
    derive: tuple[DeriveSpec, ...]


@dataclass(frozen=True)
class WeightsSpec:
    file: str
    from_key: SetKey
    from_column: str
    to_key: SetKey
    to_column: str
    weight: str
    method: str
    numbers: NumberSpec
    carry: tuple[str, ...]


@dataclass(frozen=True)
class Recipe:
    name: str
    description: str
    city: CitySpec | None
    files: dict[str, FileSpec]
    area_sets: tuple[AreaSetSpec, ...]
    dimensions: tuple[DimensionSpec, ...]
    indicators: tuple[IndicatorSpec, ...]
    values: tuple[ValuesSpec, ...]
    weights: tuple[WeightsSpec, ...]
    text: str = field(repr=False, default="")

    @property
    def groups(self) -> dict[str, GroupSpec]:
        return {group.code: group for dimension in self.dimensions for group in dimension.groups}

    @property
    def kinds(self) -> dict[str, str]:
        return {indicator.code: indicator.kind for indicator in self.indicators}
