"""From the tables of a TOML text to the parts of a recipe, each checked against the others."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _

from convive.measures.importing.problems import RecipeError
from convive.measures.importing.recipe import (
    TOTAL,
    AreaSetSpec,
    AreasSpec,
    CitySpec,
    ColumnSpec,
    DeriveSpec,
    DimensionSpec,
    FileSpec,
    GroupSpec,
    IndicatorSpec,
    LongSpec,
    NumberSpec,
    ParentSpec,
    PeriodSpec,
    Provenance,
    Recipe,
    SetKey,
    ValuesSpec,
    WeightsSpec,
)
from convive.measures.importing.toml_tables import Table

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SLUG = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")


class Parts:
    """What is known of the recipe while it is read, so that later parts can be checked against earlier
    ones.
    """

    def __init__(self) -> None:
        self.files: dict[str, FileSpec] = {}
        self.sources: dict[str, Provenance] = {}
        self.sets: dict[SetKey, AreaSetSpec] = {}
        self.groups: dict[str, GroupSpec] = {}
        self.kinds: dict[str, str] = {}

    def file(self, table: Table) -> str:
        role: str = table.text("file")
        self._known(table, "file", role, self.files)
        return role

    def set_key(self, table: Table, prefix: str = "") -> SetKey:
        key = SetKey(table.text(f"{prefix}set"), table.number(f"{prefix}year"))
        if key not in self.sets:
            known = ", ".join(str(each) for each in self.sets) or "-"
            raise table.error(
                f"{prefix}set",
                _("the recipe has no area set %(key)s; it has %(known)s.") % {"key": key, "known": known},
            )
        return key

    def indicator(self, table: Table, key: str = "indicator") -> str:
        code: str = table.text(key)
        self._known(table, key, code, self.kinds)
        return code

    def group(self, table: Table, key: str, code: str) -> str | None:
        if code == TOTAL:
            return None
        self._known(table, key, code, {**self.groups, TOTAL: None})
        return code

    @staticmethod
    def _known(table: Table, key: str, code: str, known: dict[str, Any]) -> None:
        if code not in known:
            names = ", ".join(known) or "-"
            raise table.error(
                key,
                _("%(code)r stands nowhere in this recipe; it has %(names)s.")
                % {"code": code, "names": names},
            )


def read_recipe(data: dict[str, Any], text: str) -> Recipe:
    root, parts = Table(data), Parts()
    name, description = root.text("name"), root.text("description", "")
    city = root.optional_table("city")
    city_spec = _city(city) if city else None
    _files(root, parts)
    _sources(root, parts)
    for table in root.tables("area_sets"):
        _area_set(table, parts)
    dimensions = tuple(_dimension(table, parts) for table in root.tables("dimensions"))
    indicators = tuple(_indicator(table, parts, i) for i, table in enumerate(root.tables("indicators")))
    values = tuple(_values(table, parts) for table in root.tables("values"))
    weights = tuple(_weights(table, parts) for table in root.tables("weights"))
    root.done()
    if not parts.sets:
        raise RecipeError("area_sets", _("the recipe names no areas."))
    return Recipe(
        name,
        description,
        city_spec,
        parts.files,
        tuple(parts.sets.values()),
        dimensions,
        indicators,
        values,
        weights,
        text,
    )


def _code(table: Table, taken: Any = ()) -> str:
    code: str = table.text("code")
    if not SLUG.match(code):
        raise table.error("code", _("%(code)r: use small letters, digits and hyphens.") % {"code": code})
    if code in taken:
        raise table.error("code", _("%(code)r stands twice in the recipe.") % {"code": code})
    return code


def _city(table: Table) -> CitySpec:
    spec = CitySpec(
        slug=table.text("slug"),
        names=table.names("names"),
        country=table.text("country"),
        official_code=table.text("official_code"),
        official_code_year=table.number("official_code_year"),
        time_zone=table.text("time_zone"),
        languages=table.texts("languages"),
    )
    table.done()
    return spec


def _files(root: Table, parts: Parts) -> None:
    files = root.table("files")
    for role, value in files.data.items():
        files.asked.add(role)
        if isinstance(value, str):
            parts.files[role] = FileSpec(role, value)
            continue
        table = files.table(role)
        parts.files[role] = FileSpec(
            role,
            table.text("name"),
            table.text("encoding", None),
            table.text("delimiter", None),
            table.text("sheet", None),
        )
        table.done()
    if not parts.files:
        raise RecipeError("files", _("the recipe names no files."))


def _sources(root: Table, parts: Parts) -> None:
    sources = root.optional_table("sources")
    for code in sources.data if sources else ():
        table = sources.table(code)  # type: ignore[union-attr]
        parts.sources[code] = Provenance(
            table.text("source"), table.text("url", ""), table.text("licence", "")
        )
        table.done()


def _provenance(table: Table, parts: Parts) -> Provenance:
    code = table.text("source", "")
    if not code:
        return Provenance()
    parts._known(table, "source", code, parts.sources)
    return parts.sources[code]


def _where(table: Table) -> dict[str, tuple[str, ...]]:
    where = table.optional_table("where")
    kept: dict[str, tuple[str, ...]] = {}
    for column in where.data if where else ():
        value = where.data[column]  # type: ignore[union-attr]
        kept[column] = (value,) if isinstance(value, str) else where.texts(column)  # type: ignore[union-attr]
    return kept


def _area_set(table: Table, parts: Parts) -> None:
    key = SetKey(_code(table), table.number("year"))
    if key in parts.sets:
        raise table.error("code", _("the area set %(key)s stands twice in the recipe.") % {"key": key})
    areas = table.optional_table("areas")
    parts.sets[key] = AreaSetSpec(
        key,
        table.names("names"),
        table.day("valid_from", None),
        table.day("valid_until", None),
        _provenance(table, parts),
        _areas(areas, parts) if areas else None,
    )
    table.done()


def _areas(table: Table, parts: Parts) -> AreasSpec:
    parent = table.optional_table("parent")
    spec = AreasSpec(
        file=parts.file(table),
        code=table.text("code"),
        names=table.names("names"),
        remove_prefix=table.text("remove_prefix", ""),
        repeats=table.flag("repeats"),
        where=_where(table),
        crs=table.text("crs", None),
        axes=table.choice("axes", ("xy", "yx"), "xy"),
        parent=_parent(parent, parts) if parent else None,
    )
    table.done()
    return spec


def _parent(table: Table, parts: Parts) -> ParentSpec:
    spec = ParentSpec(parts.set_key(table), table.text("column", None), table.number("characters", None))
    if (spec.column is None) == (spec.characters is None):
        raise table.error("", _("give either column or characters."))
    table.done()
    return spec


def _dimension(table: Table, parts: Parts) -> DimensionSpec:
    code = _code(table)
    partition = table.flag("partition", True)
    names = table.names("names")
    groups = []
    for position, each in enumerate(table.tables("groups")):
        group = GroupSpec(_code(each, {*parts.groups, TOTAL}), each.names("names"), code, position)
        each.done()
        parts.groups[group.code] = group
        groups.append(group)
    table.done()
    return DimensionSpec(code, names, partition, tuple(groups))


def _indicator(table: Table, parts: Parts, position: int) -> IndicatorSpec:
    code = _code(table, parts.kinds)
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
        provenance=_provenance(table, parts),
        basket=table.names("basket", {}),
        method=table.names("method", {}),
        position=position,
    )
    parts.kinds[code] = kind
    table.done()
    return spec


def _period(table: Table) -> PeriodSpec:
    forms = [key for key in ("date", "year", "start", "column", "year_column") if table.has(key)]
    if len(forms) != 1:
        raise table.error("", _("give one of date, year, start and end, column, or year_column."))
    form = forms[0]
    if form == "date":
        spec = PeriodSpec(table.day("date"), table.day("date"))
    elif form == "year":
        year = table.number("year")
        spec = PeriodSpec(dt.date(year, 1, 1), dt.date(year, 12, 31))
    elif form == "start":
        spec = PeriodSpec(table.day("start"), table.day("end"))
    elif form == "column":
        spec = PeriodSpec(column=table.text("column"), format=table.text("format", "%Y-%m-%d"))
    else:
        spec = PeriodSpec(year_column=table.text("year_column"), day=_day(table))
    table.done()
    return spec


def _day(table: Table) -> tuple[int, int] | None:
    text = table.text("day")
    if text == "whole year":
        return None
    match = re.fullmatch(r"(\d{1,2}) (\w+)", text)
    month = MONTHS.get(match[2].lower()) if match else None
    # 2023 is no leap year: 29 February would be missing in most years.
    if match is None or month is None or not 1 <= int(match[1]) <= calendar.monthrange(2023, month)[1]:
        raise table.error("day", _("write a day as “31 December”, or “whole year”."))
    return month, int(match[1])


def _numbers(table: Table) -> NumberSpec:
    spec = NumberSpec(
        table.choice("decimal", (".", ","), "."), table.text("thousands", ""), table.texts("missing", [])
    )
    if spec.thousands == spec.decimal:
        raise table.error("thousands", _("decimal and thousands cannot be the same sign."))
    return spec


def _values(table: Table, parts: Parts) -> ValuesSpec:
    columns = []
    for each in table.tables("columns"):
        group = parts.group(each, "group", each.text("group", TOTAL))
        columns.append(ColumnSpec(each.text("column"), parts.indicator(each), group, each.text("n", None)))
        each.done()
    long = table.optional_table("long")
    spec = ValuesSpec(
        file=parts.file(table),
        key=parts.set_key(table),
        area=table.text("area"),
        where=_where(table),
        sum_rows=table.flag("sum_rows"),
        period=_period(table.table("period")),
        numbers=_numbers(table),
        columns=tuple(columns),
        long=_long(long, parts) if long else None,
        derive=tuple(_derive(each, parts) for each in table.tables("derive")),
    )
    if not spec.columns and spec.long is None:
        raise table.error("columns", _("say which columns hold figures, in columns or in long."))
    for column in spec.columns:
        if spec.sum_rows and parts.kinds[column.indicator] != "count":
            raise table.error(
                "sum_rows", _("only counts can be added up; %(code)s is none.") % {"code": column.indicator}
            )
    table.done()
    return spec


def _long(table: Table, parts: Parts) -> LongSpec:
    mapping = table.table("groups")
    groups = {text: parts.group(mapping, text, mapping.text(text)) for text in mapping.data}
    spec = LongSpec(
        table.text("value"), parts.indicator(table), table.text("group_column"), groups, table.text("n", None)
    )
    table.done()
    return spec


def _derive(table: Table, parts: Parts) -> DeriveSpec:
    indicator = parts.indicator(table)
    group = parts.group(table, "group", table.text("group"))
    words = table.text("is").split()
    terms: dict[str, list[str | None]] = {"+": [], "-": []}
    for sign, word in zip(["+", *words[1::2]], words[0::2], strict=False):
        if sign not in terms:
            raise table.error("is", _("write groups with + and - between them: “total - with”."))
        terms[sign].append(parts.group(table, "is", word))
    if len(words) % 2 == 0 or len(words) < 3 or group in (*terms["+"], *terms["-"]):
        raise table.error("is", _("write groups with + and - between them: “total - with”."))
    if parts.kinds[indicator] != "count":
        raise table.error(
            "indicator", _("only counts can be added up; %(code)s is none.") % {"code": indicator}
        )
    table.done()
    return DeriveSpec(indicator, group, tuple(terms["+"]), tuple(terms["-"]))


def _weights(table: Table, parts: Parts) -> WeightsSpec:
    carry = table.texts("carry", [])
    for code in carry:
        parts._known(table, "carry", code, parts.kinds)
        if parts.kinds[code] != "count":
            raise table.error("carry", _("only counts can be carried; %(code)s is none.") % {"code": code})
    spec = WeightsSpec(
        parts.file(table),
        parts.set_key(table, "from_"),
        table.text("from_column"),
        parts.set_key(table, "to_"),
        table.text("to_column"),
        table.text("weight"),
        table.text("method", ""),
        _numbers(table),
        carry,
    )
    table.done()
    return spec
