"""Why somebody waits: which rules keep others away, and how wide they would have to be. Loops under `waiting.py`."""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.matching.kernels import (
    ACTIVE,
    AGE,
    ANYWHERE,
    BLOCK,
    INTERESTS,
    LEAST,
    NEWCOMER_BAND,
    SLOT,
    VOLUNTEER_BAND,
    WAIVED,
    WEEK,
    Floats,
    Ints,
    Places,
    Rules,
    Side,
    Words,
    ones,
    personal,
    talks,
)
from convive.engines.matching.kernels_edges import Flags
from convive.engines.matching.rules import RULES, Rule

_LANGUAGE, _OVERLAP, _DISTANCE = int(Rule.LANGUAGE), int(Rule.OVERLAP), int(Rule.DISTANCE)
_AGE = int(Rule.AGE_DIFFERENCE)
MANY_RULES = len(RULES)
_ZERO = np.uint64(0)
# A bit beyond the rules: no hours in common at all, or no language however wide the rule.
_HOPELESS = 1 << MANY_RULES
# Distances are told, and relaxed, in steps of so many metres.
STEP = 100.0


class Wider(NamedTuple):
    """For each person asked about, over those who could take them in if the rules were wider.

    failing (n, rules): people whom a rule keeps away; alone (n, rules): whom it alone keeps away; 0 unless told to.
    For one rule alone, the smallest relaxation and with how many people: near (n,) metres in steps; minutes (n,);
    newcomer_band, volunteer_band (n,); apart (n,) years; counts (n, 13): by rule, then newcomer band, volunteer band
    and any language in 9, 10 and 11. instead (n, 13): how many of them have a place free without
    anybody losing theirs. fewest (n,): the bits of the fewest rules that together keep one such person away, 0
    for none, and other (n,): that person.
    """

    failing: Places
    alone: Places
    near: Floats
    minutes: Places
    newcomer_band: NDArray[np.int8]
    volunteer_band: NDArray[np.int8]
    apart: NDArray[np.int16]
    counts: Places
    instead: Places
    fewest: Places
    other: Places


@numba.njit
def _languages(
    NC: Places, NW: Words, i: int, VC: Places, VW: Words, j: int, listed: Words
) -> tuple[int, int, bool]:  # pragma: no cover
    """The highest lower band for the newcomer, for the volunteer, and whether any language would do; 0 for never."""
    a = min(NC[i, NEWCOMER_BAND], VC[j, NEWCOMER_BAND])
    b = min(NC[i, VOLUNTEER_BAND], VC[j, VOLUNTEER_BAND])
    x = a - 1
    while x > 0 and talks(NW, i, VW, j, x, b, listed, True) < 0:
        x -= 1
    y = b - 1
    while y > 0 and talks(NW, i, VW, j, a, y, listed, True) < 0:
        y -= 1
    return x, y, talks(NW, i, VW, j, a, b, listed, False) >= 0


