"""The draw: a lot for each possible duo, from a public seed.

Each person has a number: the first 64 bits of BLAKE2b (RFC 7693) over seed, role and id. The lot of a newcomer and
a volunteer is 40 bits of the two numbers mixed by SplitMix64 (Steele, Lea and Flood 2014). Whoever knows the seed
and the ids can work it out; the order of rows plays no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numba
import numpy as np
from numpy.typing import NDArray

LOT_BITS = 40
LOTS = 1 << LOT_BITS
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S24 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(24)
_ALL = (1 << 64) - 1


def numbers(ids: Sequence[str], role: str, seed: str) -> NDArray[np.uint64]:
    """One number for each person, shape (n,). role is "newcomer" or "volunteer"."""
    start = blake2b(f"{seed}\0{role}\0".encode(), digest_size=8)
    out = bytearray()
    for each in ids:
        one = start.copy()
        one.update(each.encode())
        out += one.digest()
    return np.frombuffer(bytes(out), dtype=">u8").astype(np.uint64)


@numba.njit(inline="always")
def lot(newcomer: np.uint64, volunteer: np.uint64) -> int:  # pragma: no cover
    """The lot of two people by their numbers, from 0 to 2**40 − 1."""
    z = newcomer + _GOLDEN
    z = (z ^ (z >> _S30)) * _A
    z = (z ^ (z >> _S27)) * _B
    z = (z ^ (z >> _S31)) + volunteer
    z = (z ^ (z >> _S30)) * _A
    z = (z ^ (z >> _S27)) * _B
    return int((z ^ (z >> _S31)) >> _S24)


def plain_lot(newcomer: int, volunteer: int) -> int:
    """The same with whole numbers of Python."""
    z = (newcomer + int(_GOLDEN)) & _ALL
    z = ((z ^ (z >> 30)) * int(_A)) & _ALL
    z = ((z ^ (z >> 27)) * int(_B)) & _ALL
    z = ((z ^ (z >> 31)) + volunteer) & _ALL
    z = ((z ^ (z >> 30)) * int(_A)) & _ALL
    z = ((z ^ (z >> 27)) * int(_B)) & _ALL
    return (z ^ (z >> 31)) >> 24


@numba.njit(cache=True)
def lots_of(
    newcomers: NDArray[np.uint64], volunteers: NDArray[np.uint64]
) -> NDArray[np.int64]:  # pragma: no cover
    """The lots of pairs by their numbers."""
    out = np.empty(len(newcomers), np.int64)
    for pair in range(len(out)):
        out[pair] = lot(newcomers[pair], volunteers[pair])
    return out
