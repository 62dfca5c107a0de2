"""The verbs of people who take part. Each checks access, checks the facts, writes, and audits, in one transaction."""

from convive.city.people.actions.changing import change_facts
from convive.city.people.actions.checks import add_check
from convive.city.people.actions.consenting import give_consent, withdraw_consent
from convive.city.people.actions.enrolling import enrol
from convive.city.people.actions.erasing import erase_account_data, erase_participant
from convive.city.people.actions.languages import judge_language
from convive.city.people.actions.telling import keep_longer, remind, tell_deletion

__all__ = [
    "add_check",
    "change_facts",
    "enrol",
    "erase_account_data",
    "erase_participant",
    "give_consent",
    "judge_language",
    "keep_longer",
    "remind",
    "tell_deletion",
    "withdraw_consent",
]
