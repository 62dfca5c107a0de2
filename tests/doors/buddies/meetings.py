from __future__ import annotations

from tests.doors.kinds import Door, coordinator, taking_part

DOORS: list[Door] = [
    taking_part("duos/<int:pk>/meeting/", pk="duo"),
    taking_part("duos/<int:pk>/plan/", pk="duo"),
    # Forms of one tap: looking at their address does nothing.
    taking_part("duos/<int:pk>/not-met/", 405, pk="duo"),
    taking_part("meetings/<int:pk>/", pk="meeting"),
    taking_part("meetings/<int:pk>/take-back/", 405, pk="meeting"),
    taking_part("activities/"),
    taking_part("activities/<int:pk>/", 405, pk="activity"),
    coordinator("buddies/duos/<int:pk>/meeting/", pk="duo"),
    coordinator("buddies/duos/<int:pk>/plan/", pk="duo"),
    coordinator("buddies/duos/<int:pk>/not-met/", 405, pk="duo"),
    coordinator("buddies/duos/<int:pk>/called/", 405, pk="duo"),
    coordinator("buddies/duos/<int:pk>/follow-up/", pk="duo"),
    coordinator("buddies/duos/<int:pk>/tried/", 405, pk="duo"),
    coordinator("buddies/meetings/<int:pk>/", pk="meeting"),
    coordinator("buddies/meetings/<int:pk>/take-back/", 405, pk="meeting"),
    coordinator("buddies/<slug:programme>/duos/", programme="programme"),
    coordinator("buddies/<slug:programme>/follow-ups/", programme="programme"),
    coordinator("buddies/<slug:programme>/activities/", programme="programme"),
    coordinator("buddies/<slug:programme>/activities/new/", programme="programme"),
    coordinator("buddies/activities/<int:pk>/", pk="activity"),
    coordinator("buddies/activities/<int:pk>/change/", pk="activity"),
    coordinator("buddies/activities/<int:pk>/sign-up/", 405, pk="activity"),
]
