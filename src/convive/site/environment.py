"""Settings from the environment: typed, and loud when one is missing or wrong.

docs/reference/settings.md lists every variable read here; a test holds the two together.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

T = TypeVar("T")

# Set by our own commands, not by people: this process migrates, so it connects as the owner of the tables.
AS_OWNER = "CONVIVE_AS_OWNER"
# Where this is not set, each trigger that keeps history runs into an error and catches it, and after each such error
# PostgreSQL looks through all keys that wait to be checked: writing ten thousand rows at once takes minutes.
NO_TRIGGER_IGNORED = "-c pgtrigger.ignore={}"
OWNER_COMMANDS = frozenset({"migrate", "makemigrations", "dbshell"})


class SettingError(SystemExit):
    """A setting is missing or cannot be read. Ends the process with the sentence, without a traceback."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"convive: the setting {name} {problem}. See docs/reference/settings.md.")


@dataclass
class Environment:
    """Reads variables and remembers which were asked for."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    asked: dict[str, str] = field(default_factory=dict)

    def _read(self, name: str, default: T | None, parse: Callable[[str], T], kind: str) -> T:
        self.asked[name] = kind
        text = self.values.get(name, "")
        file = self.values.get(f"{name}_FILE", "")
        if file and not text:
            try:
                text = Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingError(f"{name}_FILE", f"names a file that cannot be read ({error})") from None
        if not text:
            if default is None:
                raise SettingError(name, f"is missing; it should be {kind}")
            return default
        try:
            return parse(text)
        except ValueError:
            # Never repeat the value: it may be a secret.
            raise SettingError(name, f"cannot be read; it should be {kind}") from None

    def text(self, name: str, default: str | None = None) -> str:
        return self._read(name, default, str, "a text")

    def boolean(self, name: str, default: bool | None = None) -> bool:
        def parse(text: str) -> bool:
            words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
            try:
                return words[text.strip().lower()]
            except KeyError:
                raise ValueError from None

        return self._read(name, default, parse, "yes or no")

    def integer(self, name: str, default: int | None = None) -> int:
        return self._read(name, default, int, "a whole number")

    def names(self, name: str, default: list[str] | None = None) -> list[str]:
        def parse(text: str) -> list[str]:
            return [part.strip() for part in text.split(",") if part.strip()]

        return self._read(name, default, parse, "a list separated by commas")

    def has(self, name: str) -> bool:
        return bool(self.values.get(name) or self.values.get(f"{name}_FILE"))


def database(name: str, url: str) -> dict[str, object]:
    """A Django database entry from `postgresql://role:password@host:port/database?option=value`.

    Raises:
        SettingError: the address is not one of PostgreSQL, or names no database or role.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(name, "should begin with postgresql://")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options = {key: unquote(value) for key, value in options.items()}
    # libpq's way to name a socket folder is a `host` among the options.
    host = options.pop("host", "") or unquote(parts.hostname or "")
    options["options"] = f"{options.get('options', '')} {NO_TRIGGER_IGNORED}".strip()
    entry: dict[str, object] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": options,
    }
    if not entry["NAME"] or not entry["USER"]:
        raise SettingError(
            name, "should name a role and a database: postgresql://role:password@host/database"
        )
    return entry


def kept_secret(path: Path) -> str:
    """A random secret for the local demo, made once and readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8")
