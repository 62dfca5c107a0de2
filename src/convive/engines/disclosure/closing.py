"""Several sheets closed together, against a reader of all of them and of what was printed before.

What one sheet, one dimension or one pair of nested area sets leaves out has been decided already, quickly, on
graphs (`tables`, `nesting`). Here the linear programs of `attack` look at everything at once. Where a left-out
number follows all the same, the cheapest further ones are left out (`search`), until none does. Then it is
decided for which numbers the reason may be told: to know that a number is small, and another is not, narrows
both, so a reason is told only where the same programs, knowing all that are told, pin nothing down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convive.engines.disclosure.attack import labels, narrow
from convive.engines.disclosure.exposure import BoolTable
from convive.engines.disclosure.layout import Bools, DisclosureError, Floats, Ints, System
from convive.engines.disclosure.search import Problem, further
from convive.engines.disclosure.sheets import Book, Sheet, lay
from convive.engines.disclosure.tables import Reason

ROUNDS = 30
TELLING = 4
# How far numbers may move where one of them moves by one person.
ROOM = 12.0


@dataclass(frozen=True)
class Mix:
    """An estimate that is a sum of numbers of another sheet by known weights, printed rounded.

    `sheet`, `row`, `column`: the estimate; row -1 is the sum of the column. `value`: before it was rounded.
    `source`, `source_column`, `rows`, `weights`: what it is made of. `rounded_to`: 1 for whole people.
    """

    sheet: int
    row: int
    column: int
    value: float
    source: int
    source_column: int
    rows: tuple[int, ...]
    weights: tuple[float, ...]
    rounded_to: float = 1.0


@dataclass(frozen=True)
class Closed:
    """What is left out of one sheet, and why. `hidden`, `reason`, `told`: shape (areas, columns); `reason` holds
    values of `Reason`, and `told` is true where the public may know it. `sums_hidden`: shape (columns,).
    `sums_reason`: the same, never told. `known`: how many of the left-out numbers of all sheets a reader knows all
    the same, from what was printed before.
    """

    hidden: BoolTable
    reason: NDArray[np.int8]
    told: BoolTable
    sums_hidden: Bools
    sums_reason: NDArray[np.int8]
    known: int


def close_sheets(
    sheets: Sequence[Sheet],
    threshold: int,
    *,
    before: Sequence[Sequence[Sheet | None]] = (),
    mixes: Sequence[Mix] = (),
) -> tuple[Closed, ...]:
    """What is left out of each sheet so that no left-out number follows from all of them.

    `threshold`: a count from 1 to `threshold` - 1 is left out. `before`: publications until
    now, the newest first, each with what it printed of each sheet, or None: a number that was left out of all that
    had it stays left out, and a number that one of them printed hides nothing any more. `mixes`: estimates of one
    sheet that are made of another.

    Exact for a reader who solves for every left-out number by linear programming, knows that it holds one person
    or more, and takes whole numbers. Source: Fischetti and Salazar (2001), see `attack`.
    """
    if threshold < 1:
        raise DisclosureError(f"the threshold is {threshold}; it must be at least 1")
    book = lay(sheets, before)
    values = book.system.values
    small = (values > 0) & (values < threshold)
    hidden = book.hidden | book.kept | (small & book.printed)
    lost = np.zeros(len(values), dtype=bool)
    for _ in range(ROUNDS):
        failing = _failing(book, hidden, small & ~lost, lost)
        if len(failing):
            hidden, stuck = _leave_out(book, hidden, failing)
            lost[stuck] = True
            continue
        mixed = _give_away(book, hidden, small & ~lost, lost, mixes)
        if not len(mixed):
            return _closed(sheets, book, hidden, small, lost, threshold)
        hidden[mixed] = True
    raise DisclosureError("no safe choice was found for these sheets together")


def _in_play(book: Book, hidden: Bools) -> Bools:
    """The numbers that a reader has to solve for."""
    result: Bools = (hidden & ~book.settled) | book.free | book.before
    return result


def _asked(book: Book, hidden: Bools, small: Bools, lost: Bools) -> Floats:
    """How wide the interval of each number in play must stay: one person, where it is left out, was, or is small."""
    asked = (hidden & ~book.free) | small | book.before
    result: Floats = (asked & _in_play(book, hidden) & (book.system.values > 0) & ~lost).astype(np.float64)
    return result


def _failing(
    book: Book,
    hidden: Bools,
    small: Bools,
    lost: Bools,
    least: Floats | None = None,
    most: Floats | None = None,
) -> Ints:
    """The numbers that follow from what is shown."""
    return narrow(
        book.system,
        _in_play(book, hidden),
        _asked(book, hidden, small, lost),
        lower=book.least if least is None else least,
        upper=book.most if most is None else most,
    ).cells


def _leave_out(book: Book, hidden: Bools, failing: Ints) -> tuple[Bools, Ints]:
    """Further numbers for those that follow, and those that can be helped no more."""
    must = _in_play(book, hidden)
    may = book.printed & ~hidden & ~book.settled & (book.system.values > 0)
    usable = must | may
    need = np.zeros(len(must))
    need[failing] = 1.0
    problem = Problem(
        system=book.system,
        must=must,
        may=may,
        need=need,
        price=np.where(must, 0.0, book.price),
        down=np.where(usable, np.clip(book.system.values - book.least, 0.0, ROOM), 0.0),
        up=np.where(usable, np.clip(book.most - book.system.values, 0.0, ROOM), 0.0),
        lower=book.least,
    )
    found, stuck = further(problem, failing)
    return hidden | (found & may), stuck


def _give_away(book: Book, hidden: Bools, small: Bools, lost: Bools, mixes: Sequence[Mix]) -> Ints:
    """Printed estimates that, with what they are made of, give a left-out number away."""
    play, m = _in_play(book, hidden), len(hidden)
    used: list[int] = []
    rows, columns, data = [], [], []
    low, high, value = [], [], []
    for mix in mixes:
        where = book.laid[mix.sheet]
        target = int(where.cells[mix.row, mix.column] if mix.row >= 0 else where.sums[mix.column])
        parts = book.laid[mix.source].cells[list(mix.rows), mix.source_column]
        if hidden[target] or not play[parts].any():
            continue
        rows.append(np.full(len(parts) + 1, len(used)))
        columns.append(np.append(m + len(used), parts))
        data.append(np.append(1.0, -np.array(mix.weights)))
        printed = np.round(mix.value / mix.rounded_to) * mix.rounded_to
        low.append(min(printed - mix.rounded_to / 2, mix.value))
        high.append(max(printed + mix.rounded_to / 2, mix.value))
        value.append(mix.value)
        used.append(target)
    if not used:
        return np.zeros(0, dtype=np.int64)
    more = len(used)
    own = sparse.csr_array(
        (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), shape=(more, m + more)
    )
    wide = sparse.hstack([book.system.equations, sparse.csr_array((book.system.equations.shape[0], more))])
    system = System(
        np.concatenate([book.system.values, value]),
        sparse.csr_array(sparse.vstack([wide, own], format="csr")),
        np.zeros(m + more, dtype=np.int64),
        whole=True,
    )
    every = np.concatenate([play, np.ones(more, dtype=bool)])
    asked = np.concatenate([_asked(book, hidden, small, lost), np.zeros(more)])
    lower, upper = np.concatenate([book.least, low]), np.concatenate([book.most, high])
    failing = narrow(system, every, asked, lower=lower, upper=upper).cells
    if not len(failing):
        return failing
    of = labels(system, every)
    return np.array(used, dtype=np.int64)[np.isin(of[m:], of[failing])]


def _closed(
    sheets: Sequence[Sheet], book: Book, hidden: Bools, small: Bools, lost: Bools, threshold: int
) -> tuple[Closed, ...]:
    reason = np.where(hidden, np.int8(Reason.WOULD_GIVE_AWAY), np.int8(Reason.SHOWN))
    reason[hidden & book.kept] = Reason.HIDDEN_BEFORE
    reason[hidden & small] = Reason.TOO_FEW
    reason[hidden & (book.settled | lost)] = Reason.KNOWN_BEFORE
    told = _told(book, hidden, small, lost, threshold)
    known = int(np.count_nonzero(hidden & (book.settled | lost)))
    return tuple(
        Closed(
            hidden=hidden[where.cells] & sheet.known,
            reason=np.where(sheet.known, reason[where.cells], np.int8(Reason.SHOWN)).astype(np.int8),
            told=told[where.cells] & sheet.known,
            sums_hidden=hidden[where.sums],
            sums_reason=reason[where.sums].astype(np.int8),
            known=known,
        )
        for sheet, where in zip(sheets, book.laid, strict=True)
    )


def _told(book: Book, hidden: Bools, small: Bools, lost: Bools, threshold: int) -> Bools:
    """Where the reason may be told: in those parts in which a reader who knows all reasons pins nothing down."""
    values = book.system.values
    cells = np.zeros(len(values), dtype=bool)
    for where in book.laid:
        cells[where.cells] = True
    tell = hidden & cells & ~book.settled & ~lost & (values > 0)
    links = abs(book.system.equations)
    for around in range(TELLING):
        least = np.where(tell & ~small, np.maximum(book.least, threshold), book.least)
        most = np.where(tell & small, np.minimum(book.most, threshold - 1), book.most)
        failing = _failing(
            book, hidden, small & ~lost, lost, np.minimum(least, values), np.maximum(most, values)
        )
        if not len(failing) or not tell.any():
            return tell
        if around == TELLING - 1:
            of = labels(book.system, _in_play(book, hidden))
            tell &= ~np.isin(of, of[failing])
            break
        # First nothing is told in the sums that the number stands in, then in theirs, at last in the whole part.
        near = np.zeros(len(values))
        near[failing] = 1.0
        for _ in range(around + 1):
            near = links.T @ (links @ near)
        tell &= near == 0
    result: Bools = tell
    return result
