"""The profile of a lattice in tiles: on a Dask scheduler, or in processes of this machine.

The engine says which tiles there are, what each needs and how they go together (`scale.tiles`). Here they are handed
out, a few more than there are workers at a time, so that neither this process nor a worker holds more than some tiles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convive.cli.mix.reading import TableError
from convive.cli.scheduler import all_threads_of_a_worker
from convive.engines.mixing import MixError
from convive.engines.mixing.scale import Lattice
from convive.engines.mixing.scale.tiles import Survey, Tile, TileProfile, piece, profile_tile

if TYPE_CHECKING:
    from distributed import Client

# Tiles handed out for each worker that has none left.
AHEAD = 2

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Held:
    """A lattice that this process holds. Workers are sent the cells they need."""

    lattice: Lattice

    @property
    def cell(self) -> float:
        return self.lattice.cell

    def survey(self) -> Survey:
        return Survey.of(self.lattice)

    def needed(self, tile: Tile) -> tuple[Lattice, int, int]:
        """The cells of a tile and its halo, and the row and column of the lattice where theirs begin."""
        return piece(self.lattice, tile), 0, 0


def profiles(
    client: Client,
    source: Any,
    survey: Survey,
    ks: tuple[int, ...],
    most: int,
    ring: str,
    reach: float | None,
    progress: Progress | None,
) -> Iterator[TileProfile]:
    """The profiles of all tiles, as they are done. most: cells of a tile. Tiles whose cells do not all find k people
    come back for these cells with a wider halo."""
    from distributed import as_completed

    farthest = None if reach is None else math.ceil(reach / source.cell * (1 + 1e-9))
    waiting = list(reversed(survey.tiles(ks, most, farthest)))
    cells, done = int(survey.cells.sum()), 0
    # With what was sent along, which is dropped once nobody here holds it.
    out: dict[Any, tuple[Tile, Any]] = {}
    finished = as_completed(loop=client.loop)

    def hand_out() -> None:
        while waiting and len(out) < AHEAD * max(1, len(client.nthreads())):
            tile = waiting.pop()
            what = source
            if isinstance(source, Held):
                what = client.scatter(source.needed(tile))
            job = client.submit(_work, what, tile, ks, ring, reach, pure=False)
            out[job] = tile, what
            finished.add(job)

    hand_out()
    while out:
        job = next(finished)
        found = job.result()
        tile, _sent = out.pop(job)
        job.release()
        if isinstance(found, tuple):
            what, row, column = found
            raise TableError(what, row=row, column=column)
        again = survey.wider(tile, found, farthest)
        if again is not None:
            waiting.append(again)
        hand_out()
        done += found.row.size
        if progress is not None:
            progress(done, cells)
        if found.row.size:
            yield found


def _work(
    source: Any, tile: Tile, ks: tuple[int, ...], ring: str, reach: float | None
) -> TileProfile | tuple[str, int | None, str | None]:
    """On a worker: the profile of one tile, or what is wrong with its cells."""
    try:
        cells, south, west = source if isinstance(source, tuple) else source.needed(tile)
        with all_threads_of_a_worker():
            return profile_tile(cells, tile, ks, south=south, west=west, ring=ring, reach=reach)
    except MixError as error:
        return error.what, error.row, error.column
