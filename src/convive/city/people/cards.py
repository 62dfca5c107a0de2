"""What waits for a person on their own page of a city: each app registers a function, as for the desk of staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convive.city.people.models import Participant
    from convive.core.models import City


@dataclass(frozen=True)
class Card:
    """One thing for the person: what it is, half a sentence about it, where it leads, and the words of the button.

    The first card that is `urgent` gets the one primary button of the page.
    """

    title: str
    about: str
    url: str
    action: str
    urgent: bool = False


Source = Callable[["City", Sequence["Participant"]], Iterable[Card]]
_sources: dict[str, Source] = {}


def register(app: str, source: Source) -> None:
    """Call this once, in `ready`. The function runs inside the city's walls, with the person's own rows."""
    _sources[app] = source


def cards(city: City, participants: Sequence[Participant]) -> list[Card]:
    """What waits for the person, the urgent first, else in the order in which the apps registered."""
    found = [card for source in _sources.values() for card in source(city, participants)]
    return sorted(found, key=lambda card: not card.urgent)
