"""Two who are asked, answer, agree, sign, pause, end, and go on."""

from __future__ import annotations

from types import SimpleNamespace

from convive.city.buddies.actions import agreements, answers
from convive.city.buddies.actions.agreements.going_on import ask_to_go_on
from convive.city.buddies.codes import BuddyReason, EndingReason, Outcome, PauseReason, Side, Signer
from convive.city.buddies.models import Agreement, Application, Duo
from tests.city import making
from tests.city.buddies import agreeing
from tests.city.buddy_actions.stages import drawn_up, running


def asked(cast: SimpleNamespace) -> Duo:
    return making.duo(making.programme(cast.city, cast.buddies))


def both_say_yes(cast: SimpleNamespace, duo: Duo) -> None:
    for side in Side.values:
        answers.answer(duo, side, "yes", by=cast.buddy_coordinator)


def on_paper(cast: SimpleNamespace) -> Agreement:
    duo = making.accepted(making.programme(cast.city, cast.buddies))
    return agreements.draw_up(duo, by=cast.buddy_coordinator)


def pause(cast: SimpleNamespace, _: object = None) -> None:
    days = {"since": making.day(0), "until": making.day(7)}
    agreements.pause(cast.duo, **days, reason=PauseReason.HOLIDAY, by=cast.newcomer)


def paused(cast: SimpleNamespace) -> None:
    running(cast)
    pause(cast)


def completed(cast: SimpleNamespace) -> Application:
    over = {"over_on": making.day(-5), "outcome": Outcome.COMPLETED, "end_reason": EndingReason.GOAL}
    return making.active(making.programme(cast.city, cast.buddies), starts=-200, **over).newcomer


def asked_to_go_on(cast: SimpleNamespace) -> Application:
    duo = running(cast).duo
    return agreements.close_duo(duo, reason=EndingReason.GOAL, by=cast.coordinator).newcomer


ACTIONS = {
    "answers.answer": (asked, both_say_yes, {"duo.answered", "agreement.drawn_up"}),
    "answers.take_back": (
        asked,
        lambda cast, duo: answers.take_back(duo, by=cast.buddy_coordinator),
        {"duo.taken-back"},
    ),
    "agreements.drawing.draw_up": (
        agreeing.people,
        lambda cast, here: agreements.draw_up(here.duo, by=here.coordinator),
        {"agreement.drawn_up"},
    ),
    "agreements.drawing.amend": (
        running,
        lambda cast, _: agreements.amend(cast.duo, days_between=7, by=cast.coordinator),
        {"agreement.drawn_up"},
    ),
    "agreements.drawing.extend": (
        running,
        lambda cast, _: agreements.extend(cast.duo, months=1, by=cast.newcomer),
        {"agreement.drawn_up"},
    ),
    "agreements.drawing.renew": (
        lambda cast: running(cast, starts=-170),
        lambda cast, _: agreements.renew(cast.duo, by=cast.volunteer),
        {"agreement.drawn_up"},
    ),
    "agreements.signing.sign": (
        drawn_up,
        lambda cast, found: agreeing.sign(*found),
        {"agreement.signed", "duo.begun"},
    ),
    "agreements.signing.sign_on_paper": (
        on_paper,
        lambda cast, row: agreements.sign_on_paper(
            row, Signer.NEWCOMER, by=cast.buddy_coordinator, language="en"
        ),
        {"agreement.noted"},
    ),
    "agreements.pausing.pause": (running, pause, {"duo.paused"}),
    "agreements.pausing.resume": (
        paused,
        lambda cast, _: agreements.resume(cast.duo, by=cast.volunteer),
        {"duo.resumed"},
    ),
    "agreements.ending.close_duo": (
        running,
        lambda cast, _: agreements.close_duo(cast.duo, reason=EndingReason.GOAL, by=cast.newcomer),
        {"duo.closed", "application.asked_to_go_on"},
    ),
    "agreements.going_on.invite_to_go_on": (
        completed,
        lambda cast, row: agreements.invite_to_go_on(row, by=cast.buddy_coordinator),
        {"application.asked_to_go_on"},
    ),
    "agreements.going_on.ask_to_go_on": (
        completed,
        lambda cast, row: ask_to_go_on(row, by=cast.buddy_coordinator, why=BuddyReason.RUNNING),
        {"application.asked_to_go_on"},
    ),
    "agreements.going_on.go_on_as_volunteer": (
        asked_to_go_on,
        lambda cast, row: agreements.go_on_as_volunteer(row, by=cast.newcomer),
        {"application.went_on"},
    ),
}
