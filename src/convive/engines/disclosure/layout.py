"""Tables of any number of axes, with their totals and subtotals, as one system of equations.

A published total is the sum of published parts. Written as an equation for every total and its parts
(total - parts = 0), tables with hierarchical axes, and tables that share cells, are all the same thing: a
list of cells and a sparse matrix A with A x = 0. Everything that protects a table works on that system.
Giessing and Repsilber, "Tools and strategies to protect multiple tables with the GHQUAR cell suppression
engine", in Inference Control in Statistical Databases (2002), treat linked tables in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
# What a cell is about: the axes on which it is no total, each with its label.
Key = frozenset[tuple[str, str]]


class DisclosureError(ValueError):
    """What is asked cannot be done; the text says which cell, and why."""


@dataclass(frozen=True)
class Axis:
    """One way of telling people apart.

    `labels`: the finest categories, n of them. `within`: coarser levels from fine to coarse, each n labels:
    the category that holds each of the finest ones, published as subtotals. `total`: the name of the sum
    over all, or None if no such sum is published.
    """

    name: str
    labels: tuple[str, ...]
    within: tuple[tuple[str, ...], ...] = ()
    total: str | None = "total"

    def __post_init__(self) -> None:
        if not self.labels:
            raise DisclosureError(f"axis {self.name!r} has no category")
        for level in self.within:
            if len(level) != len(self.labels):
                raise DisclosureError(
                    f"axis {self.name!r}: {len(self.labels)} categories, but a level within has {len(level)}"
                )
        for fine, coarse in zip(self.within, self.within[1:], strict=False):
            seen: dict[str, str] = {}
            for low, high in zip(fine, coarse, strict=True):
                if seen.setdefault(low, high) != high:
                    raise DisclosureError(
                        f"axis {self.name!r}: {low!r} lies within {seen[low]!r} and {high!r}"
                    )
        nodes = self.nodes
        if len(set(nodes)) < len(nodes):
            twice = next(label for label in nodes if nodes.count(label) > 1)
            raise DisclosureError(f"axis {self.name!r}: {twice!r} names two categories or totals")

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Everything published on this axis: the finest categories, the levels, the total."""
        found = list(self.labels)
        for level in self.within:
            found += list(dict.fromkeys(level))
        return tuple(found) + ((self.total,) if self.total is not None else ())

    @cached_property
    def paths(self) -> Ints:
        """Shape (levels, labels): the node that holds each category on every level, itself first, the total
        last.
        """
        place = {label: number for number, label in enumerate(self.nodes)}
        rows = [np.arange(len(self.labels), dtype=np.int64)]
        rows += [np.array([place[label] for label in level], dtype=np.int64) for level in self.within]
        if self.total is not None:
            rows.append(np.full(len(self.labels), len(self.nodes) - 1, dtype=np.int64))
        return np.array(rows)

    @cached_property
    def membership(self) -> sparse.csr_array:
        """Shape (nodes, labels): 1 where a category is part of a node."""
        n = len(self.labels)
        columns = np.tile(np.arange(n), len(self.paths))
        shape = (len(self.nodes), n)
        return sparse.csr_array((np.ones(self.paths.size), (self.paths.ravel(), columns)), shape=shape)

    @cached_property
    def depth(self) -> Ints:
        """Shape (nodes,): how many levels above the finest categories a node stands."""
        found = np.zeros(len(self.nodes), dtype=np.int64)
        for level, path in enumerate(self.paths):
            found[path] = level
        return found

    @cached_property
    def sums(self) -> sparse.csr_array:
        """Shape (nodes above the finest, nodes): 1 at a total, -1 at the parts one level below."""
        n, above = len(self.labels), len(self.nodes) - len(self.labels)
        pairs = np.unique(np.column_stack([self.paths[1:].ravel(), self.paths[:-1].ravel()]), axis=0)
        rows = np.concatenate([pairs[:, 0] - n, np.arange(above)])
        columns = np.concatenate([pairs[:, 1], np.arange(above) + n])
        data = np.concatenate([-np.ones(len(pairs)), np.ones(above)])
        return sparse.csr_array((data, (rows, columns)), shape=(above, len(self.nodes)))