@numba.njit
def _by_place_time_and_language(
    asked: int, F: Floats, C: Places, W: Words, places: Floats, codes: Places, words: Words,
    of_newcomers: bool, listed: Words, R: Ints, wrong: Places, slots: Places,
) -> None:  # pragma: no cover  # fmt: skip
    """The bits of these three rules (and `_HOPELESS`) between one person and everybody on the other side, and slots in
    common, (others,) each. F, C, W: the person's side. places, codes, words: of the other side, with columns as rows:
    a loop without branches does several people at once.
    """
    xs, ys, reaches = places[0], places[1], places[2]
    x, y, reach = F[asked, 0], F[asked, 1], F[asked, 2]
    for k in range(len(wrong)):
        dx, dy, far = x - xs[k], y - ys[k], max(reach, reaches[k])
        near = (dx * dx + dy * dy <= far * far) | (far >= ANYWHERE)
        wrong[k] = 0 if near else _DISTANCE
    slots[:] = 0
    for word in range(R[WEEK], R[INTERESTS]):
        hours, others = W[asked, word], words[word]
        for k in range(len(wrong)):
            slots[k] += ones(hours & others[k])
    least, leasts, slot = C[asked, LEAST], codes[LEAST], R[SLOT]
    for k in range(len(wrong)):
        less = _OVERLAP if slots[k] else _OVERLAP | _HOPELESS
        wrong[k] |= less if slots[k] * slot < min(least, leasts[k]) else 0
    active = R[ACTIVE]
    if active & _LANGUAGE:
        size, bands, others = len(listed), codes[NEWCOMER_BAND], codes[VOLUNTEER_BAND]
        waived = codes[WAIVED]
        for k in range(len(wrong)):
            a, b = min(C[asked, NEWCOMER_BAND], bands[k]), min(C[asked, VOLUNTEER_BAND], others[k])
            if not of_newcomers:
                a, b = b, a
            any_language = (C[asked, WAIVED] | waived[k]) & _LANGUAGE
            talk, hope = False, False
            for word in range(size):
                this, that = (a - 1) * size + word, (b - 1) * size + word
                common = W[asked, this] & words[that, k]
                talk |= (common if any_language else common & listed[word]) != _ZERO
                # Another language, or a lower band of one: whoever speaks at a band speaks at each lower one.
                lower = (W[asked, word] & words[that, k]) | (W[asked, this] & words[word, k])
                hope |= (common | (lower & listed[word])) != _ZERO
            wrong[k] |= 0 if talk else _LANGUAGE if hope else _LANGUAGE | _HOPELESS


