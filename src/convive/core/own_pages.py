"""What concerns a person alone, on their own first page. Each app registers a function, as for the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from convive.core.desk import Room

if TYPE_CHECKING:
    from convive.core.models import User

Source = Callable[["User"], Iterable[Room]]
_sources: dict[str, Source] = {}


def register(app: str, source: Source) -> None:
    """An app calls this once, in `ready`. The function enters the person's cities by itself."""
    _sources[app] = source


def pages(user: User) -> list[Room]:
    """The person's own pages that apps bring, in the order in which the apps registered."""
    return [page for source in _sources.values() for page in source(user)]
