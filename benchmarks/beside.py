"""Ours beside what somebody would use instead: each call in a process of its own, one row each.

A row holds wall seconds, CPU seconds (all threads), peak memory of the process and, of a peer, how many times our CPU
seconds it took. Everybody is called once on a small table before the clock starts, so that no compiler is measured.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import queue
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import numpy as np

# What is measured: given a size, makes its input and gives the call.
Maker = Callable[[int], Callable[[], Any]]
SMALL = 400
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Peer:
    """maker, the package it needs, the largest size that it finishes, how often its work counts, and what it is called
    where the package's name does not tell.
    """

    maker: Maker
    package: str
    largest: int
    times: int = 1
    note: str = "within minutes"
    name: str = ""

    @property
    def called(self) -> str:
        return self.name or self.package


@dataclass(frozen=True)
class Line:
    title: str
    ours: Maker
    peers: tuple[Peer, ...] = ()
    largest: int = 10**9


def town(cells: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coordinates of the centres of `cells` populated cells of 100 m and their people in four groups.

    A quarter of the lattice is populated, 40 people per cell on average, and groups keep to their parts of town.
    """
    from scipy.ndimage import gaussian_filter

    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(4 * cells)))

    def field(width: float) -> np.ndarray:
        rough = gaussian_filter(random.standard_normal((side, side), dtype=np.float32), width, mode="wrap")
        return rough / rough.std()

    density = field(6)
    wanted = density + random.standard_normal((side, side), dtype=np.float32)
    places = np.sort(np.argpartition(wanted.ravel(), -cells)[-cells:])
    row, column = np.divmod(places, side)
    size = np.exp(0.42 * density.ravel()[places] + 1.1 * random.standard_normal(cells))
    left = np.maximum(1, np.rint(size * 40 / size.mean())).astype(np.int64)
    weight = np.exp(
        np.stack([base + 0.8 * field(15).ravel()[places] for base in (1.5, 0.2, -0.4, -1.0)], axis=1)
    )
    weight /= weight.sum(axis=1, keepdims=True)
    counts, rest = np.zeros((cells, 4), np.int64), np.ones(cells)
    for group in range(3):
        counts[:, group] = random.binomial(left, np.clip(weight[:, group] / rest, 0, 1))
        left = left - counts[:, group]
        rest -= weight[:, group]
    counts[:, 3] = left
    return column * 100.0 + 50, row * 100.0 + 50, counts


def show(
    module: str,
    lines: Sequence[Line],
    sizes: Sequence[int],
    timeout: float,
    peers: bool | Sequence[str] = True,
    stubborn: bool = False,
    memory: float | None = None,
) -> None:
    """Every line at every size. module: the one that holds `LINES`, which a process of its own imports. peers: whether,
    or which. stubborn: run peers at sizes, too, at which they need more than minutes, until the timeout. memory: the
    GB that one call may have.
    """
    for number, line in enumerate(lines):
        print(f"\n{line.title}")
        for size in sizes:
            if size > line.largest:
                print(f"  {size:>10,}  ours      not run: meant for up to {line.largest:,}")
                continue
            cpu = _row(module, number, size, None, timeout, memory, None)
            for place, peer in enumerate(line.peers):
                head = f"  {size:>10,}  {peer.called}:"
                if not (peers if isinstance(peers, bool) else peer.called in peers):
                    continue
                if not is_there(peer.package):
                    print(f"{head} not installed (pip install -r requirements/bench.in)")
                elif size > peer.largest and not stubborn:
                    print(f"{head} not run, beyond {peer.largest:,} not {peer.note} (--stubborn)")
                else:
                    _row(module, number, size, place, timeout, memory, cpu)


def is_there(package: str) -> bool:
    """Whether a package is installed. A file of this folder that has its name is none."""
    places = [place for place in sys.path if Path(place or ".").resolve() != HERE]
    return PathFinder.find_spec(package, places) is not None


def _row(
    module: str,
    number: int,
    size: int,
    place: int | None,
    timeout: float,
    memory: float | None,
    beside: float | None,
) -> float | None:
    line = importlib.import_module(module).LINES[number]
    who, times = ("ours", 1) if place is None else (line.peers[place].called, line.peers[place].times)
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=_measured, args=(module, number, size, place, memory, answer))
    process.start()
    head = f"  {size:>10,}  {who:16}"
    try:
        deadline = time.monotonic() + timeout
        while True:
            try:
                wall, cpu, memory, out = answer.get(timeout=1)
                break
            except queue.Empty:
                # One that is killed for its memory never answers.
                if not process.is_alive() and answer.empty():
                    print(f"{head}ended with code {process.exitcode} and no answer", flush=True)
                    return None
                if time.monotonic() > deadline:
                    process.terminate()
                    print(f"{head}nothing within {timeout:.0f} s", flush=True)
                    return None
    finally:
        process.join(5)
    if wall is None:
        print(f"{head}{out[:150]}", flush=True)
        return None
    counted = f" (× {times})" if times > 1 else ""
    ratio = f"{cpu * times / beside:10,.1f} times our CPU" if beside else ""
    print(
        f"{head}{wall * times:10.3f} s {cpu * times:10.3f} CPU-s {memory:7.0f} MB{ratio}{counted}  {out[:70]}",
        flush=True,
    )
    return float(cpu)


def _measured(
    module: str, number: int, size: int, place: int | None, memory: float | None, answer: Any
) -> None:
    # Peers that talk would talk into the table.
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    try:
        if memory is not None:
            most = int(memory * 1024**3)
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        line = importlib.import_module(module).LINES[number]
        maker = line.ours if place is None else line.peers[place].maker
        maker(SMALL)()
        call = maker(size)
        wall, cpu = time.perf_counter(), time.process_time()
        out = call()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        answer.put((wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, str(out)))
    except MemoryError:
        answer.put((None, None, None, f"wants more than {memory or 0:.0f} GB"))
    except Exception as error:  # a peer that fails is a row of the table, not the end of the run
        answer.put((None, None, None, f"{type(error).__name__}: {error}"))
