"""What the buddy room does when somebody leaves: what goes on ends, and what is kept about them is deleted."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.city.buddies.access import with_participants
from convive.city.buddies.actions.ending import end
from convive.city.buddies.codes import EndingReason, Outcome, Side, other_side
from convive.city.buddies.models import (
    Application,
    CalendarFeed,
    Duo,
    HoursEntry,
    Meeting,
    Proof,
    Signature,
)
from convive.city.people.letters import write
from convive.city.people.models import Participant
from convive.core import audit
from convive.core.models import User


def busy(participants: Collection[int]) -> set[int]:
    """Who is in a duo that is not over. One query."""
    rows = Duo.objects.filter(with_participants(participants), over_on__isnull=True)
    keys = rows.values_list("newcomer__participant_id", "volunteer__participant_id")
    return {key for pair in keys for key in pair} & set(participants)


def lock(participants: Collection[int]) -> set[int]:
    """Locks open applications and open duos, with the applications of the others in these, in the order in which
    everything else locks them. Returns who is in the duos.
    """
    duos = Duo.objects.filter(with_participants(participants), over_on__isnull=True)
    keys = {key for pair in duos.values_list("newcomer", "volunteer") for key in pair}
    own = Q(participant__in=participants, withdrawn_on__isnull=True)
    applications = Application.objects.filter(own | Q(pk__in=keys)).order_by("pk")
    list(applications.select_for_update(of=("self",)).values_list("pk"))
    both = ("newcomer__participant_id", "volunteer__participant_id")
    locked = duos.order_by("pk").select_for_update(of=("self",)).values_list(*both)
    return {key for pair in locked for key in pair}


def stop(participant: Participant, by: User | None, why: object) -> None:
    """Withdraws open applications and ends open duos, without a fault. `lock` has locked them. The other one gets a
    letter.
    """
    today = participant.city.today
    applications = Application.objects.filter(participant=participant, withdrawn_on__isnull=True)
    for row in applications.order_by("pk"):
        row.withdrawn_on, row.pooled_since, row.held_until = today, None, None
        row.save(update_fields=["withdrawn_on", "pooled_since", "held_until"])
        audit.record("application.left", row, by=by, why=why)
    duos = Duo.objects.filter(with_participants([participant.pk]), over_on__isnull=True).order_by("pk")
    people = ("programme__city", "newcomer__participant", "volunteer__participant")
    for duo in duos.select_related(*people):
        begun = duo.starts_on is not None
        stays = other_side(duo.side_of([participant.pk]))
        if begun:
            end(duo, Outcome.ENDED_EARLY, reason=EndingReason.OTHER, today=today, stay=[stays])
        else:
            end(duo, Outcome.TAKEN_BACK, today=today, stay=[stays])
        audit.record("duo.left", duo, by=by, why=why, details={"outcome": str(duo.outcome)})
        _tell_the_other(duo, duo.application(stays).participant, begun=begun)


def _tell_the_other(duo: Duo, other: Participant, *, begun: bool) -> None:
    contact = duo.programme.contact_name

    def words() -> tuple[str, list[str]]:
        if begun:
            lines = [_("The person whom you met stops with the programme. It is nobody's fault.")]
        else:
            lines = [_("The person whom we proposed to you does not take part any more.")]
        if contact:
            lines.append(_("%(name)s will ask you how you want to go on.") % {"name": contact})
        if begun:
            day = {"day": date_format(other.delete_on, "DATE_FORMAT")}
            lines.append(_("We delete your personal data on %(day)s. You can ask us to do it earlier.") % day)
        return _("Your duo has ended") if begun else _("We look for somebody else for you"), lines

    if other.erased_at is None:
        write(other, words, contact=duo.programme.contact)


def erase(participant: Participant) -> None:
    """Deletes what is kept about the person. Duos, meetings and the hours that a programme had confirmed stay as dates
    and numbers, without anybody in them. What the other of the two told of how it was for them is theirs, and stays.
    """
    for feed in CalendarFeed.objects.filter(participant=participant):
        feed.delete()
    Proof.objects.filter(participant=participant).delete()
    # What a programme counted stays counted: as a number, of nobody.
    entries = HoursEntry.objects.filter(participant=participant)
    of_programmes = Q(meeting__isnull=False) | Q(attendance__isnull=False)
    entries.exclude(of_programmes, confirmed_at__isnull=False).delete()
    entries.update(code="")
    for side in Side.values:
        meetings = Meeting.objects.filter(**{f"duo__{side}__participant": participant})
        meetings.filter(logged_by=side).update(mood=None, call_wanted=False)
        meetings.exclude(logged_by=side).update(mood_of_other=None)
    if participant.user_id is not None:
        signed = Signature.objects.filter(
            agreement__duo__in=Duo.objects.filter(with_participants([participant.pk]))
        )
        signed.filter(user=participant.user_id).update(user=None)
    applications = Application.objects.filter(participant=participant)
    applications.update(municipality="", trajectory="", hours_needed=None)
