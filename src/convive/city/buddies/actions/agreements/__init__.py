"""The verbs from two yes to the end of a duo."""

from convive.city.buddies.actions.agreements.drawing import amend, draw_up, extend, renew
from convive.city.buddies.actions.agreements.ending import close_duo
from convive.city.buddies.actions.agreements.going_on import go_on_as_volunteer, invite_to_go_on
from convive.city.buddies.actions.agreements.pausing import pause, resume
from convive.city.buddies.actions.agreements.signing import sign, sign_on_paper

__all__ = [
    "amend",
    "close_duo",
    "draw_up",
    "extend",
    "go_on_as_volunteer",
    "invite_to_go_on",
    "pause",
    "renew",
    "resume",
    "sign",
    "sign_on_paper",
]
