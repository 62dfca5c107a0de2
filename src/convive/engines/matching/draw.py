"""The draw: a lot for each possible duo, from a public seed.

Each person has a number: the first 64 bits of BLAKE2b (RFC 7693) over seed, role and id. The lot of a newcomer and
a volunteer is 40 bits of the two numbers mixed by SplitMix64 (Steele, Lea and Flood 2014). Whoever knows the seed
and the ids can work it out; the order of rows plays no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels_draw import GOLDEN, LOT_BITS, A, B

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


def plain_lot(newcomer: int, volunteer: int) -> int:
    """The same with whole numbers of Python."""
    z = (newcomer + int(GOLDEN)) & _ALL
    z = ((z ^ (z >> 30)) * int(A)) & _ALL
    z = ((z ^ (z >> 27)) * int(B)) & _ALL
    z = ((z ^ (z >> 31)) + volunteer) & _ALL
    z = ((z ^ (z >> 30)) * int(A)) & _ALL
    z = ((z ^ (z >> 27)) * int(B)) & _ALL
    return (z ^ (z >> 31)) >> (64 - LOT_BITS)
