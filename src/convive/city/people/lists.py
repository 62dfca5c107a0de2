"""The closed lists from which people choose what they tell of themselves. Nobody writes about a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """Told by the person, where it matters to them with whom they meet."""

    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("other")


class Channel(models.TextChoices):
    """How somebody wants to be reached."""

    MAIL = "mail", _("e-mail")
    PHONE = "phone", _("phone call")
    MESSAGE = "message", _("text message")


class Band(models.TextChoices):
    """How well somebody speaks a language: Common European Framework of Reference, 2001."""

    A1 = "A1", _("A1: a few words")
    A2 = "A2", _("A2: simple talks")
    B1 = "B1", _("B1: everyday talks")
    B2 = "B2", _("B2: easy talks")
    C1 = "C1", _("C1: very good")
    C2 = "C2", _("C2: like a first language")


class Judge(models.TextChoices):
    """Who judged how well somebody speaks a language."""

    SELF = "self", _("the person")
    COORDINATOR = "coordinator", _("the coordinator, in a talk")
    SCHOOL = "school", _("a language school")
    TEST = "test", _("a test")


class Interest(models.TextChoices):
    WALKING = "walking", _("walking")
    CYCLING = "cycling", _("cycling")
    SPORT = "sport", _("sport")
    FOOTBALL = "football", _("football")
    COOKING = "cooking", _("cooking")
    GARDENING = "gardening", _("gardening")
    MUSIC = "music", _("music")
    FILM = "film", _("films")
    READING = "reading", _("reading")
    CRAFTS = "crafts", _("making things")
    REPAIR = "repair", _("repairing things")
    GAMES = "games", _("games")
    COMPUTERS = "computers", _("computers")
    CITY = "city", _("getting to know the city")
    NATURE = "nature", _("nature")
    CHILDREN = "children", _("doing things with children")


class Goal(models.TextChoices):
    LANGUAGE = "language", _("to practise the language")
    PEOPLE = "people", _("to get to know people")
    CITY = "city", _("to find my way in the city")
    WORK = "work", _("to talk about work")
    STUDY = "study", _("to talk about school and study")
    PAPERWORK = "paperwork", _("to understand letters and forms")
    FAMILY = "family", _("to do things with the family")


class LifeStage(models.TextChoices):
    STUDYING = "studying", _("I study")
    WORKING = "working", _("I work")
    LOOKING = "looking", _("I look for work")
    YOUNG_CHILDREN = "young_children", _("I have young children")
    OLDER_CHILDREN = "older_children", _("I have older children")
    RETIRED = "retired", _("I am retired")


class Need(models.TextChoices):
    """What somebody needs for a meeting. Only the person writes and changes it."""

    CHILDCARE = "childcare", _("I bring my children")
    STEP_FREE = "step_free", _("a place without steps")
    QUIET = "quiet", _("a quiet place")
    FAMILY_DUO = "family_duo", _("to meet as a family")


class CheckKind(models.TextChoices):
    """What an organisation checks or gives before somebody meets another person."""

    SCREENING = "screening", _("screening")
    TRAINING = "training", _("training")
    INFORMATION = "information", _("information about volunteering")
    INSURANCE = "insurance", _("insurance")


class CheckOutcome(models.TextChoices):
    DONE = "done", _("done")
    NOT_YET = "not_yet", _("not yet")


class Agreed(models.TextChoices):
    """What somebody can agree to, each by itself."""

    TAKE_PART = "take_part", _("to keep my data, to find somebody for me to meet")
    SHARE_CONTACT = "share_contact", _("to give my name and how to reach me to the person I meet")
    PHOTOS = "photos", _("to be in photos of the programme")
    NEWS = "news", _("to get news about activities")


# Without these nobody can take part; the others are free.
NEEDED = (Agreed.TAKE_PART,)
# The words people agreed to change; which they read is kept.
TEXT_VERSION = "2026-11"
