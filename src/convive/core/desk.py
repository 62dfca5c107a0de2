"""What needs somebody today. Each app registers a function; the desk shows what they bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convive.core.models import City, User


@dataclass(frozen=True)
class Task:
    """One line of the desk: what, why now, and the one thing to do about it."""

    title: str
    why: str
    url: str
    action: str


@dataclass(frozen=True)
class Room:
    """One entry of the navigation of the desk, and what it is for in half a sentence."""

    label: str
    url: str
    about: str


TaskSource = Callable[["User", "City"], Iterable[Task]]
RoomSource = Callable[["User", "City"], Iterable[Room]]
_tasks: dict[str, TaskSource] = {}
_rooms: dict[str, RoomSource] = {}


def register(app: str, *, tasks: TaskSource | None = None, rooms: RoomSource | None = None) -> None:
    """An app calls this once, in `ready`. The functions run inside the city's walls and ask `access`
    themselves.
    """
    if tasks is not None:
        _tasks[app] = tasks
    if rooms is not None:
        _rooms[app] = rooms


def tasks(user: User, city: City) -> list[Task]:
    return [task for source in _tasks.values() for task in source(user, city)]


def rooms(user: User, city: City) -> list[Room]:
    return [room for source in _rooms.values() for room in source(user, city)]
