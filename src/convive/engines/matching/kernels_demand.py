"""Once the duos are: who could make room, who is wanted, and by how many. Loops under `waiting.py`."""

from __future__ import annotations

import numba
import numpy as np

from convive.engines.matching.kernels import Ints, Places
from convive.engines.matching.kernels_edges import Flags

NEVER = 2**30


@numba.njit(cache=True)
def openings(
    start: Ints, column: Places, mate: Places, level: Ints, room: Ints
) -> Places:  # pragma: no cover
    """For each volunteer the level of the newcomer who would lose a duo if one more came, (v,): 0 where nobody
    would, NEVER where nobody can make room. `mate` (n,): volunteer or −1.
    """
    v = len(room)
    # By volunteer: with whom the others are who would do with them as well.
    ends = np.zeros(v + 1, np.int64)
    for i in range(len(mate)):
        if mate[i] >= 0:
            for e in range(start[i], start[i + 1]):
                ends[column[e] + 1] += 1
    for j in range(v):
        ends[j + 1] += ends[j]
    whose, at = np.empty(ends[v], np.int32), ends[:-1].copy()
    for i in range(len(mate)):
        if mate[i] >= 0:
            for e in range(start[i], start[i + 1]):
                whose[at[column[e]]] = mate[i]
                at[column[e]] += 1
    out = np.full(v, NEVER, np.int32)
    used = np.zeros(v, np.int64)
    for i in range(len(mate)):
        if mate[i] >= 0:
            used[mate[i]] += 1
    top = np.int64(0)
    for i in range(len(level)):
        top = max(top, level[i])
    queue = np.empty(v, np.int32)
    for loser in range(top + 1):
        tail = 0
        if loser == 0:
            for j in range(v):
                if used[j] < room[j]:
                    out[j] = 0
                    queue[tail] = j
                    tail += 1
        else:
            for i in range(len(mate)):
                j = mate[i]
                if j >= 0 and level[i] == loser and out[j] == NEVER:
                    out[j] = loser
                    queue[tail] = j
                    tail += 1
        head = 0
        while head < tail:
            j = queue[head]
            head += 1
            for k in range(ends[j], ends[j + 1]):
                other = whose[k]
                if out[other] == NEVER:
                    out[other] = loser
                    queue[tail] = other
                    tail += 1
    return out


@numba.njit(cache=True)
def reached(
    start: Ints, column: Places, mate: Places, first: Places, room: Ints
) -> tuple[Flags, Flags]:  # pragma: no cover
    """Newcomers and volunteers on alternating paths from the newcomers `first`: who is wanted, and who holds it."""
    n, v = len(mate), len(room)
    place = np.zeros(v + 1, np.int64)
    for i in range(n):
        if mate[i] >= 0:
            place[mate[i] + 1] += 1
    for j in range(v):
        place[j + 1] += place[j]
    holder, at = np.empty(place[v], np.int32), place[:-1].copy()
    for i in range(n):
        if mate[i] >= 0:
            holder[at[mate[i]]] = i
            at[mate[i]] += 1
    of_n, of_v = np.zeros(n, np.bool_), np.zeros(v, np.bool_)
    queue = np.empty(n, np.int32)
    head, tail = 0, 0
    for i in first:
        of_n[i] = True
        queue[tail] = i
        tail += 1
    while head < tail:
        i = queue[head]
        head += 1
        for e in range(start[i], start[i + 1]):
            j = column[e]
            if not of_v[j]:
                of_v[j] = True
                for k in range(place[j], place[j + 1]):
                    if not of_n[holder[k]]:
                        of_n[holder[k]] = True
                        queue[tail] = holder[k]
                        tail += 1
    return of_n, of_v


@numba.njit(cache=True)
def most_asked(
    start: Ints, column: Places, left: Flags, volunteers: int, most: int
) -> tuple[Places, Places]:  # pragma: no cover
    """The volunteers who fit most of the newcomers `left`, each newcomer counted with the first: at most `most`
    volunteers (k,), and for each newcomer with which of these (n,), −1 with none.
    """
    n = len(left)
    of_n, likes = np.full(n, -1, np.int32), np.empty(most, np.int32)
    counts = np.zeros(volunteers, np.int64)
    for i in range(n):
        if left[i]:
            for e in range(start[i], start[i + 1]):
                counts[column[e]] += 1
    found = 0
    while found < most and volunteers:
        best = np.argmax(counts)
        if not counts[best]:
            break
        for i in range(n):
            if left[i] and of_n[i] < 0 and best in column[start[i] : start[i + 1]]:
                of_n[i] = found
                for e in range(start[i], start[i + 1]):
                    counts[column[e]] -= 1
        likes[found] = best
        found += 1
    return likes[:found], of_n


@numba.njit(cache=True)
def together(
    start: Ints, column: Places, of_n: Flags, volunteers: int
) -> tuple[Places, Places]:  # pragma: no cover
    """Numbers of the parts that newcomers of `of_n` and the volunteers on their edges fall into; −1 outside."""
    n = len(of_n)
    parent = np.arange(volunteers).astype(np.int32)
    in_v = np.zeros(volunteers, np.bool_)
    for i in range(n):
        if not of_n[i]:
            continue
        root = -1
        for e in range(start[i], start[i + 1]):
            j = column[e]
            in_v[j] = True
            while parent[j] != j:
                parent[j] = parent[parent[j]]
                j = parent[j]
            if root < 0:
                root = j
            elif j != root:
                low, high = min(root, j), max(root, j)
                parent[high] = low
                root = low
    part_v, part_n = np.full(volunteers, -1, np.int32), np.full(n, -1, np.int32)
    parts = 0
    for j in range(volunteers):
        if in_v[j]:
            root = j
            while parent[root] != root:
                root = parent[root]
            if root == j:
                part_v[j] = parts
                parts += 1
            else:
                part_v[j] = part_v[root]
    for i in range(n):
        if of_n[i] and start[i + 1] > start[i]:
            part_n[i] = part_v[column[start[i]]]
    return part_n, part_v
