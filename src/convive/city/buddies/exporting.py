"""What the buddy room keeps about a person, for the file of their own data. Of the other of a duo it says nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, When

from convive.city.buddies.access import with_participants
from convive.city.buddies.codes import Side
from convive.city.buddies.models import (
    Agreement,
    Application,
    Attendance,
    CalendarFeed,
    Duo,
    HoursEntry,
    Meeting,
    Pause,
    Proof,
    Signature,
)
from convive.city.people.models import Participant


def export(participant: Participant) -> dict[str, Any]:
    """A fixed number of queries, and six for each duo."""
    applications = Application.objects.filter(participant=participant).values(
        "programme__slug", "side", "municipality", "applied_at", "intake_on", "intake_done_on", "outcome",
        "referred_to", "trajectory", "hours_needed", "capacity", "pooled_since", "held_until", "withdrawn_on",
        "asked_to_go_on",
    )  # fmt: skip
    duos = Duo.objects.filter(with_participants([participant.pk])).order_by("pk")
    entries = HoursEntry.objects.filter(participant=participant).values(
        "on",
        "minutes",
        "doing",
        "asked_at",
        "confirmed_at",
        confirmed_by_organisation=F("organisation__name"),
    )
    attendances = Attendance.objects.filter(application__participant=participant)
    return {
        "applications": list(applications),
        "duos": [_duo(duo, participant) for duo in duos.select_related("newcomer", "volunteer")],
        "hours_entries": list(entries),
        "proofs": list(
            Proof.objects.filter(participant=participant).values(
                "code", "made_at", "minutes", "lines", "taken_back_at"
            )
        ),
        "activities": list(attendances.values("activity__names", "activity__on", "signed_up_at", "came")),
        "calendar_feeds": list(
            CalendarFeed.objects.filter(participant=participant).values("made_at", "ended_at")
        ),
    }


def _duo(duo: Duo, participant: Participant) -> dict[str, Any]:
    side = duo.side_of([participant.pk])
    answered_at = duo.newcomer_answered_at if side == Side.NEWCOMER else duo.volunteer_answered_at
    signed = Signature.objects.filter(agreement__duo=duo, signer=side)
    own_mood = Case(When(logged_by=side, then=F("mood")), default=F("mood_of_other"))
    return {
        "side": side,
        "proposed_at": duo.proposed_at,
        "own_answer": duo.answer(side),
        "own_answer_at": answered_at,
        "starts_on": duo.starts_on,
        "ends_on": duo.ends_on,
        "over_on": duo.over_on,
        "outcome": duo.outcome,
        # Not why it ended or paused: the other may have said so, and nobody is told.
        "pauses": list(Pause.objects.filter(duo=duo).values("since", "until")),
        "agreements": list(
            Agreement.objects.filter(duo=duo).values("number", "kind", "starts_on", "ends_on", "texts")
        ),
        "own_signatures": list(signed.values("agreement__number", "language", "text_hash", "signed_at")),
        "meetings": list(
            Meeting.objects.filter(duo=duo).values(
                "on", "at", "kind", "minutes", "place", "doing", "practised", "met_others", own_mood=own_mood
            )
        ),
    }
