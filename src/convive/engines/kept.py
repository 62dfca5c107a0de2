"""Where compiled loops are kept, so that nobody waits for a compiler twice.

`make env` compiles every kernel into `__pycache__` beside the code. On a server the code often belongs to somebody else
than the account that runs it. Numba by itself would then compile all again for that account, or refuse to load
where the account has no home. Here the account gets a folder of its own, which begins with what lies beside the code.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core.caching import UserWideCacheLocator


class KernelFolder(UserWideCacheLocator):
    """Beside the code, else in the account's cache, else in a folder that goes when the process ends."""

    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        super().__init__(py_func, py_file)  # type: ignore[no-untyped-call]
        beside = Path(py_file).parent / "__pycache__"
        own = Path(self._cache_path)
        for folder in (beside, own):
            if _writable(folder):
                break
        else:
            folder = _passing() / own.name
            folder.mkdir(exist_ok=True)
        if folder != beside:
            _copy(beside, folder, f"{Path(py_file).stem}.{py_func.__qualname__}-")
        self._cache_path = str(folder)

    def get_source_stamp(self) -> tuple[tuple[str, int, int], ...]:
        """What must not have changed since: this file, and the kernels and rules beside it, whose loops and values it
        may hold.
        """
        own = Path(self._py_file)
        files = sorted({own, *own.parent.glob("kernels*.py"), *own.parent.glob("rules.py")})
        return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@functools.cache
def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@functools.cache
def _passing() -> Path:
    # A name that nobody can foresee: what lies there is run.
    folder = Path(tempfile.mkdtemp(prefix="convive-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copy(beside: Path, folder: Path, name: str) -> None:
    """What was compiled beside the code, unless the account has as new. The index goes last: it points to the rest."""
    found = sorted(beside.glob(f"{name}*.nb[ci]"), key=lambda path: (path.suffix == ".nbi", path.name))
    for path in found:
        own = folder / path.name
        try:
            if own.exists() and own.stat().st_mtime_ns >= path.stat().st_mtime_ns:
                continue
            passing = own.with_name(f"{own.name}.{os.getpid()}")
            shutil.copy2(path, passing)
            passing.replace(own)
        except OSError:
            return
