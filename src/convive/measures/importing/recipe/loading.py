"""From a TOML text to a recipe."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from convive.measures.importing.problems import ImportRefused, RecipeError
from convive.measures.importing.recipe.figures import read_values, read_weights
from convive.measures.importing.recipe.parts import Parts
from convive.measures.importing.recipe.places import read_area_set, read_city, read_files, read_sources
from convive.measures.importing.recipe.specs import Recipe
from convive.measures.importing.recipe.subjects import read_dimension, read_indicator
from convive.measures.importing.toml_tables import Table


def read_recipe(data: dict[str, Any], text: str) -> Recipe:
    root, parts = Table(data), Parts()
    name, description = root.text("name"), root.text("description", "")
    city = root.optional_table("city")
    city_spec = read_city(city) if city else None
    read_files(root, parts)
    read_sources(root, parts)
    for table in root.tables("area_sets"):
        read_area_set(table, parts)
    dimensions = tuple(read_dimension(table, parts) for table in root.tables("dimensions"))
    indicators = tuple(read_indicator(table, parts, i) for i, table in enumerate(root.tables("indicators")))
    values = tuple(read_values(table, parts) for table in root.tables("values"))
    weights = tuple(read_weights(table, parts) for table in root.tables("weights"))
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


def parse_recipe(text: str) -> Recipe:
    """The recipe in a TOML text.

    Raises: RecipeError: it is not TOML, or a key is missing, unknown, or means nothing; the message names
    the key.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError("", _("The recipe is not valid TOML: %(error)s.") % {"error": error}) from None
    return read_recipe(data, text)


def shipped_recipes() -> dict[str, str]:
    """The recipes that come with the project: name to text."""
    folder = resources.files("convive.measures").joinpath("recipes")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


def load_recipe(name_or_path: str) -> Recipe:
    """A recipe by the name of one that comes with the project, or by its path.

    Raises:
        ImportRefused: there is neither.
    """
    shipped = shipped_recipes()
    if name_or_path in shipped:
        return parse_recipe(shipped[name_or_path])
    path = Path(name_or_path)
    if not path.is_file():
        raise ImportRefused(
            _(
                "There is no recipe %(name)s: no such file, "
                "and the recipes that come with the project are %(names)s."
            )
            % {"name": name_or_path, "names": ", ".join(shipped)}
        )
    try:
        return parse_recipe(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise RecipeError("", _("%(name)s is not UTF-8 text.") % {"name": path.name}) from None
