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
from convive.measures.queries.imports import (
    Replacement,
    import_or_none,
    imports,
    replaced,
    usual_reason,
    waiting_imports,
)
from convive.measures.queries.maps import Scale, Shape, areas_geojson, class_of, map_shapes, scale
from convive.measures.queries.offers import (
    Choice,
    Offer,
    OfferedIndicator,
    Unknown,
    choose,
    offer,
    offer_once,
    set_code,
)

__all__ = [
    "Choice",
    "Figure",
    "Figures",
    "Offer",
    "OfferedIndicator",
    "Point",
    "Replacement",
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
    "offer_once",
    "replaced",
    "scale",
    "series",
    "set_code",
    "usual_reason",
    "waiting_imports",
]
