"""The actions of the buddy room, for `test_every_action_says_why.py`: what comes before each, the act, the verbs."""

from __future__ import annotations

from convive.core import clock
from tests.city import making
from tests.city.buddy_actions import duos, meetings, people, programmes

# All of it happens on the Monday morning from which `making` counts its days.
ACTIONS = {
    name: (clock.moved_to(making.NOW)(before), clock.moved_to(making.NOW)(act), verbs)
    for table in (people.ACTIONS, programmes.ACTIONS, duos.ACTIONS, meetings.ACTIONS)
    for name, (before, act, verbs) in table.items()
}

NOT_ACTS = {
    # They ask, and write nothing: who may, what holds, what would be.
    "agreements.common.check_not_over",
    "agreements.common.require_coordinator",
    "agreements.common.require_one_of_them",
    "agreements.common.why_of",
    "agreements.going_on.can_be_asked",
    "exchange.dry_run",
    "feeds.digest",
    "hours.new_code",
    "matching.seed_of",
    "meetings.mendable",
    "meetings.teller",
    "planner.key_of",
    "pool.check_takes_part",
    "reminders.to_remind",
    # They load rows for an act and let others wait for them.
    "agreements.common.locked",
    "agreements.common.locked_and_begun",
    "pool.locked",
    # What several acts have in common: whoever calls it writes the entry of the act, and is in the table.
    "ending.end",
    "ending.end_pause",
    "meetings.hours_of",
    "pool.enter_pool",
    # The letters of an act that has written its entry.
    "intake_letters.planned",
    "intake_letters.waiting",
    "intake_letters.withdrawn",
    # They only wake a worker: a round has its entry since it was asked for, and the planner writes no row of anybody.
    "matching.ask_worker_again",
    "planner.ask",
}
