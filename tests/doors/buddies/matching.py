from __future__ import annotations

from tests.doors.kinds import Door, coordinator, taking_part

TABLE = "buddies/<slug:programme>/matching/"

DOORS: list[Door] = [
    coordinator(TABLE, programme="programme"),
    # Only ever forms.
    coordinator(f"{TABLE}propose/", 405, programme="programme"),
    coordinator(f"{TABLE}again/", 405, programme="programme"),
    coordinator(f"{TABLE}lines/<int:pk>/<slug:act>/", 405, programme="programme", pk="line", act="lock"),
    coordinator(f"{TABLE}ask/", programme="programme"),
    coordinator(f"{TABLE}close/", programme="programme"),
    coordinator(f"{TABLE}people/<int:pk>/", programme="programme", pk="waiting-application"),
    coordinator(f"{TABLE}<int:round>/", programme="programme", round="round"),
    coordinator(
        f"{TABLE}<int:round>/waiting/<slug:side>/", programme="programme", round="round", side="newcomer"
    ),
    coordinator("buddies/duos/<int:pk>/answer/", pk="asked-duo"),
    coordinator("buddies/duos/<int:pk>/take-back/", pk="asked-duo"),
    taking_part("proposals/<int:pk>/", pk="duo"),
]
