"""Which agreement of a duo holds, which waits for signatures, and what of it needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from convive.city.buddies.codes import Answer, EndingReason, IntakeOutcome, Side, Signer
from convive.city.buddies.models import Agreement, Application, Duo, Pause, Signature
from convive.city.buddies.phases import OPEN, applications
from convive.city.people.access import run_by
from convive.core.models import City, User

SIGNERS = len(Signer)
# Days after which an agreement that is not signed by all three is brought to the coordinator.
PATIENCE = 14
# Days for which a duo that ended because somebody did not feel safe stands at the desk.
SHOWN_FOR = 7
# Days for which somebody is asked on their own page to go on as a volunteer.
ASKED_FOR = 60


def with_signatures() -> QuerySet[Agreement]:
    """The versions that were not taken back, with `signed`, how many signatures each has."""
    return Agreement.objects.filter(taken_back_at__isnull=True).annotate(signed=Count("signatures"))


def in_force(duo: Duo) -> Agreement | None:
    """The latest version that all three signed. One query."""
    return with_signatures().filter(duo=duo, signed=SIGNERS).order_by("-number").first()


def pending(duo: Duo) -> Agreement | None:
    """The version that waits for signatures. One query."""
    return with_signatures().filter(duo=duo, signed__lt=SIGNERS).order_by("-number").first()


def versions(duo: Duo) -> list[Agreement]:
    """Every version, the latest first, with `standing` ("holds", "waits", "earlier", "taken_back"), `by_signer` (the
    signature of each who signed) and `missing` (the signers still to come). Two queries.
    """
    rows = list(duo.agreements.order_by("-number").prefetch_related("signatures"))
    held = False
    for row in rows:
        found: Any = row
        found.by_signer = {signature.signer: signature for signature in row.signatures.all()}
        found.missing = [each for each in Signer.values if each not in found.by_signer]
        if row.taken_back_at is not None:
            found.standing = "taken_back"
        elif found.missing:
            found.standing = "waits"
        else:
            found.standing = "earlier" if held else "holds"
            held = True
    return rows


def pauses(duo: Duo, today: dt.date) -> QuerySet[Pause]:
    """The pauses of a duo that are not over, the next first. One query."""
    return duo.pauses.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("since")


def to_sign(participants: Collection[int]) -> list[tuple[Agreement, str]]:
    """The versions that wait for the signature of one of these participants (keys), and on which side. Two queries."""
    found: list[tuple[Agreement, str]] = []
    for side in Side.values:
        mine = Signature.objects.filter(agreement=OuterRef("pk"), signer=side)
        rows = (
            Agreement.objects.filter(
                ~Exists(mine),
                taken_back_at__isnull=True,
                duo__over_on__isnull=True,
                **{f"duo__{side}__participant__in": participants},
            )
            .select_related("duo__newcomer__participant", "duo__volunteer__participant")
            .order_by("pk")
        )
        found += [(row, side) for row in rows]
    return found


def asked_to_go_on(participants: Collection[int], today: dt.date) -> QuerySet[Application]:
    """The applications whose person was asked to go on as a volunteer and has not said yes. One query."""
    volunteers = Application.objects.filter(
        OPEN, programme=OuterRef("programme"), participant=OuterRef("participant"), side=Side.VOLUNTEER
    )
    return Application.objects.filter(
        ~Exists(volunteers),
        participant__in=participants,
        side=Side.NEWCOMER,
        asked_to_go_on__gt=today - dt.timedelta(days=ASKED_FOR),
    ).select_related("programme")


def could_wait_again(duo: Duo, today: dt.date) -> list[Application]:
    """Of the two of a duo that is over: who could wait for another. One query."""
    rows = applications(today).filter(
        OPEN,
        pk__in=(duo.newcomer_id, duo.volunteer_id),
        free__gt=0,
        pooled_since__isnull=True,
        outcome=IntakeOutcome.READY,
        participant__erased_at__isnull=True,
    )
    return list(rows.select_related("participant").order_by("side"))


def _run(user: User, city: City) -> QuerySet[Duo]:
    return Duo.objects.filter(run_by(user, city, "programme__organisation")).order_by("pk")


def to_draw_up(user: User, city: City) -> QuerySet[Duo]:
    """Duos of both yes that nobody drew an agreement up for."""
    drawn = Agreement.objects.filter(duo=OuterRef("pk"), taken_back_at__isnull=True)
    return _run(user, city).filter(
        ~Exists(drawn),
        over_on__isnull=True,
        starts_on__isnull=True,
        newcomer_answer=Answer.YES,
        volunteer_answer=Answer.YES,
    )


def unsigned(user: User, city: City) -> QuerySet[Agreement]:
    """Versions that wait for signatures for longer than PATIENCE days, the oldest first."""
    day = city.today - dt.timedelta(days=PATIENCE)
    # Asked for by row: to count all signatures ever given takes longer than those of the few that are looked at.
    signatures = Signature.objects.filter(agreement=OuterRef("pk")).order_by("pk")
    return Agreement.objects.filter(
        ~Exists(signatures[SIGNERS - 1 :]),
        run_by(user, city, "duo__programme__organisation"),
        taken_back_at__isnull=True,
        duo__over_on__isnull=True,
        made_at__date__lt=day,
    ).order_by("made_at", "pk")


def for_the_organisation(user: User, city: City) -> QuerySet[Agreement]:
    """Versions that lack the organisation's own signature, the oldest first."""
    signed = Signature.objects.filter(agreement=OuterRef("pk"), signer=Signer.ORGANISATION)
    return Agreement.objects.filter(
        ~Exists(signed),
        run_by(user, city, "duo__programme__organisation"),
        taken_back_at__isnull=True,
        duo__over_on__isnull=True,
    ).order_by("made_at", "pk")


def term_over(user: User, city: City) -> QuerySet[Duo]:
    """Duos whose term is over, and that are not closed, the longest over first."""
    return _run(user, city).filter(over_on__isnull=True, ends_on__lt=city.today).order_by("ends_on", "pk")


def ended_unsafe(user: User, city: City) -> QuerySet[Duo]:
    """Duos that ended these days because somebody did not feel safe."""
    since = city.today - dt.timedelta(days=SHOWN_FOR)
    return _run(user, city).filter(end_reason=EndingReason.UNSAFE, over_on__gt=since)
