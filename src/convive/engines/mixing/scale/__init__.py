"""Mix at every scale: each place's nearest k people, or everybody within a bandwidth, and one curve over the scales.

cells = lattice_of(x, y, counts, groups=("a", "b"), cell=100)
found = profile(cells, (100, 200, 400))       # each place
line = curve(found)                             # the map, and what chance would give
wide = bandwidth_curve(cells, (500, 1000))      # kernels of a fixed width
"""

from convive.engines.mixing.scale.bandwidth import KERNELS, bandwidth_curve, surroundings
from convive.engines.mixing.scale.curves import (
    Curve,
    CurveSums,
    SimulatedCurve,
    Surroundings,
    curve,
    curve_from,
    curve_of,
    curve_sums,
    simulated,
)
from convive.engines.mixing.scale.doubt import BandedCurve, RedrawnCurve, resampled, resampled_points
from convive.engines.mixing.scale.lattice import Lattice, fits, guessed_cell, lattice_of
from convive.engines.mixing.scale.nearest import profile
from convive.engines.mixing.scale.points import profile_points
from convive.engines.mixing.scale.profiles import RINGS, Profile, joined

__all__ = [
    "KERNELS",
    "RINGS",
    "BandedCurve",
    "Curve",
    "CurveSums",
    "Lattice",
    "Profile",
    "RedrawnCurve",
    "SimulatedCurve",
    "Surroundings",
    "bandwidth_curve",
    "curve",
    "curve_from",
    "curve_of",
    "curve_sums",
    "fits",
    "guessed_cell",
    "joined",
    "lattice_of",
    "profile",
    "profile_points",
    "resampled",
    "resampled_points",
    "simulated",
    "surroundings",
]
