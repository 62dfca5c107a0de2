from __future__ import annotations

from tests.doors.kinds import Door, public

DOORS: list[Door] = [
    public("join/<slug:city>/", city="rivertown"),
    public("join/<slug:city>/<slug:programme>/", city="rivertown", programme="programme"),
    public("join/<slug:city>/<slug:programme>/thanks/", city="rivertown", programme="programme"),
    public(
        "join/<slug:city>/<slug:programme>/<slug:side>/",
        city="rivertown",
        programme="programme",
        side="newcomer",
    ),
]
