"""Who fits whom, and how well: the hot loops over pairs. `reference.py` says the same in plain Python.

People stand in an order of their own (by place along a space-filling curve, then by number of the draw), so that
neighbours in space are neighbours in memory and the order of rows in a file plays no part.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from convive.engines.matching.rules import Rule

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

# Metres; somebody who may go this far may go anywhere, and needs no place.
ANYWHERE = 5e7
TOP = 10_000
# Half of the best mark is given at so many metres.
HALF_WAY = 2_000.0
# Newcomers that one thread takes at a time.
BLOCK = 64

_LANGUAGE, _OVERLAP, _DISTANCE = int(Rule.LANGUAGE), int(Rule.OVERLAP), int(Rule.DISTANCE)
_N_WISH, _V_WISH = int(Rule.NEWCOMER_WISH), int(Rule.VOLUNTEER_WISH)
_AGE, _N_AGE, _V_AGE = (
    int(Rule.AGE_DIFFERENCE),
    int(Rule.NEWCOMER_AGE_WISH),
    int(Rule.VOLUNTEER_AGE_WISH),
)
_ORGANISATION = int(Rule.ORGANISATION)
_ZERO = np.uint64(0)


# Columns of `Side.codes`, and of `Rules.numbers`.
NEWCOMER_BAND, VOLUNTEER_BAND, LEAST, GENDER, WISH, AGE, YOUNGEST, OLDEST, APART, BODY, WAIVED, STAGE = range(
    12
)
ACTIVE, SLOT, LANGUAGES, WEEK, INTERESTS, GOALS, NUMBER, WEIGHTS = range(8)


class Side(NamedTuple):
    """The n people of one role, as the kernels want them: few arrays, one person after the other.

    places (n, 3): x, y in metres, NaN for nowhere, and reach in metres; a duo takes the longer reach.
    codes (n, 12) int32: bands 1 … 6 that this person's duos ask of the newcomer and of the volunteer (a duo takes
    the lower of the two people's); minutes a week at least (a duo takes the fewer); gender, wish; age, youngest,
    oldest; years apart (a duo takes the more); organisation; bits of rules that do not bind this person's duos;
    life stage. −1 for unknown.
    words (n, k) uint64: languages at A1 or better … at C2; hours of the week; interests; goals; number of the draw.
    """

    places: Floats
    codes: Places
    words: Words


class Rules(NamedTuple):
    """listed (words,): languages of which one must be shared. numbers: bits of the rules that hold; minutes of a
    slot; words of a set of languages; where the words of week, interests, goals and the number begin; then
    the 6 weights in the order of `criteria.MEASURES` and their sum. marks (k,): for 0, 1, … things in common; hours
    (slots + 1,): marks for slots in common.
    """

    listed: Words
    numbers: Ints
    marks: Ints
    hours: Ints


def _ones(typing_context: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), code


def _lowest(typing_context: Any, word: Any) -> Any:
    """The place of the lowest set bit of a word that is not 0."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], context.get_constant(types.boolean, True))

    return types.int64(types.uint64), code


ones: Any = intrinsic(_ones)
lowest: Any = intrinsic(_lowest)


# Rows are given as an array and a place: a view of a row would be counted as in use, pair after pair.
@numba.njit
def shared(a: Words, i: int, b: Words, j: int, first: int, last: int) -> int:  # pragma: no cover
    """How many bits the words first … last − 1 of rows i and j have in common."""
    count = 0
    for word in range(first, last):
        count += ones(a[i, word] & b[j, word])
    return count


@numba.njit
def talks(
    NW: Words, n: int, VW: Words, v: int, band_n: int, band_v: int, listed: Words, only: bool
) -> int:  # pragma: no cover
    """The first language that the newcomer speaks at one band and the volunteer at another, −1 if there is none."""
    size = len(listed)
    for word in range(size):
        common = NW[n, (band_n - 1) * size + word] & VW[v, (band_v - 1) * size + word]
        if only:
            common &= listed[word]
        if common != _ZERO:
            return 64 * word + int(lowest(common))
    return -1


@numba.njit
def language(
    NC: Places, NW: Words, n: int, VC: Places, VW: Words, v: int, listed: Words
) -> int:  # pragma: no cover
    """The first language that lets them talk, −1 if there is none."""
    a = min(NC[n, NEWCOMER_BAND], VC[v, NEWCOMER_BAND])
    b = min(NC[n, VOLUNTEER_BAND], VC[v, VOLUNTEER_BAND])
    return talks(NW, n, VW, v, a, b, listed, not ((NC[n, WAIVED] | VC[v, WAIVED]) & _LANGUAGE))


@numba.njit
def far(NF: Floats, n: int, VF: Floats, v: int) -> bool:  # pragma: no cover
    reach = max(NF[n, 2], VF[v, 2])
    dx, dy = NF[n, 0] - VF[v, 0], NF[n, 1] - VF[v, 1]
    return reach < ANYWHERE and not (dx * dx + dy * dy <= reach * reach)


