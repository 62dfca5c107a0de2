"""Tables of several dimensions, of areas that hold others, of areas that are divided in two ways, and of two
releases: held against a reader of all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from convive.engines.disclosure import Closed, Dimension, DisclosureError, Mix, Reason, Sheet, close_sheets

from .reader import Reader

THRESHOLD = 5
# Two dimensions of the same people: a partition of three groups, and two groups that overlap.
KEYS = (None, "a1", "a2", "a3", "b1", "b2")
DIMENSIONS = (Dimension((1, 2, 3), True), Dimension((4, 5), False))


def sheet(
    counts: np.ndarray, above: np.ndarray | None = None, keys: tuple = KEYS, dims: tuple = DIMENSIONS
) -> Sheet:
    counts = np.asarray(counts, dtype=np.int64)
    none = np.zeros(counts.shape, dtype=bool)
    return Sheet(
        counts=counts,
        known=~none,
        sums=counts.sum(axis=0).astype(float),
        keys=keys,
        dimensions=dims,
        above=np.full((len(counts), 2), -1) if above is None else above,
        hidden=none.copy(),
        sums_hidden=none.any(axis=0),
    )


def random_counts(rng: np.random.Generator, areas: int) -> np.ndarray:
    groups = rng.poisson(rng.choice([1.0, 4.0, 30.0], size=(areas, 3)))
    total = groups.sum(axis=1)
    first = rng.binomial(total, rng.choice([0.05, 0.5, 0.97], size=areas))
    second = rng.binomial(total, 0.4)
    return np.column_stack([total, groups, first, second])


def city(seed: int) -> list[Sheet]:
    """Neighbourhoods, the districts that hold them, and other neighbourhoods of the same districts."""
    rng = np.random.default_rng(seed)
    districts, areas = int(rng.integers(1, 4)), int(rng.integers(3, 8))
    within = np.sort(np.append(np.arange(districts), rng.integers(0, districts, areas - districts)))
    fine = random_counts(rng, len(within))
    coarse = np.zeros((districts, fine.shape[1]), dtype=np.int64)
    np.add.at(coarse, within, fine)
    # The other way of dividing: each district into two, by chance.
    part = rng.binomial(coarse[:, 1:4], 0.3)
    halves = [part, coarse[:, 1:4] - part]
    other = []
    for number in range(districts):
        for half in halves:
            total = half[number].sum()
            other.append([total, *half[number], *np.minimum(coarse[number, 4:], 0)])
    split = np.array(other)[:, :4]
    holder = np.repeat(np.arange(districts), 2)
    return [
        sheet(coarse),
        sheet(fine, np.column_stack([np.zeros(len(within), int), within])),
        sheet(split, np.column_stack([np.zeros(len(holder), int), holder]), KEYS[:4], DIMENSIONS[:1]),
    ]


def everything(sheets: list[Sheet], closed: tuple[Closed, ...], *, reasons: bool) -> Reader:
    """Somebody who reads all sheets."""
    reader = Reader()
    read(reader, sheets, closed, lambda number, row, column: (number, row, column), reasons=reasons)
    return reader


def read(reader: Reader, sheets: list[Sheet], closed: tuple[Closed, ...], name, *, reasons: bool) -> None:
    for number, (one, result) in enumerate(zip(sheets, closed, strict=True)):
        rows, columns = one.counts.shape
        for row in range(rows):
            for column in range(columns):
                here = name(number, row, column)
                if not result.hidden[row, column]:
                    reader.reads(here, one.counts[row, column])
                else:
                    told = reasons and result.told[row, column]
                    small = result.reason[row, column] == Reason.TOO_FEW
                    low, high = (1, THRESHOLD - 1) if told and small else (THRESHOLD if told else 1, np.inf)
                    reader.is_between(here, low, high)
            for dimension in one.dimensions:
                if dimension.partition:
                    reader.adds_up(
                        name(number, row, 0), [name(number, row, each) for each in dimension.members]
                    )
                else:
                    for each in dimension.members:
                        others = ("others", name(number, row, each), name(number, row, 0))
                        reader.adds_up(name(number, row, 0), [name(number, row, each), others])
        for column, key in enumerate(one.keys):
            # All sheets speak of the same city.
            total = ("city", key, one.sums[column])
            reader.adds_up(total, [name(number, row, column) for row in range(rows)])
            if not result.sums_hidden[column]:
                reader.reads(total, one.sums[column])
            else:
                reader.is_between(total, 1, np.inf)
        for above in np.unique(one.above[one.above[:, 0] >= 0], axis=0):
            held = np.flatnonzero((one.above == above).all(axis=1))
            for column, key in enumerate(one.keys):
                outer = name(int(above[0]), int(above[1]), sheets[above[0]].keys.index(key))
                reader.adds_up(outer, [name(number, int(row), column) for row in held])


def secrets(sheets: list[Sheet], closed: tuple[Closed, ...]) -> list[tuple[int, int, int]]:
    return [
        (number, int(row), int(column))
        for number, (one, result) in enumerate(zip(sheets, closed, strict=True))
        for row, column in np.argwhere(result.hidden & (one.counts > 0))
    ]


@pytest.mark.parametrize("seed", range(10))
def test_nothing_follows_from_all_sheets_together_nor_from_the_reasons_that_are_told(seed: int) -> None:
    sheets = city(seed)
    closed = close_sheets(sheets, THRESHOLD)
    for one, result in zip(sheets, closed, strict=True):
        small = (one.counts > 0) & (one.counts < THRESHOLD)
        assert result.hidden[small].all()
        assert not result.hidden[one.counts == 0].any()
        assert (result.reason[small] == Reason.TOO_FEW).all()
        assert ((result.reason == Reason.SHOWN) == ~result.hidden).all()
    for reasons in (False, True):
        reader = everything(sheets, closed, reasons=reasons)
        assert [each for each in secrets(sheets, closed) if reader.pins_down(each)] == []


def test_this_reader_finds_what_one_sheet_alone_gives_away() -> None:
    """The check can fail: a single number left out follows from its row."""
    sheets = city(3)
    closed = close_sheets(sheets, 1)
    closed[1].hidden[0, 1] = sheets[1].counts[0, 1] > 0 or pytest.fail("this seed has no such number")
    assert everything(sheets, closed, reasons=False).pins_down((1, 0, 1))


def corrected(sheets: list[Sheet], rng: np.random.Generator) -> list[Sheet]:
    """People of one group in one neighbourhood, counted anew in whatever holds it; what was added before may go."""
    row, column = int(rng.integers(len(sheets[1].counts))), int(rng.integers(1, 4))
    more = int(rng.integers(1, 9)) * int(rng.choice([-1, 1]))
    holder = int(sheets[1].above[row, 1])
    places = ((0, holder), (1, row), (2, 2 * holder))
    for number, at in places:
        total, *groups = sheets[number].counts[at].tolist()
        more = max(more, -groups[column - 1], max(groups[3:], default=0) - total)
    counts = [one.counts.copy() for one in sheets]
    for number, at in places:
        counts[number][at, [0, column]] += more
    return [
        replace(one, counts=own, sums=own.sum(axis=0).astype(float))
        for one, own in zip(sheets, counts, strict=True)
    ]


def as_published(sheets: list[Sheet], closed: tuple[Closed, ...]) -> list[Sheet]:
    return [
        replace(
            one,
            hidden=result.hidden,
            sums_hidden=result.sums_hidden,
            out=result.reason == Reason.KNOWN_BEFORE,
            sums_out=result.sums_reason == Reason.KNOWN_BEFORE,
            least=np.where(result.told & (result.reason != Reason.TOO_FEW), THRESHOLD, 0.0),
            most=np.where(result.told & (result.reason == Reason.TOO_FEW), THRESHOLD - 1, np.inf),
        )
        for one, result in zip(sheets, closed, strict=True)
    ]


# With the last four, a third release held against the second alone would give something away.
@pytest.mark.parametrize("seed", [0, 1, 5, 7, 13, 21, 22, 23])
def test_three_releases_beside_one_another_give_nothing_away(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    first = city(seed)
    second = corrected(first, rng)
    # Half of the time the correction is taken back, with another one beside it.
    third = corrected(first if seed % 2 else second, rng)
    releases, decided = [first, second, third], [close_sheets(first, THRESHOLD)]
    known: set[tuple[int, ...]] = set()
    for today in releases[1:]:
        before = [as_published(*each) for each in zip(releases, decided, strict=False)]
        decided.append(close_sheets(today, THRESHOLD, before=before[::-1]))
        for number, (one, result) in enumerate(zip(today, decided[-1], strict=True)):
            assert result.hidden[(one.counts > 0) & (one.counts < THRESHOLD)].all()
            latest, same = decided[-2][number], before[-1][number].counts == one.counts
            secret = latest.hidden & (latest.reason != Reason.KNOWN_BEFORE)
            assert result.hidden[same & secret].all(), "what was left out stays left out"
            known |= {
                (number, *map(int, at), int(one.counts[*at]))
                for at in np.argwhere(result.reason == Reason.KNOWN_BEFORE)
            }

    for reasons in (False, True):
        reader = Reader()
        for sheets, closed in zip(releases, decided, strict=True):
            # What did not change, or is again what it was, is taken for the same.
            read(reader, sheets, closed, _by_count(sheets), reasons=reasons)
        pinned = [
            name
            for sheets, closed in zip(releases, decided, strict=True)
            for name in (_by_count(sheets)(*at) for at in secrets(sheets, closed))
            if name not in known and reader.pins_down(name)
        ]
        assert pinned == []


def _by_count(sheets: list[Sheet]) -> Callable[[int, int, int], tuple[int, ...]]:
    return lambda number, row, column: (number, row, column, int(sheets[number].counts[row, column]))


def test_a_correction_that_is_taken_back_tells_nothing_of_the_first_release() -> None:
    """A number that hid a small one is printed once it is another; it must not be when it is again what it was."""
    keys, dims = (None, "a", "b"), (Dimension((1, 2), True),)
    first = sheet([[100, 10, 90], [200, 20, 180], [150, 3, 147]], keys=keys, dims=dims)
    second = sheet([[100, 10, 90], [200, 21, 179], [150, 33, 117]], keys=keys, dims=dims)
    third = sheet([[100, 10, 90], [200, 20, 180], [150, 33, 117]], keys=keys, dims=dims)
    (was,) = close_sheets([first], THRESHOLD)
    helper = int(np.flatnonzero(was.hidden[:, 1] & (first.counts[:, 1] != 3))[0])
    second.counts[helper] += [0, 1, -1] if helper == 0 else [0, 0, 0]
    before = as_published([first], (was,))
    (then,) = close_sheets([second], THRESHOLD, before=[before])
    (now,) = close_sheets([third], THRESHOLD, before=[as_published([second], (then,)), before])
    assert now.hidden[helper, 1]
    (alone,) = close_sheets([third], THRESHOLD, before=[as_published([second], (then,))])
    assert not alone.hidden[helper, 1], "the second alone would have let it be printed"


def test_a_number_that_was_shown_hides_nothing_any_more() -> None:
    """A correction makes one count small. Its neighbour in the row and the column was printed, and is the same."""
    first = np.array([[100, 10, 90], [200, 20, 180], [150, 30, 120]])
    second = first.copy()
    second[0] = [93, 3, 90]
    keys, dims = (None, "a", "b"), (Dimension((1, 2), True),)
    before = sheet(first, keys=keys, dims=dims)
    (result,) = close_sheets([sheet(second, keys=keys, dims=dims)], THRESHOLD, before=[[before]])
    assert result.hidden[0, 1]
    # The city's sums are new, and everything else in their columns is known: so they are left out as well.
    assert result.sums_hidden[1]
    assert result.hidden[0, 0], "93 - 90 would be 3"
    assert result.sums_hidden[0], "443 - 350 would be 93"


def test_what_an_earlier_release_has_told_is_said_to_be_known() -> None:
    counts = np.array([[100, 7, 93], [200, 20, 180]])
    keys, dims = (None, "a", "b"), (Dimension((1, 2), True),)
    one = sheet(counts, keys=keys, dims=dims)
    (result,) = close_sheets([one], 10, before=[[one]])
    assert result.hidden[0, 1]
    assert result.reason[0, 1] == Reason.KNOWN_BEFORE
    assert result.known >= 1


def test_a_reason_is_not_told_where_it_would_give_the_number_away() -> None:
    """Six people of whom one group is small and the other is not: one and five."""
    keys, dims = (None, "a", "b"), (Dimension((1, 2), True),)
    (result,) = close_sheets([sheet([[6, 1, 5], [6, 1, 5]], keys=keys, dims=dims)], THRESHOLD)
    assert result.hidden[0, 1]
    assert result.hidden[0, 2]
    assert not result.hidden[0, 0]
    assert not result.told.any()


def test_an_estimate_does_not_tell_what_it_is_made_of() -> None:
    """One area goes to two new ones in parts so small that each alone says little, and both together much."""
    keys, dims = (None, "a", "b"), (Dimension((1, 2), True),)
    old = sheet([[100, 2, 98], [200, 40, 160], [100, 50, 50]], keys=keys, dims=dims)
    estimates = np.array([0.24 * 2 + 40, 0.24 * 2 + 50, 0.52 * 2])
    others = np.array([0.24 * 98 + 160, 0.24 * 98 + 50, 0.52 * 98])
    values = np.column_stack([estimates + others, estimates, others])
    new = replace(sheet(np.rint(values), keys=keys, dims=dims), sums=values.sum(axis=0))
    weights = [((0, 1), (0.24, 1.0)), ((0, 2), (0.24, 1.0)), ((0,), (0.52,))]
    mixes = [
        Mix(1, row, column, float(values[row, column]), 0, column, rows, parts)
        for row, (rows, parts) in enumerate(weights)
        for column in range(3)
    ]
    closed = close_sheets([old, new], THRESHOLD, mixes=mixes)

    def knows(left_out: np.ndarray) -> Reader:
        """Of the estimates only what is printed, each to the nearest person: their sums hold before rounding."""
        reader = Reader()
        read(reader, [old], closed[:1], lambda number, row, column: (0, row, column), reasons=False)
        for row, (rows, parts) in enumerate(weights):
            for column in range(3):
                if not left_out[row, column]:
                    reader.weighs(
                        ("new", row, column), {(0, r, column): w for r, w in zip(rows, parts, strict=True)}
                    )
                    printed = round(values[row, column])
                    reader.is_between(("new", row, column), printed - 0.5, printed + 0.5)
        return reader

    assert knows(np.zeros_like(closed[1].hidden)).pins_down((0, 0, 1)), "all estimates printed would tell it"
    assert not knows(closed[1].hidden).pins_down((0, 0, 1))


def test_sheets_that_do_not_fit_are_refused_by_name() -> None:
    one = sheet([[3, 1, 2]], keys=(None, "a", "b"), dims=())
    with pytest.raises(DisclosureError, match="hidden of shape"):
        replace(one, hidden=one.hidden[:, :1])
    with pytest.raises(DisclosureError, match="row 0, column 1: -1 is no number of people"):
        replace(one, counts=np.array([[3, -1, 2]]))
    with pytest.raises(DisclosureError, match="the threshold is 0"):
        close_sheets([one], 0)
    with pytest.raises(DisclosureError, match="1 areas, but 2 in an earlier publication"):
        close_sheets([one], 5, before=[[sheet([[3, 1, 2], [3, 1, 2]], keys=(None, "a", "b"), dims=())]])
