"""One migrated template database; every process and every test that commits gets a clone of it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fasteners
import psycopg
from psycopg import sql

from convive.site import embedded

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "convive"


def addresses(database: str = TEMPLATE) -> embedded.Addresses:
    return embedded.start(embedded.data_folder() / "postgres", database)


def process_environment(database: str) -> dict[str, str]:
    """For a process of our own that works on `database`."""
    return {**os.environ, "DATABASE_NAME": database, "CONVIVE_DATA": str(embedded.data_folder())}


def prepare_template() -> None:
    """Migrate the template, unless it was migrated from these very files before."""
    folder = embedded.data_folder()
    mark = folder / "template-of"
    with fasteners.InterProcessLock(str(folder / "template-lock")):
        wanted = _fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        mark.unlink(missing_ok=True)
        _hurry()
        drop(TEMPLATE)
        addresses(TEMPLATE)
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"],
            env={**process_environment(TEMPLATE), "DJANGO_SETTINGS_MODULE": "convive.site.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"the template database could not be migrated:\n{done.stderr}")
        mark.write_text(wanted)


@contextlib.contextmanager
def clone(name: str, template: str = TEMPLATE) -> Iterator[embedded.Addresses]:
    """A database of its own, gone when the block ends."""
    drop(name)
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(embedded.OWNER)
        )
    )
    try:
        yield addresses(name)
    finally:
        drop(name)


def _hurry() -> None:
    """Nothing in a test outlives a power cut, so the disk need not be waited for."""
    with psycopg.connect(addresses().administrator, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def drop(name: str) -> None:
    _administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(statement: sql.Composable) -> None:
    # The lock: two clones of one template at once would each see the other as a connection to it.
    lock = fasteners.InterProcessLock(str(embedded.data_folder() / "clone-lock"))
    with lock, psycopg.connect(addresses().administrator, autocommit=True) as connection:
        connection.execute(statement)


def _fingerprint() -> str:
    package = ROOT / "src" / "convive"
    files = [
        *package.rglob("migrations/*.py"),
        package / "core" / "walls.py",
        ROOT / "requirements" / "base.txt",
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
