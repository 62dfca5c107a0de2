"""One invented city in one size: its areas, its figures, and the files a municipality would hand over."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from . import figures
from .aldermonde import ALDERMONDE
from .bjorkasund import BJORKASUND
from .borders import signed_area
from .figures import Dwellings, Income, People
from .ground import Ground, Polygon, survey
from .names import Names
from .plans import Plan
from .schools import Pupils, School, found_schools, rows_of, school_pupils

Size = Literal["small", "large"]
PLANS: Mapping[str, Plan] = {plan.slug: plan for plan in (ALDERMONDE, BJORKASUND)}


@dataclass(frozen=True)
class Area:
    """A district or neighbourhood: its code, its name, the code of what it lies in, its rings in degrees."""

    code: str
    name: str
    parent: str | None
    rings: Polygon

    def geometry(self) -> dict[str, object]:
        """As GeoJSON. Islets make several polygons; only an area in one piece has holes."""
        outer = [ring for ring in self.rings if signed_area(ring[:-1]) > 0]
        if len(outer) == 1:
            return {"type": "Polygon", "coordinates": self.rings}
        if len(outer) != len(self.rings):
            raise ValueError(f"area {self.code} has islets and holes, which is not drawn")
        return {"type": "MultiPolygon", "coordinates": [[ring] for ring in outer]}


@dataclass(frozen=True)
class DemoCity:
    """An invented city. Neighbourhoods and their figures are empty where the size has none."""

    plan: Plan
    size: Size
    districts: tuple[Area, ...]
    neighbourhoods: tuple[Area, ...]
    people: tuple[People, ...]
    dwellings: tuple[Dwellings, ...]
    income: tuple[Income, ...]
    neighbourhood_people: tuple[People, ...]
    neighbourhood_dwellings: tuple[Dwellings, ...]
    schools: tuple[School, ...] = ()
    pupils: tuple[Pupils, ...] = ()

    @property
    def slug(self) -> str:
        """The city's short name in addresses."""
        return self.plan.slug

    @property
    def names(self) -> Mapping[str, str]:
        """The city's name by language."""
        return self.plan.names

    @property
    def inhabitants(self) -> int:
        """Everybody, in the last year."""
        return sum(row.inhabitants for row in self.people if row.year == figures.YEARS[-1])

    def files(self) -> dict[str, bytes]:
        """Name and content of each file, as the city would publish it: GeoJSON in degrees, CSV in UTF-8."""
        h, districts = self.plan.headings, self._by_code
        files = {
            "districts.geojson": _geojson(self, "districts", self.districts),
            "population.csv": _csv(self._people_headings, self._people_rows(self.people)),
            "dwellings.csv": _csv(self._dwellings_headings, self._dwellings_rows(self.dwellings)),
            "income.csv": _csv(
                (h.year, h.code, h.name, h.mean_income, h.declarations),
                ((r.year, r.code, districts[r.code].name, r.mean, r.declarations) for r in self.income),
            ),
        }
        if self.neighbourhoods:
            files |= {
                "neighbourhoods.geojson": _geojson(self, "neighbourhoods", self.neighbourhoods),
                "population-neighbourhoods.csv": _csv(
                    self._people_headings, self._people_rows(self.neighbourhood_people)
                ),
                "dwellings-neighbourhoods.csv": _csv(
                    self._dwellings_headings, self._dwellings_rows(self.neighbourhood_dwellings)
                ),
            }
        if self.schools:
            headings = (h.date, h.school_code, h.school, h.pupils, h.born_here, h.born_elsewhere)
            files["pupils.csv"] = _csv(headings, rows_of(self.schools, self.pupils))
        return files

    @cached_property
    def _by_code(self) -> dict[str, Area]:
        return {area.code: area for area in (*self.districts, *self.neighbourhoods)}

    @property
    def _people_headings(self) -> tuple[str, ...]:
        h = self.plan.headings
        groups = (h.born_here, h.born_elsewhere, h.young, h.middle, h.old)
        return (h.date, h.code, h.name, h.inhabitants, *groups)

    def _people_rows(self, rows: Iterable[People]) -> Iterable[tuple[object, ...]]:
        for r in rows:
            groups = (r.born_here, r.born_elsewhere, r.young, r.middle, r.old)
            yield (f"{r.year}-12-31", r.code, self._by_code[r.code].name, r.inhabitants, *groups)

    @property
    def _dwellings_headings(self) -> tuple[str, ...]:
        h = self.plan.headings
        return (h.date, h.code, h.name, h.dwellings, h.owned, h.rented)

    def _dwellings_rows(self, rows: Iterable[Dwellings]) -> Iterable[tuple[object, ...]]:
        for r in rows:
            yield f"{r.year}-12-31", r.code, self._by_code[r.code].name, r.owned + r.rented, r.owned, r.rented


