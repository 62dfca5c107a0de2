"""Local environments of a fixed bandwidth on a lattice, by the fast Fourier transform.

Its cost does not depend on the bandwidth, and padding with zeros makes the sums those of a flat map.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.scale.curves import Curve, Surroundings, curve_of
from convive.engines.mixing.scale.lattice import Lattice
from convive.engines.mixing.scale.nearest import MOST_CELLS
from convive.engines.mixing.scale.reference import kernel_weight

F64 = NDArray[np.float64]
C128 = NDArray[np.complex128]

KERNELS = ("disc", "triangular", "biweight")


def surroundings(
    lattice: Lattice,
    bandwidths: Sequence[float],
    kernel: str = "disc",
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Surroundings]:
    """For each bandwidth (metres, rising or not) what is around each cell of `lattice`.

    kernel: "disc" (everybody within the bandwidth counts 1), "triangular" (1 − d/bandwidth) or "biweight"
    ((1 − d²/bandwidth²)²). Discs are exact whole numbers of people. Transforms of different groups run in threads of
    their own, so that bits do not depend on how many there are. Memory: about 16 bytes per cell of the padded lattice
    and group, and as much again for two groups. Raises MixError for a bandwidth that is not more than 0.

    Source: Reardon & O'Sullivan (2004), “Measures of spatial segregation”.
    """
    if kernel not in KERNELS:
        raise MixError(f"the kernel is one of {', '.join(KERNELS)}, not “{kernel}”")
    if not len(bandwidths):
        raise MixError("name at least one bandwidth")
    for bandwidth in bandwidths:
        if not bandwidth > 0 or not np.isfinite(bandwidth):
            raise MixError(f"each bandwidth must be more than 0 metres; {bandwidth:g} is not")
    return _surroundings(lattice, bandwidths, kernel, progress)


def bandwidth_curve(
    lattice: Lattice,
    bandwidths: Sequence[float],
    kernel: str = "disc",
    progress: Callable[[int, int], None] | None = None,
) -> Curve:
    """Spatial exposure, D and H at each bandwidth, weighted by the people who live in each cell (not by those around
    it). Arguments, errors and source: see `surroundings`."""
    around = surroundings(lattice, bandwidths, kernel, progress)
    everybody = lattice.counts.sum(axis=0)
    at = tuple(float(bandwidth) for bandwidth in bandwidths)
    return curve_of("bandwidth", at, lattice.groups, lattice.counts, everybody, around, lattice.empty)


def _surroundings(
    lattice: Lattice, bandwidths: Sequence[float], kernel: str, progress: Callable[[int, int], None] | None
) -> Iterator[Surroundings]:
    height, width = lattice.shape
    # Farther than the lattice is long, a kernel changes nothing but its weights.
    radii = [int(min(bandwidth / lattice.cell * (1 + 1e-12), max(height, width))) for bandwidth in bandwidths]
    padded = (fft.next_fast_len(height + max(radii), True), fft.next_fast_len(width + max(radii), True))
    if padded[0] * padded[1] > MOST_CELLS:
        raise MixError(
            f"a lattice of {padded[0]:,} by {padded[1]:,} is too large for one piece: cut it into tiles"
        )
    row, column, n = lattice.row, lattice.column, lattice.places

    def spectrum(people: NDArray[np.int64]) -> C128:
        dense = np.zeros(padded)
        dense[row, column] = people
        return np.asarray(fft.rfft2(dense, overwrite_x=True))

    def sums(spectra: C128, weights: F64) -> F64:
        dense = fft.irfft2(spectra * weights, s=padded, overwrite_x=True)
        # What a transform leaves of 0 may be a little less.
        found: F64 = np.maximum(dense[row, column], 0.0)
        return np.rint(found) if kernel == "disc" else found

    with ThreadPoolExecutor(max_workers=max(1, min(len(lattice.groups), os.cpu_count() or 1))) as pool:
        spectra = list(pool.map(spectrum, lattice.counts.T))
        for number, (bandwidth, radius) in enumerate(zip(bandwidths, radii, strict=True)):
            reach = bandwidth / lattice.cell
            weights = _weights(radius, reach, kernel, padded)
            transformed = _real_spectrum(weights)
            jobs = [pool.submit(sums, each, transformed) for each in spectra]
            around = np.column_stack([job.result() for job in jobs])
            people = around.sum(axis=1)
            alike = people
            if kernel != "disc":
                squared = _real_spectrum(weights * weights)
                alike = people * people / sums(sum(spectra[1:], spectra[0]), squared)
            # Everybody finds at least themselves.
            yield Surroundings(
                around / people[:, None], people, alike, np.ones(n), np.full(n, float(bandwidth))
            )  # fmt: skip
            if progress is not None:
                progress(number + 1, len(radii))


def _weights(radius: int, reach: float, kernel: str, padded: tuple[int, int]) -> F64:
    """The kernel around cell (0, 0) of a lattice whose ends meet."""
    steps = np.arange(-radius, radius + 1)
    squares = (steps[:, None] ** 2 + steps[None, :] ** 2).astype(np.float64)
    weights = np.zeros(padded)
    # Offsets that fall on one cell of the padded lattice would be those of a kernel wider than it; they reach nobody.
    weights[np.ix_(steps % padded[0], steps % padded[1])] = kernel_weight(squares, reach, kernel)
    return weights


def _real_spectrum(weights: F64) -> F64:
    """The transform of a kernel that looks the same from all sides has no imaginary part."""
    return np.ascontiguousarray(fft.rfft2(weights).real)
