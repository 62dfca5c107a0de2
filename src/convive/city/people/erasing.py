"""What other apps of a city do when somebody leaves. An app registers in `ready`; people need not know who answers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convive.city.people.models import Participant
    from convive.core.models import User

Locker = Callable[[Collection[int]], set[int]]
Stopper = Callable[["Participant", "User | None", object], None]
Eraser = Callable[["Participant"], None]
Busy = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True)
class Keeper:
    """`lock` locks what goes on with participants, and returns whom else it is about: these are locked after it, with
    the others, as wherever it ends. `stop` ends it (with `by` and `why` for the audit); `erase` deletes what is kept
    about a person; `busy` says which participants are in something that is not over, and are kept meanwhile.
    """

    lock: Locker
    stop: Stopper
    erase: Eraser
    busy: Busy


_keepers: dict[str, Keeper] = {}


def register(app: str, *, lock: Locker, stop: Stopper, erase: Eraser, busy: Busy) -> None:
    """Call this once, in `ready`. Each function runs inside the city's walls."""
    _keepers[app] = Keeper(lock, stop, erase, busy)


def lock(participants: Collection[int]) -> set[int]:
    return set().union(*(keeper.lock(participants) for keeper in _keepers.values()))


def stop(participant: Participant, by: User | None, why: object) -> None:
    for keeper in _keepers.values():
        keeper.stop(participant, by, why)


def erase(participant: Participant) -> None:
    for keeper in _keepers.values():
        keeper.erase(participant)


def busy(participants: Collection[int]) -> set[int]:
    """Of these participants, by their keys: who is in something that is not over."""
    return set().union(*(keeper.busy(participants) for keeper in _keepers.values()))
