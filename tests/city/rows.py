"""A row in each table of people and buddies, for the tests of the walls and the doors."""

from __future__ import annotations

from convive.city.buddies.codes import Side
from convive.city.buddies.models import (
    Attendance,
    CalendarFeed,
    Commitment,
    Digest,
    FollowUp,
    GroupActivity,
    Pause,
    Proof,
    Reminder,
    Round,
    RoundDuo,
)
from convive.city.people.models import Check
from convive.core.models import City, Organisation, User
from tests.city import making


def fill(city: City) -> dict[str, str]:
    """Call it inside the city's scope. Returns the keys of which addresses are made.

    The programme belongs to the organisation of the cast's coordinator, where the city has it; the cast's newcomer and
    volunteer are a duo in it.
    """
    organisation = Organisation.objects.filter(slug="buddies").first() or Organisation.objects.first()
    programme = making.programme(city, organisation)
    known = User.objects.in_bulk(field_name="email")
    both = [
        known.get(f"{key}@example.org") if city.slug == "rivertown" else None
        for key in ("newcomer", "volunteer")
    ]
    newcomer = making.pooled(programme, Side.NEWCOMER, user=both[0], name="A newcomer")
    volunteer = making.pooled(programme, Side.VOLUNTEER, user=both[1], name="A volunteer")
    duo = making.active(programme, newcomer, volunteer)
    meeting = making.met(duo, -5)
    waiting = making.pooled(programme, Side.NEWCOMER)
    other = making.pooled(programme, Side.VOLUNTEER)
    asked = making.duo(programme)
    entry = making.hours(newcomer.participant, -5, meeting=meeting)
    shown = making.hours(newcomer.participant, -6)
    pause = Pause.objects.create(
        city=city, duo=duo, since=making.day(-9), until=making.day(-8), reason="pause-holiday"
    )
    follow_up = FollowUp.objects.create(city=city, duo=duo, due_on=making.day(20))
    activity = GroupActivity.objects.create(
        city=city, programme=programme, kind="activity", names={"en": "Walk"}, on=making.day(9), minutes=120
    )
    Attendance.objects.create(city=city, activity=activity, application=newcomer, signed_up_at=making.NOW)
    proof = Proof.objects.create(
        city=city,
        participant=newcomer.participant,
        code=f"proof-of-{city.slug}",
        made_at=making.NOW,
        minutes=90,
        lines=[],
    )
    commitment = Commitment.objects.create(
        city=city, programme=programme, funder="A fund", indicator="duos_started", since=making.day(-100),
        until=making.day(200), committed=10,
    )  # fmt: skip
    matching = Round.objects.create(
        city=city, programme=programme, day=making.TODAY, seed="s", criteria=making.CRITERIA, asked_at=making.NOW,
        done_at=making.NOW, progress=100, result={},
    )  # fmt: skip
    line = RoundDuo.objects.create(city=city, round=matching, newcomer=waiting, volunteer=other)
    check = Check.objects.create(
        city=city, participant=volunteer.participant, kind="training", outcome="done", on=making.day(-30)
    )
    Reminder.objects.create(city=city, duo=duo, side=Side.NEWCOMER, kind="meet", on=making.TODAY)
    CalendarFeed.objects.create(
        city=city, participant=newcomer.participant, key_hash=f"{city.pk:064d}", made_at=making.NOW
    )
    Digest.objects.create(city=city, user=User.objects.order_by("pk")[0], week=making.TODAY)
    rows = {
        "newcomer-application": newcomer,
        "volunteer-application": volunteer,
        "waiting-application": waiting,
        "duo": duo,
        "asked-duo": asked,
        "meeting": meeting,
        "hours-entry": entry,
        "pause": pause,
        "follow-up": follow_up,
        "activity": activity,
        "commitment": commitment,
        "round": matching,
        "line": line,
        "participant": newcomer.participant,
        "volunteer-participant": volunteer.participant,
        "check-row": check,
        "agreement": duo.agreements.get(),
    }
    keys = {name: str(row.pk) for name, row in rows.items()}
    return keys | {"programme": programme.slug, "hours-code": shown.code, "proof": proof.code}
