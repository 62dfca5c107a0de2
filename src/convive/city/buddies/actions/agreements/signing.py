"""Three signatures, in any order; with the third an agreement holds, and a duo begins."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters, agreements
from convive.city.buddies.access import runs, side_of
from convive.city.buddies.actions.agreements.common import check_not_over, locked
from convive.city.buddies.codes import BuddyReason, Signer
from convive.city.buddies.models import Agreement, Application, Duo, FollowUp, Signature
from convive.core import audit, clock
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def sign(
    agreement: Agreement, signer: Signer | str, *, by: User, language: str, read: str | None = None
) -> Signature:
    """Sign a version, in the language in which it was read. With the last of the three it holds.

    Args:
        signer: newcomer and volunteer sign themselves; for the organisation, whoever runs the programme and is none of
            the two.
        read: the fingerprint of the text that was shown; without it, that of `agreement` as it was loaded.

    Raises: PermissionDenied: `by` is not that signer. ValidationError: the version was taken back or its text is
    another, it is signed already, its last day has passed, or it does not stand in `language`.
    """
    duo, signer = agreement.duo, Signer(signer)
    side = side_of(by, duo)
    if signer == Signer.ORGANISATION:
        require(side is None and runs(by, duo.programme))
    else:
        require(side == signer)
    return _write(agreement, signer, by, language, agreement.text_hash if read is None else read, user=by)


@transaction.atomic
def sign_on_paper(agreement: Agreement, signer: Signer | str, *, by: User, language: str) -> Signature:
    """Note that the newcomer or the volunteer, who has no account, has signed the printed version. The organisation
    keeps the paper.

    Raises: PermissionDenied: `by` does not run the programme. ValidationError: the person has an account, and signs
    themselves; or as for `sign`.
    """
    duo, signer = agreement.duo, Signer(signer)
    require(runs(by, duo.programme) and side_of(by, duo) is None and signer != Signer.ORGANISATION)
    if duo.application(signer).participant.user_id is not None:
        raise ValidationError(_("This person signs on their own page."))
    return _write(agreement, signer, by, language, agreement.text_hash, user=None)


def _write(
    agreement: Agreement, signer: Signer, by: User, language: str, read: str, *, user: User | None
) -> Signature:
    # Two who sign at the same moment do so one after the other: exactly one of them is the last.
    row = locked(agreement.duo)
    version = Agreement.objects.select_for_update().get(pk=agreement.pk)
    check_not_over(row)
    _check(version, row, read, language)
    if version.signatures.filter(signer=signer).exists():
        raise ValidationError(_("This is signed already."))
    signature = Signature.objects.create(
        city=row.programme.city,
        agreement=version,
        signer=signer,
        user=user,
        language=language,
        text_hash=version.text_hash,
        signed_at=clock.now(),
        on_paper=user is None,
    )
    details = {"signer": str(signer), "version": version.number}
    verb = "agreement.noted" if user is None else "agreement.signed"
    audit.record(verb, version, by=by, why=BuddyReason.SIGNED, details=details)
    if version.signatures.count() == len(Signer):
        version.duo = row
        _hold(version, row, by)
    return signature


def _check(version: Agreement, duo: Duo, read: str, language: str) -> None:
    if version.taken_back_at is not None:
        raise ValidationError(_("This agreement was taken back. There may be a new one."))
    if not read == version.text_hash == agreements.fingerprint(version.texts):
        raise ValidationError(_("The text is not the one you have read. Please read it again."))
    if language not in version.languages:
        raise ValidationError(_("The agreement does not stand in this language."))
    if version.ends_on <= duo.programme.city.today:
        raise ValidationError(_("The last day of this agreement has passed. A new one is needed."))


def _hold(version: Agreement, duo: Duo, by: User) -> None:
    if duo.starts_on is None:
        _begin(version, duo, by)
        return
    duo.ends_on = version.ends_on
    duo.save(update_fields=["ends_on"])
    agreement_letters.holds(version)


def _begin(version: Agreement, duo: Duo, by: User) -> None:
    duo.starts_on = max(version.starts_on, duo.programme.city.today)
    duo.ends_on = version.ends_on
    duo.save(update_fields=["starts_on", "ends_on"])
    _leave_the_pool(duo)
    FollowUp.objects.bulk_create(
        [
            FollowUp(city=duo.programme.city, duo=duo, due_on=duo.starts_on + dt.timedelta(days=days))
            for days in sorted(set(duo.programme.follow_ups))
        ],
        ignore_conflicts=True,
    )
    audit.record(
        "duo.begun",
        duo,
        by=by,
        why=BuddyReason.SIGNED,
        details={"starts_on": duo.starts_on.isoformat(), "ends_on": duo.ends_on.isoformat()},
    )
    agreement_letters.begun(duo)


def _leave_the_pool(duo: Duo) -> None:
    """The newcomer waits no more; the volunteer neither, unless a place is left."""
    keys = (duo.newcomer_id, duo.volunteer_id)
    for application in Application.objects.filter(pk__in=keys).order_by("pk"):
        taken = 1
        if application.pk == duo.volunteer_id:
            # A proposal may still be a no: only what has begun takes a place for good.
            begun = Duo.objects.filter(volunteer=application, starts_on__isnull=False, over_on__isnull=True)
            taken = begun.count()
        if taken >= application.capacity:
            application.pooled_since = None
            application.save(update_fields=["pooled_since"])
