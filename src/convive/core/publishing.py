"""The registry through which apps say what of a city may be shown to the world, as sitemaps do in Django.

Whoever publishes (the city's page, the open data list, later the exchange between installations) reads
this registry and need not know the apps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convive.core.models import City


@dataclass(frozen=True)
class Publication:
    """One thing that a city publishes.

    `url` is an address on this site, `media_type` what is found there, `source` and `licence` what must
    be told with it.
    """

    key: str
    title: str
    description: str
    url: str
    media_type: str
    source: str = ""
    licence: str = ""


Publisher = Callable[["City"], Iterable[Publication]]
_publishers: dict[str, Publisher] = {}


def register(app: str, publisher: Publisher) -> None:
    """An app calls this once, in `ready`. The publisher runs inside the city's walls."""
    known = _publishers.setdefault(app, publisher)
    if known is not publisher:
        raise ValueError(f"{app!r} has registered a publisher already")


def publications(city: City) -> list[Publication]:
    """All that the city publishes, in the order in which the apps registered."""
    return [publication for publisher in _publishers.values() for publication in publisher(city)]
