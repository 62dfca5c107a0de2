"""Printed tables about the same people, laid side by side as one system of equations.

A sheet is one table of areas by columns: groups of one or several dimensions, and everybody. Sheets belong
together in four ways: the groups of each dimension add up to the same people; an area of one sheet holds areas
of another (one area may be divided in several ways); two sheets that add up to the same number for a group speak
of the same city; and earlier publications of a sheet have the same numbers where nothing changed since.
Giessing and Repsilber (2002) treat linked tables in this way, see `layout`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convive.engines.disclosure.exposure import BoolTable, CountTable
from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, Ints, System

# What it costs to leave a number out, as in `nesting`: an area that holds others and totals only where nothing
# else helps.
HOLDS_OTHERS, ITS_TOTAL, SUM, SUM_OF_ALL = 20.0, 100.0, 10_000.0, 1_000_000.0


@dataclass(frozen=True)
class Dimension:
    """A way of dividing people: the columns of its groups, and whether these add up to everybody."""

    members: tuple[int, ...]
    partition: bool


@dataclass(frozen=True)
class Sheet:
    """`counts`: people, shape (areas, columns); estimates are rounded. `known`: same shape, false where there is
    no such figure. `sums`: shape (columns,), as printed. `keys`: what each column is about, the same in all
    sheets; None is everybody. `above`: shape (areas, 2), the sheet and the row of the area that holds each, or -1.
    `hidden`, `sums_hidden`: what is left out already. Of an earlier publication also: `out`, `sums_out`, what it
    left out and readers know all the same; `least`, `most`, same shape as `counts`, between what the reason that
    it told sets a left-out number. Raises DisclosureError where the shapes do not fit.
    """

    counts: CountTable
    known: BoolTable
    sums: Floats
    keys: tuple[Hashable, ...]
    dimensions: tuple[Dimension, ...]
    above: Ints
    hidden: BoolTable
    sums_hidden: Bools
    out: BoolTable | None = None
    sums_out: Bools | None = None
    least: Floats | None = None
    most: Floats | None = None

    def __post_init__(self) -> None:
        shape = self.counts.shape
        for name in ("known", "hidden", "out", "least", "most"):
            given = getattr(self, name)
            if given is not None and given.shape != shape:
                raise DisclosureError(f"counts of shape {shape}, {name} of shape {given.shape}")
        for name in ("sums", "sums_hidden", "sums_out", "keys"):
            given = getattr(self, name)
            if given is not None and len(given) != shape[1]:
                raise DisclosureError(f"{shape[1]} columns, but {name} has {len(given)}")
        if self.above.shape != (shape[0], 2):
            raise DisclosureError(f"{shape[0]} areas, but above has shape {self.above.shape}")
        wrong = np.argwhere(self.counts < 0)
        if wrong.size:
            row, column = wrong[0]
            raise DisclosureError(
                f"row {row}, column {column}: {self.counts[row, column]} is no number of people"
            )

    @property
    def everybody(self) -> int:
        """The column of everybody, or -1."""
        return self.keys.index(None) if None in self.keys else -1

    @property
    def secret(self) -> tuple[BoolTable, Bools]:
        """What is left out, of the areas and of the sums, and not known all the same."""
        cells = self.hidden & self.known
        cells = cells if self.out is None else cells & ~self.out
        return cells, self.sums_hidden if self.sums_out is None else self.sums_hidden & ~self.sums_out


@dataclass(frozen=True)
class Laid:
    """Where the numbers of a sheet stand in the system, or -1. `cells`: shape (areas, columns).
    `sums`: shape (columns,).
    """

    cells: Ints
    sums: Ints


@dataclass(frozen=True)
class Book:
    """The system, and where each sheet of today stands in it.

    All of shape (m,): `printed`, by a sheet of today. `hidden`, of those. `free`: numbers that nobody prints.
    `before`: left out of an earlier publication, and another number today. `settled`: known from an earlier
    publication. `kept`: left out of all that had it, and unchanged. `price`: of leaving a number out. `least`,
    `most`: between what a reader knows a left-out number to be.
    """

    system: System
    laid: tuple[Laid, ...]
    printed: Bools
    hidden: Bools
    free: Bools
    before: Bools
    settled: Bools
    kept: Bools
    price: Floats
    least: Floats
    most: Floats


def lay(sheets: Sequence[Sheet], before: Sequence[Sequence[Sheet | None]] = ()) -> Book:
    """One system of all sheets, and of all that was printed of them before: publications of the same areas, the
    newest first, each with None where it had no such sheet.
    """
    writer = _Writer()
    laid = tuple(writer.sheet(sheet) for sheet in sheets)
    writer.inside(sheets, laid)
    # What was printed of each sheet, today and in later publications than the one at hand.
    later = [[(sheet, where)] for sheet, where in zip(sheets, laid, strict=True)]
    settled: list[Ints] = []
    secret: list[Ints] = []
    bounds: list[tuple[Ints, Floats, Floats]] = []
    for publication in before:
        olds = [
            old if old is not None else _nothing(sheet)
            for old, sheet in zip(publication, sheets, strict=True)
        ]
        former = [_repeated(old, known) for old, known in zip(olds, later, strict=True)]
        if any(
            (found.cells[old.known] < 0).any() or (found.sums < 0).any()
            for old, found in zip(olds, former, strict=True)
        ):
            # Numbers that were printed otherwise still add up with those that stayed.
            former = [writer.sheet(old, found) for old, found in zip(olds, former, strict=True)]
            writer.inside(olds, former)
        for old, found, known in zip(olds, former, later, strict=True):
            cells, sums = old.secret
            settled += [found.cells[old.known & ~cells], found.sums[~sums]]
            secret += [found.cells[cells], found.sums[sums]]
            bounds += _bounds(old, found.cells, cells)
            known.append((old, found))
    return _book(writer, sheets, laid, (settled, secret), bounds)


def _bounds(old: Sheet, place: Ints, secret: BoolTable) -> list[tuple[Ints, Floats, Floats]]:
    """What the reasons that were told say of left-out numbers."""
    if old.least is None or old.most is None:
        return []
    return [(place[secret], old.least[secret], old.most[secret])]


def _nothing(sheet: Sheet) -> Sheet:
    """No earlier publication."""
    none = np.zeros((len(sheet.counts), 0), dtype=bool)
    empty = np.zeros(0, dtype=bool)
    return Sheet(none.astype(np.int64), none, np.zeros(0), (), (), sheet.above, none, empty)


def _nowhere(sheet: Sheet) -> Laid:
    return Laid(np.full(sheet.counts.shape, -1, dtype=np.int64), np.full(len(sheet.keys), -1, dtype=np.int64))


def _repeated(old: Sheet, later: Sequence[tuple[Sheet, Laid]]) -> Laid:
    """Where the numbers of the old sheet stand that a later one repeats; -1 for those that no later one does."""
    found = _nowhere(old)
    for new, where in later:
        if len(old.counts) != len(new.counts):
            raise DisclosureError(f"{len(new.counts)} areas, but {len(old.counts)} in an earlier publication")
        for column, key in enumerate(old.keys):
            if key in new.keys:
                at = new.keys.index(key)
                same = old.known[:, column] & new.known[:, at] & (old.counts[:, column] == new.counts[:, at])
                same &= found.cells[:, column] < 0
                found.cells[same, column] = where.cells[same, at]
                if found.sums[column] < 0 and abs(old.sums[column] - new.sums[at]) < 0.5:
                    found.sums[column] = where.sums[at]
    return found


class _Writer:
    """Gives numbers places, and writes down how they add up."""

    def __init__(self) -> None:
        self.values: list[float] = []
        self.rows: list[NDArray[np.int64]] = []
        self.columns: list[NDArray[np.int64]] = []
        self.data: list[NDArray[np.float64]] = []
        self.lines = 0
        # Numbers that have one place however often they are met: sums, and whoever is in no group.
        self.once: dict[Hashable, int] = {}
        # Numbers that nobody prints.
        self.free: list[int] = []

    def new(self, values: Floats) -> Ints:
        start = len(self.values)
        self.values.extend(float(value) for value in values)
        return np.arange(start, len(self.values), dtype=np.int64)

    def equal(self, wholes: Ints, parts: Ints) -> None:
        """For each row: the whole is the sum of its parts. Shapes (k,) and (k, p); places of -1 are left out."""
        k, p = parts.shape
        row = np.repeat(np.arange(self.lines, self.lines + k), p + 1)
        column = np.column_stack([wholes, parts]).ravel()
        data = np.tile(np.concatenate([[1.0], -np.ones(p)]), k)
        kept = column >= 0
        self.rows.append(row[kept])
        self.columns.append(column[kept])
        self.data.append(data[kept])
        self.lines += k

    def sheet(self, sheet: Sheet, placed: Laid | None = None) -> Laid:
        """Lay one sheet. `placed`: where its numbers stand already, or -1."""
        placed = placed or _nowhere(sheet)
        cells = placed.cells.copy()
        cells[cells < 0] = self.new(sheet.counts[cells < 0].astype(np.float64))
        self.free.extend(cells[~sheet.known].tolist())
        sums = np.zeros(len(sheet.keys), dtype=np.int64)
        for at, key in enumerate(sheet.keys):
            # Sums of the same group that are the same number are one number, whichever sheet prints it.
            given = int(placed.sums[at])
            sums[at] = (
                given if given >= 0 else self._once(("sum", key, round(sheet.sums[at])), sheet.sums[at])
            )
            self.equal(sums[[at]], cells[sheet.known[:, at], at][None])
        for dimension in sheet.dimensions:
            self._dimension(sheet, dimension, cells)
        return Laid(cells, sums)

    def _once(self, name: Hashable, value: float) -> int:
        if name not in self.once:
            self.once[name] = int(self.new(np.array([value]))[0])
        return self.once[name]

    def _dimension(self, sheet: Sheet, dimension: Dimension, cells: Ints) -> None:
        """The groups and whoever is in none of them are everybody. What no sheet prints gets a place as well."""
        members, at = list(dimension.members), sheet.everybody
        if at < 0 or not members:
            return
        total = sheet.counts[:, at]
        rest = total - sheet.counts[:, members].sum(axis=1)
        if dimension.partition and (rest >= 0).all():
            self._complete(sheet, members, rest, cells)
        else:
            for each in members:
                self._complete(sheet, [each], np.maximum(total - sheet.counts[:, each], 0), cells)

    def _complete(self, sheet: Sheet, members: list[int], rest: CountTable, cells: Ints) -> None:
        parts = cells[:, members]
        around = cells[:, [sheet.everybody, *members]]
        if rest.any():
            name = ("rest", *(sheet.keys[each] for each in members))
            # Where nothing of the row changed, whoever is left did not either.
            extra = np.array(
                [self._once((name, *row), more) for row, more in zip(around.tolist(), rest, strict=True)]
            )
            known = sheet.known[:, [sheet.everybody, *members]].all(axis=1)
            total = float(rest[known].sum())
            whole = self._once(("sum", name, tuple(extra[known].tolist())), total)
            self.equal(np.array([whole]), extra[known][None])
            self.free += [whole, *extra.tolist()]
            parts = np.column_stack([parts, extra])
        self.equal(around[:, 0], parts)

    def inside(self, sheets: Sequence[Sheet], laid: Sequence[Laid]) -> None:
        """An area is the sum of those in it. What a source has more of in it than in those is taken as known,
        unless those have none of the group.
        """
        for sheet, where in zip(sheets, laid, strict=True):
            for number in np.unique(sheet.above[:, 0]):
                if number < 0 or not sheet.keys:
                    continue
                outer, outside = sheets[number], laid[number]
                for row in np.unique(sheet.above[sheet.above[:, 0] == number, 1]):
                    held = np.flatnonzero((sheet.above[:, 0] == number) & (sheet.above[:, 1] == row))
                    self._hold(outer, outside, int(row), sheet, where, held)

    def _hold(self, outer: Sheet, outside: Laid, row: int, sheet: Sheet, where: Laid, held: Ints) -> None:
        shared = [key for key in outer.keys if key in sheet.keys]
        elsewhere = []
        for key in sorted(shared, key=lambda each: each is None):
            at, own = outer.keys.index(key), sheet.keys.index(key)
            elsewhere.append(outer.counts[row, at] > 0 and not sheet.counts[held, own].any())
            if not (any(elsewhere) if key is None else elsewhere[-1]):
                self.equal(outside.cells[row, [at]], where.cells[held, own][None])


def _book(
    writer: _Writer,
    sheets: Sequence[Sheet],
    laid: tuple[Laid, ...],
    earlier: tuple[list[Ints], list[Ints]],
    bounds: list[tuple[Ints, Floats, Floats]],
) -> Book:
    values = np.array(writer.values)
    m = len(values)

    def marked(places: Sequence[Ints]) -> Bools:
        mark = np.zeros(m, dtype=bool)
        for each in places:
            mark[each] = True
        return mark

    printed = marked([where.cells[each.known] for each, where in zip(sheets, laid, strict=True)])
    printed |= marked([where.sums for where in laid])
    hidden = marked([where.cells[each.hidden & each.known] for each, where in zip(sheets, laid, strict=True)])
    hidden |= marked([where.sums[each.sums_hidden] for each, where in zip(sheets, laid, strict=True)])
    holding = marked([laid[n].cells[row] for each in sheets for n, row in each.above.tolist() if n >= 0])
    price = 1.0 + values / (values.max(initial=0.0) + 1.0) + HOLDS_OTHERS * holding
    for sheet, where in zip(sheets, laid, strict=True):
        price[where.sums] += SUM
        if sheet.everybody >= 0:
            price[where.cells[:, sheet.everybody]] += ITS_TOTAL
            price[where.sums[sheet.everybody]] += SUM_OF_ALL
    # What one publication has told is known, whichever others left it out.
    settled, secret = (marked(places) for places in earlier)
    secret &= ~settled
    before = secret & ~printed
    shape = (writer.lines, m)
    lines = sparse.csr_array(shape)
    if writer.lines:
        triples = (np.concatenate(writer.rows), np.concatenate(writer.columns))
        lines = sparse.csr_array((np.concatenate(writer.data), triples), shape=shape)
    least, most = np.minimum(np.where(printed | before, 1.0, 0.0), values), np.full(m, np.inf)
    for places, low, high in bounds:
        least[places], most[places] = np.maximum(least[places], low), np.minimum(most[places], high)
    return Book(
        system=System(values, lines, np.zeros(m, dtype=np.int64), whole=True),
        laid=laid,
        printed=printed,
        hidden=hidden,
        free=marked([np.array(writer.free, dtype=np.int64)]) & ~printed,
        before=before,
        settled=settled,
        kept=secret & printed,
        price=price,
        least=np.minimum(least, values),
        most=np.maximum(most, values),
    )
