"""The actions of the people room, for `test_every_action_says_why.py`: what comes before each, and the act."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from convive.city.buddies.codes import Side
from convive.city.people import actions
from convive.city.people.facts import Facts
from convive.city.people.lists import NEEDED, Agreed, CheckKind, CheckOutcome, Judge
from convive.city.people.models import Participant
from convive.city.people.reasons import PeopleReason
from convive.core.reasons import Purpose
from tests.city import making


def somebody(cast: SimpleNamespace) -> Participant:
    """The cast's newcomer takes part with the organisation of the cast's coordinator."""
    programme = making.programme(cast.city, cast.buddies)
    row = making.pooled(programme, Side.NEWCOMER, user=cast.newcomer).participant
    row.delete_on = cast.city.today + dt.timedelta(days=20)
    row.save()
    return row


def enrol(cast: SimpleNamespace, _: object) -> Participant:
    facts = Facts(name="Nia", email="nia@example.org", adult=True)
    return actions.enrol(
        cast.city, cast.buddies, facts, list(NEEDED), by=cast.buddy_coordinator, why=Purpose.OWN_WISH
    )


ACTIONS = {
    "enrol": (lambda cast: None, enrol),
    "change_facts": (
        somebody,
        lambda cast, row: actions.change_facts(row, name="Another", by=cast.buddy_coordinator),
    ),
    "give_consent": (
        somebody,
        lambda cast, row: actions.give_consent(row, Agreed.NEWS, by=cast.newcomer),
    ),
    "withdraw_consent": (
        somebody,
        lambda cast, row: actions.withdraw_consent(row, Agreed.TAKE_PART, by=cast.newcomer),
    ),
    "judge_language": (
        somebody,
        lambda cast, row: actions.judge_language(
            row, "nl", "B1", judged_by=Judge.COORDINATOR, by=cast.buddy_coordinator
        ),
    ),
    "add_check": (
        somebody,
        lambda cast, row: actions.add_check(
            row, CheckKind.TRAINING, CheckOutcome.DONE, by=cast.buddy_coordinator
        ),
    ),
    "tell_deletion": (
        somebody,
        lambda cast, row: actions.tell_deletion(
            row, cast.city.today + dt.timedelta(days=90), by=cast.buddy_coordinator, why=PeopleReason.SAID
        ),
    ),
    "keep_longer": (somebody, lambda cast, row: actions.keep_longer(row, by=cast.newcomer)),
    "remind": (somebody, lambda cast, row: actions.remind(row)),
    "erase_participant": (
        somebody,
        lambda cast, row: actions.erase_participant(row, by=cast.newcomer, why=Purpose.OWN_WISH),
        {"account.erased", "application.left"},
    ),
    "erase_account_data": (somebody, lambda cast, _: actions.erase_account_data(cast.newcomer)),
}
