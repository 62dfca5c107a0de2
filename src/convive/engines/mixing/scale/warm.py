"""Calls every compiled loop of the scales once, see `convive.engines.warming`."""

from __future__ import annotations

from convive.engines.mixing.scale.bandwidth import bandwidth_curve
from convive.engines.mixing.scale.curves import curve, simulated
from convive.engines.mixing.scale.lattice import lattice_of
from convive.engines.mixing.scale.nearest import profile
from convive.engines.mixing.scale.points import profile_points


def warm_up() -> None:
    x, y, counts = [0, 100, 300, 300], [0, 0, 100, 200], [[9, 1], [3, 5], [2, 4], [1, 1]]
    lattice = lattice_of(x, y, counts, cell=100)
    for found in (profile(lattice, [5, 20]), profile_points(x, y, counts, [5, 20])):
        curve(found)
    tile, rows = lattice.cut(slice(0, 2), 300)
    curve(profile(tile, [5], rows, reach=300))
    bandwidth_curve(lattice, [100, 300], "disc")
    bandwidth_curve(lattice, [100], "triangular")
    simulated(lattice, [5], 1, 1)
