"""Which parts of a round a chain of languages and places joins. The loops under `regions.py`."""

from __future__ import annotations

import numba
import numpy as np

from convive.engines.matching.kernels import ANYWHERE, Floats, Ints, Places, Words, lowest


@numba.njit(cache=True)
def _root(parent: Ints, k: int) -> int:  # pragma: no cover
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return k


@numba.njit(cache=True)
def joined(
    places: Floats, words: Words, listed: Words, asks: bool, lattice: Floats, across: int, up: int, starts: Ints,
    posted: Places, lists: Places, volunteers: int,
) -> tuple[Places, Places]:  # pragma: no cover  # fmt: skip
    n, cells = len(places), across * up + 1
    # Nodes: a language's cell, one after the other; then the volunteers.
    parent = np.arange(starts.shape[0] * cells + volunteers)
    for row in range(starts.shape[0]):
        for cell in range(cells):
            for at in range(starts[row, cell], starts[row, cell + 1]):
                a = _root(parent, row * cells + cell)
                b = _root(parent, starts.shape[0] * cells + posted[at])
                parent[max(a, b)] = min(a, b)
    first = np.full(n, -1, np.int64)
    for i in range(n):
        reach = max(places[i, 2], lattice[3])
        west, east, south, north = 0, across - 1, 0, up - 1
        everywhere = reach >= ANYWHERE
        if not everywhere:
            x, y = places[i, 0], places[i, 1]
            if not (x == x and y == y):
                continue
            # Held within the lattice's neighbourhood before they become whole numbers.
            west = int(max(0.0, min(across, (x - reach - lattice[1]) // lattice[0])))
            east = int(max(-1.0, min(across - 1, (x + reach - lattice[1]) // lattice[0])))
            south = int(max(0.0, min(up, (y - reach - lattice[2]) // lattice[0])))
            north = int(max(-1.0, min(up - 1, (y + reach - lattice[2]) // lattice[0])))
        for word in range(len(listed)):
            spoken = words[i, word] if asks else np.uint64(word == 0)
            while spoken != np.uint64(0):
                row = lists[64 * word + int(lowest(spoken))] if asks else 0
                spoken &= spoken - np.uint64(1)
                if row < 0:
                    continue
                for line in range(south, north + 1):
                    for cell in range(line * across + west, line * across + east + 1):
                        if starts[row, cell + 1] > starts[row, cell]:
                            a = _root(parent, row * cells + cell)
                            if first[i] < 0:
                                first[i] = a
                            else:
                                b = _root(parent, first[i])
                                parent[max(a, b)] = min(a, b)
                if everywhere and starts[row, cells] > starts[row, cells - 1]:
                    a = _root(parent, row * cells + cells - 1)
                    if first[i] < 0:
                        first[i] = a
                    else:
                        b = _root(parent, first[i])
                        parent[max(a, b)] = min(a, b)
    number = np.full(len(parent), -1, np.int32)
    part_n, part_v = np.full(n, -1, np.int32), np.full(volunteers, -1, np.int32)
    found = 0
    for i in range(n):
        if first[i] >= 0:
            root = _root(parent, first[i])
            if number[root] < 0:
                number[root] = found
                found += 1
            part_n[i] = number[root]
    for j in range(volunteers):
        part_v[j] = number[_root(parent, starts.shape[0] * cells + j)]
    return part_n, part_v
