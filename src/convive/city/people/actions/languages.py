from __future__ import annotations

import datetime as dt

from django.db import transaction

from convive.city.people.access import changes, is_the_person
from convive.city.people.actions.writing import write_language
from convive.city.people.lists import Judge
from convive.city.people.models import Participant, SpokenLanguage
from convive.city.people.reasons import PeopleReason
from convive.core import audit
from convive.core.access import require
from convive.core.models import User


@transaction.atomic
def judge_language(
    participant: Participant,
    language: str,
    band: str,
    *,
    judged_by: str,
    on: dt.date | None = None,
    by: User,
    why: object = PeopleReason.TOLD,
) -> SpokenLanguage:
    """Say how well somebody speaks a language, from today or `on`.

    The person judges for themselves (`Judge.SELF`), a coordinator of the organisation as anybody else.

    Raises:
        PermissionDenied: `by` is neither, or judges in the other's name.
        ValueError: there is no such judge. ValidationError: no such language or band.
    """
    require(changes(by, participant))
    judge = Judge(judged_by)
    require(is_the_person(by, participant) == (judge == Judge.SELF))
    if write_language(participant, language, str(band), str(judge), on):
        audit.record("language.judged", participant, by=by, why=why, details={"judged_by": str(judge)})
    return SpokenLanguage.objects.get(participant=participant, language=language)
