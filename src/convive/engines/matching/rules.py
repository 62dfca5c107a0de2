"""The rules one by one: their codes, in the order in which they are told."""

from __future__ import annotations

from enum import IntFlag


class Rule(IntFlag):
    """What may keep two people from meeting. Kernels know the rules by these bits."""

    LANGUAGE = 1
    OVERLAP = 2
    DISTANCE = 4
    NEWCOMER_WISH = 8
    VOLUNTEER_WISH = 16
    AGE_DIFFERENCE = 32
    NEWCOMER_AGE_WISH = 64
    VOLUNTEER_AGE_WISH = 128
    ORGANISATION = 256


RULES = tuple(Rule)
