"""What several verbs do alike: lock a participant, write languages and hours. Checks no access and writes no audit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convive.city.people.facts import Paper
from convive.city.people.lists import Agreed, Judge
from convive.city.people.models import Availability, Consent, Participant, SpokenLanguage

# Words that were read on paper, of which this installation has no version.
ON_PAPER = "paper"
CODE = re.compile(r"[a-z]{2,3}")


def locked(participant: Participant) -> Participant:
    """The row as it is now, for this transaction alone.

    Raises: ValidationError: the person's data are deleted.
    """
    row = Participant.objects.select_for_update(of=("self",)).select_related("city").get(pk=participant.pk)
    if row.erased_at is not None:
        raise ValidationError(_("This person's data are deleted."))
    return row


def write_language(
    participant: Participant, code: str, band: str, judge: str, on: dt.date | None = None
) -> bool:
    """One language of a participant, judged today or `on`. False where the same was known already, or where the
    person says what somebody else has judged.
    """
    if not CODE.fullmatch(code):
        raise ValidationError(_("%(code)s is no code of a language."), params={"code": code})
    row = SpokenLanguage.objects.filter(participant=participant, language=code).first()
    if row is not None and row.band == band:
        same = row.judged_by == judge and on in (None, row.judged_on)
        if same or judge == Judge.SELF:
            return False
    row = row or SpokenLanguage(city=participant.city, participant=participant, language=code)
    row.band, row.judged_by, row.judged_on = band, judge, on or participant.city.today
    row.full_clean(exclude=["city", "participant"])
    row.save()
    return True


def write_languages(
    participant: Participant, languages: Iterable[tuple[str, str]], on: dt.date | None = None
) -> bool:
    """The languages that the person says they speak, today or `on`, and no others."""
    told = dict(languages)
    gone, _models = SpokenLanguage.objects.filter(participant=participant).exclude(language__in=told).delete()
    written = [write_language(participant, code, band, str(Judge.SELF), on) for code, band in told.items()]
    return bool(gone) or any(written)


def write_paper(participant: Participant, paper: Paper) -> list[str]:
    """What was judged and agreed elsewhere. Returns what changed, and the purposes that are new.

    What somebody once agreed to and took back is not given again by paper.
    """
    changed: list[str] = []
    for language, judge, on in paper.judged:
        rows = SpokenLanguage.objects.filter(participant=participant, language=language)
        if rows.exclude(judged_by=Judge(judge), judged_on=on).update(judged_by=Judge(judge), judged_on=on):
            changed.append("languages")
    ever = set(participant.consents.values_list("purpose", flat=True)) if paper.agreed else set()
    for purpose, given_at in paper.agreed:
        if purpose not in ever:
            Consent.objects.create(
                city=participant.city,
                participant=participant,
                purpose=str(Agreed(purpose)),
                text_version=ON_PAPER,
                given_at=given_at,
            )
            changed.append(str(purpose))
    return list(dict.fromkeys(changed))


def write_hours(participant: Participant, hours: Iterable[tuple[int, int, int]]) -> bool:
    """The hours in which the person is free, and no others."""
    wanted = set(hours)
    kept = {(row.weekday, row.start, row.end): row for row in participant.hours.all()}
    Availability.objects.filter(pk__in=[row.pk for key, row in kept.items() if key not in wanted]).delete()
    for weekday, start, end in sorted(wanted - set(kept)):
        row = Availability(
            city=participant.city, participant=participant, weekday=weekday, start=start, end=end
        )
        row.full_clean(exclude=["city", "participant"])
        row.save()
    return wanted != set(kept)
