"""The doors of the buddy room, by noun."""

from tests.doors.buddies import (
    agreements,
    applying,
    duos,
    funding,
    hours,
    intake,
    letters,
    matching,
    meetings,
    programmes,
)

DOORS = [
    *programmes.DOORS,
    *duos.DOORS,
    *applying.DOORS,
    *intake.DOORS,
    *matching.DOORS,
    *agreements.DOORS,
    *meetings.DOORS,
    *hours.DOORS,
    *funding.DOORS,
    *letters.DOORS,
]
