"""What a profile of scale holds, however it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.counts import MixError

RINGS = ("proportional", "whole")


@dataclass(frozen=True)
class Profile:
    """The nearest k people of n places, for each of K values of k and g groups.

    ks: the values of k. groups: g names. residents: int64 (n, g), people who live in the place. source: (n,), position
    of the place in the input. shares: float64 (n, K, g), share of each group among the people reached; NaN where k
    people could not be reached. reached: int32 (n, K), the people reached: k (ring "proportional") or the first
    whole ring at or above it ("whole"); fewer than k where there are no more within reach. distance: float64 (n, K),
    metres; NaN where k was not reached. alike: float32 (n, K), how many people counted in full would give shares as
    steady as these (people of the crossing ring count in part): (Σw)²/Σw². all_people: (g,), people on the whole
    map. empty: places of the input where nobody lives.
    """

    ks: tuple[int, ...]
    groups: tuple[str, ...]
    residents: NDArray[np.int64]
    source: NDArray[np.int64]
    shares: NDArray[np.float64]
    reached: NDArray[np.int32]
    distance: NDArray[np.float64]
    alike: NDArray[np.float32]
    all_people: NDArray[np.int64]
    ring: str
    empty: int

    @property
    def short(self) -> NDArray[np.bool_]:
        """Places that could not reach k people: (n, K)."""
        return np.isnan(self.distance)

    @property
    def places_short(self) -> NDArray[np.int64]:
        """How many places could not reach k people, for each k."""
        return np.asarray(self.short.sum(axis=0))

    @property
    def people_short(self) -> NDArray[np.int64]:
        """How many people live in places that could not reach k people, for each k."""
        return np.asarray(self.residents.sum(axis=1) @ self.short.astype(np.int64))


def checked_ks(ks: Sequence[int]) -> NDArray[np.int64]:
    """The values of k in rising order. Raises MixError for none, one that is no whole number from 1, or one twice."""
    values = np.asarray(ks)
    if values.ndim != 1 or not values.size:
        raise MixError("name at least one k")
    if values.dtype.kind not in "iu" or (values < 1).any() or (values >= 2**31).any():
        raise MixError(f"each k must be a whole number of people from 1: {', '.join(str(k) for k in ks)}")
    rising = np.unique(values).astype(np.int64)
    if rising.size != values.size:
        raise MixError(f"a k is there twice: {', '.join(str(k) for k in ks)}")
    return rising


def checked_ring(ring: str) -> bool:
    if ring not in RINGS:
        raise MixError(f"the ring is shared “proportional” or taken “whole”, not “{ring}”")
    return ring == "whole"


def joined(pieces: Sequence[Profile]) -> Profile:
    """Pieces of one map, in the order given, as one profile."""
    first = pieces[0]
    return Profile(
        ks=first.ks,
        groups=first.groups,
        residents=np.concatenate([piece.residents for piece in pieces]),
        source=np.concatenate([piece.source for piece in pieces]),
        shares=np.concatenate([piece.shares for piece in pieces]),
        reached=np.concatenate([piece.reached for piece in pieces]),
        distance=np.concatenate([piece.distance for piece in pieces]),
        alike=np.concatenate([piece.alike for piece in pieces]),
        all_people=first.all_people,
        ring=first.ring,
        empty=sum(piece.empty for piece in pieces),
    )
