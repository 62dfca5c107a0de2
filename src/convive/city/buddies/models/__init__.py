"""Dated facts of buddy programmes. Who somebody is stands in `city.people` alone."""

from convive.city.buddies.models.agreement import Agreement, Pause, Signature
from convive.city.buddies.models.application import Application
from convive.city.buddies.models.duo import Duo, DuoTally
from convive.city.buddies.models.funding import Commitment
from convive.city.buddies.models.hours import HoursEntry, Proof
from convive.city.buddies.models.letters import CalendarFeed, Digest, Reminder
from convive.city.buddies.models.meeting import Attendance, FollowUp, GroupActivity, Meeting
from convive.city.buddies.models.programme import Programme
from convive.city.buddies.models.round import Round, RoundDuo

__all__ = [
    "Agreement",
    "Application",
    "Attendance",
    "CalendarFeed",
    "Commitment",
    "Digest",
    "Duo",
    "DuoTally",
    "FollowUp",
    "GroupActivity",
    "HoursEntry",
    "Meeting",
    "Pause",
    "Programme",
    "Proof",
    "Reminder",
    "Round",
    "RoundDuo",
    "Signature",
]