@dataclass(frozen=True)
class Table:
    """Counts of people, or magnitudes, over one to many axes.

    `values`: one dimension per axis, in the axes' order; counts are whole numbers. `of`: whom the table is
    about; two tables share a cell only if this is the same. `contributors`: for magnitudes, how many people
    or firms stand behind each value, same shape. `largest`: for magnitudes, the largest contributions,
    shape of `values` + (k,), in falling order. A magnitude is a table with `contributors` or `largest`.
    """

    values: NDArray[Any]
    axes: tuple[Axis, ...]
    of: str = ""
    contributors: NDArray[Any] | None = None
    largest: NDArray[Any] | None = None
    name: str = field(default="table")

    def __post_init__(self) -> None:
        shape = tuple(len(axis.labels) for axis in self.axes)
        if np.shape(self.values) != shape:
            raise DisclosureError(
                f"{self.name}: values of shape {np.shape(self.values)}, axes of shape {shape}"
            )
        if len({axis.name for axis in self.axes}) < len(self.axes):
            raise DisclosureError(f"{self.name}: two axes have the same name")
        if self.contributors is not None and np.shape(self.contributors) != shape:
            raise DisclosureError(
                f"{self.name}: contributors of shape {np.shape(self.contributors)}, not {shape}"
            )
        if self.largest is not None and (np.ndim(self.largest) < 1 or np.shape(self.largest)[:-1] != shape):
            raise DisclosureError(
                f"{self.name}: largest of shape {np.shape(self.largest)}, not {shape} + (k,)"
            )
        self._check(self.values, "value", whole=not self.magnitude)
        if self.contributors is not None:
            self._check(self.contributors, "number of contributors", whole=True)

    def _check(self, array: ArrayLike, what: str, *, whole: bool) -> None:
        number = np.asarray(array, dtype=np.float64)
        wrong = ~(number >= 0) | np.isinf(number)
        if whole:
            wrong |= number != np.floor(number)
        if wrong.any():
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            text = ", ".join(
                f"{axis.name} {axis.labels[i]!r}" for axis, i in zip(self.axes, place, strict=True)
            )
            kind = "whole number of people" if whole else "number from zero up"
            raise DisclosureError(f"{self.name}, {text}: the {what} {number[place]:g} is no {kind}")

    @property
    def magnitude(self) -> bool:
        return self.contributors is not None or self.largest is not None

    @property
    def shape(self) -> tuple[int, ...]:
        """With totals."""
        return tuple(len(axis.nodes) for axis in self.axes)

    def with_totals(self, inner: ArrayLike) -> Floats:
        """An array of the shape of `values`, with totals: one more entry per node of each axis."""
        out = np.asarray(inner, dtype=np.float64)
        for number, axis in enumerate(self.axes):
            first = np.moveaxis(out, number, 0)
            summed = np.asarray(axis.membership @ first.reshape(len(axis.labels), -1))
            out = np.moveaxis(summed.reshape(len(axis.nodes), *first.shape[1:]), 0, number)
        return out

    def label(self, flat: int) -> dict[str, str]:
        """The labels of a cell by its flat place in the table with totals."""
        place = np.unravel_index(flat, self.shape)
        return {axis.name: axis.nodes[int(i)] for axis, i in zip(self.axes, place, strict=True)}

    def keys(self) -> tuple[Key, ...]:
        """What each cell is about, in flat order of the table with totals."""
        found: list[set[tuple[str, str]]] = [{("", self.of)}]
        for axis in self.axes:
            found = [
                key if node == axis.total else key | {(axis.name, node)}
                for key in found
                for node in axis.nodes
            ]
        return tuple(frozenset(key) for key in found)

    def depths(self) -> Ints:
        """How many steps of adding up each cell stands above the finest ones; flat order."""
        out: Ints = np.zeros((1,), dtype=np.int64)
        for axis in self.axes:
            out = np.add.outer(out, axis.depth).ravel()
        return out

    def equations(self) -> sparse.csr_array:
        """Shape (totals, cells), flat order: each row times the table with totals is nothing."""
        blocks = []
        for number, axis in enumerate(self.axes):
            before = int(np.prod(self.shape[:number], dtype=np.int64))
            after = int(np.prod(self.shape[number + 1 :], dtype=np.int64))
            if axis.sums.shape[0]:
                inner = sparse.kron(axis.sums, sparse.eye_array(after), format="csr")
                blocks.append(sparse.kron(sparse.eye_array(before), inner, format="csr"))
        if not blocks:
            return sparse.csr_array((0, int(np.prod(self.shape))), dtype=np.float64)
        return sparse.csr_array(sparse.vstack(blocks, format="csr"), dtype=np.float64)


@dataclass(frozen=True)
class System:
    """Cells and how they add up. `values`: shape (m,). `equations`: shape (e, m), equations @ values = 0.
    `depths`: shape (m,). `places`: for each table, the cell of each of its flat places.
    """

    values: Floats
    equations: sparse.csr_array
    depths: Ints
    whole: bool
    keys: tuple[Key, ...] = ()
    places: tuple[Ints, ...] = ()


def link(tables: Sequence[Table]) -> System:
    """One system of several tables: cells about the same people are one cell, whichever table prints it.

    Raises DisclosureError where two tables give different numbers for the same people.
    """
    if not tables:
        raise DisclosureError("no table is given")
    index: dict[Key, int] = {}
    values: list[float] = []
    depths: list[int] = []
    places: list[Ints] = []
    first: list[str] = []
    for table in tables:
        full, steps = table.with_totals(table.values).ravel(), table.depths()
        place = np.empty(len(full), dtype=np.int64)
        for flat, key in enumerate(table.keys()):
            cell = index.setdefault(key, len(values))
            if cell == len(values):
                values.append(float(full[flat]))
                depths.append(int(steps[flat]))
                first.append(table.name)
            elif not np.isclose(values[cell], full[flat], rtol=1e-9, atol=1e-9):
                where = ", ".join(f"{name} {label!r}" for name, label in table.label(flat).items())
                raise DisclosureError(
                    f"{table.name}, {where}: {full[flat]:g}, but {first[cell]} says {values[cell]:g}"
                )
            else:
                depths[cell] = max(depths[cell], int(steps[flat]))
            place[flat] = cell
        places.append(place)
    blocks = []
    for table, place in zip(tables, places, strict=True):
        own = sparse.coo_array(table.equations())
        shape = (own.shape[0], len(values))
        blocks.append(sparse.csr_array((own.data, (own.coords[0], place[own.coords[1]])), shape=shape))
    return System(
        values=np.array(values),
        equations=sparse.csr_array(sparse.vstack(blocks, format="csr")),
        depths=np.array(depths, dtype=np.int64),
        whole=not any(table.magnitude for table in tables),
        keys=tuple(index),
        places=tuple(places),
    )
