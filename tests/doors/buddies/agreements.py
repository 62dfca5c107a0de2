from __future__ import annotations

from tests.doors.kinds import Door, coordinator, taking_part

DOORS: list[Door] = [
    *(
        coordinator(f"buddies/duos/<int:pk>/{page}/", pk="duo")
        for page in (
            "agreements/draw-up",
            "agreements/amend",
            "agreements/extend",
            "agreements/renew",
            "pause",
            "resume",
            "close",
        )
    ),
    coordinator("buddies/duos/<int:pk>/agreements/<int:number>/", pk="duo", number="1"),
    coordinator("buddies/duos/<int:pk>/agreements/<int:number>/pdf/", pk="duo", number="1"),
    # Both have an account, and sign on their own pages.
    coordinator(
        "buddies/duos/<int:pk>/agreements/<int:number>/paper/<slug:signer>/",
        404,
        pk="duo",
        number="1",
        signer="newcomer",
    ),
    coordinator("buddies/applications/<int:pk>/wait-again/", pk="newcomer-application"),
    coordinator("buddies/applications/<int:pk>/ask-to-go-on/", pk="newcomer-application"),
    *(
        taking_part(f"duos/<int:pk>/{page}/", pk="duo")
        for page in ("agreements", "more-time", "pause", "resume", "stop")
    ),
    taking_part("duos/<int:pk>/agreements/<int:number>/", pk="duo", number="1"),
    taking_part("duos/<int:pk>/agreements/<int:number>/pdf/", pk="duo", number="1"),
    # Nobody asked them yet.
    taking_part("applications/<int:pk>/volunteer/", 404, pk="newcomer-application"),
]
