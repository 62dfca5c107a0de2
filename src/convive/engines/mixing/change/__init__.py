"""Change of segregation between two dates, and what it is made of."""

from convive.engines.mixing.change.align import Left
from convive.engines.mixing.change.areas import Carried, Weights, carry
from convive.engines.mixing.change.decompose import Change, change
from convive.engines.mixing.change.interval import ChangeInterval, PartsInterval
from convive.engines.mixing.change.margins import DEFAULT_GAP, Fit, NoFit, fit_margins
from convive.engines.mixing.change.parts import PARTS, VALUES, Parts, PartValues

__all__ = [
    "DEFAULT_GAP",
    "PARTS",
    "VALUES",
    "Carried",
    "Change",
    "ChangeInterval",
    "Fit",
    "Left",
    "NoFit",
    "PartValues",
    "Parts",
    "PartsInterval",
    "Weights",
    "carry",
    "change",
    "fit_margins",
]
