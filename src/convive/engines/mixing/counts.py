"""People counted by unit (area, school, cell of a lattice) and group: what every measure of mix starts from."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CountMatrix = NDArray[np.int64]
BoolMatrix = NDArray[np.bool_]

# Above this, a whole number no longer fits exactly into a float.
MOST_PEOPLE = 2**53


class MixError(ValueError):
    """Something in the input that no measure can be computed from.

    `row` and `column` say where: `row` counts from 0 in arrays; readers of files give the row of the
    spreadsheet instead. Either is None where the whole table is meant.
    """

    def __init__(
        self, what: str, *, row: int | None = None, column: str | None = None, unit: str = ""
    ) -> None:
        self.what, self.row, self.column, self.unit = what, row, column, unit
        where = []
        if row is not None:
            where.append(f"row {row} ({unit})" if unit else f"row {row}")
        if column is not None:
            where.append(f"column “{column}”")
        super().__init__(f"{', '.join(where)}: {what}" if where else what)


@dataclass(frozen=True)
class Counts:
    """People by unit and group.

    units: names of the n units, or None. groups: names of the g groups, each person in exactly one.
    matrix: shape (n, g), int64, people. within: for each unit the larger unit it lies in (a district), or
    None. suppressed: shape (n, g), True where the count is hidden by its publisher (the matrix holds 0
    there), or None.

    Make it with `Counts.of`, which checks everything. The arrays cannot be written to.
    """

    units: tuple[str, ...] | None
    groups: tuple[str, ...]
    matrix: CountMatrix
    within: tuple[str, ...] | None = None
    suppressed: BoolMatrix | None = None

    @classmethod
    def of(
        cls,
        matrix: ArrayLike,
        groups: Sequence[str],
        units: Sequence[str] | None = None,
        within: Sequence[str] | None = None,
        suppressed: ArrayLike | None = None,
    ) -> Counts:
        """Checked counts. `matrix` has shape (n units, g groups): people, whole numbers, none negative.

        Raises MixError, naming row (from 0) and column, for a negative, a fraction, a blank (NaN), a
        duplicate unit or group, or a shape that does not fit.
        """
        names = tuple(str(group) for group in groups)
        if not names:
            raise MixError("there is no group")
        twice = _repeated(names)
        if twice is not None:
            raise MixError(f"the group “{names[twice]}” is named twice", column=names[twice])
        labels = None if units is None else tuple(str(unit) for unit in units)
        whole = whole_numbers(matrix, names, labels)
        rows = whole.shape[0]
        if labels is not None:
            if len(labels) != rows:
                raise MixError(f"there are {rows} rows of counts but {len(labels)} units")
            again = _repeated(labels)
            if again is not None:
                raise MixError(
                    f"the unit “{labels[again]}” is there already, in row {labels.index(labels[again])}",
                    row=again,
                )
        larger = None if within is None else tuple(str(name) for name in within)
        if larger is not None and len(larger) != rows:
            raise MixError(f"there are {rows} rows of counts but {len(larger)} larger units (within)")
        hidden = None
        if suppressed is not None:
            hidden = np.array(suppressed, dtype=bool)
            if hidden.shape != whole.shape:
                raise MixError(f"suppressed has shape {hidden.shape}, the counts {whole.shape}")
            wrong = np.argwhere(hidden & (whole != 0))
            if wrong.size:
                row, column = wrong[0]
                raise MixError("the count is suppressed but not 0", row=int(row), column=names[column])
            hidden.setflags(write=False)
        whole.setflags(write=False)
        return cls(labels, names, whole, larger, hidden)

    @property
    def people(self) -> int:
        return int(self.matrix.sum())


def whole_numbers(
    matrix: ArrayLike, groups: Sequence[str] | None = None, units: Sequence[str] | None = None
) -> CountMatrix:
    """`matrix` as a new int64 array of shape (n, g).

    Raises MixError, naming row (from 0) and column, for a negative, a fraction, a blank (NaN) or infinity,
    and for more than 2**53 people in all.
    """
    given = np.asarray(matrix)
    if given.ndim != 2:
        raise MixError(f"the counts need two dimensions, units and groups; these have {given.ndim}")
    if groups is not None and given.shape[1] != len(groups):
        raise MixError(f"the counts have {given.shape[1]} columns but there are {len(groups)} groups")

    def refuse(wrong: BoolMatrix, what: str) -> None:
        if wrong.any():
            row, column = (int(place) for place in np.unravel_index(int(np.argmax(wrong)), wrong.shape))
            name = groups[column] if groups is not None else str(column)
            unit = units[row] if units is not None and row < len(units) else ""
            raise MixError(what.format(given[row, column]), row=row, column=name, unit=unit)

    if given.dtype.kind == "f":
        refuse(np.isnan(given), "the count is blank")
        refuse(np.isinf(given), "the count is not a number")
        refuse(given != np.floor(given), "{} is not a whole number of people")
    elif given.dtype.kind not in "iub":
        raise MixError(f"the counts are no numbers but {given.dtype}")
    if given.size:
        refuse(given < 0, "{} is negative")
        refuse(given > MOST_PEOPLE, "{} is more people than can be counted exactly")
        # Summed as floats: a sum of 64-bit whole numbers could wrap around unseen.
        if given.sum(dtype=np.float64) > MOST_PEOPLE:
            raise MixError("there are more people than can be counted exactly")
    return np.array(given, dtype=np.int64, order="C")


def _repeated(names: Sequence[Hashable]) -> int | None:
    """Where a name comes for the second time, or None."""
    if len(set(names)) == len(names):
        return None
    seen: set[Hashable] = set()
    for place, name in enumerate(names):
        if name in seen:
            return place
        seen.add(name)
    return None
