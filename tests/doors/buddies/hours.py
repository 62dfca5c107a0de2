from __future__ import annotations

from tests.doors.kinds import Door, coordinator, desk, public, taking_part

DOORS: list[Door] = [
    taking_part("hours/"),
    taking_part("hours/add/"),
    taking_part("hours/proof/"),
    taking_part("hours/proofs/<str:code>/", code="proof"),
    taking_part("hours/proofs/<str:code>/proof.pdf", code="proof"),
    taking_part("hours/proofs/<str:code>/take-back/", code="proof"),
    taking_part("hours/<int:pk>/", pk="hours-entry"),
    taking_part("hours/<int:pk>/code.svg", pk="hours-entry"),
    # Only ever a form.
    taking_part("hours/<int:pk>/delete/", 405, pk="hours-entry"),
    # For everybody who works in the city: by a code that somebody showed them, and never by a list.
    desk("in/<slug:city>/hours/"),
    desk("in/<slug:city>/hours/<str:code>/", code="hours-code"),
    coordinator("buddies/<slug:programme>/hours/", programme="programme"),
    # Whoever holds the paper.
    public("proof/<slug:city>/<str:code>/", city="rivertown", code="proof"),
]
