"""Which duos could meet, which set of duos is best, and why.

Newcomers, volunteers and criteria come in; `propose` gives the best set of duos, the reasons for each, why everybody
else waits and what would help them, and a certificate of how far from the best it is.

>>> from datetime import date
>>> ana = Newcomer(id="ana", languages=(("nl", "A2"),), available=hours_from("mon:18-21"), place=(0, 0))
>>> eva = Volunteer(id="eva", languages=(("nl", "C2"),), available=hours_from("mon:19-22"), place=(900, 0))
>>> rules = Criteria.of({"hard": {"language": ["nl"], "overlap_hours": 2, "distance_km": 5}})
>>> round = propose([ana], [eva], rules, today=date(2026, 11, 2))
>>> [(duo.newcomer, duo.volunteer) for duo in round.duos], round.certificate.exact
([('ana', 'eva')], True)
"""

from convive.engines.matching.criteria import Criteria, Hard, Order, Soft, Step
from convive.engines.matching.people import People
from convive.engines.matching.persons import (
    BANDS,
    WEEKDAYS,
    Hours,
    MatchError,
    Newcomer,
    Person,
    Volunteer,
    ages_from,
    hours_from,
    languages_from,
    split_codes,
)
from convive.engines.matching.proposing import explain, propose
from convive.engines.matching.relaxation import Relaxation
from convive.engines.matching.result import (
    BandCount,
    Certificate,
    Change,
    Contest,
    Duo,
    Help,
    Proposal,
    Reason,
    Recruit,
    SecondBest,
    Waiting,
)
from convive.engines.matching.rules import Rule
from convive.engines.matching.second import second_best

__all__ = [
    "BANDS",
    "WEEKDAYS",
    "BandCount",
    "Certificate",
    "Change",
    "Contest",
    "Criteria",
    "Duo",
    "Hard",
    "Help",
    "Hours",
    "MatchError",
    "Newcomer",
    "Order",
    "People",
    "Person",
    "Proposal",
    "Reason",
    "Recruit",
    "Relaxation",
    "Rule",
    "SecondBest",
    "Soft",
    "Step",
    "Volunteer",
    "Waiting",
    "ages_from",
    "explain",
    "hours_from",
    "languages_from",
    "propose",
    "second_best",
    "split_codes",
]
