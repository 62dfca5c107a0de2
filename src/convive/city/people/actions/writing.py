"""Writing what several verbs write: languages and hours of a participant. Checks no access and writes no audit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convive.city.people.lists import Judge
from convive.city.people.models import Availability, Participant, SpokenLanguage

CODE = re.compile(r"[a-z]{2,3}")


def write_language(
    participant: Participant, code: str, band: str, judge: str, on: dt.date | None = None
) -> bool:
    """One language of a participant, judged today or `on`. False where the same was known already, or where the person
    says what somebody else has judged.
    """
    if not CODE.fullmatch(code):
        raise ValidationError(_("%(code)s is no code of a language."), params={"code": code})
    row = SpokenLanguage.objects.filter(participant=participant, language=code).first()
    if row is not None and row.band == band and (row.judged_by == judge or judge == Judge.SELF):
        return False
    row = row or SpokenLanguage(city=participant.city, participant=participant, language=code)
    row.band, row.judged_by, row.judged_on = band, judge, on or participant.city.today
    row.full_clean(exclude=["city", "participant"])
    row.save()
    return True


def write_languages(participant: Participant, languages: Iterable[tuple[str, str]]) -> bool:
    """The languages that the person says they speak, and no others."""
    told = dict(languages)
    gone, _models = SpokenLanguage.objects.filter(participant=participant).exclude(language__in=told).delete()
    written = [write_language(participant, code, band, str(Judge.SELF)) for code, band in told.items()]
    return bool(gone) or any(written)


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
