from __future__ import annotations

from tests.doors.kinds import Door, coordinator

OF_ONE = "buddies/<slug:programme>/"
DOORS: list[Door] = [
    coordinator("buddies/"),
    coordinator("buddies/programmes/new/"),
    coordinator(f"{OF_ONE}settings/", programme="programme"),
    coordinator(f"{OF_ONE}settings/criteria/", programme="programme"),
]
