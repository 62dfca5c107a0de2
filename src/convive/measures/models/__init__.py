"""Areas, groups, indicators, values, and where they came from."""

from convive.measures.models.area import Area, AreaSet, AreaWeight, Boundary
from convive.measures.models.imports import Import, ImportFile
from convive.measures.models.indicator import Dimension, Group, Indicator
from convive.measures.models.mix import MixResult
from convive.measures.models.value import Coverage, Release, Value

__all__ = [
    "Area",
    "AreaSet",
    "AreaWeight",
    "Boundary",
    "Coverage",
    "Dimension",
    "Group",
    "Import",
    "ImportFile",
    "Indicator",
    "MixResult",
    "Release",
    "Value",
]
