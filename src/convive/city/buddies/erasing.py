"""What the buddy room does when somebody leaves: what goes on ends, and what is kept about them is deleted."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies.codes import EndingReason, MeetingKind, Outcome
from convive.city.buddies.models import (
    Application,
    CalendarFeed,
    Duo,
    HoursEntry,
    Meeting,
    Pause,
    Proof,
    Signature,
)
from convive.city.people.letters import write
from convive.city.people.models import Participant
from convive.core import audit
from convive.core.models import User


def _with(participants: Collection[int]) -> Q:
    return Q(newcomer__participant__in=participants) | Q(volunteer__participant__in=participants)


def busy(participants: Collection[int]) -> set[int]:
    """Who is in a duo that is not over. One query."""
    rows = Duo.objects.filter(_with(participants), over_on__isnull=True)
    keys = rows.values_list("newcomer__participant_id", "volunteer__participant_id")
    return {key for pair in keys for key in pair} & set(participants)


def stop(participant: Participant, by: User | None, why: object) -> None:
    """Withdraws open applications and ends open duos, without a fault. The other of the two gets a letter."""
    today = participant.city.today
    applications = Application.objects.filter(participant=participant, withdrawn_on__isnull=True)
    # In the order in which everything else locks them, so that nobody waits for each other.
    for row in applications.order_by("pk").select_for_update(of=("self",)):
        row.withdrawn_on, row.pooled_since, row.held_until = today, None, None
        row.save(update_fields=["withdrawn_on", "pooled_since", "held_until"])
        audit.record("application.left", row, by=by, why=why)
    duos = Duo.objects.filter(_with([participant.pk]), over_on__isnull=True).order_by("pk")
    for duo in duos.select_for_update(of=("self",)):
        begun = duo.starts_on is not None
        duo.over_on, duo.outcome = today, Outcome.ENDED_EARLY if begun else Outcome.TAKEN_BACK
        duo.end_reason = EndingReason.OTHER if begun else ""
        duo.save(update_fields=["over_on", "outcome", "end_reason"])
        for pause in Pause.objects.filter(duo=duo, until__isnull=True):
            pause.until = max(pause.since, today)
            pause.save(update_fields=["until"])
        planned = Meeting.objects.filter(duo=duo, kind=MeetingKind.PLANNED, on__gte=today)
        planned.update(kind=MeetingKind.CANCELLED)
        audit.record("duo.left", duo, by=by, why=why, details={"outcome": str(duo.outcome)})
        _tell_the_other(duo, participant, begun=begun)


def _tell_the_other(duo: Duo, leaver: Participant, *, begun: bool) -> None:
    newcomer, volunteer = duo.newcomer.participant, duo.volunteer.participant
    other = volunteer if newcomer.pk == leaver.pk else newcomer
    contact = duo.programme.contact_name

    def words() -> tuple[str, list[str]]:
        if begun:
            lines = [_("The person whom you met stops with the programme. It is nobody's fault.")]
        else:
            lines = [_("The person whom we proposed to you does not take part any more.")]
        if contact:
            lines.append(_("%(name)s will ask you how you want to go on.") % {"name": contact})
        return _("Your duo has ended") if begun else _("We look for somebody else for you"), lines

    if other.erased_at is None:
        write(other, words)


def erase(participant: Participant) -> None:
    """Deletes what is kept about the person. Duos and meetings stay as dates and numbers, without anybody in them."""
    for feed in CalendarFeed.objects.filter(participant=participant):
        feed.delete()
    Proof.objects.filter(participant=participant).delete()
    HoursEntry.objects.filter(participant=participant).delete()
    Meeting.objects.filter(duo__in=Duo.objects.filter(_with([participant.pk]))).exclude(
        mood__isnull=True, call_wanted=False
    ).update(mood=None, call_wanted=False)
    if participant.user_id is not None:
        signed = Signature.objects.filter(agreement__duo__in=Duo.objects.filter(_with([participant.pk])))
        signed.filter(user=participant.user_id).update(user=None)
    applications = Application.objects.filter(participant=participant)
    applications.update(municipality="", trajectory="", hours_needed=None)