def build(size: Size = "small", seed: str = "convive", city: str = ALDERMONDE.slug) -> DemoCity:
    """Make an invented city. The same arguments give the same city, to the last byte, on every machine."""
    if size not in ("small", "large"):
        raise ValueError(f"size is {size!r}; it can be 'small' or 'large'")
    if city not in PLANS:
        raise ValueError(f"there is no invented city {city!r}; there are {', '.join(PLANS)}")
    plan = PLANS[city]
    ground = survey(plan, seed)
    rng = random.Random(f"{seed}:{plan.slug}:{size}:figures")
    codes = [plan.district_code.format(letter=chr(65 + i), number=i + 1) for i in range(len(plan.districts))]
    districts = tuple(
        Area(code, district.name, None, rings)
        for code, district, rings in zip(codes, plan.districts, ground.districts, strict=True)
    )
    people = figures.district_people(plan, codes, size, rng)
    dwellings = figures.district_dwellings(plan, people, codes)
    income = figures.district_income(plan, people, codes, rng)
    nested: _Nested = ((), (), ())
    if size == "large" and plan.publishes_neighbourhoods:
        nested = _nest(plan, ground, codes, people, dwellings, rng)
    # A stream of their own, so that the figures above stay as they are.
    schools = found_schools(
        plan.schools.get(size, ()), codes, random.Random(f"{seed}:{plan.slug}:{size}:schools")
    )
    return DemoCity(
        plan,
        size,
        districts,
        nested[0],
        tuple(people),
        tuple(dwellings),
        tuple(income),
        nested[1],
        nested[2],
        schools,
        school_pupils(people, schools) if schools else (),
    )


_Nested = tuple[tuple[Area, ...], tuple[People, ...], tuple[Dwellings, ...]]


def _nest(
    plan: Plan,
    ground: Ground,
    codes: Sequence[str],
    people: Sequence[People],
    dwellings: Sequence[Dwellings],
    rng: random.Random,
) -> _Nested:
    names = Names(rng)
    areas: list[Area] = []
    places: dict[str, list[figures.Place]] = {code: [] for code in codes}
    for index, rings, tides in ground.neighbourhoods:
        district, parent = plan.districts[index], codes[index]
        code = f"{parent}{len(places[parent]) + 1:02d}"
        areas.append(Area(code, names.take(in_town=district.rented[1] > 400), parent, rings))
        places[parent].append(figures.place(code, tides, rng))
    nested_people: list[People] = []
    nested_dwellings: list[Dwellings] = []
    for code in codes:
        nested_people += figures.nested_people([row for row in people if row.code == code], places[code])
        nested_dwellings += figures.nested_dwellings(
            [row for row in dwellings if row.code == code], nested_people, places[code]
        )
    return (
        tuple(areas),
        tuple(sorted(nested_people, key=lambda row: (row.year, row.code))),
        tuple(sorted(nested_dwellings, key=lambda row: (row.year, row.code))),
    )


def _geojson(city: DemoCity, what: str, areas: Sequence[Area]) -> bytes:
    """One area a line, so that two versions can be compared by eye."""
    h = city.plan.headings
    lines = []
    for area in areas:
        properties = {h.code: area.code, h.name: area.name}
        if area.parent:
            properties[h.parent] = area.parent
        lines.append(_json({"type": "Feature", "properties": properties, "geometry": area.geometry()}))
    title = f"{city.slug} {what}, an invented city"
    head = _json({"type": "FeatureCollection", "name": title, "features": []})
    return (head[:-2] + "\n" + ",\n".join(lines) + "\n]}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """No name in these cities holds a comma or a quotation mark, so nothing needs quoting."""
    lines = [",".join(headings), *(",".join(str(value) for value in row) for row in rows)]
    return ("\n".join(lines) + "\n").encode()
