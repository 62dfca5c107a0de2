"""The doors of people who take part."""

from __future__ import annotations

from tests.doors.kinds import Door, coordinator, public, taking_part

DOORS: list[Door] = [
    coordinator("participants/to-tell/"),
    coordinator("participants/<int:pk>/told/", 405, pk="participant"),
    coordinator("participants/<int:pk>/delete/", pk="participant"),
    taking_part(""),
    taking_part("you/<slug:question>/", question="hours"),
    taking_part("consents/"),
    taking_part("data/"),
    taking_part("delete/"),
    # Asking for a letter with a link, and the page behind a link that is none: for everybody.
    public("me/enter/"),
    public("me/enter/<str:uidb64>/<str:token>/", uidb64="MA", token="no-such-token"),
]
