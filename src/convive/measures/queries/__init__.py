"""Reads: a function for each question that a screen asks, with a bounded number of database queries.

Everything here but `imports` may be shown to everybody: counts have been protected.
"""

from convive.measures.queries.figures import (
    Figure,
    Figures,
    Point,
    Series,
    all_figures,
    figures,
    series,
)
from convive.measures.queries.imports import import_or_none, imports, waiting_imports
from convive.measures.queries.maps import Scale, Shape, areas_geojson, class_of, map_shapes, scale
from convive.measures.queries.offers import Choice, Offer, OfferedIndicator, Unknown, choose, offer, set_code

__all__ = [
    "Choice",
    "Figure",
    "Figures",
    "Offer",
    "OfferedIndicator",
    "Point",
    "Scale",
    "Series",
    "Shape",
    "Unknown",
    "all_figures",
    "areas_geojson",
    "choose",
    "class_of",
    "figures",
    "import_or_none",
    "imports",
    "map_shapes",
    "offer",
    "scale",
    "series",
    "set_code",
    "waiting_imports",
]
