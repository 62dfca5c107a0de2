"""Waits as they were seen: how long, whether they ended in a duo, and since when they were watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

# With fewer waits that ended, nothing is said about a group: too few to tell.
FEWEST = 5


class WaitsError(ValueError):
    """A wait that cannot be. `row` counts from 0, `column` is the name of the argument; None where neither applies."""

    def __init__(self, what: str, *, row: int | None = None, column: str = "") -> None:
        self.row, self.column = row, column
        where = ", ".join(
            filter(None, ("" if row is None else f"row {row}", column and f"column “{column}”"))
        )
        super().__init__(f"{where}: {what}" if where else what)


@dataclass(frozen=True, eq=False)
class Episodes:
    """n waits. Make them with `of` or `between`.

    days (n,): how long, from 0. met (n,): True where the wait ended as hoped; False where it was only watched until
    then (right-censored). watched (n,): the day of the wait since which it was watched, 0 for most (a later one:
    left-truncated). group (n,): the name of each wait's group.
    """

    days: NDArray[np.float64]
    met: NDArray[np.bool_]
    watched: NDArray[np.float64]
    group: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.days)

    @classmethod
    def of(
        cls,
        days: Sequence[float] | NDArray[Any],
        met: Sequence[bool] | NDArray[Any],
        watched: Sequence[float] | NDArray[Any] | None = None,
        group: Sequence[str] | None = None,
    ) -> Episodes:
        """Checked arrays. Raises WaitsError, naming row and column, for what cannot be."""
        long = np.asarray(days, np.float64).reshape(-1)
        n = len(long)
        ended = np.asarray(met, np.bool_).reshape(-1)
        since = np.zeros(n) if watched is None else np.asarray(watched, np.float64).reshape(-1)
        names = ("",) * n if group is None else tuple(map(str, group))
        for column, size in (("met", len(ended)), ("watched", len(since)), ("group", len(names))):
            if size != n:
                raise WaitsError(f"{size} rows, but there are {n} days", column=column)
        _refuse(~(np.isfinite(long) & (long >= 0)), long, "days", "is no length of a wait")
        _refuse(~(np.isfinite(since) & (since >= 0)), since, "watched", "is no day of a wait")
        _refuse(since > long, since, "watched", "lies after the end of the wait")
        never = ended & (since == long) & (long > 0)
        _refuse(never, since, "watched", "is the day of the end: nobody was seen waiting")
        return cls(long, ended, since, names)

    def select(self, rows: NDArray[np.bool_]) -> Episodes:
        names = tuple(name for name, here in zip(self.group, rows.tolist(), strict=True) if here)
        return Episodes(self.days[rows], self.met[rows], self.watched[rows], names)


def between(
    began: Sequence[date],
    met: Sequence[date | None],
    left: Sequence[date | None],
    *,
    since: date,
    today: date,
    group: Sequence[str] | None = None,
) -> tuple[Episodes, int]:
    """The waits of a stretch of days, from dates, and how many of those given lie outside it and were not used.

    began: first day of each wait. met: the day on which it ended as hoped, None where it did not. left: the day on
    which somebody stopped waiting, None where nobody did. Only what happened from `since` to `today` counts: a wait
    that began before is watched from `since` on, and one that goes on until `today`.

    Raises WaitsError for a wait that ends before it begins, and for lists of unlike length.
    """
    n = len(began)
    for column, values in (("met", met), ("left", left), ("group", began if group is None else group)):
        if len(values) != n:
            raise WaitsError(f"{len(values)} rows, but {n} waits began", column=column)
    days, ended, watched, names = [], [], [], []
    for row, (first, duo, away) in enumerate(zip(began, met, left, strict=True)):
        if duo is not None and duo < first:
            raise WaitsError(f"{duo} lies before the wait began ({first})", row=row, column="met")
        last = min(day for day in (duo, away, today) if day is not None)
        if first > today or last < first or last < since or first < since == last:
            continue
        days.append((last - first).days)
        ended.append(duo is not None and duo == last)
        watched.append(max(0, (since - first).days))
        names.append("" if group is None else group[row])
    return Episodes.of(days, ended, watched, names), n - len(days)


def _refuse(wrong: NDArray[np.bool_], values: NDArray[np.float64], column: str, what: str) -> None:
    if wrong.any():
        row = int(wrong.argmax())
        raise WaitsError(f"{values[row]:g} {what}", row=row, column=column)
