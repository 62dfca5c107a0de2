"""Parts of the solver that were made quick, each held against a slow way to the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from convive.engines.matching import kernels_find
from convive.engines.matching.kernels_demand import NEVER, most_asked, openings
from convive.engines.matching.kernels_edges import best_marks_of_rows
from convive.engines.matching.kernels_graph import Graph, Hold, take
from convive.engines.matching.kernels_index import room_for
from convive.engines.matching.kernels_who import best_set

SEEDS = st.integers(0, 2**32 - 1)


@given(seed=SEEDS)
def test_the_best_marks_are_the_best_whatever_they_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    start = np.concatenate([[0], np.cumsum(rng.integers(0, 90, size=6))])
    mark = rng.integers(0, rng.choice([3, 70, 10_001]), size=start[-1]).astype(np.int16)
    allowed = rng.random(start[-1]) < rng.choice([0.1, 0.6, 1.0])
    most = int(rng.integers(1, 60))
    found = best_marks_of_rows(start, mark, allowed, most)
    for first, last in zip(start[:-1], start[1:], strict=True):
        here, may = mark[first:last], allowed[first:last]
        least = np.sort(here[may])[-most] if may.sum() > most else 0
        assert found[first:last].tolist() == (may & (here >= least)).tolist()


@pytest.mark.parametrize("words", [4, 4000], ids=["by bits", "by sorting"])
def test_who_was_found_comes_in_the_order_of_volunteers(words: int) -> None:
    rng = np.random.default_rng(words)
    v, count = 256, 90
    near, bits = room_for(v), np.zeros(words, np.uint64)
    found, rated = rng.permutation(v)[:count].astype(np.int32), rng.integers(0, 10_001, v).astype(np.int32)
    near.found[:count], near.rated[:count] = found, rated[found]
    kernels_find._in_order(near.found, near.rated, count, np.empty(v + 1, np.int64), near, bits)
    assert near.found[:count].tolist() == sorted(found.tolist())
    assert near.rated[:count].tolist() == rated[np.sort(found)].tolist()
    assert not bits.any()


@given(seed=SEEDS)
def test_whoever_has_a_duo_is_the_best_set_from_any_beginning_and_prices_prove_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, v = int(rng.integers(1, 14)), int(rng.integers(1, 10))
    fits = rng.random((n, v)) < rng.choice([0.1, 0.3, 0.7])
    room, level = rng.integers(0, 3, size=v), rng.integers(1, 5, size=n)
    of_n, column = (each.astype(np.int32) for each in np.nonzero(fits))
    start = np.searchsorted(of_n, np.arange(n + 1))
    place = np.concatenate([[0], np.cumsum(room)])
    allowed = room[column] > 0
    G = Graph(start, column, column, place, column, place, np.zeros(n, bool), np.zeros(v, bool))
    H = Hold(*(np.full(size, fill, np.int32) for size, fill in ((n, -1), (n, -1), (place[-1], -1), (v, 0))))
    for i in rng.permutation(n)[: rng.integers(0, n + 1)]:
        free = [e for e in range(start[i], start[i + 1]) if H.used[column[e]] < room[column[e]]]
        if free:
            take(G, H, i, int(rng.choice(free)))
    prices, gains = np.zeros(v, np.int64), np.zeros(n, np.int64)
    turn = np.argsort(-level, kind="stable").astype(np.int32)
    best_set(G, allowed, level, H, prices, gains, turn)

    has = H.chosen >= 0
    assert (of_n[H.chosen[has]] == np.flatnonzero(has)).all()
    assert (np.bincount(column[H.chosen[has]], minlength=v) <= room).all()
    slots = np.repeat(np.arange(v), room)
    worth = np.where(fits, level[:, None] + 100, 0)[:, slots]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    assert level[has].sum() + 100 * has.sum() == worth[rows, columns].sum(), "as many, and of each level"
    assert (gains >= 0).all()
    assert (prices >= 0).all()
    assert (gains[of_n] + prices[column] >= level[of_n])[allowed].all()
    assert gains.sum() + (room * prices).sum() == level[has].sum()


@given(seed=SEEDS)
def test_whoever_fits_most_of_those_left_is_asked_for_first(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, v, most = int(rng.integers(1, 20)), int(rng.integers(0, 9)), int(rng.integers(1, 6))
    fits = rng.random((n, v)) < rng.choice([0.1, 0.4, 0.8])
    left = rng.random(n) < 0.6
    of_n, column = (each.astype(np.int32) for each in np.nonzero(fits))
    likes, with_whom = most_asked(np.searchsorted(of_n, np.arange(n + 1)), column, left, v, most)
    rest, wanted, place = left.copy(), [], np.full(n, -1)
    while len(wanted) < most and fits[rest].any():
        best = int(fits[rest].sum(axis=0).argmax())
        place[rest & fits[:, best]] = len(wanted)
        rest &= ~fits[:, best]
        wanted.append(best)
    assert likes.tolist() == wanted
    assert with_whom.tolist() == place.tolist()


@given(seed=SEEDS)
def test_who_would_lose_a_duo_is_who_loses_least_along_any_chain(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, v = int(rng.integers(1, 12)), int(rng.integers(1, 7))
    fits = rng.random((n, v)) < rng.choice([0.2, 0.5])
    room, level = rng.integers(0, 3, size=v), rng.integers(1, 4, size=n)
    of_n, column = (each.astype(np.int32) for each in np.nonzero(fits))
    mate, used = np.full(n, -1, np.int32), np.zeros(v, np.int64)
    for i in rng.permutation(n):
        free = np.flatnonzero(fits[i] & (used < room))
        if len(free) and rng.random() < 0.8:
            mate[i] = rng.choice(free)
            used[mate[i]] += 1
    found = openings(np.searchsorted(of_n, np.arange(n + 1)), column, mate, level, room)
    # A place is free with somebody, or one of theirs goes, or goes to somebody else for whom that holds.
    least = np.where(used < room, 0, NEVER)
    for _step in range(v):
        for i in np.flatnonzero(mate >= 0):
            least[mate[i]] = min([least[mate[i]], level[i], *least[fits[i]]])
    assert found.tolist() == least.tolist()
