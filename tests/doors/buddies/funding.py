from __future__ import annotations

from tests.doors.kinds import Door, coordinator

FUNDERS = "buddies/<slug:programme>/funders/"

DOORS: list[Door] = [
    coordinator(FUNDERS, programme="programme"),
    coordinator(f"{FUNDERS}add/", programme="programme"),
    coordinator(f"{FUNDERS}report.xlsx", programme="programme"),
    coordinator(f"{FUNDERS}report.pdf", programme="programme"),
    coordinator(f"{FUNDERS}<int:pk>/", programme="programme", pk="commitment"),
    coordinator(f"{FUNDERS}<int:pk>/end/", programme="programme", pk="commitment"),
    coordinator("buddies/<slug:programme>/planner/", programme="programme"),
    # Until a worker has made the plan, there is no picture of it.
    coordinator("buddies/<slug:programme>/planner/waits.svg", 404, programme="programme"),
    coordinator("buddies/<slug:programme>/planner/waits.json", 404, programme="programme"),
]
