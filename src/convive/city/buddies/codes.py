"""The closed lists of a buddy programme."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.reasons import register_reasons

# A member of one of these lists, as an argument: the type checker takes it for the pair as which it is written.
Code = Any


class Side(models.TextChoices):
    """On which side somebody takes part in a programme."""

    NEWCOMER = "newcomer", _("newcomer")
    VOLUNTEER = "volunteer", _("volunteer")


def other_side(side: Code) -> str:
    return str(Side.VOLUNTEER if side == Side.NEWCOMER else Side.NEWCOMER)


class Signer(models.TextChoices):
    NEWCOMER = "newcomer", _("newcomer")
    VOLUNTEER = "volunteer", _("volunteer")
    ORGANISATION = "organisation", _("organisation")


class Answer(models.TextChoices):
    """To a proposed duo. A no needs no reason, and none is kept."""

    YES = "yes", _("yes")
    NO = "no", _("no")


class IntakeOutcome(models.TextChoices):
    READY = "ready", _("ready to meet somebody")
    REFERRED = "referred", _("goes to another offer")


class Referral(models.TextChoices):
    """To which other offer an intake leads."""

    CONVERSATION = "conversation", _("a conversation table")
    COURSE = "course", _("a language course")
    ACTIVITIES = "activities", _("group activities")
    OTHER_PROGRAMME = "other_programme", _("another programme")
    OTHER = "other", _("another offer")


class Trajectory(models.TextChoices):
    """Whether a newcomer follows a civic-integration trajectory, by their own word."""

    OBLIGED = "obliged", _("has to")
    VOLUNTARY = "voluntary", _("wants to")
    NONE = "none", _("does not")


class Outcome(models.TextChoices):
    """How a duo was over."""

    DECLINED = "declined", _("one of the two said no")
    TAKEN_BACK = "taken_back", _("the proposal was taken back")
    COMPLETED = "completed", _("completed")
    ENDED_EARLY = "ended_early", _("ended early")


class EndingReason(models.TextChoices):
    """Why a duo ended. No fault, and nothing about a person."""

    TERM = "duo-term", _("The term is over")
    GOAL = "duo-goal", _("They reached what they wanted")
    PRIVATE = "duo-private", _("They go on as friends")
    MOVED = "duo-moved", _("Somebody moved")
    JOB = "duo-job", _("Somebody began a job or a course")
    TIME = "duo-time", _("Somebody has no time")
    LANGUAGE = "duo-language", _("Talking was too hard")
    NO_CLICK = "duo-no-click", _("They did not get on")
    UNSAFE = "duo-unsafe", _("Somebody did not feel safe")
    OTHER = "duo-other", _("Another reason")


# With these a duo has reached what it was for, whatever its date.
COMPLETES = frozenset({EndingReason.TERM, EndingReason.GOAL, EndingReason.PRIVATE})


class PauseReason(models.TextChoices):
    HOLIDAY = "pause-holiday", _("Holiday")
    FAMILY = "pause-family", _("Family")
    WORK = "pause-work", _("Work or exams")
    HEALTH = "pause-rest", _("Needs a rest")
    OTHER = "pause-other", _("Another reason")


class AgreementKind(models.TextChoices):
    FIRST = "first", _("first agreement")
    AMENDED = "amended", _("changed agreement")
    EXTENDED = "extended", _("extended agreement")
    RENEWED = "renewed", _("renewed agreement")


class MeetingKind(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("we met")
    CANCELLED = "cancelled", _("cancelled")
    ATTEMPTED = "attempted", _("tried, and reached nobody")


class MeetingPlace(models.TextChoices):
    OUTDOORS = "outdoors", _("outdoors")
    CAFE = "cafe", _("café or shop")
    LIBRARY = "library", _("library or community house")
    HOME = "home", _("at home")
    PHONE = "phone", _("by phone or video")
    OTHER = "other", _("somewhere else")


class Doing(models.TextChoices):
    """What people did together."""

    TALK = "talk", _("talked")
    WALK = "walk", _("walked or cycled")
    SPORT = "sport", _("sport")
    COOK = "cook", _("cooked or ate")
    CITY = "city", _("saw the city")
    CULTURE = "culture", _("film, music, museum")
    PRACTICAL = "practical", _("something practical")
    VOLUNTEERING = "volunteering", _("volunteering")
    COURSE = "course", _("course or workshop")
    OTHER = "other", _("something else")


class ActivityKind(models.TextChoices):
    TRAINING = "training", _("training")
    ACTIVITY = "activity", _("group activity")


class NextStep(models.TextChoices):
    """What a coordinator does after a follow-up."""

    NOTHING = "nothing", _("nothing is needed")
    CALL_AGAIN = "call_again", _("calls again")
    TALK_TOGETHER = "talk_together", _("talks with both")
    PAUSE = "pause", _("a pause")
    CLOSE = "close", _("the duo ends")


class FunderIndicator(models.TextChoices):
    """What a funder may ask for; each is counted in one place, `queries.funding`."""

    DUOS_STARTED = "duos_started", _("duos that began")
    DUOS_COMPLETED = "duos_completed", _("duos that were completed")
    NEWCOMERS = "newcomers", _("newcomers in a duo")
    VOLUNTEERS = "volunteers", _("volunteers in a duo")
    MEETINGS = "meetings", _("meetings held")
    HOURS = "hours", _("hours confirmed")
    TRAINED = "trained", _("people who came to a training")
    OPPORTUNITIES = "opportunities", _("opportunities to practise the language")


class BuddyReason(models.TextChoices):
    """Why something was done where there is one reason only."""

    APPLIED = "buddy-applied", _("the person applied")
    INTAKE = "buddy-intake", _("the intake talk")
    MATCHING = "buddy-matching", _("the matching moment")
    ANSWERED = "buddy-answered", _("the person answered")
    ANSWERED_FOR = "buddy-answered-for", _("the person answered by phone")
    SIGNED = "buddy-signed", _("the person signed")
    RUNNING = "buddy-running", _("running the programme")
    FOLLOWING_UP = "buddy-following-up", _("following up a duo")
    MET = "buddy-met", _("the duo told of a meeting")
    CONFIRMED = "buddy-confirmed", _("the person showed the code")
    RETENTION = "buddy-retention", _("the day on which data are deleted has come")
    IMPORTED = "buddy-imported", _("a file was imported")
    FUNDER = "buddy-funder", _("reporting to a funder")


register_reasons(EndingReason, PauseReason, BuddyReason)
