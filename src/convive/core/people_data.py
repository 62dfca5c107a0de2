"""What other apps keep about a person, for the download of own data and for erasing.

An app registers in its `ready()`. The core asks, and need not know who answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from convive.core.models import User

Exporter = Callable[[User], dict[str, Any]]
Eraser = Callable[[User], None]
Follower = Callable[[User], None]


@dataclass(frozen=True)
class Keeper:
    """An app that keeps something about people."""

    export: Exporter
    erase: Eraser
    follow: Follower | None = None


_keepers: dict[str, Keeper] = {}


def register(app: str, exporter: Exporter, eraser: Eraser, follower: Follower | None = None) -> None:
    """`exporter` tells what is kept about a person, under the name `app` in the download. `eraser` takes it
    out, inside the transaction in which the account is erased; files it deletes on commit. `follower` writes what an
    app keeps beside the account, name, language and e-mail address, after they changed there.
    """
    _keepers[app] = Keeper(exporter, eraser, follower)


def export(user: User) -> dict[str, dict[str, Any]]:
    """What every app keeps about the person, by app."""
    return {app: keeper.export(user) for app, keeper in sorted(_keepers.items())}


def follow(user: User) -> None:
    """The account has another name, language or e-mail address: so has everything kept beside it."""
    for keeper in _keepers.values():
        if keeper.follow is not None:
            keeper.follow(user)


def erase(user: User) -> None:
    for keeper in _keepers.values():
        keeper.erase(user)
