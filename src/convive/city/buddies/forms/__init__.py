"""The forms of the buddy room, by noun."""
