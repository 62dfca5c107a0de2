"""The city, the files and the areas of a recipe."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convive.measures.importing.problems import RecipeError
from convive.measures.importing.recipe.parts import Parts, read_code, read_provenance, read_where
from convive.measures.importing.recipe.specs import (
    AreaSetSpec,
    AreasSpec,
    CitySpec,
    FileSpec,
    ParentSpec,
    Provenance,
    SetKey,
)
from convive.measures.importing.toml_tables import Table
from convive.measures.models.area import Places


def read_city(table: Table) -> CitySpec:
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


def read_files(root: Table, parts: Parts) -> None:
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


def read_sources(root: Table, parts: Parts) -> None:
    sources = root.optional_table("sources")
    for code in sources.data if sources else ():
        table = sources.table(code)  # type: ignore[union-attr]
        parts.sources[code] = Provenance(
            table.text("source"), table.text("url", ""), table.text("licence", "")
        )
        table.done()


def read_area_set(table: Table, parts: Parts) -> None:
    key = SetKey(read_code(table), table.number("year"))
    if key in parts.sets:
        raise table.error("code", _("the area set %(key)s stands twice in the recipe.") % {"key": key})
    areas = table.optional_table("areas")
    parts.sets[key] = AreaSetSpec(
        key,
        table.names("names"),
        table.day("valid_from", None),
        table.day("valid_until", None),
        read_provenance(table, parts),
        _areas(areas, parts) if areas else None,
        table.choice("places", tuple(Places.values), str(Places.HOMES)),
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
        where=read_where(table),
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
