"""The counts a mix is made of: those that may be shown, and no others.

What is left out in public is left out here, area by area, so that no index can tell more than the public table
does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import NDArray

from convive.engines.mixing import Counts
from convive.engines.mixing.change import Weights, carry
from convive.measures.mix.choosing import MixChoice, Who
from convive.measures.models import Area, AreaSet, AreaWeight
from convive.measures.periods import Period
from convive.measures.protection import Table
from convive.measures.queries.figures import protected_tables

Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """The areas of a set in the order of their codes. x, y: metres east and north of their middle, or None where
    an area has no place on the map.
    """

    keys: tuple[int, ...]
    codes: tuple[str, ...]
    x: Metres | None
    y: Metres | None


@dataclass(frozen=True)
class Origin:
    """How people were counted in other borders, and which part of each area there lies in which area here."""

    counts: Counts
    weights: Weights


@dataclass(frozen=True)
class Counted:
    """One date: people by area and group, and whether any of them was estimated. `origin`: where these are carried
    from other borders.
    """

    period: Period
    counts: Counts
    estimated: bool
    origin: Origin | None = None


@dataclass(frozen=True)
class Inputs:
    """All that a result is made of."""

    choice: MixChoice
    places: Places
    now: Counted
    earlier: Counted | None
    # Every date of the same figures, oldest first, the two above and those carried from other borders among them.
    over_time: tuple[Counted, ...]


def read_inputs(choice: MixChoice) -> Inputs:
    """Three queries, four more for each other edition of borders from which dates are carried, and more where the
    figures were protected by another threshold than today's. Call it inside the city's scope.
    """
    places = _places(choice.area_set)
    by_period = {counted.period: counted for counted in _dates(choice, choice.area_set, places)}
    for area_set in dict.fromkeys(choice.carried.values()):
        there = _places(area_set)
        weights = _weights(area_set, choice.area_set)
        for counted in _dates(choice, area_set, there):
            if choice.carried.get(counted.period) == area_set:
                by_period.setdefault(counted.period, _carry(counted, weights, places))
    now = by_period.get(choice.period) or _nobody(choice, places)
    return Inputs(
        choice=choice,
        places=places,
        now=now,
        earlier=by_period.get(choice.since) if choice.since else None,
        over_time=tuple(by_period[period] for period in sorted(by_period)),
    )


def _dates(choice: MixChoice, area_set: AreaSet, places: Places) -> list[Counted]:
    """Every date of the choice's figures in some borders. Two queries."""
    groups = choice.who.groups if choice.who.group is None or not choice.who.has_total else [choice.who.group]
    tables = protected_tables(choice.offered.indicator, area_set, places.keys, groups=groups)
    return [counted for table in tables.values() if (counted := _count(choice.who, places, table))]


def _weights(origin: AreaSet, target: AreaSet) -> Weights:
    """Those that everybody may know. One query."""
    rows = list(
        AreaWeight.objects.filter(from_area__area_set=origin, to_area__area_set=target)
        .order_by("from_area__code", "to_area__code")
        .values_list("from_area__code", "to_area__code", "weight")
    )
    earlier, later, share = zip(*rows, strict=True)
    # Files round their weights; nobody is lost or made by that.
    sums: dict[str, float] = {}
    for code, _to, weight in rows:
        sums[code] = sums.get(code, 0.0) + weight
    return Weights.of(
        earlier, later, [weight / sums[code] for code, weight in zip(earlier, share, strict=True)]
    )


def _carry(counted: Counted, weights: Weights, places: Places) -> Counted:
    """A date in these borders, as an estimate of whole people. An area that gets anybody from one with a left-out
    number is left out: whatever is made here follows from what may be shown there.
    """
    before = counted.counts
    people = carry(before, weights, places.codes).matrix
    if before.suppressed is None:
        hidden = None
    else:
        whole = np.broadcast_to(before.suppressed.any(axis=1, keepdims=True), before.suppressed.shape)
        left_out = Counts.of(whole.astype(np.int64), before.groups, before.units)
        hidden = carry(left_out, weights, places.codes).matrix > 0
        people = np.where(hidden, 0.0, people)
    counts = Counts.of(np.rint(people).astype(np.int64), before.groups, places.codes, suppressed=hidden)
    return Counted(counted.period, counts, estimated=True, origin=Origin(before, weights))


def _places(area_set: AreaSet) -> Places:
    rows = list(Area.objects.filter(area_set=area_set).order_by("code").values_list("pk", "code", "x", "y"))
    keys, codes = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    if not rows or any(x is None or y is None for _pk, _code, x, y in rows):
        return Places(keys, codes, None, None)
    x, y = (np.array([row[at] for row in rows], dtype=float) for at in (2, 3))
    # Distances from the middle of the city are true in every direction, and nearly so everywhere within it.
    flat = pyproj.Proj(proj="aeqd", lat_0=float(y.mean()), lon_0=float(x.mean()), ellps="WGS84")
    east, north = flat(x, y)
    return Places(keys, codes, np.asarray(east), np.asarray(north))


def _count(who: Who, places: Places, table: Table) -> Counted | None:
    """The counts of one date; None where one of the groups was not counted then."""
    wanted = [group.pk for group in who.groups] if who.group is None else [who.group.pk]
    columns = [table.columns.get(key) for key in wanted]
    if who.group is not None:
        if who.has_total:
            columns.append(table.columns.get(None))
        else:
            columns += [table.columns.get(group.pk) for group in who.groups if group != who.group]
    if any(column is None for column in columns):
        return None
    known = [column for column in columns if column is not None]
    values = np.column_stack([column.values for column in known])
    seen = np.column_stack([column.shown & column.known for column in known])
    whole = np.rint(np.where(seen, values, 0.0)).astype(np.int64)
    if who.group is not None:
        other = (
            np.maximum(whole[:, 1] - whole[:, 0], 0)
            if who.has_total
            else whole[:, 1:].sum(axis=1, dtype=np.int64)
        )
        whole = np.column_stack([whole[:, 0], other])
        seen = np.column_stack([seen[:, 0], seen[:, 0] & seen[:, 1:].all(axis=1)])
    hidden = ~seen
    whole[hidden] = 0
    counts = Counts.of(whole, who.codes, places.codes, suppressed=hidden if hidden.any() else None)
    estimated = any(bool(np.any(column.estimated & column.known)) for column in known)
    return Counted(table.period, counts, estimated)


def _nobody(choice: MixChoice, places: Places) -> Counted:
    nothing = np.zeros((len(places.codes), len(choice.who.codes)), dtype=np.int64)
    return Counted(choice.period, Counts.of(nothing, choice.who.codes, places.codes), False)
