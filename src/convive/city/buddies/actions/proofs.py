"""A proof of hours leaves by the newcomer's own hand alone: they make it, print it, show it, and take it back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies.models import HoursEntry, Proof
from convive.city.buddies.queries.hours import confirmer
from convive.city.people.models import Participant
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User
from convive.core.reasons import Purpose


@transaction.atomic
def make_proof(participants: Sequence[Participant], *, by: User) -> Proof:
    """A proof of what is confirmed in this city today, over all organisations: the person's own rows, all of them.

    Raises:
        PermissionDenied: a row is not the person's own.
        ValidationError: nothing is confirmed yet.
    """
    require(bool(participants) and all(row.user_id == by.pk for row in participants))
    rows = HoursEntry.objects.filter(participant__in=participants, confirmed_at__isnull=False, minutes__gt=0)
    entries = list(rows.select_related("organisation").order_by("on", "pk"))
    if not entries:
        raise ValidationError(
            _("Nobody has confirmed hours of yours yet. Show a code to somebody who was there.")
        )
    first = participants[0]
    city = first.city
    proof = Proof.objects.create(
        city=city,
        participant=first,
        code=secrets.token_urlsafe(15),
        made_at=clock.now(),
        minutes=sum(row.minutes for row in entries),
        lines=[
            {
                "on": row.on.isoformat(),
                "minutes": row.minutes,
                "doing": row.doing,
                "organisation": confirmer(row, city),
                # The key and not the name: whoever leaves the site is named no more.
                "by": row.confirmed_by_id,
            }
            for row in entries
        ],
    )
    audit.record("proof.made", proof, by=by, why=Purpose.OWN_WISH, details={"minutes": proof.minutes})
    return proof


@transaction.atomic
def take_back(proof: Proof, *, by: User) -> Proof:
    """From now on, whoever verifies the code reads that the proof was taken back.

    Raises:
        PermissionDenied: it is not their own.
        ValidationError: it was taken back already.
    """
    require(proof.participant.user_id is not None and proof.participant.user_id == by.pk)
    proof = Proof.objects.select_for_update(of=("self",)).get(pk=proof.pk)
    if proof.taken_back_at:
        raise ValidationError(_("This proof was taken back already."))
    proof.taken_back_at = clock.now()
    proof.save(update_fields=["taken_back_at"])
    audit.record("proof.taken-back", proof, by=by, why=Purpose.OWN_WISH)
    return proof