@numba.njit
def personal(NC: Places, n: int, VC: Places, v: int, active: int) -> int:  # pragma: no cover
    """Bits of the rules on wish, age and organisation that keep them apart."""
    wrong = 0
    active &= ~(NC[n, WAIVED] | VC[v, WAIVED])
    if active & _N_WISH and NC[n, WISH] >= 0 and NC[n, WISH] != VC[v, GENDER]:
        wrong |= _N_WISH
    if active & _V_WISH and VC[v, WISH] >= 0 and VC[v, WISH] != NC[n, GENDER]:
        wrong |= _V_WISH
    if active & _N_AGE and NC[n, YOUNGEST] >= 0 and not (NC[n, YOUNGEST] <= VC[v, AGE] <= NC[n, OLDEST]):
        wrong |= _N_AGE
    if active & _V_AGE and VC[v, YOUNGEST] >= 0 and not (VC[v, YOUNGEST] <= NC[n, AGE] <= VC[v, OLDEST]):
        wrong |= _V_AGE
    if active & _AGE and (
        NC[n, AGE] < 0 or VC[v, AGE] < 0 or abs(NC[n, AGE] - VC[v, AGE]) > max(NC[n, APART], VC[v, APART])
    ):
        wrong |= _AGE
    if active & _ORGANISATION and NC[n, BODY] != VC[v, BODY]:
        wrong |= _ORGANISATION
    return wrong


# One call for many volunteers: a call with so many arrays for each pair would take longer than the work itself.
@numba.njit
def rate(
    n: int, NF: Floats, NC: Places, NW: Words, VF: Floats, VC: Places, VW: Words, R: Ints, marks: Ints, hours: Ints,
    found: Places, slots: Places, count: int, out: Any,
) -> None:  # pragma: no cover  # fmt: skip
    """How well newcomer n and the first `count` volunteers of `found` fit, from 0 to 10 000: the weighted mean of the
    measures, rounded down. `slots`: in common.
    """
    x, y, stage, size = NF[n, 0], NF[n, 1], NC[n, STAGE], R[LANGUAGES]
    interests, goals, number = R[INTERESTS], R[GOALS], R[NUMBER]
    languages, things, aims = R[WEIGHTS], R[WEIGHTS + 1], R[WEIGHTS + 2]
    life, time, near, weights = R[WEIGHTS + 3], R[WEIGHTS + 4], R[WEIGHTS + 5], np.uint64(R[WEIGHTS + 6])
    for k in range(count):
        v, total = found[k], np.int64(0)
        if languages:
            # Whoever speaks a language at a band speaks it at each lower one.
            band = 0
            for each in range(6):
                common = _ZERO
                for word in range(each * size, (each + 1) * size):
                    common |= NW[n, word] & VW[v, word]
                band += common != _ZERO
            total += languages * (TOP * band // 6)
        if things:
            total += things * marks[shared(NW, n, VW, v, interests, goals)]
        if aims:
            total += aims * marks[shared(NW, n, VW, v, goals, number)]
        if life and stage >= 0 and stage == VC[v, STAGE]:
            total += life * TOP
        if time:
            total += time * hours[slots[k]]
        if near:
            dx, dy = x - VF[v, 0], y - VF[v, 1]
            away = math.sqrt(dx * dx + dy * dy)
            if away >= 0.0:
                total += near * int(TOP * HALF_WAY / (HALF_WAY + away))
        out[k] = np.uint64(total) // weights if weights else 0


@numba.njit
def wrong_between(
    n: int,
    v: int,
    NF: Floats,
    NC: Places,
    NW: Words,
    VF: Floats,
    VC: Places,
    VW: Words,
    listed: Words,
    R: Ints,
) -> int:  # pragma: no cover
    """Bits of all the rules that keep two people apart."""
    wrong = personal(NC, n, VC, v, R[ACTIVE])
    if R[ACTIVE] & _LANGUAGE and language(NC, NW, n, VC, VW, v, listed) < 0:
        wrong |= _LANGUAGE
    if far(NF, n, VF, v):
        wrong |= _DISTANCE
    if shared(NW, n, VW, v, R[WEEK], R[INTERESTS]) * R[SLOT] < min(NC[n, LEAST], VC[v, LEAST]):
        wrong |= _OVERLAP
    return wrong


@numba.njit(cache=True)
def rated(
    rows: Places, columns: Places, N: Side, V: Side, R: Rules
) -> tuple[Places, Places, NDArray[np.int16]]:  # pragma: no cover
    """For pairs: the bits of rules between them, slots in common, quality."""
    many = len(rows)
    wrong, slots, mark = np.empty(many, np.int32), np.empty(many, np.int32), np.empty(many, np.int16)
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers, marks, hours = R
    for k in range(many):
        i, j = rows[k], columns[k]
        wrong[k] = wrong_between(i, j, NF, NC, NW, VF, VC, VW, listed, numbers)
        slots[k] = shared(NW, i, VW, j, numbers[WEEK], numbers[INTERESTS])
        rate(
            i,
            NF,
            NC,
            NW,
            VF,
            VC,
            VW,
            numbers,
            marks,
            hours,
            columns[k : k + 1],
            slots[k : k + 1],
            1,
            mark[k : k + 1],
        )
    return wrong, slots, mark
