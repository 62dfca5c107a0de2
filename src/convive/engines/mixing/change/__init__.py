"""Change of segregation between two dates, and what it is made of."""

from convive.engines.mixing.change.align import Left
from convive.engines.mixing.change.areas import Carried, Weights, carry
from convive.engines.mixing.change.decompose import PARTS, Change, Parts, change
from convive.engines.mixing.change.margins import DEFAULT_GAP, Fit, NoFit, fit_margins

__all__ = [
    "DEFAULT_GAP",
    "PARTS",
    "Carried",
    "Change",
    "Fit",
    "Left",
    "NoFit",
    "Parts",
    "Weights",
    "carry",
    "change",
    "fit_margins",
]
