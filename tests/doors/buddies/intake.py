from __future__ import annotations

from tests.doors.kinds import Door, coordinator, taking_part

PEOPLE = "buddies/<slug:programme>/people/"
ONE = {"programme": "programme", "pk": "newcomer-application"}
OWN = "applications/<int:pk>/"
DOORS: list[Door] = [
    coordinator(PEOPLE, programme="programme"),
    coordinator(f"{PEOPLE}import/", programme="programme"),
    coordinator(f"{PEOPLE}import/<slug:key>/", programme="programme", key="people-import"),
    coordinator(f"{PEOPLE}export.xlsx", programme="programme"),
    coordinator(f"{PEOPLE}export.csv", programme="programme"),
    coordinator(f"{PEOPLE}export-duos.csv", programme="programme"),
    coordinator(f"{PEOPLE}<int:pk>/", **ONE),
    coordinator(f"{PEOPLE}<int:pk>/<slug:act>/", act="check", **ONE),
    taking_part(OWN, pk="newcomer-application"),
    taking_part(f"{OWN}stop/", pk="newcomer-application"),
    taking_part(f"{OWN}wait/", pk="newcomer-application"),
    taking_part(f"{OWN}go-on/", pk="newcomer-application"),
]
