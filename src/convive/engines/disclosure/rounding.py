"""Tables in which every number is a multiple of 3, 5 or 10.

Controlled rounding keeps sums: the rounded parts add up to the rounded totals, every multiple stays as it
is, and no number moves to further than a neighbouring multiple. Among all such tables, the nearest. Cox and
Ernst, "Controlled rounding", INFOR 20 (1982): in two-way tables it always exists, and the linear program
has it as a corner. With more axes it may not; then a few numbers move one base further (Kelly, Golden,
Assad and Baker, "Controlled rounding of tabular data", Operations Research 38 (1990)).

Random rounding treats each number alone: up with the chance that keeps its mean. Sums no longer hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from convive.engines.disclosure.layout import DisclosureError, Ints, Table, link

STEPS = (1, 2, 3)


@dataclass(frozen=True)
class Rounded:
    """`values`: shape of the table with totals, multiples of `base`. `additive`: whether parts add up to
    totals. `furthest`: the largest change. `moved`: the sum of all changes of the finest cells, in people.
    """

    table: Table
    values: Ints
    base: int
    additive: bool
    furthest: int
    moved: int


def round_controlled(table: Table, base: int = 5) -> Rounded:
    """The table whose numbers are all multiples of `base`, still add up, and are together nearest."""
    return round_together([table], base)[0]


def round_together(tables: Sequence[Table], base: int = 5, *, nodes: int = 20_000) -> tuple[Rounded, ...]:
    """The same for tables that share cells: a shared cell is rounded to the same number in all."""
    _check(tables, base)
    system = link(tables)
    exact = np.round(system.values).astype(np.int64)
    floor, rest = exact // base, exact % base
    matrix = sparse.csr_array(system.equations)
    right = -np.asarray(matrix @ floor)
    m = len(exact)
    for step in STEPS:
        # z: multiples above the floor; t: how far z * base is from the rest.
        flexible = rest > 0 if step == 1 else np.ones(m, dtype=bool)
        low = np.where(flexible & (floor >= step - 1), 1.0 - step, np.where(flexible, -floor, 0.0))
        high = np.where(flexible, float(step) if step > 1 else 1.0, 0.0)
        one = sparse.eye_array(m)
        far = sparse.hstack([base * one, -one]), sparse.hstack([base * one, one])
        kept = sparse.hstack([matrix, sparse.csr_array(matrix.shape)])
        found = milp(
            np.concatenate([np.zeros(m), np.ones(m)]),
            integrality=np.concatenate([np.ones(m), np.zeros(m)]),
            bounds=Bounds(
                np.concatenate([low, np.zeros(m)]),
                np.concatenate([high, np.full(m, float(base * (step + 1)))]),
            ),
            constraints=[
                LinearConstraint(kept, right, right),
                LinearConstraint(far[0], -np.inf, rest),
                LinearConstraint(far[1], rest, np.inf),
            ],
            options={"node_limit": nodes},
        )
        if found.x is not None:
            values = (floor + np.round(found.x[:m]).astype(np.int64)) * base
            return tuple(
                _result(table, values[place].reshape(table.shape), base, additive=True)
                for table, place in zip(tables, system.places, strict=True)
            )
    raise DisclosureError(f"no table of multiples of {base} that adds up was found near this one")


def round_randomly(table: Table, base: int = 3, *, seed: int) -> Rounded:
    """Each number up or down by chance, so that its mean is its value; a multiple stays. Totals are rounded
    on their own, as statistical offices do, so they need not be the sums.

    A cell's draw follows from `seed` and its place.
    """
    _check([table], base)
    exact = np.round(table.with_totals(table.values)).astype(np.int64)
    rest = exact % base
    up = np.random.Generator(np.random.Philox(key=seed)).random(exact.shape) * base < rest
    return _result(table, exact - rest + base * up, base, additive=False)


def _check(tables: Sequence[Table], base: int) -> None:
    if base < 2:
        raise DisclosureError(f"the base of rounding is {base}; it must be at least 2")
    for table in tables:
        if table.magnitude:
            raise DisclosureError(f"{table.name}: rounding to a base is for counts of people")


def _result(table: Table, values: Ints, base: int, *, additive: bool) -> Rounded:
    change = np.abs(values - table.with_totals(table.values))
    inner = tuple(slice(0, len(axis.labels)) for axis in table.axes)
    return Rounded(
        table=table,
        values=values,
        base=base,
        additive=additive,
        furthest=int(round(float(change.max(initial=0)))),
        moved=int(round(float(change[inner].sum()))),
    )
