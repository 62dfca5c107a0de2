"""Meeting in a day: how much people of different status meet, from records of who met whom."""

from convive.engines.mixing.encounters.connectedness import Connectedness, Setting, connectedness
from convive.engines.mixing.encounters.exposure import ExposureSegregation, exposure_segregation, fit_exposure

__all__ = [
    "Connectedness",
    "ExposureSegregation",
    "Setting",
    "connectedness",
    "exposure_segregation",
    "fit_exposure",
]
