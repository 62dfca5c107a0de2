"""What this app brings to the rest of the house: its verbs, tasks, cards, tabs and panels, by noun."""

from convive.city.buddies.rooms import (  # noqa: F401  (each registers itself)
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
