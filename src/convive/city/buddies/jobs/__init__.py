"""Background and periodic work of the buddy room, by noun."""

# Here the worker finds all of it.
from convive.city.buddies.jobs import exchange, letters, matching, planner

__all__ = ["exchange", "letters", "matching", "planner"]
