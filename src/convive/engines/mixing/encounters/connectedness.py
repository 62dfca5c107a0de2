"""Economic connectedness, exposure and friending bias: whether people of low status meet people of high status.

Chetty and others, "Social capital I: measurement and associations with economic mobility" and "Social capital
II: determinants of economic connectedness", Nature 608 (2022). High status is above the median, so half of
all people; meeting at random gives a connectedness of 1.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.encounters.exposure import checked_pairs, places

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Setting:
    """One setting (a school, a club). members: all; high_members: of high status. people: of low status who
    met somebody there. connectedness: their mean part of meetings there with people of high status, over the
    reference share. exposure: the part of members of high status, over the reference share. friending_bias:
    1 - connectedness / exposure, how much less they meet people of high status than these are there; None
    where nobody of high status is a member. connectedness is None where nobody of low status met anybody.
    """

    name: Hashable
    members: int
    high_members: int
    people: int
    connectedness: float | None
    exposure: float
    friending_bias: float | None


@dataclass(frozen=True)
class Connectedness:
    """connectedness: mean, over people of low status who met somebody, of the part of their meetings that is
    with people of high status, over the reference share. among_high: the same mean for people of high status,
    None if none of them met anybody. exposure: what connectedness would be if they met the members of each
    setting alike, settings weighted by each person's own meetings; friending_bias: 1 - connectedness /
    exposure. Both None without settings. people: of low status who met somebody; without_meetings: those who
    did not, left out. settings: one entry each, in the order in which they first come up among members.
    """

    connectedness: float
    among_high: float | None
    exposure: float | None
    friending_bias: float | None
    people: int
    without_meetings: int
    settings: tuple[Setting, ...]


def connectedness(
    high: ArrayLike,
    person: ArrayLike,
    met: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    setting: Sequence[Hashable] | None = None,
    member: ArrayLike | None = None,
    member_setting: Sequence[Hashable] | None = None,
    reference: float = 0.5,
    both_ways: bool = True,
) -> Connectedness:
    """Economic connectedness from who met whom.

    high: shape (n,), True for people above the median. person, met: shape (m,), places in `high`. weight:
    shape (m,), how much each meeting counts (1 each if left out). A meeting counts for both unless
    `both_ways` is False. reference: the share of high status among everybody (half, above the median).

    For exposure and friending bias: setting, shape (m,), where each meeting was; and member, member_setting,
    shape (k,), who belongs to which setting, whether they met anybody or not.

    Raises MixError, naming the row, for a place that is nobody's, somebody who met themselves, a weight that
    is negative or no number, a meeting in a setting that the person is no member of; and where nobody of low
    status met anybody.

    >>> result = connectedness([True, True, False, False], [2, 2, 3], [0, 3, 1])
    >>> result.connectedness
    1.0
    """
    status = np.asarray(high)
    if status.ndim != 1 or status.dtype != bool:
        raise MixError("high status is given as True or False, one per person", column="high")
    if not 0 < reference <= 1:
        raise MixError(f"the reference is a share above 0, not {reference}")
    one, two = checked_pairs(person, met, status.size)
    counted = _weights(weight, one.size)
    names, where, members, homes = _settings(setting, member, member_setting, one.size, status.size)
    if where is not None:
        _refuse_strangers(one, two, where, members, homes, names, both_ways)
    if both_ways:
        one, two, counted = np.concatenate([one, two]), np.concatenate([two, one]), np.tile(counted, 2)
        where = None if where is None else np.tile(where, 2)
    meetings = np.bincount(one, weights=counted, minlength=status.size)
    share = _ratio(np.bincount(one, weights=counted * status[two], minlength=status.size), meetings)
    low = ~status & (meetings > 0)
    people = int(low.sum())
    if people == 0:
        raise MixError("nobody of low status met anybody")
    value = float(share[low].mean()) / reference
    upper = status & (meetings > 0)
    among_high = float(share[upper].mean()) / reference if upper.any() else None
    exposure: float | None = None
    bias: float | None = None
    each: tuple[Setting, ...] = ()
    if where is not None:
        size = np.bincount(homes, minlength=len(names))
        highs = np.bincount(homes, weights=status[members], minlength=len(names))
        there = _ratio(highs, size)
        expected = _ratio(np.bincount(one, weights=counted * there[where], minlength=status.size), meetings)
        exposure = float(expected[low].mean()) / reference
        bias = 1 - value / exposure if exposure > 0 else None
        means, numbers = _by_setting(status, one, two, counted, where, len(names))
        each = tuple(
            _one_setting(name, int(size[k]), int(highs[k]), int(numbers[k]), means[k], reference)
            for k, name in enumerate(names)
        )
    return Connectedness(value, among_high, exposure, bias, people, int((~status).sum()) - people, each)


def _one_setting(
    name: Hashable, members: int, high: int, people: int, mean: float, reference: float
) -> Setting:
    value = float(mean) / reference if people else None
    exposure = high / members / reference if members else 0.0
    bias = 1 - value / exposure if value is not None and exposure > 0 else None
    return Setting(name, members, high, people, value, exposure, bias)


def _by_setting(
    status: NDArray[np.bool_], one: Places, two: Places, counted: Floats, where: Places, settings: int
) -> tuple[Floats, Floats]:
    """Per setting the mean share of high status among the meetings of each person of low status, and how many
    such people there are.
    """
    of_low = ~status[one]
    pairs, which = np.unique(np.column_stack([where[of_low], one[of_low]]), axis=0, return_inverse=True)
    which = which.ravel()
    meetings = np.bincount(which, weights=counted[of_low], minlength=len(pairs))
    share = _ratio(
        np.bincount(which, weights=counted[of_low] * status[two[of_low]], minlength=len(pairs)), meetings
    )
    met = meetings > 0
    numbers = np.bincount(pairs[met, 0], minlength=settings).astype(np.float64)
    return _ratio(np.bincount(pairs[met, 0], weights=share[met], minlength=settings), numbers), numbers


def _ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    top, bottom = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    return np.divide(top, bottom, out=np.zeros(top.shape), where=bottom > 0)


def _weights(weight: ArrayLike | None, meetings: int) -> Floats:
    if weight is None:
        return np.ones(meetings)
    counted = np.array(weight, dtype=np.float64)
    if counted.shape != (meetings,):
        raise MixError(f"there are {meetings} meetings but {counted.size} weights")
    bad = np.flatnonzero(~(np.isfinite(counted) & (counted >= 0)))
    if bad.size:
        raise MixError(f"{counted[bad[0]]} is no weight", row=int(bad[0]), column="weight")
    return counted


def _settings(
    setting: Sequence[Hashable] | None,
    member: ArrayLike | None,
    member_setting: Sequence[Hashable] | None,
    meetings: int,
    people: int,
) -> tuple[list[Hashable], Places | None, Places, Places]:
    nobody = np.zeros(0, dtype=np.int64)
    if setting is None and member is None and member_setting is None:
        return [], None, nobody, nobody
    if setting is None or member is None or member_setting is None:
        raise MixError("settings need all three: setting, member and member_setting")
    if len(setting) != meetings:
        raise MixError(f"there are {meetings} meetings but {len(setting)} settings")
    members = places(member, people, "member")
    if len(member_setting) != members.size:
        raise MixError(f"there are {members.size} members but {len(member_setting)} settings of members")
    place = {name: k for k, name in enumerate(dict.fromkeys(member_setting))}
    for row, name in enumerate(setting):
        if name not in place:
            raise MixError(f"the setting “{name}” has no members", row=row, column="setting")
    homes = np.array([place[name] for name in member_setting], dtype=np.int64)
    belongs = np.unique(np.column_stack([members, homes]), axis=0)
    where = np.array([place[name] for name in setting], dtype=np.int64)
    return list(place), where, belongs[:, 0], belongs[:, 1]


def _refuse_strangers(
    one: Places,
    two: Places,
    where: Places,
    members: Places,
    homes: Places,
    names: Sequence[Hashable],
    both_ways: bool,
) -> None:
    size = len(names)
    belongs = members * size + homes
    for who, column in ((one, "person"), (two, "met")):
        strange = np.flatnonzero(~np.isin(who * size + where, belongs))
        if strange.size:
            row = int(strange[0])
            raise MixError(f"{who[row]} is no member of “{names[where[row]]}”", row=row, column=column)
        if not both_ways:
            break
