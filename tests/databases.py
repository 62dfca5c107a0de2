"""One migrated template database; every process and every test that commits gets a clone of it.

Another holds the demo, for the tests in a browser. `python -m tests.databases` makes both, where they are not there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fasteners
import psycopg
from psycopg import sql

from convive.site import embedded

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "convive"
DEMO = "demo"


def addresses(database: str = TEMPLATE) -> embedded.Addresses:
    return embedded.start(embedded.data_folder() / "postgres", database)


def process_environment(database: str) -> dict[str, str]:
    """For a process of our own that works on `database`."""
    return {**os.environ, "DATABASE_NAME": database, "CONVIVE_DATA": str(embedded.data_folder())}


def prepare_template() -> None:
    """Migrate the template, unless it was migrated from these very files before."""

    def make() -> None:
        _hurry()
        drop(TEMPLATE)
        addresses(TEMPLATE)
        _run(TEMPLATE, str(ROOT / "manage.py"), "migrate", "--verbosity", "0")

    _once(TEMPLATE, _fingerprint(_migrations()), make)


def prepare_demo() -> None:
    """Invent the demo in a database of its own, unless these very files did so today."""
    prepare_template()

    def make() -> None:
        drop(DEMO)
        _create(DEMO, TEMPLATE)
        _run(DEMO, "-c", "from convive.cli import main; main()", "demo", "--no-serve")

    package = (file for file in (ROOT / "src" / "convive").rglob("*") if file.is_file())
    files = [file for file in package if not {"static", "__pycache__"} & {*file.parts}]
    _once(DEMO, f"{dt.datetime.now(dt.UTC).date()} {_fingerprint([*files, *_requirements()])}", make)


def _once(name: str, wanted: str, make: Callable[[], None]) -> None:
    """One process makes the database while the others wait; the mark beside it says of what it was made."""
    folder = embedded.data_folder()
    mark = folder / f"{name}-made-of"
    with fasteners.InterProcessLock(str(folder / f"{name}-lock")):
        if mark.exists() and mark.read_text() == wanted:
            return
        mark.unlink(missing_ok=True)
        make()
        mark.write_text(wanted)


def _run(database: str, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        env={**process_environment(database), "DJANGO_SETTINGS_MODULE": "convive.site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the database {database} could not be made:\n{done.stderr}")


@contextlib.contextmanager
def clone(name: str, template: str = TEMPLATE) -> Iterator[embedded.Addresses]:
    """A database of its own, gone when the block ends."""
    drop(name)
    _create(name, template)
    try:
        yield addresses(name)
    finally:
        drop(name)


def _create(name: str, template: str) -> None:
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(embedded.OWNER)
        )
    )


def _hurry() -> None:
    """Nothing in a test outlives a power cut, so the disk need not be waited for; nor is any table there long enough to
    be swept.
    """
    with psycopg.connect(addresses().administrator, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def drop(name: str) -> None:
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(statement: sql.Composable) -> None:
    # The lock: two clones of one template at once would each see the other as a connection to it.
    lock = fasteners.InterProcessLock(str(embedded.data_folder() / "clone-lock"))
    with lock, psycopg.connect(addresses().administrator, autocommit=True) as connection:
        connection.execute(statement)


def _requirements() -> list[Path]:
    return [ROOT / "requirements" / "base.txt"]


def _migrations() -> list[Path]:
    package = ROOT / "src" / "convive"
    return [*package.rglob("migrations/*.py"), package / "core" / "walls.py", *_requirements()]


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    import tests.settings  # noqa: F401  (says where the databases of the tests lie)

    prepare_demo()
