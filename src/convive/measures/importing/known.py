"""What the city already has of the things that a recipe names."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db.models import Q

from convive.measures.importing.recipe import (
    AreaSetSpec,
    DimensionSpec,
    GroupSpec,
    IndicatorSpec,
    Recipe,
    SetKey,
)
from convive.measures.models import Area, AreaSet, AreaWeight, Dimension, Group, Indicator, Value

Counts = tuple[int, int, int]
KNOWN_SCHEMA: dict[str, Any] = {
    "id": pl.Int64,
    "set": pl.String,
    "year": pl.Int64,
    "area": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "n": pl.Int64,
    "estimated": pl.Boolean,
}


@dataclass(frozen=True)
class KnownArea:
    pk: int
    names: dict[str, str]
    digest: str
    parent: str | None


@dataclass
class Known:
    """Rows of the city, by their codes."""

    sets: dict[SetKey, AreaSet] = field(default_factory=dict)
    areas: dict[SetKey, dict[str, KnownArea]] = field(default_factory=dict)
    weights: dict[tuple[SetKey, SetKey], dict[tuple[str, str], float]] = field(default_factory=dict)
    dimensions: dict[str, Dimension] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KNOWN_SCHEMA))

    def compare_sets(self, specs: Iterable[AreaSetSpec]) -> Counts:
        return _compare((self.sets.get(spec.key), set_fields(spec)) for spec in specs if spec.areas)

    def compare_dimensions(self, specs: Iterable[DimensionSpec]) -> Counts:
        return _compare((self.dimensions.get(spec.code), dimension_fields(spec)) for spec in specs)

    def compare_groups(self, specs: Iterable[GroupSpec]) -> Counts:
        return _compare(
            (group, {**group_fields(spec), "dimension.code": spec.dimension})
            for spec in specs
            for group in [self.groups.get(spec.code)]
        )

    def compare_indicators(self, specs: Iterable[IndicatorSpec]) -> Counts:
        return _compare(
            (indicator, {**indicator_fields(spec), "denominator.code": spec.denominator})
            for spec in specs
            for indicator in [self.indicators.get(spec.code)]
        )


def _compare(pairs: Iterable[tuple[Any, dict[str, Any]]]) -> Counts:
    counts = [0, 0, 0]
    for row, fields in pairs:
        if row is None:
            counts[0] += 1
        else:
            counts[2 if same_fields(row, fields) else 1] += 1
    return counts[0], counts[1], counts[2]


def same_fields(row: Any, fields: dict[str, Any]) -> bool:
    """Whether a row has these values; `dimension.code` looks through a key."""
    return all(_value(row, name) == value for name, value in fields.items())


def _value(row: Any, name: str) -> Any:
    for part in name.split("."):
        row = getattr(row, part) if row is not None else None
    return row


def set_fields(spec: AreaSetSpec) -> dict[str, Any]:
    return {
        "names": spec.names,
        "valid_from": spec.valid_from,
        "valid_until": spec.valid_until,
        "places": spec.places,
        "source": spec.provenance.source,
        "source_url": spec.provenance.source_url,
        "licence": spec.provenance.licence,
    }


def dimension_fields(spec: DimensionSpec) -> dict[str, Any]:
    return {"names": spec.names, "partition": spec.partition}


def group_fields(spec: GroupSpec) -> dict[str, Any]:
    return {"names": spec.names, "position": spec.position}


def indicator_fields(spec: IndicatorSpec) -> dict[str, Any]:
    return {
        "names": spec.names,
        "unit": spec.unit,
        "unit_names": spec.unit_names,
        "kind": spec.kind,
        "direction": spec.direction,
        "decimals": spec.decimals,
        "of_people": spec.of_people,
        "source": spec.provenance.source,
        "source_url": spec.provenance.source_url,
        "licence": spec.provenance.licence,
        "basket": spec.basket,
        "method": spec.method,
        "position": spec.position,
    }


def read_known(recipe: Recipe) -> Known:
    """Read what the city whose scope is active has of a recipe's things. Seven queries, whatever the size."""
    known = Known()
    wanted = functools.reduce(
        operator.or_, (Q(code=spec.key.code, year=spec.key.year) for spec in recipe.area_sets), Q(pk=None)
    )
    for area_set in AreaSet.objects.filter(wanted):
        known.sets[SetKey(area_set.code, area_set.year)] = area_set
    by_pk = {area_set.pk: key for key, area_set in known.sets.items()}
    codes: dict[int, str] = {}
    columns = ("pk", "area_set_id", "code", "names", "digest", "parent__code")
    for pk, set_pk, code, names, digest, parent in Area.objects.filter(area_set__in=by_pk).values_list(
        *columns
    ):
        codes[pk] = code
        known.areas.setdefault(by_pk[set_pk], {})[code] = KnownArea(pk, names, digest, parent)
    for key in by_pk.values():
        known.areas.setdefault(key, {})
    pairs = ("from_area__area_set_id", "to_area__area_set_id", "from_area_id", "to_area_id", "weight")
    weights = AreaWeight.objects.filter(from_area__area_set__in=by_pk, to_area__area_set__in=by_pk)
    for from_set, to_set, origin, target, weight in weights.values_list(*pairs):
        pair = known.weights.setdefault((by_pk[from_set], by_pk[to_set]), {})
        pair[codes[origin], codes[target]] = weight
    for dimension in Dimension.objects.filter(code__in=[spec.code for spec in recipe.dimensions]):
        known.dimensions[dimension.code] = dimension
    for group in Group.objects.filter(code__in=recipe.groups).select_related("dimension"):
        known.groups[group.code] = group
    for indicator in Indicator.objects.filter(code__in=recipe.kinds).select_related("denominator"):
        known.indicators[indicator.code] = indicator
    known.values = _values(known, by_pk, codes)
    return known


def _values(known: Known, by_pk: dict[int, SetKey], codes: dict[int, str]) -> pl.DataFrame:
    indicators = {indicator.pk: code for code, indicator in known.indicators.items()}
    columns = ["pk", "area_set_id", "area_id", "indicator_id", "group__code"]
    columns += ["start", "end", "value", "n", "estimated"]
    rows = Value.objects.filter(area_set__in=by_pk, indicator__in=indicators).values_list(*columns)
    return pl.DataFrame(
        [
            (
                pk,
                by_pk[s].code,
                by_pk[s].year,
                codes[area],
                indicators[i],
                group or "",
                start,
                end,
                value,
                n,
                estimated,
            )
            for pk, s, area, i, group, start, end, value, n, estimated in rows
        ],
        schema=KNOWN_SCHEMA,
        orient="row",
    )
