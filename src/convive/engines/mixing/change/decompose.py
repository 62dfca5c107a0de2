"""Why segregation changed between two dates: units that came and went, margins, and structure.

Elbers, "A method for studying differences in segregation across time and space", Sociological Methods &
Research 52 (2021). Units at both dates are compared by tables that take the odds ratios (structure) from one
date, the group margin from one and the unit margin from one; the three are exchanged one by one. Structure is
set against both margins together, and what the margins do is shared between them (Shapley's value, Owen's
for the pair of margins).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.change import kernels
from convive.engines.mixing.change.align import Aligned, Left, align
from convive.engines.mixing.change.areas import Weights
from convive.engines.mixing.change.early_stop import filled_as_in_r, fit_early
from convive.engines.mixing.change.interval import ChangeInterval, interval_of
from convive.engines.mixing.change.margins import DEFAULT_GAP, MOST_ROUNDS, NoFit, factors_for
from convive.engines.mixing.change.parts import PARTS, Parts
from convive.engines.mixing.counts import CountMatrix, Counts, MixError
from convive.engines.mixing.inference import Progress
from convive.engines.mixing.redraw import checked_level

Floats = NDArray[np.float64]

# Put into empty cells where no table fits without: this part of what would be there if all groups lived alike.
DEFAULT_FILL = 1e-10
# Structure of a date, group margin of a date, unit margin of a date; 0 is before, 1 is after.
Corner = tuple[int, int, int]


@dataclass(frozen=True)
class Change:
    """The change between two dates and how it was found.

    M: the mutual information index. H: M over the entropy of the groups (Theil's index).
    units: names of the n units of either date (None where rows were matched by place), in the order of
    `local`. compared: shape (n,), True for the units at both dates; came, went: those with people only after,
    only before. groups_compared: with people at both dates; groups_left_out: the others, in additions and
    removals. people_before, people_after: everybody in the units used.
    gap: the largest relative difference between a margin asked for and reached; rounds: most passes of a fit.
    filled: empty cells that had to be filled so that the margins could be reached (0: none had to), `fill` of
    the people expected there. left_out: units with hidden counts.
    unused_weights: earlier units that had weights but no counts. match_r: stopped early, as the R package.
    interval: how sure the parts are, where that was asked for.
    """

    M: Parts
    H: Parts
    units: tuple[str, ...] | None
    compared: NDArray[np.bool_]
    came: NDArray[np.bool_]
    went: NDArray[np.bool_]
    groups_compared: tuple[str, ...]
    groups_left_out: tuple[str, ...]
    people_before: float
    people_after: float
    gap: float
    rounds: int
    filled: int
    fill: float
    left_out: Left
    unused_weights: tuple[str, ...]
    match_r: bool
    interval: ChangeInterval | None


def change(
    before: Counts,
    after: Counts,
    *,
    weights: Weights | None = None,
    gap: float = DEFAULT_GAP,
    most_rounds: int = MOST_ROUNDS,
    fill: float = DEFAULT_FILL,
    match_r: bool = False,
    resamples: int = 0,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress | None = None,
) -> Change:
    """The change of M and H from `before` to `after`, in parts.

    Units are matched by name, or by place where neither has names; groups by name. A unit without people is
    not there; one with a hidden count is left out at both dates. With `weights` the earlier counts are carried
    to the later units first.

    Every fit reaches `gap` (relative, per margin) or NoFit is raised. Where the empty cells of one date leave
    no table with the margins of the other, they are filled with `fill` of what would be expected there; as
    `fill` shrinks the result tends to that of the fewest people in cells that were empty. `fill` 0 refuses:
    NoFit names the groups.

    `match_r` reproduces the figures published with the R package `segregation` 1.1, which stops when no
    margin is more than 0.001 of all people off: `gap` is then what that left. It starts at random with units
    or groups; here the mean of both.

    `resamples` above 0 gives intervals of `level`: the people of both dates are drawn anew so many times, with all
    that follows from it (see `interval`). `progress` is called with resamples done and asked for.

    Raises MixError also where nobody is counted at a date or the units cannot be matched.

    >>> before = Counts.of([[80, 20], [20, 80]], ["a", "b"], ["north", "south"])
    >>> after = Counts.of([[60, 40], [40, 60]], ["a", "b"], ["north", "south"])
    >>> result = change(before, after)
    >>> round(result.M.total, 6), round(result.M.structure, 6), abs(result.M.group_margin) < 1e-9
    (-0.172609, -0.172609, True)
    """
    if not 0 <= fill < 1:
        raise MixError(f"the fill is a small part of the people expected, not {fill}")
    if not gap > 0:
        raise MixError(f"the gap must be above 0, not {gap}")
    checked_level(level)
    both = align(before, after, weights)
    found = _found(both, gap, most_rounds, fill, match_r, {})
    of_m, of_h = (_parts(both, found.at, as_h=as_h) for as_h in (False, True))

    def parts_again(one: CountMatrix, two: CountMatrix) -> tuple[Parts, Parts]:
        again = both.redrawn(one, two)
        corners = _found(again, gap, most_rounds, fill, match_r, found.factors).at
        return _parts(again, corners, as_h=False), _parts(again, corners, as_h=True)

    interval = None
    if resamples:
        people = both.from_before.people, both.from_after.people
        interval = interval_of((of_m, of_h), people, parts_again, resamples, seed, level, progress)
    here_before, here_after = both.before.sum(axis=1) > 0, both.after.sum(axis=1) > 0
    names = np.array(both.groups, dtype=object)
    return Change(
        M=of_m,
        H=of_h,
        units=both.units,
        compared=both.unit_common,
        came=here_after & ~here_before,
        went=here_before & ~here_after,
        groups_compared=tuple(names[both.group_common]),
        groups_left_out=tuple(names[~both.group_common]),
        people_before=float(both.before.sum()),
        people_after=float(both.after.sum()),
        gap=found.gap,
        rounds=found.rounds,
        filled=found.filled,
        fill=fill if found.filled and not match_r else 0.0,
        left_out=both.left_out,
        unused_weights=both.unused_weights,
        match_r=match_r,
        interval=interval,
    )


@dataclass(frozen=True)
class _Corner:
    """What each compared unit adds to M, and the entropy of the groups."""

    mutual: Floats
    entropy: float

    def index(self, as_h: bool) -> Floats:
        if not as_h:
            return self.mutual
        return self.mutual / self.entropy if self.entropy > 0 else np.zeros_like(self.mutual)


@dataclass(frozen=True)
class _Found:
    """The corners, how near their margins are and after how many rounds, how many cells were filled, and the factors of
    the fits by group, shape (g,), 1 for groups that are not compared.
    """

    at: dict[Corner, _Corner]
    gap: float
    rounds: int
    filled: int
    factors: dict[Corner, Floats]


def _found(
    both: Aligned, gap: float, most_rounds: int, fill: float, match_r: bool, starts: dict[Corner, Floats]
) -> _Found:
    one, two = _common(both)
    if one.size == 0 or min(one.shape) == 0:
        return _Found(_nothing_compared(), 0.0, 0, 0, {})
    if match_r:
        corners, reached, rounds = _early_corners(one, two)
        filled = int(np.count_nonzero(one == 0) + np.count_nonzero(two == 0))
        return _Found(corners, reached, rounds, filled, {})
    return _fitted_corners(both, one, two, gap, most_rounds, fill, starts)


def _common(both: Aligned) -> tuple[Floats, Floats]:
    part = np.ix_(both.unit_common, both.group_common)
    return np.ascontiguousarray(both.before[part]), np.ascontiguousarray(both.after[part])


def _corner(shares: Floats) -> _Corner:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    factors = np.ones(columns.size)
    return _Corner(kernels.mutual_parts(shares, rows, columns, factors), _entropy(columns))


def _entropy(margin: Floats) -> float:
    there = margin[margin > 0]
    return max(0.0, -float(there @ np.log(there)))


def _nothing_compared() -> dict[Corner, _Corner]:
    return {(s, g, u): _Corner(np.zeros(0), 0.0) for s, g, u in product((0, 1), repeat=3)}


def _fitted_corners(
    both: Aligned, one: Floats, two: Floats, gap: float, most_rounds: int, fill: float,
    starts: dict[Corner, Floats],
) -> _Found:  # fmt: skip
    tables = (one / one.sum(), two / two.sum())
    rows = [table.sum(axis=1) for table in tables]
    columns = [table.sum(axis=0) for table in tables]
    names = [name for name, is_in in zip(both.groups, both.group_common, strict=True) if is_in]
    corners: dict[Corner, _Corner] = {}
    ends: dict[Corner, Floats] = {}
    worst, most, filled = 0.0, 0, 0
    for which, table in enumerate(tables):
        empty = int(np.count_nonzero(table == 0))
        needed_fill = False
        for group, unit in product((0, 1), repeat=2):
            if which == group == unit:
                corners[which, group, unit] = _corner(table)
                continue
            used, start = table, starts.get((which, group, unit))
            if start is not None:
                start = start[both.group_common]
            try:
                factors, reached, rounds = factors_for(
                    used, rows[unit], columns[group], gap, most_rounds, names, start
                )
            except NoFit:
                if fill == 0 or empty == 0:
                    raise
                needed_fill = True
                expected = fill * rows[which][:, None] * columns[which]
                used = np.where(table > 0, table, expected)
                factors, reached, rounds = factors_for(
                    used, rows[unit], columns[group], gap, most_rounds, names, start
                )
            ends[which, group, unit] = np.ones(len(both.groups))
            ends[which, group, unit][both.group_common] = factors
            mutual = kernels.mutual_parts(used, rows[unit], columns[group], factors)
            corners[which, group, unit] = _Corner(mutual, _entropy(columns[group]))
            worst, most = max(worst, reached), max(most, rounds)
        filled += empty if needed_fill else 0
    return _Found(corners, worst, most, filled, ends)


def _early_corners(one: Floats, two: Floats) -> tuple[dict[Corner, _Corner], float, int]:
    tables = filled_as_in_r(one, two)
    rows = [table.sum(axis=1) for table in tables]
    columns = [table.sum(axis=0) for table in tables]
    corners: dict[Corner, _Corner] = {}
    worst, most = 0.0, 0
    for which, table in enumerate(tables):
        for group, unit in product((0, 1), repeat=2):
            if which == group == unit:
                corners[which, group, unit] = _corner(table)
                continue
            ends = []
            for first_divisor in (None, rows[1 - which]):
                shares, steps = fit_early(table, rows[unit], columns[group], first_divisor)
                ends.append(_corner(shares))
                off_rows = np.abs(shares.sum(axis=1) / rows[unit] - 1).max()
                off_columns = np.abs(shares.sum(axis=0) / columns[group] - 1).max()
                worst, most = max(worst, float(off_rows), float(off_columns)), max(most, steps)
            corners[which, group, unit] = _Corner(
                (ends[0].mutual + ends[1].mutual) / 2, (ends[0].entropy + ends[1].entropy) / 2
            )
    return corners, worst, most


def _parts(both: Aligned, corners: dict[Corner, _Corner], *, as_h: bool) -> Parts:
    dates = [_corner(table / table.sum()) for table in (both.before, both.after)]

    def spread(corner: Corner) -> Floats:
        result = np.zeros(both.before.shape[0])
        result[both.unit_common] = corners[corner].index(as_h)
        return result

    whole = [date.index(as_h) for date in dates]
    at = {corner: spread(corner) for corner in corners}
    local = np.column_stack(
        [
            whole[1] - at[1, 1, 1],
            at[0, 0, 0] - whole[0],
            sum(at[s, 1, u] - at[s, 0, u] for s in (0, 1) for u in (0, 1)) / 4,
            sum(at[s, g, 1] - at[s, g, 0] for s in (0, 1) for g in (0, 1)) / 4,
            (at[1, 0, 0] - at[0, 0, 0] + at[1, 1, 1] - at[0, 1, 1]) / 2,
        ]
    )
    local.setflags(write=False)
    first, last = float(whole[0].sum()), float(whole[1].sum())
    values = {name: float(column.sum()) for name, column in zip(PARTS, local.T, strict=True)}
    return Parts(before=first, after=last, total=last - first, local=local, **values)