@numba.njit(cache=True, parallel=True)
def wider(
    asked: Places, of_newcomers: bool, opening: Places, level: Ints, tell: Flags, N: Side, V: Side, R: Rules
) -> Wider:  # pragma: no cover
    """What would help the people `asked` (newcomers, or volunteers). `opening`, `level`: somebody on the other side
    counts where opening < the asked one's level. `tell` (asked,): count the rules over everybody.
    """
    NF, NC, NW = N
    VF, VC, VW = V
    listed, numbers = R.listed, R.numbers
    n = len(asked)
    failing, alone = np.zeros((n, MANY_RULES), np.int32), np.zeros((n, MANY_RULES), np.int32)
    near, minutes = np.full(n, np.inf), np.full(n, -1, np.int32)
    newcomer_band, volunteer_band = np.zeros(n, np.int8), np.zeros(n, np.int8)
    apart = np.full(n, 2000, np.int16)
    counts, instead = np.zeros((n, 13), np.int32), np.zeros((n, 13), np.int32)
    fewest, other = np.zeros(n, np.int32), np.full(n, -1, np.int32)
    others = len(opening)
    by_person = numbers[ACTIVE] & ~(_LANGUAGE | _OVERLAP | _DISTANCE)
    if of_newcomers:
        (F, C, W), places, codes, words = N, VF.T.copy(), VC.T.copy(), VW.T.copy()
    else:
        (F, C, W), places, codes, words = V, NF.T.copy(), NC.T.copy(), NW.T.copy()
    for block in numba.prange((n + BLOCK - 1) // BLOCK):
        wrongs, slots = np.empty(others, np.int32), np.empty(others, np.int32)
        for at in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            seen = np.zeros(1 << MANY_RULES, np.int32)
            few = MANY_RULES + 1
            best_away = np.inf
            _by_place_time_and_language(
                asked[at], F, C, W, places, codes, words, of_newcomers, listed, numbers, wrongs, slots
            )
            for k in range(others):
                useful, wrong = opening[k] < level[at], wrongs[k]
                if not (useful or tell[at]):
                    continue
                hope = not wrong & _HOPELESS
                wrong &= ~_HOPELESS
                # Further rules would only make it more than the fewest.
                if not tell[at] and (not hope or ones(np.uint64(wrong)) > few):
                    continue
                i, j = (asked[at], k) if of_newcomers else (k, asked[at])
                if by_person:
                    wrong |= personal(NC, i, VC, j, by_person)
                if wrong == 0:
                    continue
                seen[wrong] += tell[at]
                many = ones(np.uint64(wrong))
                if not (useful and hope) or (many > 1 and many > few):
                    continue
                dx, dy = NF[i, 0] - VF[j, 0], NF[i, 1] - VF[j, 1]
                away = math.sqrt(dx * dx + dy * dy)
                if wrong & _DISTANCE and not away >= 0.0:
                    continue
                if many > 1:
                    # Fewer rules first; then somebody with hours in common, then nobody's loss, then the nearest.
                    score = away + 1e9 * (opening[k] > 0) + 2e9 * (slots[k] == 0) if away >= 0.0 else 1e10
                    if many < few or (many == few and score < best_away):
                        if wrong & _AGE and (NC[i, AGE] < 0 or VC[j, AGE] < 0):
                            continue
                        few, best_away, fewest[at], other[at] = many, score, wrong, k
                    continue
                free = 1 if opening[k] == 0 else 0
                if wrong == _DISTANCE:
                    step = math.ceil(away / STEP - 1e-9) * STEP
                    if step < near[at]:
                        near[at], counts[at, 2], instead[at, 2] = step, 0, 0
                    if step == near[at]:
                        counts[at, 2] += 1
                        instead[at, 2] += free
                elif wrong == _OVERLAP:
                    time = slots[k] * numbers[SLOT]
                    if time > minutes[at]:
                        minutes[at], counts[at, 1], instead[at, 1] = time, 0, 0
                    if time == minutes[at]:
                        counts[at, 1] += 1
                        instead[at, 1] += free
                elif wrong == _LANGUAGE:
                    x, y, anything = _languages(NC, NW, i, VC, VW, j, listed)
                    if x > newcomer_band[at]:
                        newcomer_band[at], counts[at, 9], instead[at, 9] = x, 0, 0
                    if x and x == newcomer_band[at]:
                        counts[at, 9] += 1
                        instead[at, 9] += free
                    if y > volunteer_band[at]:
                        volunteer_band[at], counts[at, 10], instead[at, 10] = y, 0, 0
                    if y and y == volunteer_band[at]:
                        counts[at, 10] += 1
                        instead[at, 10] += free
                    if anything:
                        counts[at, 11] += 1
                        instead[at, 11] += free
                elif wrong == _AGE:
                    if NC[i, AGE] >= 0 and VC[j, AGE] >= 0:
                        years = abs(NC[i, AGE] - VC[j, AGE])
                        if years < apart[at]:
                            apart[at], counts[at, 5], instead[at, 5] = years, 0, 0
                        if years == apart[at]:
                            counts[at, 5] += 1
                            instead[at, 5] += free
                else:
                    for bit in range(MANY_RULES):
                        if wrong >> bit & 1:
                            counts[at, bit] += 1
                            instead[at, bit] += free
            for wrong in range(1, 1 << MANY_RULES if tell[at] else 1):
                if seen[wrong]:
                    many = ones(np.uint64(wrong))
                    for bit in range(MANY_RULES):
                        if wrong >> bit & 1:
                            failing[at, bit] += seen[wrong]
                            if many == 1:
                                alone[at, bit] += seen[wrong]
    return Wider(
        failing, alone, near, minutes, newcomer_band, volunteer_band, apart, counts, instead, fewest, other
    )


@numba.njit(cache=True)
def lower_languages(i: int, j: int, N: Side, V: Side, R: Rules) -> tuple[int, int, bool]:  # pragma: no cover
    """For one pair: the highest lower band for the newcomer, for the volunteer, and whether any language would do."""
    return _languages(N.codes, N.words, i, V.codes, V.words, j, R.listed)
