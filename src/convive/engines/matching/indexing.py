"""The inverted index over volunteers by language and place."""

from __future__ import annotations

import math

import numpy as np

from convive.engines.matching import kernels as k
from convive.engines.matching.coding import Task
from convive.engines.matching.kernels import ANYWHERE, Ints
from convive.engines.matching.kernels_index import Bits, Index
from convive.engines.matching.rules import Rule

# Cells across a radius, and how many cells there may be for each person.
CELLS_PER_REACH = 6
CELLS_PER_PERSON = 2


def index_of(task: Task) -> Index:
    """The inverted index over the task's volunteers."""
    N, V, listed = task.N, task.V, task.R.listed
    x, y, reaches = V.places.T
    farthest = float(reaches.max(initial=-1.0))
    finite = N.places[:, 2][N.places[:, 2] < ANYWHERE]
    reach = max(float(finite.max(initial=0.0)), farthest)
    placed = ~np.isnan(x)
    cell, left, low, across, up = 1.0, 0.0, 0.0, 1, 1
    if placed.any():
        left, low = float(x[placed].min()), float(y[placed].min())
        wide, high = float(x[placed].max()) - left, float(y[placed].max()) - low
        cell = max(wide, high) + 1.0
        if 0 < reach < ANYWHERE:
            most = CELLS_PER_PERSON * len(x) + 64
            cell = min(
                cell,
                max(
                    reach / CELLS_PER_REACH,
                    math.sqrt((wide + 1) * (high + 1) / most),
                    wide / most,
                    high / most,
                ),
            )
        across, up = int(wide // cell) + 1, int(high // cell) + 1
    cells = np.full(len(x), across * up, np.int64)
    column = ((x[placed] - left) // cell).astype(np.int64)
    cells[placed] = ((y[placed] - low) // cell).astype(np.int64) * across + column
    lists = np.full(64 * len(listed), -1, np.int32)
    members: list[Ints] = []
    if task.R.numbers[k.ACTIVE] & Rule.LANGUAGE:
        bands = N.codes[:, k.VOLUNTEER_BAND], V.codes[:, k.VOLUNTEER_BAND]
        band = int(min(each.min(initial=6) for each in bands)) - 1
        anything = any(bool((side.codes[:, k.WAIVED] & Rule.LANGUAGE).any()) for side in (N, V))
        for place in range(len(task.languages)):
            word, bit = place // 64, np.uint64(place % 64)
            if not anything and not (listed[word] >> bit) & np.uint64(1):
                continue
            speakers = np.flatnonzero((V.words[:, band * len(listed) + word] >> bit) & np.uint64(1))
            if len(speakers):
                lists[place] = len(members)
                members.append(speakers)
    else:
        members.append(np.arange(len(x)))
    starts = np.zeros((len(members), across * up + 2), np.int64)
    posted = []
    begin = 0
    for row, each in enumerate(members):
        posted.append(each[np.argsort(cells[each], kind="stable")].astype(np.int32))
        starts[row, 1:] = np.cumsum(np.bincount(cells[each], minlength=across * up + 1))
        starts[row] += begin
        begin += len(each)
    order = np.concatenate(posted) if posted else np.empty(0, np.int32)
    (gender_n, wish_n), (gender_v, wish_v), rest = wishes(task)
    week, after = task.R.numbers[[k.WEEK, k.INTERESTS]]
    return Index(
        np.array([cell, left, low, farthest]), across, up, starts, order, lists,
        np.ascontiguousarray(V.places[order].T), np.ascontiguousarray(V.words[order, week:after].T),
        V.codes[order, k.LEAST], gender_v[order], wish_v[order], gender_n, wish_n, rest,
    )  # fmt: skip


def wishes(task: Task) -> tuple[tuple[Bits, Bits], tuple[Bits, Bits], int]:
    """For newcomers and volunteers a bit for the gender, and bits for those that are wished for; two people agree where
    each one's gender is among the other's wishes. And the bits of the rules on persons that this does not cover.
    """
    active = Rule(int(task.R.numbers[k.ACTIVE])) & ~(Rule.LANGUAGE | Rule.OVERLAP | Rule.DISTANCE)
    rules = Rule.NEWCOMER_WISH, Rule.VOLUNTEER_WISH
    most = max(int(side.codes[:, (k.GENDER, k.WISH)].max(initial=-1)) for side in (task.N, task.V))
    sides = []
    for side, own, other in ((task.N, *rules), (task.V, *rules[::-1])):
        every = np.full(len(side.codes), 2**32 - 1, np.uint32)
        if most > 30:
            sides.append((every, every))
            continue
        # The lowest bit is for a gender that is not known, which only somebody without a wish takes.
        gender, wish = (
            np.left_shift(np.uint32(1), (side.codes[:, code] + 1).astype(np.uint32))
            for code in (k.GENDER, k.WISH)
        )
        asks = (side.codes[:, k.WISH] >= 0) & bool(active & own) & (side.codes[:, k.WAIVED] & own == 0)
        # What one of two waives does not bind the other.
        gender = np.where(side.codes[:, k.WAIVED] & other != 0, every, gender)
        sides.append((gender, np.where(asks, wish, every)))
    for side, rule in ((task.N, Rule.NEWCOMER_AGE_WISH), (task.V, Rule.VOLUNTEER_AGE_WISH)):
        if not (side.codes[:, k.YOUNGEST] >= 0).any():
            active &= ~rule
    return sides[0], sides[1], int(active if most > 30 else active & ~(rules[0] | rules[1]))
