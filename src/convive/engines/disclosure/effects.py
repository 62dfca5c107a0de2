"""How far protection moves the indices of mix: dissimilarity D and entropy index H.

A reader of the published table counts what is left out as nobody, and so do these. Multigroup D after
Reardon and Firebaugh (Sociological Methodology 32, 2002), H after Theil (1972).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convive.engines.disclosure.layout import DisclosureError, Floats


@dataclass(frozen=True)
class Effect:
    """D and H of the true table and of what is published, and the people (of the finest cells) that the
    published cells do not show.
    """

    d_before: float
    d_after: float
    h_before: float
    h_after: float
    people_before: float
    people_after: float
    cells_left_out: int

    @property
    def d_moved(self) -> float:
        return self.d_after - self.d_before

    @property
    def h_moved(self) -> float:
        return self.h_after - self.h_before


def effect_on_indices(before: ArrayLike, after: ArrayLike) -> Effect:
    """What publishing `after` instead of `before` does. Both shape (areas, groups); in `after`, nan is left
    out and counts as nobody, and a number below zero (noise) as zero.
    """
    true, given = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if true.ndim != 2 or true.shape != given.shape:
        raise DisclosureError(
            f"tables of areas by groups are compared; these are {true.shape} and {given.shape}"
        )
    left_out = np.isnan(given)
    shown = np.maximum(np.where(left_out, 0.0, given), 0.0)
    return Effect(
        d_before=dissimilarity(true),
        d_after=dissimilarity(shown),
        h_before=entropy_index(true),
        h_after=entropy_index(shown),
        people_before=float(true.sum()),
        people_after=float(shown.sum()),
        cells_left_out=int(np.count_nonzero(left_out)),
    )


def least_harmful(before: ArrayLike, published: Mapping[str, ArrayLike]) -> tuple[tuple[str, Effect], ...]:
    """The effects of several ways to protect the same table, the least harmful first: by how far D and H move
    together.
    """
    found = [(name, effect_on_indices(before, after)) for name, after in published.items()]

    def harm(pair: tuple[str, Effect]) -> float:
        total = abs(pair[1].d_moved) + abs(pair[1].h_moved)
        return total if np.isfinite(total) else np.inf

    return tuple(sorted(found, key=harm))


def dissimilarity(counts: Floats) -> float:
    """Multigroup D, from 0 (all areas alike) to 1. nan where fewer than two groups have people."""
    people, share, own = _shares(counts)
    if people is None:
        return float("nan")
    spread = float((share * (1.0 - share)).sum())
    return float((people[:, None] * np.abs(own - share)).sum() / (2.0 * people.sum() * spread))


def entropy_index(counts: Floats) -> float:
    """H, from 0 to 1. nan where fewer than two groups have people."""
    people, share, own = _shares(counts)
    if people is None:
        return float("nan")
    with np.errstate(divide="ignore", invalid="ignore"):
        local = np.where(own > 0, own * np.log(own / share), 0.0).sum(axis=1)
        total = -float(np.where(share > 0, share * np.log(share), 0.0).sum())
    return float((people * local).sum() / people.sum() / total)


def _shares(counts: Floats) -> tuple[Floats | None, Floats, Floats]:
    """People of each area that has any, share of each group overall and by area."""
    table = counts[counts.sum(axis=1) > 0]
    if np.count_nonzero(table.sum(axis=0)) < 2:
        return None, table, table
    people = table.sum(axis=1)
    return people, table.sum(axis=0) / table.sum(), table / people[:, None]
