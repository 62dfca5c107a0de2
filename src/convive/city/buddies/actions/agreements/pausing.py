"""Days on which a duo does not meet. The term stays as it is; more time is asked for with `extend`."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from convive.city.buddies import agreement_letters
from convive.city.buddies.actions.agreements.common import locked_and_begun, require_one_of_them, why_of
from convive.city.buddies.actions.ending import end_pause
from convive.city.buddies.codes import PauseReason
from convive.city.buddies.models import Duo, Pause
from convive.core import audit
from convive.core.models import User


@transaction.atomic
def pause(duo: Duo, *, since: dt.date, until: dt.date | None, reason: PauseReason | str, by: User) -> Pause:
    """Pause a duo from `since` to `until`, that day included, or with an open end.

    Raises: PermissionDenied: `by` is none of the two and does not run the programme. ValueError: `reason` is none.
    ValidationError: the duo has not begun or is over, the days lie outside its term or the wrong way round, or there is
    a pause on one of them.
    """
    require_one_of_them(duo, by)
    reason = PauseReason(reason)
    row = locked_and_begun(duo)
    if not row.starts_on <= since <= row.ends_on:
        raise ValidationError({"since": _("Choose a day on which the two meet, as agreed.")})
    if until is not None and until < since:
        raise ValidationError({"until": _("The last day lies before the first.")})
    other = row.pauses.filter(Q(until__isnull=True) | Q(until__gte=since))
    if until is not None:
        other = other.filter(since__lte=until)
    if other.exists():
        raise ValidationError(_("There is a pause in these days already."))
    made = Pause.objects.create(city=row.programme.city, duo=row, since=since, until=until, reason=reason)
    details = {"since": since.isoformat(), "until": until.isoformat() if until else None}
    audit.record("duo.paused", row, by=by, why=reason, details=details)
    agreement_letters.paused(row, made)
    return made


@transaction.atomic
def resume(duo: Duo, *, by: User) -> None:
    """Meet again from today: the present pause ended yesterday. Where there is none, the next one is taken back.

    Raises: PermissionDenied: as `pause`. ValidationError: there is no pause, or the duo is over.
    """
    require_one_of_them(duo, by)
    row = locked_and_begun(duo)
    today = row.programme.city.today
    found = row.pauses.filter(Q(until__isnull=True) | Q(until__gte=today)).order_by("since").first()
    if found is None:
        raise ValidationError(_("There is no pause to end."))
    end_pause(found, today - dt.timedelta(days=1))
    audit.record("duo.resumed", row, by=by, why=why_of(row, by))
    agreement_letters.resumed(row)
