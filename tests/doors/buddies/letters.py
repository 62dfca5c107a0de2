from __future__ import annotations

from tests.doors.kinds import Door, public, taking_part

DOORS: list[Door] = [
    taking_part("calendar/"),
    # It opens to whoever knows the key, and this is none.
    public(
        "api/v1/cities/<slug:city>/calendar/<str:key>.ics", 404, city="rivertown", key="nobody-of-that-name"
    ),
]
