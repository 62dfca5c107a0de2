"""Area sets that lie within each other, as the engine takes them: one table of all areas, one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from convive.engines.disclosure import Nested, protect_nested
from convive.measures.models import Group
from convive.measures.protection import Bools, Counts, GroupKey, Table, by_dimension, threshold, whole

# Tables of area sets that lie within each other, the outermost first.
Chain = tuple[Table, ...]


def make_chains(tables: Mapping[int, Table], parents: Mapping[int, int]) -> list[Chain]:
    """The tables whose areas lie within each other, from each innermost set outwards. A set that is divided in
    two ways stands in two chains.
    """
    set_of = {area: key for key, table in tables.items() for area in table.areas}
    above: dict[int, set[int]] = {key: set() for key in tables}
    for area, key in set_of.items():
        found = set_of.get(parents.get(area, -1))
        if found is not None and found != key:
            above[key].add(found)
    holding = set().union(*above.values()) if above else set()
    chains: list[Chain] = []

    def climb(way: tuple[int, ...]) -> None:
        outwards = sorted(above[way[0]] - set(way))
        for key in outwards:
            climb((key, *way))
        if not outwards and len(way) > 1:
            chains.append(tuple(tables[key] for key in way))

    for key in sorted(set(tables) - holding):
        climb((key,))
    return chains


def protect_chain(chain: Chain, groups: Sequence[Group], parents: Mapping[int, int]) -> None:
    """Protect the sets of a chain as one table, a dimension at a time."""
    found = [by_dimension(table, groups) for table in chain]
    dimensions = {key: partition for each in found for key, (_members, partition) in each.items()}
    if not dimensions:
        _protect_columns(_having(chain, None), (), parents)
    for dimension, partition in dimensions.items():
        members = {tuple(each[dimension][0]) if dimension in each else () for each in found}
        every = next(iter(members))
        if partition and len(members) == 1 and _add_up(chain, every):
            _protect_columns(chain, every, parents)
        else:
            # Each group with everybody outside it: they add up to the total whatever the other groups are.
            for member in dict.fromkeys(key for each in members for key in each):
                _protect_columns(_having(chain, member), (member,), parents)


def _having(chain: Chain, key: GroupKey) -> Chain:
    return tuple(table for table in chain if key in table.columns)


def _add_up(chain: Chain, members: tuple[int, ...]) -> bool:
    return all(np.all(_rest(table, members) >= 0) for table in chain)


def _rest(table: Table, members: tuple[int, ...]) -> Counts:
    """Everybody outside these groups."""
    parts = sum((whole(table.columns[key]) for key in members), np.zeros(len(table.areas), dtype=np.int64))
    everybody = table.columns.get(None)
    return (whole(everybody) if everybody else parts) - parts


def _protect_columns(chain: Chain, members: tuple[int, ...], parents: Mapping[int, int]) -> None:
    """Protect these groups, with everybody else, in all tables of the chain together."""
    if len(chain) < 2:
        return
    counts, published, asked = zip(*(_columns(table, members) for table in chain), strict=True)
    parent, level = _places(chain, parents)
    sums = np.array([not all(table.sums_shown.get(key, True) for table in chain) for key in (*members, None)])
    small = np.array([each.sum(axis=0) for each in counts])
    also_hide_sums = np.any((small > 0) & (small < threshold()), axis=0)
    # The last but one is everybody else.
    also_hide_sums |= np.insert(sums, len(members), False)
    nested = Nested(np.vstack(counts), parent, level == 0, np.vstack(published))
    hidden, hidden_sums = protect_nested(nested, threshold(), np.vstack(asked), also_hide_sums)
    for number, table in enumerate(chain):
        mine = hidden[level == number]
        # The sum of a set that divides a part of the city only would be one more sum of the areas that hold it.
        apart = bool(hidden.any()) and not all(_covers(parent, level, each) for each in range(1, number + 1))
        for index, key in (*enumerate(members), (mine.shape[1] - 1, None)):
            if key in table.columns:
                table.columns[key].shown &= ~mine[:, index]
                table.sums_shown[key] &= not (hidden_sums[index] or apart)


def _columns(table: Table, members: tuple[int, ...]) -> tuple[Counts, Bools, Bools]:
    """Counts, whether there is such a figure, and whether it is left out already: of the groups, everybody else,
    and the total.
    """
    size = len(table.areas)
    everybody = table.columns.get(None)
    cells = [whole(table.columns[key]) for key in members]
    rest = np.maximum(_rest(table, members), 0)
    total = sum(cells, rest)
    known = [table.columns[key].known for key in members]
    total_known = everybody.known if everybody is not None else np.ones(size, dtype=bool)
    hidden = [~table.columns[key].shown for key in members]
    total_hidden = ~everybody.shown if everybody is not None else np.zeros(size, dtype=bool)
    return (
        np.column_stack([*cells, rest, total]),
        np.column_stack([*known, total_known, total_known]),
        np.column_stack([*hidden, np.zeros(size, dtype=bool), total_hidden]),
    )


def _places(chain: Chain, parents: Mapping[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the area above each area stands, or -1, and in which table of the chain each area is."""
    areas = [area for table in chain for area in table.areas]
    place = {area: index for index, area in enumerate(areas)}
    level = np.repeat(np.arange(len(chain)), [len(table.areas) for table in chain])
    parent = np.full(len(areas), -1, dtype=np.int64)
    for index, area in enumerate(areas):
        above, seen = parents.get(area), {area}
        while above is not None and above not in place and above not in seen:
            seen.add(above)
            above = parents.get(above)
        # Only outwards, so that a circle of areas cannot be.
        if above in place and level[place[above]] < level[index]:
            parent[index] = place[above]
    return parent, level


def _covers(parent: NDArray[np.int64], level: NDArray[np.int64], number: int) -> bool:
    """Whether the areas of this set lie in others, and leave out none of the set above."""
    above = parent[level == number]
    return bool(np.all(above >= 0)) and set(np.flatnonzero(level == number - 1)) <= set(above.tolist())
