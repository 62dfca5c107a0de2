from __future__ import annotations

from tests.doors.kinds import Door, coordinator, taking_part

DOORS: list[Door] = [
    coordinator("buddies/duos/<int:pk>/", pk="duo"),
    taking_part("duos/<int:pk>/", pk="duo"),
]
