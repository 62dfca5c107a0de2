"""What other apps of a city do when somebody leaves. An app registers in `ready`; people need not know who answers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convive.city.people.models import Participant
    from convive.core.models import User

Stopper = Callable[["Participant", "User | None", object], None]
Eraser = Callable[["Participant"], None]
Busy = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True)
class Keeper:
    """`stop` ends what goes on with a person (with `by` and `why` for the audit); `erase` deletes what is kept about
    them; `busy` says which of these participants are in something that is not over, and are kept meanwhile.
    """

    stop: Stopper
    erase: Eraser
    busy: Busy


_keepers: dict[str, Keeper] = {}


def register(app: str, *, stop: Stopper, erase: Eraser, busy: Busy) -> None:
    """Call this once, in `ready`. Each function runs inside the city's walls."""
    _keepers[app] = Keeper(stop, erase, busy)


def stop(participant: Participant, by: User | None, why: object) -> None:
    for keeper in _keepers.values():
        keeper.stop(participant, by, why)


def erase(participant: Participant) -> None:
    for keeper in _keepers.values():
        keeper.erase(participant)


def busy(participants: Collection[int]) -> set[int]:
    """Of these participants, by their keys: who is in something that is not over."""
    return set().union(*(keeper.busy(participants) for keeper in _keepers.values()))
