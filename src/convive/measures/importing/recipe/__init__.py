"""A recipe tells what the columns of files mean. It is a TOML text; docs/reference/recipes.md lists every
key.
"""

from convive.measures.importing.recipe.loading import load_recipe, parse_recipe, shipped_recipes
from convive.measures.importing.recipe.specs import (
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

__all__ = [
    "TOTAL",
    "AreaSetSpec",
    "AreasSpec",
    "CitySpec",
    "ColumnSpec",
    "DeriveSpec",
    "DimensionSpec",
    "FileSpec",
    "GroupSpec",
    "IndicatorSpec",
    "LongSpec",
    "NumberSpec",
    "ParentSpec",
    "PeriodSpec",
    "Provenance",
    "Recipe",
    "SetKey",
    "ValuesSpec",
    "WeightsSpec",
    "load_recipe",
    "parse_recipe",
    "shipped_recipes",
]
