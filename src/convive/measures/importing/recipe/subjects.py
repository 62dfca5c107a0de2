"""What is counted, and for whom."""

from __future__ import annotations

from convive.measures.importing.recipe.parts import Parts, read_code, read_provenance
from convive.measures.importing.recipe.specs import TOTAL, DimensionSpec, GroupSpec, IndicatorSpec
from convive.measures.importing.toml_tables import Table


def read_dimension(table: Table, parts: Parts) -> DimensionSpec:
    code = read_code(table)
    partition = table.flag("partition", True)
    names = table.names("names")
    groups = []
    for position, each in enumerate(table.tables("groups")):
        group = GroupSpec(read_code(each, {*parts.groups, TOTAL}), each.names("names"), code, position)
        each.done()
        parts.groups[group.code] = group
        groups.append(group)
    table.done()
    return DimensionSpec(code, names, partition, tuple(groups))


def read_indicator(table: Table, parts: Parts, position: int) -> IndicatorSpec:
    code = read_code(table, parts.kinds)
    unit = table.text("unit")
    kind = table.choice("kind", ("count", "share", "mean", "rate"))
    spec = IndicatorSpec(
        code=code,
        names=table.names("names"),
        unit=unit,
        unit_names=table.names("unit_names", {}),
        kind=kind,
        direction=table.choice("direction", ("higher", "lower", "neither"), "neither"),
        decimals=table.number("decimals", 0 if kind == "count" else 1),
        of_people=table.flag("of_people", kind != "count" or unit == "people"),
        denominator=parts.indicator(table, "denominator") if table.has("denominator") else None,
        provenance=read_provenance(table, parts),
        basket=table.names("basket", {}),
        method=table.names("method", {}),
        position=position,
    )
    parts.kinds[code] = kind
    table.done()
    return spec
