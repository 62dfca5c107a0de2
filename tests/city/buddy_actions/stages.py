"""Where an act finds the cast: what `tests.city.buddies` sets up, left open for the test that goes on with it."""

from __future__ import annotations

from types import SimpleNamespace

from convive.city.buddies.models import Agreement
from tests.city.buddies import agreeing, stage


def running(cast: SimpleNamespace, starts: int = -60) -> SimpleNamespace:
    """The cast with a duo that runs, as `cast.duo`."""
    with stage.running(cast, starts) as here:
        return here


def drawn_up(cast: SimpleNamespace) -> tuple[SimpleNamespace, Agreement]:
    """People of whom two said yes, and the agreement that nobody has signed."""
    here = agreeing.people(cast)
    return here, agreeing.actions.draw_up(here.duo, by=here.coordinator)
